/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pulse-page.h"

#include "app/control/chart.h"
#include "app/control/system-world.h"
#include "pulse-plot.h"
#include "text-files.h"

#include <glib/gi18n.h>

#define MEASURES_MAX 16
#define CHART_MONTHS 12

struct _CenaclePulsePage {
  CenacleObjectPage parent;
  GtkListBox *list;
  GtkWidget *plots[MEASURES_MAX];
  GtkLabel *figures[MEASURES_MAX];
};

G_DEFINE_FINAL_TYPE (CenaclePulsePage, cenacle_pulse_page, CENACLE_TYPE_OBJECT_PAGE)

static gpointer
read_pulse (CenStore *store, const CenId *circle, GError **error)
{
  const CenWorld *world = cenacle_system_world_get ();

  return cen_pulse_read (store, circle, world->now_ms (world), error);
}

static void
free_pulse (gpointer answer)
{
  g_array_unref (answer);
}

/* --- Files --- */

static GArray *
get_months (CenaclePulsePage *self)
{
  return cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
}

static void
table_cb (CenaclePulsePage *self)
{
  if (get_months (self) != NULL)
    cenacle_text_file_save (GTK_WIDGET (self), _ ("Export as a table"), "pulse.csv",
                            cen_pulse_build_csv (get_months (self)));
}

static void
picture_cb (CenaclePulsePage *self)
{
  if (get_months (self) != NULL)
    cenacle_text_file_save (GTK_WIDGET (self), _ ("Export as a picture"), "pulse.svg",
                            cenacle_chart_build_svg (get_months (self), CHART_MONTHS));
}

/* --- Rows --- */

static char *
dup_figure (const CenPulseMeasure *measure, GArray *months)
{
  const CenPulseMonth *now = &g_array_index (months, CenPulseMonth, months->len - 1);
  double value = cenacle_pulse_plot_round (measure->get (now));

  if (months->len < 2)
    /* Translators: a figure of this month, and of the month before. */
    return g_strdup_printf (_ ("%.6g this month"), value);
  return g_strdup_printf (_ ("%.6g this month, %.6g the month before"), value,
                          cenacle_pulse_plot_round (measure->get (now - 1)));
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_row (CenaclePulsePage *self, guint n)
{
  const CenPulseMeasure *measure = cen_pulse_get_measure (n);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = gtk_list_box_row_new ();

  self->plots[n] = cenacle_pulse_plot_new (measure);
  self->figures[n] = GTK_LABEL (make_label ("", "dim-label"));
  gtk_box_append (GTK_BOX (box), make_label (cenacle_chart_get_title (measure), "heading"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->figures[n]));
  gtk_box_append (GTK_BOX (box), self->plots[n]);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (self->list, row);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenaclePulsePage *self = CENACLE_PULSE_PAGE (page);
  GArray *months = answer;

  for (guint i = 0; i < MEASURES_MAX && cen_pulse_get_measure (i) != NULL; i++) {
    const CenPulseMeasure *measure = cen_pulse_get_measure (i);
    g_autofree char *figure = dup_figure (measure, months);
    g_autofree char *told =
        g_strdup_printf (_ ("%s: %s"), cenacle_chart_get_title (measure), figure);

    if (self->plots[i] == NULL)
      add_row (self, i);
    gtk_label_set_text (self->figures[i], figure);
    gtk_accessible_update_property (GTK_ACCESSIBLE (
                                        gtk_list_box_get_row_at_index (self->list, (int) i)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, told, -1);
    cenacle_pulse_plot_show (CENACLE_PULSE_PLOT (self->plots[i]), months);
  }
}

static void
no_activation_cb (void)
{
}

static void
cenacle_pulse_page_class_init (CenaclePulsePageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_pulse;
  page_class->free_answer = free_pulse;
  page_class->show = show;
}

static void
cenacle_pulse_page_init (CenaclePulsePage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Export as a table"), G_CALLBACK (table_cb));
  cenacle_object_page_add_button (page, _ ("Export as a picture"), G_CALLBACK (picture_cb));
  self->list = cenacle_object_page_add_group (page, _ ("The last twelve months"),
                                              G_CALLBACK (no_activation_cb));
  cenacle_object_page_set_empty (page, "cenacle-pulse-symbolic", _ ("No figures yet"),
                                 _ ("They are counted on this computer, and stay there."));
}
