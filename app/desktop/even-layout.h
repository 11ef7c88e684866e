/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleEvenLayout: buttons in one line where there is room, else one below the other, all as
 * wide as the widest. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_EVEN_LAYOUT (cenacle_even_layout_get_type ())
G_DECLARE_FINAL_TYPE (CenacleEvenLayout, cenacle_even_layout, CENACLE, EVEN_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
