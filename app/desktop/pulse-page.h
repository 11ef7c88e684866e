/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePulsePage: the circle's figures, month by month, each as a plot that is read out as a row.
 */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_PULSE_PAGE (cenacle_pulse_page_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePulsePage, cenacle_pulse_page, CENACLE, PULSE_PAGE, CenacleObjectPage)

G_END_DECLS
