/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleJoinDialog: from an invite to a circle in one gesture: the link, what it leads to, one's
 * name. Signal "done" (const char *circle) when one is in. */

#pragma once

#include "app/control/client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_JOIN_DIALOG (cenacle_join_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleJoinDialog, cenacle_join_dialog, CENACLE, JOIN_DIALOG, AdwWindow)

/* @link: "" when it is yet to be pasted. */
GtkWindow *cenacle_join_dialog_new (GtkWindow *parent, CenacleClient *client, const char *link);

/* The words of the charter that the person agreed to; "" for none. Lent. */
const char *cenacle_join_dialog_get_agreed (CenacleJoinDialog *self);

G_END_DECLS
