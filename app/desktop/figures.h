/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleFigures: what tests/bench wants to know of a window from inside, a line each on the
 * standard output: at the first frame; when the first page has what it shows; and, whenever the
 * process gets SIGUSR1, how long frames and the main loop took since the line before. */

#pragma once

#include "app/control/client.h"
#include "window.h"

G_BEGIN_DECLS

typedef struct _CenacleFigures CenacleFigures;

/* For @window, which outlives it; @started_us: when the process began, monotonic. */
CenacleFigures *
cenacle_figures_new (CenacleWindow *window, CenacleClient *client, gint64 started_us);
void cenacle_figures_free (CenacleFigures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleFigures, cenacle_figures_free)

G_END_DECLS
