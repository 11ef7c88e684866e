/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The notes of a session, and what is told of it afterwards. */

#include "app/control/recap.h"
#include "core/kinds-note.h"
#include "core/limits.h"
#include "parse.h"
#include "verb-session.h"

#include <glib/gi18n.h>

static struct {
  char *on;
  char *channel;
} options;

static const GOptionEntry note_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry recap_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on,
    N_ ("Which, of one that repeats: its day or its start"), N_ ("TIME") },
  { "channel", 0, 0, G_OPTION_ARG_FILENAME, &options.channel, N_ ("Where to tell it (general)"),
    N_ ("NAME") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
open_session (CenacleCommand *command, char **arguments, CenacleSessionTarget *ret_target,
              GError **error)
{
  return cenacle_session_target_open (command, arguments, CENACLE_SESSION_WRITE, options.on,
                                      CENACLE_OCCURRENCE_HELD, ret_target, error);
}

static gboolean
create (const CenacleSessionTarget *target, const char *kind, GVariantDict *fields, char **ret_id,
        GError **error)
{
  return cenacle_command_settle (cenacle_engine1_call_create_sync (target->target.engine,
                                                                   target->target.circle, kind,
                                                                   g_variant_dict_end (fields),
                                                                   ret_id, NULL, error),
                                 error);
}

static char *
dup_day (const CenacleSessionTarget *target)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (target->occurrence_ms / 1000);

  return time != NULL ? g_date_time_format (time, "%x") : g_strdup ("");
}

/* --- Notes --- */

static gboolean
begin_note (const CenacleSessionTarget *target, char **ret_id, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *day = dup_day (target);
  /* Translators: the title of notes: of which session, of which day. */
  g_autofree char *title = g_strdup_printf (_ ("%s, %s"), target->meeting->title, day);

  g_variant_dict_insert (&fields, "title", "s", title);
  g_variant_dict_insert (&fields, "about", "s", target->id);
  return create (target, "note", &fields, ret_id, error);
}

static gboolean
set_note (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autofree char *note = NULL;
  CenId id;

  if (!open_session (command, arguments, &target, error))
    return FALSE;
  if (arguments[2] == NULL) {
    if (!begin_note (&target, &note, error))
      return FALSE;
  } else {
    if (!cenacle_command_find_object (command, &target.circle->id, arguments[2], &id, error))
      return FALSE;
    note = cen_id_dup_text (&id);
  }
  g_variant_dict_insert (&fields, "note", "s", note);
  if (!cenacle_command_settle (cenacle_engine1_call_set_sync (target.target.engine,
                                                              target.target.circle, target.id,
                                                              g_variant_dict_end (&fields), NULL,
                                                              error),
                               error))
    return FALSE;
  cenacle_command_show_id (command, note);
  return TRUE;
}

static gboolean
keep_notes (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  g_autofree char *note = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  if (!open_session (command, arguments, &target, error))
    return FALSE;
  if (!cen_id_is_zero (&target.meeting->note))
    row = cen_query_object (cenacle_command_get_store (command, NULL), &target.circle->id,
                            &target.meeting->note, NULL);
  text = row != NULL ? cen_minutes_dup_text (row) : g_strdup ("");
  if (*text == '\0') {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         _ ("This session has no notes yet."));
    return FALSE;
  }
  note = cen_id_dup_text (&target.meeting->note);
  g_variant_dict_insert (&fields, "session", "s", target.id);
  g_variant_dict_insert (&fields, "when", "x", target.occurrence_ms);
  g_variant_dict_insert (&fields, "text", "s", text);
  g_variant_dict_insert (&fields, "note", "s", note);
  if (!create (&target, "minutes", &fields, &id, error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

/* --- Recap --- */

static gboolean
post_recap (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleSessionTarget) target = { 0 };
  g_autofree char *decisions = arguments[2] != NULL
                                   ? cenacle_parse_text (arguments[2], CEN_TEXT_MAX / 2, error)
                                   : g_strdup ("");
  CenacleRecap recap = { .decisions = decisions };
  g_autoptr (GArray) present = NULL;
  g_autofree char *names = NULL;
  g_autofree char *day = NULL;
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  CenId channel;

  if (decisions == NULL || !open_session (command, arguments, &target, error) ||
      !cenacle_command_find_channel (command, &target.circle->id,
                                     options.channel != NULL ? options.channel : "general",
                                     &channel, error))
    return FALSE;
  present = cen_meeting_list_present (target.row, target.occurrence_ms);
  recap.title = target.meeting->title;
  recap.day = day = dup_day (&target);
  recap.present = names = cenacle_names_dup_all (target.names, present);
  recap.note = cen_id_is_zero (&target.meeting->note) ? NULL : &target.meeting->note;
  text = cenacle_recap_dup_text (&recap);
  place = cen_id_dup_text (&channel);
  g_variant_dict_insert (&fields, "channel", "s", place);
  g_variant_dict_insert (&fields, "text", "s", text);
  if (!create (&target, "message", &fields, &id, error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

const CenacleVerb cenacle_recap_verbs[] = {
  { "session note", "CIRCLE SESSION [NOTE]", 2, 3, note_options, set_note,
    N_ ("Give a session its notes, or begin some.") },
  { "session keep-notes", "CIRCLE SESSION", 2, 2, note_options, keep_notes,
    N_ ("Make minutes of the notes as they are now.") },
  { "session recap", "CIRCLE SESSION [DECISIONS|-]", 2, 3, recap_options, post_recap,
    N_ ("Tell a channel who came, what was decided and where the notes are.") },
  { NULL },
};
