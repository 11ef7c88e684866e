/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart.h"

#include <glib/gi18n.h>
#include <math.h>

#define PLOT_HEIGHT 96
#define BAR_HEIGHT  56
#define LEFT        16
#define BAR_STEP    44
#define BAR_WIDTH   28

/* The titles of the measures, for the translators. */
static G_GNUC_UNUSED const char *const titles[] = {
  N_ ("Contributions"),
  N_ ("Messages"),
  N_ ("Members who contributed"),
  N_ ("Channels in use"),
  N_ ("Questions asked"),
  N_ ("Questions solved"),
  N_ ("Median hours to a first answer"),
  N_ ("Sessions held"),
  N_ ("People at a session"),
  N_ ("Resources shared"),
  N_ ("Kudos"),
  N_ ("Members who thanked"),
  N_ ("Members who were thanked"),
  N_ ("Members who gave and received"),
  N_ ("Skills newly offered"),
};

const char *
cenacle_chart_get_title (const CenPulseMeasure *measure)
{
  return _ (measure->title);
}

static char *
format_number (double value)
{
  return value == floor (value) ? g_strdup_printf ("%.0f", value) : g_strdup_printf ("%.1f", value);
}

static void
append_bar (GString *svg, const CenPulseMonth *month, guint place, guint top, double value,
            double largest)
{
  guint height = largest > 0 ? (guint) lround (value / largest * BAR_HEIGHT) : 0;
  guint x = LEFT + place * BAR_STEP, base = top + 20 + BAR_HEIGHT;
  g_autofree char *number = format_number (value);
  g_autofree char *name = cen_month_dup_text (month->month);

  g_string_append_printf (
      svg,
      "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" fill=\"#3584e4\"/>"
      "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\">%s</text>"
      "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\" opacity=\"0.6\">%s</text>\n",
      x, base - height, BAR_WIDTH, height, x + BAR_WIDTH / 2, base - height - 3, number,
      x + BAR_WIDTH / 2, base + 12, name);
}

static void
append_plot (GString *svg, GArray *months, guint from, const CenPulseMeasure *measure, guint top)
{
  g_autofree char *title = g_markup_escape_text (cenacle_chart_get_title (measure), -1);
  double largest = 0;

  for (guint i = from; i < months->len; i++)
    largest = MAX (largest, measure->get (&g_array_index (months, CenPulseMonth, i)));
  g_string_append_printf (
      svg, "<g><title>%s</title><text x=\"%d\" y=\"%u\" font-weight=\"bold\">%s</text>\n", title,
      LEFT, top + 8, title);
  for (guint i = from; i < months->len; i++) {
    const CenPulseMonth *month = &g_array_index (months, CenPulseMonth, i);

    append_bar (svg, month, i - from, top, measure->get (month), largest);
  }
  g_string_append (svg, "</g>\n");
}

char *
cenacle_chart_build_svg (GArray *months, guint n_max)
{
  guint from = months->len > n_max ? months->len - n_max : 0, n = 0;
  g_autoptr (GString) plots = g_string_new (NULL);

  for (; cen_pulse_get_measure (n) != NULL; n++)
    append_plot (plots, months, from, cen_pulse_get_measure (n), 16 + n * PLOT_HEIGHT);
  return g_strdup_printf (
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" font-size=\"8\""
      " font-family=\"sans-serif\">\n<rect width=\"100%%\" height=\"100%%\" "
      "fill=\"white\"/>\n%s</svg>\n",
      2 * LEFT + MAX (months->len - from, 5) * BAR_STEP, 16 + n * PLOT_HEIGHT, plots->str);
}
