/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody who reports a fault is asked for. Nothing of it tells who they are, or of which
 * circles. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** cenacle_debug_info_dup: versions and surroundings, one a line, as shown by @window. */
char *cenacle_debug_info_dup (GtkWindow *window);

G_END_DECLS
