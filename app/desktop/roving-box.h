/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleRovingBox: a column of lists and buttons that the Tab key comes to once and leaves with
 * the next press. Inside, the arrow keys, Home and End go from one row to the other, whichever list
 * it is in (the "roving tabindex" of the WAI-ARIA practices). */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_ROVING_BOX (cenacle_roving_box_get_type ())
G_DECLARE_FINAL_TYPE (CenacleRovingBox, cenacle_roving_box, CENACLE, ROVING_BOX, GtkWidget)

G_END_DECLS
