/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Removing a member, and in plain words what that does and does not do. */
#define CENACLE_TYPE_REMOVE_DIALOG (cenacle_remove_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleRemoveDialog, cenacle_remove_dialog, CENACLE, REMOVE_DIALOG, AdwWindow)

GtkWindow *
cenacle_remove_dialog_new (GtkWindow *parent, CenacleCircle *circle, const CenId *member);

G_END_DECLS
