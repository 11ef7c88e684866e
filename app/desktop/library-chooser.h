/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLibraryChooser: a window in which one picks what the library of a circle has. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_LIBRARY_CHOOSER (cenacle_library_chooser_get_type ())
G_DECLARE_FINAL_TYPE (CenacleLibraryChooser, cenacle_library_chooser, CENACLE, LIBRARY_CHOOSER,
                      AdwWindow)

/* Signal "chosen" (const char *id, const char *title); it closes by itself then. */
CenacleLibraryChooser *cenacle_library_chooser_new (CenacleCircle *circle, GtkWidget *from);

G_END_DECLS
