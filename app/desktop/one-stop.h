/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleOneStop: a list, or a grid, that the Tab key passes in one step: it leads to the row where
 * one was last, to what can be pressed in that row, and out again. The arrow keys go from row to
 * row, Home and End to the first and the last. In a GtkListView, whose widgets are used for other
 * rows when it scrolls, it leads to the last row in view. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_ONE_STOP (cenacle_one_stop_get_type ())
G_DECLARE_FINAL_TYPE (CenacleOneStop, cenacle_one_stop, CENACLE, ONE_STOP, AdwBin)

GtkWidget *cenacle_one_stop_new (GtkWidget *list);

G_END_DECLS
