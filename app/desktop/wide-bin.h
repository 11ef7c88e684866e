/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleWideBin: a child that shows where there is room for it, and takes none otherwise: for what
 * another part of the page tells on small screens. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_WIDE_BIN_MIN 560 /* pixels */

#define CENACLE_TYPE_WIDE_BIN (cenacle_wide_bin_get_type ())
G_DECLARE_FINAL_TYPE (CenacleWideBin, cenacle_wide_bin, CENACLE, WIDE_BIN, GtkWidget)

GtkWidget *cenacle_wide_bin_new (GtkWidget *child);

G_END_DECLS
