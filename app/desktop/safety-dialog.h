/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The words that the person and @member read aloud to each other. */
#define CENACLE_TYPE_SAFETY_DIALOG (cenacle_safety_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSafetyDialog, cenacle_safety_dialog, CENACLE, SAFETY_DIALOG, AdwWindow)

GtkWindow *
cenacle_safety_dialog_new (GtkWindow *parent, CenacleCircle *circle, const CenId *member);

G_END_DECLS
