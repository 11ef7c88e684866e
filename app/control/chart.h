/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleChart: the pulse as a picture that can be kept: bars for each measure, as SVG. */

#pragma once

#include "core/pulse.h"

G_BEGIN_DECLS

/* The last @n_max of @months (CenPulseMonth), one plot below the other, titles in the reader's
 * language. */
char *cenacle_chart_build_svg (GArray *months, guint n_max);

/* The title of @measure in the reader's language. */
const char *cenacle_chart_get_title (const CenPulseMeasure *measure);

G_END_DECLS
