/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What mattered while one was away, and the circle's figures. */

#include "app/control/chart.h"
#include "app/control/occurrences.h"
#include "app/control/system-world.h"
#include "core/care.h"
#include "parse.h"
#include "verb.h"

#include <glib/gi18n.h>

#define DIGEST_DAYS_MS (G_GINT64_CONSTANT (7) * 24 * 3600 * 1000)
#define CHART_MONTHS   12
#define TITLE_POINTS   120

static struct {
  char *since;
  char *month;
  char *csv;
  char *svg;
} options;

static const GOptionEntry digest_options[] = {
  { "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since, N_ ("What came since then (7 days)"),
    N_ ("TIME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry pulse_options[] = {
  { "month", 0, 0, G_OPTION_ARG_FILENAME, &options.month, N_ ("This month alone"), N_ ("YYYY-MM") },
  { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options.csv, N_ ("Write a table to FILE"), N_ ("FILE") },
  { "svg", 0, 0, G_OPTION_ARG_FILENAME, &options.svg, N_ ("Draw plots into FILE"), N_ ("FILE") },
  G_OPTION_ENTRY_NULL,
};

/* Why something is there, as people are told; in the order of CenWhy. */
static const char *const reasons[] = {
  N_ ("names you"),
  N_ ("wants to be a pair with you"),
  N_ ("answers your question"),
  N_ ("took your answer"),
  N_ ("thanks you"),
  N_ ("answers you"),
  N_ ("closes soon, and you have not voted"),
  N_ ("begins soon"),
  N_ ("the charter has changed"),
  N_ ("asks about what you offer"),
  N_ ("a proposed topic has become a session"),
  N_ ("many reacted"),
  N_ ("a new poll"),
  N_ ("a new session"),
  N_ ("new in the library"),
  N_ ("nobody has answered yet"),
};

/* What needs care, as people are told; in the order of CenCareKind. */
static const char *const cares[] = {
  N_ ("has no host"),
  N_ ("nobody has answered yet"),
  N_ ("has not written yet"),
  N_ ("has become quiet"),
};

static gint64
get_now (void)
{
  const CenWorld *world = cenacle_system_world_get ();

  return world->now_ms (world);
}

static gint64
find_next_cb (const CenObjectRow *session, gint64 now_ms)
{
  g_autoptr (CenMeeting) meeting = cen_meeting_new (session);

  return cenacle_occurrences_find_coming (meeting, now_ms);
}

static gboolean
show_digest (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  gint64 now_ms = get_now (), since_ms = now_ms - DIGEST_DAYS_MS;
  g_autoptr (GPtrArray) rows = NULL;

  if (circle == NULL ||
      (options.since != NULL && !cenacle_parse_time (options.since, &since_ms, error)))
    return FALSE;
  rows = cen_digest_read (cenacle_command_get_store (command, error), &circle->id, since_ms, now_ms,
                          find_next_cb, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenDigestRow *row = rows->pdata[i];
    g_autofree char *title =
        g_utf8_substring (row->title, 0, MIN (g_utf8_strlen (row->title, -1), TITLE_POINTS));

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_word (output, "kind", NULL, row->kind);
    cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
    cenacle_output_add_id (output, "member", NULL, &row->author);
    cenacle_output_add_said (output, "why", _ ("Why"), cen_why_to_text (row->why),
                             _ (reasons[row->why]));
    cenacle_output_add_text (output, "title", _ ("Title"), title);
    cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* --- Care --- */

static gboolean
show_care (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = circle != NULL
                                   ? cen_care_read (cenacle_command_get_store (command, error),
                                                    &circle->id, get_now (), find_next_cb, error)
                                   : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenCareRow *row = rows->pdata[i];

    cenacle_output_add_row (output);
    cenacle_output_add_said (output, "what", _ ("What"), cen_care_kind_to_text (row->kind),
                             _ (cares[row->kind]));
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_text (output, "title", _ ("Title"), row->title);
    cenacle_output_add_time (output, "since", _ ("Time"), row->since_ms);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* --- Pulse --- */

static gboolean
write_files (GArray *months, GError **error)
{
  g_autofree char *csv = options.csv != NULL ? cen_pulse_build_csv (months) : NULL;
  g_autofree char *svg =
      options.svg != NULL ? cenacle_chart_build_svg (months, CHART_MONTHS) : NULL;

  return (csv == NULL || g_file_set_contents (options.csv, csv, -1, error)) &&
         (svg == NULL || g_file_set_contents (options.svg, svg, -1, error));
}

static void
add_month (CenacleOutput *output, const CenPulseMonth *month)
{
  g_autofree char *name = cen_month_dup_text (month->month);
  const CenPulseMeasure *measure;

  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "month", _ ("Month"), name);
  for (guint k = 0; (measure = cen_pulse_get_measure (k)) != NULL; k++) {
    double value = measure->get (month);
    gboolean is_whole = value == (gint64) value;
    JsonNode *node = is_whole ? json_node_init_int (json_node_alloc (), (gint64) value)
                              : json_node_init_double (json_node_alloc (), value);
    g_autofree char *text = g_strdup_printf (is_whole ? "%.0f" : "%.1f", value);

    cenacle_output_add_node (output, measure->id, cenacle_chart_get_title (measure), node, text);
  }
}

static gboolean
show_pulse (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (options.month != NULL ? CENACLE_SHAPE_RECORD : CENACLE_SHAPE_LIST,
                          cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GArray) months = NULL;
  int wanted = 0;

  if (options.month != NULL && !cen_month_from_text (options.month, &wanted)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is no month; one looks like 2026-09."), options.month);
    return FALSE;
  }
  if (circle == NULL ||
      (months = cen_pulse_read (cenacle_command_get_store (command, error), &circle->id, get_now (),
                                error)) == NULL ||
      !write_files (months, error))
    return FALSE;
  for (guint i = 0; i < months->len; i++) {
    const CenPulseMonth *month = &g_array_index (months, CenPulseMonth, i);

    if (options.month == NULL || month->month == wanted)
      add_month (output, month);
  }
  if (options.month != NULL &&
      (wanted < g_array_index (months, CenPulseMonth, 0).month ||
       wanted > g_array_index (months, CenPulseMonth, months->len - 1).month))
    add_month (output, &(CenPulseMonth){ .month = wanted });
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_pulse_verbs[] = {
  { "digest", "CIRCLE", 1, 1, digest_options, show_digest,
    N_ ("Tell what mattered while you were away, and why it concerns you.") },
  { "care", "CIRCLE", 1, 1, NULL, show_care,
    N_ ("Tell what needs care: newcomers, open questions, sessions without a host, quiet "
        "members.") },
  { "pulse", "CIRCLE", 1, 1, pulse_options, show_pulse,
    N_ ("Show the circle’s figures, month by month.") },
  { NULL },
};
