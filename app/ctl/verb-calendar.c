/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions and other calendars; and what is kept of a session: minutes and feedback. */

#include "app/control/session-event.h"
#include "parse.h"
#include "verb-session.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static struct {
  char *session;
  char *on;
} options;

static const GOptionEntry ics_options[] = {
  { "session", 0, 0, G_OPTION_ARG_FILENAME, &options.session, N_ ("This one alone"),
    N_ ("SESSION") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry occurrence_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  G_OPTION_ENTRY_NULL,
};

/* --- Out --- */

static GPtrArray *
list_events (CenStore *store, const CenId *circle, const CenId *only, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cenacle_event_free);
  g_autoptr (CenacleNames) names = cenacle_names_new (store, circle, error);
  g_autoptr (GPtrArray) rows =
      names != NULL ? cen_query_objects (store, circle, CEN_KIND_SESSION, NULL, error) : NULL;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autoptr (CenMeeting) meeting = cen_meeting_new (row);

    if (only == NULL || cen_id_equal (only, &row->id))
      g_ptr_array_add (events,
                       cenacle_session_event_new (meeting,
                                                  cenacle_names_get (names, &meeting->host)));
  }
  return g_steal_pointer (&events);
}

static gboolean
export_calendar (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autofree char *text = NULL;
  CenId only;

  if (store == NULL ||
      (options.session != NULL &&
       !cenacle_command_find_object (command, &circle->id, options.session, &only, error)))
    return FALSE;
  events = list_events (store, &circle->id, options.session != NULL ? &only : NULL, error);
  if (events == NULL)
    return FALSE;
  text = cenacle_calendar_build (events, cenacle_session_now ());
  if (arguments[1] == NULL) {
    fputs (text, stdout);
    return TRUE;
  }
  if (!g_file_set_contents (arguments[1], text, -1, error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

/* --- In --- */

static void
insert_text (GVariantDict *fields, const char *name, const char *text)
{
  if (*text != '\0')
    g_variant_dict_insert (fields, name, "s", text);
}

static gboolean
import_event (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenacleEvent) event = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  gsize len;

  if (!g_file_get_contents (arguments[1], &text, &len, error))
    return FALSE;
  event = cenacle_calendar_parse (text, len, error);
  if (event == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "title", "s",
                         *event->title != '\0' ? event->title : _ ("Session"));
  g_variant_dict_insert (&fields, "start", "x", event->start_ms);
  g_variant_dict_insert (&fields, "minutes", "t", (guint64) event->minutes);
  insert_text (&fields, "text", event->text);
  insert_text (&fields, "place", event->place);
  insert_text (&fields, "zone", event->zone);
  insert_text (&fields, "repeat", event->repeat);
  if (!cenacle_command_settle (cenacle_engine1_call_create_sync (target.engine, target.circle,
                                                                 "session",
                                                                 g_variant_dict_end (&fields), &id,
                                                                 NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

/* --- Feedback --- */

static void
show_feedback (CenacleCommand *command, const CenacleSessionTarget *target)
{
  static const char *const keys[] = { "useful", "again" };
  const char *const headers[] = { _ ("It was useful"), _ ("I would come again") };
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenFeedback feedback;

  cen_meeting_sum_feedback (target->row, target->occurrence_ms, &feedback);
  cenacle_output_add_row (output);
  cenacle_output_add_int (output, "answers", C_ ("how many", "Answers"), feedback.n);
  for (guint i = 0; i < CEN_FEEDBACK_QUESTIONS; i++) {
    JsonNode *node = json_node_init_double (json_node_alloc (), feedback.mean[i]);
    g_autofree char *text =
        /* Translators: a mean of answers, and the highest answer. */
        g_strdup_printf (_ ("%.1f of %d"), feedback.mean[i], CEN_FEEDBACK_MARK_MAX);

    cenacle_output_add_node (output, keys[i], headers[i], node, text);
  }
  cenacle_output_show (output);
}

static gboolean
read_mark (const char *text, guint64 *ret_mark, GError **error)
{
  if (g_ascii_string_to_unsigned (text, 10, 1, CEN_FEEDBACK_MARK_MAX, ret_mark, NULL))
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("Give two marks from 1 to 5: was it useful, would you come again."));
  return FALSE;
}

static gboolean
feedback (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleSessionTarget) target = { 0 };
  gboolean is_given = arguments[2] != NULL;
  guint64 marks[CEN_FEEDBACK_QUESTIONS];
  g_autoptr (GVariant) boxed = NULL;
  char key[CEN_OCCURRENCE_KEY_MAX + 1];

  if ((is_given && (!read_mark (arguments[2], &marks[0], error) ||
                    !read_mark (arguments[3] != NULL ? arguments[3] : "", &marks[1], error))) ||
      !cenacle_session_target_open (command, arguments,
                                    is_given ? CENACLE_SESSION_WRITE : CENACLE_SESSION_READ,
                                    options.on, CENACLE_OCCURRENCE_HELD, &target, error))
    return FALSE;
  if (!is_given) {
    show_feedback (command, &target);
    return TRUE;
  }
  cen_meeting_write_key (target.occurrence_ms, key);
  boxed = g_variant_ref_sink (
      g_variant_new_variant (g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, marks,
                                                        CEN_FEEDBACK_QUESTIONS, sizeof *marks)));
  if (!cenacle_command_settle (cenacle_engine1_call_mark_sync (target.target.engine,
                                                               target.target.circle, target.id,
                                                               "feedback", key, boxed, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

/* --- Minutes --- */

static gboolean
show_minutes (CenacleCommand *command, const CenacleSessionTarget *target, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  CenObjectPage page = { .parent = &target->row->id,
                         .direction = CEN_PAGE_OLDEST,
                         .limit = CEN_QUERY_ALL };
  CenStore *store = cenacle_command_get_store (command, error);
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_query_objects (store, &target->circle->id, CEN_KIND_MINUTES, &page, error)
                    : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autofree char *text = cen_object_row_dup_text (row, CEN_MINUTES_TEXT);
    gint64 when_ms = (gint64) cen_object_row_get_uint (row, CEN_MINUTES_WHEN, 0);

    if (options.on != NULL && when_ms != target->occurrence_ms)
      continue;
    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_time (output, "when", _ ("Session of"), when_ms);
    cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
    cenacle_output_add_text (output, "text", _ ("Text"), text);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
write_minutes (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleSessionTarget) target = { 0 };
  gboolean is_given = arguments[2] != NULL;
  g_autofree char *text = is_given ? cenacle_parse_text (arguments[2], CEN_TEXT_MAX, error) : NULL;
  g_autofree char *id = NULL;

  if ((is_given && text == NULL) ||
      !cenacle_session_target_open (command, arguments,
                                    is_given ? CENACLE_SESSION_WRITE : CENACLE_SESSION_READ,
                                    options.on, CENACLE_OCCURRENCE_HELD, &target, error))
    return FALSE;
  if (!is_given)
    return show_minutes (command, &target, error);
  g_variant_dict_insert (&fields, "session", "s", target.id);
  g_variant_dict_insert (&fields, "when", "x", target.occurrence_ms);
  g_variant_dict_insert (&fields, "text", "s", text);
  if (!cenacle_command_settle (cenacle_engine1_call_create_sync (target.target.engine,
                                                                 target.target.circle, "minutes",
                                                                 g_variant_dict_end (&fields), &id,
                                                                 NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

const CenacleVerb cenacle_calendar_verbs[] = {
  { "session ics", "CIRCLE [FILE]", 1, 2, ics_options, export_calendar,
    N_ ("Write the sessions as a calendar, to a file or to stdout.") },
  { "session import", "CIRCLE FILE", 2, 2, NULL, import_event,
    N_ ("Plan a session from the first event of a calendar.") },
  { "session feedback", "CIRCLE SESSION [USEFUL AGAIN]", 2, 4, occurrence_options, feedback,
    N_ ("Give two marks from 1 to 5, or show their sums.") },
  { "session minutes", "CIRCLE SESSION [TEXT|-]", 2, 3, occurrence_options, write_minutes,
    N_ ("Write down what was said, or show what was written.") },
  { NULL },
};
