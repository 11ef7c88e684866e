/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleBackupDialog: puts the whole home in one file under a passphrase. */

#pragma once

#include "app/control/client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_BACKUP_DIALOG (cenacle_backup_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleBackupDialog, cenacle_backup_dialog, CENACLE, BACKUP_DIALOG, AdwWindow)

GtkWindow *cenacle_backup_dialog_new (GtkWindow *parent, CenacleClient *client);

G_END_DECLS
