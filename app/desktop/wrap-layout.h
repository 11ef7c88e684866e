/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleWrapLayout: children at their natural width, side by side, in as many lines as it takes.
 * (GtkFlowBox gives each child a focus stop and a column; libadwaita 1.2 has no AdwWrapBox yet.) */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_WRAP_LAYOUT (cenacle_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (CenacleWrapLayout, cenacle_wrap_layout, CENACLE, WRAP_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
