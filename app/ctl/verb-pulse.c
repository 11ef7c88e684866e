/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What mattered while one was away, and the circle's figures. */

#include "app/control/chart.h"
#include "app/control/home-words.h"
#include "app/control/occurrences.h"
#include "app/control/system-world.h"
#include "core/care.h"
#include "names.h"
#include "parse.h"
#include "verb.h"

#include <glib/gi18n.h>

#define CHART_MONTHS 12
#define TITLE_POINTS 120

static struct {
  char *since;
  char *month;
  char *csv;
  char *svg;
} options;

static const GOptionEntry digest_options[] = {
  { "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since,
    N_ ("What came since then (when all was last marked as read)"), N_ ("TIME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry pulse_options[] = {
  { "month", 0, 0, G_OPTION_ARG_FILENAME, &options.month, N_ ("This month alone"), N_ ("YYYY-MM") },
  { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options.csv, N_ ("Write a table to FILE"), N_ ("FILE") },
  { "svg", 0, 0, G_OPTION_ARG_FILENAME, &options.svg, N_ ("Draw plots into FILE"), N_ ("FILE") },
  G_OPTION_ENTRY_NULL,
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

static gboolean
show_digest (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  gint64 now_ms = get_now (), since_ms = 0;
  g_autoptr (GPtrArray) rows = NULL;

  if (store == NULL ||
      !(options.since != NULL
            ? cenacle_parse_time (options.since, &since_ms, error)
            : cen_digest_find_since (store, &circle->id, now_ms, &since_ms, NULL, error)))
    return FALSE;
  rows =
      cen_digest_read (store, &circle->id, since_ms, now_ms, cenacle_occurrences_find_next, error);
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
                             cenacle_home_words_get_reason (row->why));
    cenacle_output_add_text (output, "title", _ ("Title"), title);
    cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* --- What waits, and what was reached --- */

static gboolean
show_waiting (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (GPtrArray) rows =
      store != NULL
          ? cen_waiting_read (store, &circle->id, get_now (), cenacle_occurrences_find_next, error)
          : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenWaitRow *row = rows->pdata[i];

    cenacle_output_add_row (output);
    cenacle_output_add_said (output, "what", _ ("What"), cen_wait_kind_to_text (row->kind),
                             cenacle_home_words_get_wait (row->kind));
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_text (output, "title", _ ("Title"), row->title);
    cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
    cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
show_milestones (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (GArray) rows = store != NULL ? cen_milestones_read (store, &circle->id, error) : NULL;
  g_autoptr (CenacleNames) names =
      rows != NULL ? cenacle_names_new (store, &circle->id, error) : NULL;

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenMilestone *row = &g_array_index (rows, CenMilestone, i);
    const char *name = cen_id_is_zero (&row->member) ? "" : cenacle_names_get (names, &row->member);
    g_autofree char *sentence = cenacle_home_words_dup_milestone (row, name);

    cenacle_output_add_row (output);
    cenacle_output_add_said (output, "what", _ ("What"), cen_milestone_kind_to_text (row->kind),
                             sentence);
    cenacle_output_add_int (output, "n", NULL, row->n);
    cenacle_output_add_text (output, "member", NULL, name);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->object);
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
  g_autoptr (GPtrArray) rows =
      circle != NULL ? cen_care_read (cenacle_command_get_store (command, error), &circle->id,
                                      get_now (), cenacle_occurrences_find_next, error)
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
  { "waiting", "CIRCLE", 1, 1, NULL, show_waiting,
    N_ ("Tell what waits for you: votes, answers, a charter to agree to.") },
  { "milestones", "CIRCLE", 1, 1, NULL, show_milestones,
    N_ ("Tell what you and the circle have reached.") },
  { "care", "CIRCLE", 1, 1, NULL, show_care,
    N_ ("Tell what needs care: newcomers, open questions, sessions without a host, quiet "
        "members.") },
  { "pulse", "CIRCLE", 1, 1, pulse_options, show_pulse,
    N_ ("Show the circle’s figures, month by month.") },
  { NULL },
};
