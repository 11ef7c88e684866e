/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleContinueDialog: founds a new circle that goes on from this one, with those who stay. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_CONTINUE_DIALOG (cenacle_continue_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleContinueDialog, cenacle_continue_dialog, CENACLE, CONTINUE_DIALOG,
                      AdwWindow)

/* Signal "done" (const char *circle) with the new circle's id. */
GtkWindow *cenacle_continue_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
