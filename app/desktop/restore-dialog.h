/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleRestoreDialog: brings a home back from the file of a backup. */

#pragma once

#include "app/control/client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_RESTORE_DIALOG (cenacle_restore_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleRestoreDialog, cenacle_restore_dialog, CENACLE, RESTORE_DIALOG,
                      AdwWindow)

GtkWindow *cenacle_restore_dialog_new (GtkWindow *parent, CenacleClient *client);

G_END_DECLS
