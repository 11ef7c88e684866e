/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleProfileDialog: one's own profile in one circle. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_PROFILE_DIALOG (cenacle_profile_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleProfileDialog, cenacle_profile_dialog, CENACLE, PROFILE_DIALOG,
                      AdwWindow)

GtkWindow *cenacle_profile_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
