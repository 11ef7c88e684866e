/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLockPage: what shows while the keys of this home are locked. It goes when the engine says
 * that they are not. */

#pragma once

#include "app/control/client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_LOCK_PAGE (cenacle_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleLockPage, cenacle_lock_page, CENACLE, LOCK_PAGE, GtkWidget)

/* Signal "unlocked" when the passphrase was the right one. */

/* For the keys of @client's engine, which is connected. */
void cenacle_lock_page_open (CenacleLockPage *self, CenacleClient *client);

G_END_DECLS
