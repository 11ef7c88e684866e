/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each bar is a widget of its own, so that the screen reader finds a table with a row for each
 * month, and the pointer a tooltip. */

#include "pulse-plot.h"

#include "app/control/chart.h"

#include <glib/gi18n.h>
#include <math.h>

#define MONTHS_MAX  12
#define PLOT_HEIGHT 56
#define BAR_GAP     4
#define RADIUS      3

/* --- A bar --- */

#define CENACLE_TYPE_PULSE_BAR (cenacle_pulse_bar_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePulseBar, cenacle_pulse_bar, CENACLE, PULSE_BAR, GtkWidget)

struct _CenaclePulseBar {
  GtkWidget parent;
  float part;       /* of the height */
  gboolean is_last; /* the month that is not over */
};

G_DEFINE_FINAL_TYPE (CenaclePulseBar, cenacle_pulse_bar, GTK_TYPE_WIDGET)

/* The last month stands out. */
static void
bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CenaclePulseBar *self = CENACLE_PULSE_BAR (widget);
  float full = (float) gtk_widget_get_height (widget);
  float width = MAX ((float) gtk_widget_get_width (widget) - BAR_GAP, 1.f);
  float height = MAX (self->part * full, 2.f);
  GskRoundedRect outline;
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= self->is_last ? 1.f : 0.55f;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, full - height, width, height),
                                   MIN (RADIUS, height / 2));
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &colour, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
cenacle_pulse_bar_class_init (CenaclePulseBarClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = bar_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ROW);
}

static void
cenacle_pulse_bar_init (CenaclePulseBar *self)
{
  (void) self;
}

/* --- The plot --- */

struct _CenaclePulsePlot {
  GtkWidget parent;
  const CenPulseMeasure *measure;
  GtkWidget *bars[MONTHS_MAX]; /* the last is the last month's */
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

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CenaclePulsePlot *self = CENACLE_PULSE_PLOT (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (int i = 0; i < MONTHS_MAX; i++) {
    int place = is_rtl ? MONTHS_MAX - 1 - i : i, x = place * width / MONTHS_MAX;

    if (gtk_widget_should_layout (self->bars[i]))
      gtk_widget_size_allocate (self->bars[i],
                                &(GtkAllocation){ x, 0, (place + 1) * width / MONTHS_MAX - x,
                                                  height },
                                baseline);
  }
}

static void
cenacle_pulse_plot_dispose (GObject *object)
{
  CenaclePulsePlot *self = CENACLE_PULSE_PLOT (object);

  for (guint i = 0; i < MONTHS_MAX; i++)
    g_clear_pointer (&self->bars[i], gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_pulse_plot_parent_class)->dispose (object);
}

static void
cenacle_pulse_plot_class_init (CenaclePulsePlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_pulse_plot_dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
cenacle_pulse_plot_init (CenaclePulsePlot *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "accent");
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  for (guint i = 0; i < MONTHS_MAX; i++) {
    CenaclePulseBar *bar = g_object_new (CENACLE_TYPE_PULSE_BAR, NULL);

    bar->is_last = i + 1 == MONTHS_MAX;
    self->bars[i] = GTK_WIDGET (bar);
    gtk_widget_set_parent (self->bars[i], GTK_WIDGET (self));
  }
}

GtkWidget *
cenacle_pulse_plot_new (const CenPulseMeasure *of)
{
  CenaclePulsePlot *self = g_object_new (CENACLE_TYPE_PULSE_PLOT, NULL);

  self->measure = of;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  cenacle_chart_get_title (of), -1);
  return GTK_WIDGET (self);
}

static char *
dup_month (const CenPulseMonth *month)
{
  g_autoptr (GDateTime) time =
      g_date_time_new_utc (month->month / 12, month->month % 12 + 1, 1, 0, 0, 0);

  return time != NULL ? g_date_time_format (time, "%B %Y") : g_strdup ("");
}

double
cenacle_pulse_plot_round (double value)
{
  return (double) (gint64) (value * 10 + 0.5) / 10;
}

static void
show_bar (CenaclePulsePlot *self, GtkWidget *widget, const CenPulseMonth *month, double largest)
{
  CenaclePulseBar *bar = CENACLE_PULSE_BAR (widget);
  double value = self->measure->get (month);
  g_autofree char *name = dup_month (month);
  /* Translators: a month, and its figure. */
  g_autofree char *told = g_strdup_printf (_ ("%s: %.6g"), name, cenacle_pulse_plot_round (value));

  bar->part = largest > 0 ? (float) (value / largest) : 0;
  gtk_widget_set_tooltip_text (widget, told);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, told, -1);
  gtk_widget_queue_draw (widget);
}

void
cenacle_pulse_plot_show (CenaclePulsePlot *self, GArray *months)
{
  guint from = months->len > MONTHS_MAX ? months->len - MONTHS_MAX : 0;
  guint n = months->len - from;
  double largest = 0;

  for (guint i = from; i < months->len; i++)
    largest = MAX (largest, self->measure->get (&g_array_index (months, CenPulseMonth, i)));
  for (guint i = 0; i < MONTHS_MAX; i++) {
    gboolean is_there = i + n >= MONTHS_MAX;

    gtk_widget_set_visible (self->bars[i], is_there);
    if (is_there)
      show_bar (self, self->bars[i],
                &g_array_index (months, CenPulseMonth, from + i + n - MONTHS_MAX), largest);
  }
}
