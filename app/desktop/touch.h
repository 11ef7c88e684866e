/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where there is a touch screen, what one presses is as large as a finger. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** cenacle_touch_begin: each window gets the style class "touch" while its seat has a touch screen.
 */
void cenacle_touch_begin (void);

G_END_DECLS
