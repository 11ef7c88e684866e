/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pulse-plot.h"

#include "app/control/chart.h"

#include <math.h>

#define MONTHS_MAX  12
#define PLOT_HEIGHT 56
#define BAR_GAP     4
#define RADIUS      3

struct _CenaclePulsePlot {
  GtkWidget parent;
  const CenPulseMeasure *measure;
  double values[MONTHS_MAX];
  guint n_values;
};

G_DEFINE_FINAL_TYPE (CenaclePulsePlot, cenacle_pulse_plot, GTK_TYPE_WIDGET)

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  (void) widget;
  (void) for_size;
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? PLOT_HEIGHT : MONTHS_MAX * 8;
  *minimum_baseline = *natural_baseline = -1;
}

static double
get_largest (const CenaclePulsePlot *self)
{
  double largest = 0;

  for (guint i = 0; i < self->n_values; i++)
    largest = MAX (largest, self->values[i]);
  return largest;
}

static void
draw_bar (GtkSnapshot *snapshot, float x, float width, float height, float full,
          const GdkRGBA *colour)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, full - height, width, height),
                                   MIN (RADIUS, height / 2));
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, colour, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

/* The last month stands out: it is not over. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CenaclePulsePlot *self = CENACLE_PULSE_PLOT (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float step = width / MONTHS_MAX;
  double largest = get_largest (self);
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  for (guint i = 0; i < self->n_values; i++) {
    float part = largest > 0 ? (float) (self->values[i] / largest) : 0;
    GdkRGBA faded = colour;
    guint place = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
                      ? self->n_values - 1 - i
                      : i + MONTHS_MAX - self->n_values;

    faded.alpha *= i + 1 == self->n_values ? 1.f : 0.55f;
    draw_bar (snapshot, (float) place * step, MAX (step - BAR_GAP, 1.f), MAX (part * height, 2.f),
              height, &faded);
  }
}

static void
cenacle_pulse_plot_class_init (CenaclePulsePlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cenacle_pulse_plot_init (CenaclePulsePlot *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "accent");
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
cenacle_pulse_plot_new (const CenPulseMeasure *of)
{
  CenaclePulsePlot *self = g_object_new (CENACLE_TYPE_PULSE_PLOT, NULL);

  self->measure = of;
  return GTK_WIDGET (self);
}

void
cenacle_pulse_plot_show (CenaclePulsePlot *self, GArray *months)
{
  guint from = months->len > MONTHS_MAX ? months->len - MONTHS_MAX : 0;
  g_autoptr (GString) told = g_string_new (cenacle_chart_get_title (self->measure));

  self->n_values = months->len - from;
  for (guint i = 0; i < self->n_values; i++) {
    const CenPulseMonth *month = &g_array_index (months, CenPulseMonth, from + i);
    g_autofree char *name = cen_month_dup_text (month->month);

    self->values[i] = self->measure->get (month);
    g_string_append_printf (told, "%s %s %.6g", i > 0 ? "," : ":", name, self->values[i]);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, told->str,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
