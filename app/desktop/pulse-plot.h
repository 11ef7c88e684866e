/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePulsePlot: one measure of the pulse as bars, the last month at the end. The screen reader
 * is told every month with its figure. */

#pragma once

#include "core/pulse.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_PULSE_PLOT (cenacle_pulse_plot_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePulsePlot, cenacle_pulse_plot, CENACLE, PULSE_PLOT, GtkWidget)

GtkWidget *cenacle_pulse_plot_new (const CenPulseMeasure *measure);
/* @months: CenPulseMonth; at most the last twelve show. */
void cenacle_pulse_plot_show (CenaclePulsePlot *self, GArray *months);
/* A figure, not below zero, as people read it: to a tenth. */
double cenacle_pulse_plot_round (double value);

G_END_DECLS
