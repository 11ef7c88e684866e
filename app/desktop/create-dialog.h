/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCreateDialog: a new circle. Signal "done" (const char *circle) when there is one. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_CREATE_DIALOG (cenacle_create_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleCreateDialog, cenacle_create_dialog, CENACLE, CREATE_DIALOG, AdwWindow)

GtkWindow *cenacle_create_dialog_new (GtkWindow *parent, CenacleClient *client);

G_END_DECLS
