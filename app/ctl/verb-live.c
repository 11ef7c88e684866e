/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A session while it runs. The engine keeps the place of who entered by a command until the session
 * is over, but for who watches: they leave when they stop. */

#include "app/control/live-view.h"
#include "verb-session.h"

#include <glib/gi18n.h>
#include <stdio.h>

static struct {
  char *on;
  gboolean watches;
  gboolean is_leaving;
  gboolean is_ending;
  gboolean goes_back;
  gboolean resumes;
} options;

static const GOptionEntry live_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  { "watch", 0, 0, G_OPTION_ARG_NONE, &options.watches,
    N_ ("Be there, and tell of each change until interrupted"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry queue_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  { "leave", 0, 0, G_OPTION_ARG_NONE, &options.is_leaving, N_ ("Not any more"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry speak_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  { "end", 0, 0, G_OPTION_ARG_NONE, &options.is_ending, N_ ("End the turn of who speaks"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry next_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  { "back", 0, 0, G_OPTION_ARG_NONE, &options.goes_back, N_ ("To the one before"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry pause_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  { "resume", 0, 0, G_OPTION_ARG_NONE, &options.resumes, N_ ("Go on"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry on_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
open_session (CenacleCommand *command, char **arguments, CenacleSessionTarget *ret_target,
              GError **error)
{
  return cenacle_session_target_open (command, arguments, CENACLE_SESSION_WRITE, options.on,
                                      CENACLE_OCCURRENCE_HELD, ret_target, error);
}

/* --- Showing --- */

static const char *
get_state (const CenLiveView *live, guint n)
{
  return n < live->step     ? N_ ("done")
         : n > live->step   ? N_ ("to come")
         : live->is_running ? N_ ("running")
                            : N_ ("paused");
}

static void
add_agenda (CenacleOutput *output, const CenacleSessionTarget *target, const CenacleLiveView *view)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = json_array_new ();

  for (guint i = 0; target->meeting->agenda[i] != NULL && i < view->live.n_steps; i++) {
    gint64 spent_ms = cenacle_live_view_get_spent_ms (view, i + 1);
    const char *state = get_state (&view->live, i + 1);
    JsonObject *item = json_object_new ();
    const char *title;
    guint minutes;

    cen_agenda_read_item (target->meeting->agenda[i], &minutes, &title);
    json_object_set_string_member (item, "title", title);
    json_object_set_int_member (item, "minutes", minutes);
    json_object_set_int_member (item, "spent", spent_ms);
    json_object_set_string_member (item, "state", state);
    json_array_add_object_element (array, item);
    g_string_append_printf (text, "%s%s (%s, %d:%02d / %u:00)", i > 0 ? " · " : "", title,
                            _ (state), (int) (spent_ms / 60000), (int) (spent_ms / 1000 % 60),
                            minutes);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "agenda", _ ("Agenda"), node, text->str);
}

static void
add_people (CenacleOutput *output, const CenacleSessionTarget *target, const CenacleLiveView *view)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < view->live.people->len; i++) {
    const CenLivePerson *person = &g_array_index (view->live.people, CenLivePerson, i);
    const char *name = cenacle_names_get (target->names, &person->member);
    JsonObject *item = json_object_new ();

    json_object_set_string_member (item, "name", name);
    json_object_set_int_member (item, "spoken", person->ms);
    json_array_add_object_element (array, item);
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "people", C_ ("people", "Here"), node, text->str);
}

static void
show_view (CenacleCommand *command, const CenacleSessionTarget *target, const CenacleLiveView *view)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  const CenLiveView *live = &view->live;
  g_autofree char *queue = cenacle_names_dup_all (target->names, live->queue);

  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "title", _ ("Title"), target->meeting->title);
  cenacle_output_add_time (output, "start", _ ("Start"), target->occurrence_ms);
  cenacle_output_add_text (output, "host", _ ("Host"),
                           live->has_host ? cenacle_names_get (target->names, &live->host) : "");
  cenacle_output_add_int (output, "step", NULL, live->step);
  cenacle_output_add_bool (output, "running", NULL, live->is_running);
  add_agenda (output, target, view);
  cenacle_output_add_text (output, "speaker", _ ("Speaks"),
                           live->has_speaker ? cenacle_names_get (target->names, &live->speaker)
                                             : "");
  cenacle_output_add_int (output, "turn", NULL, cenacle_live_view_get_turn_ms (view));
  cenacle_output_add_node (output, "queue", _ ("Want to speak"),
                           cenacle_names_to_json (target->names, live->queue), queue);
  add_people (output, target, view);
  cenacle_output_add_bool (output, "entered", NULL, live->has_entered);
  cenacle_output_add_bool (output, "hosting", NULL, live->is_host);
  cenacle_output_show (output);
}

static gboolean
read_and_show (CenacleCommand *command, const CenacleSessionTarget *target, GError **error)
{
  g_autoptr (CenacleLiveView) view = NULL;
  g_autoptr (GVariant) answer = NULL;

  if (!cenacle_command_settle (cenacle_engine1_call_get_session_sync (
                                   target->target.engine, target->target.circle, target->id,
                                   target->occurrence_ms, &answer, NULL, error),
                               error))
    return FALSE;
  view = cenacle_live_view_new (answer);
  show_view (command, target, view);
  fflush (stdout);
  return TRUE;
}

/* --- Doing --- */

typedef enum {
  STAY,       /* until the session is over */
  WHILE_HERE, /* of this command */
} Stay;

static gboolean
act (const CenacleSessionTarget *target, const char *what, const char *member, Stay stay,
     GError **error)
{
  return cenacle_command_settle (
      cenacle_engine1_call_act_in_session_sync (target->target.engine, target->target.circle,
                                                target->id, target->occurrence_ms, what, member,
                                                stay == STAY, NULL, error),
      error);
}

typedef struct {
  CenacleCommand *command;
  const CenacleSessionTarget *target;
  GMainLoop *loop;
  GError *error;
} Watch;

static void
changed_cb (CenacleEngine1 *engine, const char *circle, const char *session, Watch *watch)
{
  (void) engine;
  if (g_str_equal (circle, watch->target->target.circle) &&
      g_str_equal (session, watch->target->id) &&
      !read_and_show (watch->command, watch->target, &watch->error))
    g_main_loop_quit (watch->loop);
}

static gboolean
watch_session (CenacleCommand *command, const CenacleSessionTarget *target, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Watch watch = { command, target, loop, NULL };
  gulong handler =
      g_signal_connect (target->target.engine, "session-changed", G_CALLBACK (changed_cb), &watch);
  gboolean ok =
      act (target, "enter", "", WHILE_HERE, error) && read_and_show (command, target, error);

  if (ok)
    g_main_loop_run (loop);
  g_signal_handler_disconnect (target->target.engine, handler);
  if (watch.error == NULL)
    return ok;
  g_propagate_error (error, watch.error);
  return FALSE;
}

static gboolean
show_live (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleSessionTarget) target = { 0 };

  if (!open_session (command, arguments, &target, error))
    return FALSE;
  return options.watches ? watch_session (command, &target, error)
                         : read_and_show (command, &target, error);
}

/* With the member that the third argument names, if any. */
static gboolean
do_act (CenacleCommand *command, char **arguments, const char *what, const char *what_with_member,
        GError **error)
{
  gboolean has_member = what_with_member != NULL && arguments[2] != NULL;
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autofree char *text = NULL;
  CenId member;

  if (!open_session (command, arguments, &target, error) ||
      (has_member &&
       !cenacle_command_find_member (command, &target.circle->id, arguments[2], &member, error)))
    return FALSE;
  text = has_member ? cen_id_dup_text (&member) : g_strdup ("");
  if (!act (&target, has_member ? what_with_member : what, text, STAY, error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
queue (CenacleCommand *command, char **arguments, GError **error)
{
  return do_act (command, arguments, options.is_leaving ? "withdraw" : "ask", NULL, error);
}

static gboolean
speak (CenacleCommand *command, char **arguments, GError **error)
{
  return do_act (command, arguments, options.is_ending ? "finish" : "call",
                 options.is_ending ? NULL : "call", error);
}

static gboolean
next (CenacleCommand *command, char **arguments, GError **error)
{
  return do_act (command, arguments, options.goes_back ? "back" : "next", NULL, error);
}

static gboolean
pause_agenda (CenacleCommand *command, char **arguments, GError **error)
{
  return do_act (command, arguments, options.resumes ? "resume" : "pause", NULL, error);
}

static gboolean
lead (CenacleCommand *command, char **arguments, GError **error)
{
  return do_act (command, arguments, "lead", "hand", error);
}

static gboolean
enter (CenacleCommand *command, char **arguments, GError **error)
{
  return do_act (command, arguments, "enter", NULL, error);
}

static gboolean
leave (CenacleCommand *command, char **arguments, GError **error)
{
  return do_act (command, arguments, "leave", NULL, error);
}

const CenacleVerb cenacle_live_verbs[] = {
  { "session live", "CIRCLE SESSION", 2, 2, live_options, show_live,
    N_ ("Show a session that runs: who is there, the agenda, who wants to speak.") },
  { "session enter", "CIRCLE SESSION", 2, 2, on_options, enter, N_ ("Be there until it is over.") },
  { "session leave", "CIRCLE SESSION", 2, 2, on_options, leave, N_ ("Be there no more.") },
  { "session queue", "CIRCLE SESSION", 2, 2, queue_options, queue,
    N_ ("Ask to speak in a session that runs.") },
  { "session speak", "CIRCLE SESSION [MEMBER]", 2, 3, speak_options, speak,
    N_ ("As who hosts, call the next to speak, or a member; or end a turn.") },
  { "session next", "CIRCLE SESSION", 2, 2, next_options, next,
    N_ ("As who hosts, go to the next step of the agenda.") },
  { "session pause", "CIRCLE SESSION", 2, 2, pause_options, pause_agenda,
    N_ ("As who hosts, stop the time of the step, or let it go on.") },
  { "session lead", "CIRCLE SESSION [MEMBER]", 2, 3, on_options, lead,
    N_ ("Host a session that runs, or hand that to a member who is there.") },
  { NULL },
};
