/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePresenceDialog: who is here, person by person, and the Offline switch. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_PRESENCE_DIALOG (cenacle_presence_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePresenceDialog, cenacle_presence_dialog, CENACLE, PRESENCE_DIALOG,
                      AdwWindow)

GtkWindow *cenacle_presence_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
