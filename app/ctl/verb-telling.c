/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one's own windows tell, whose words they fold away, and what names oneself. */

#include "core/mentions.h"
#include "core/news.h"
#include "core/private-notes.h"
#include "verb.h"

#include <glib/gi18n.h>

static struct {
  char *channel;
  gboolean is_undone;
  int limit;
} options;

static const GOptionEntry tell_options[] = {
  { "channel", 0, 0, G_OPTION_ARG_FILENAME, &options.channel, N_ ("Only this channel"),
    N_ ("NAME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry ignore_options[] = {
  { "undo", 0, 0, G_OPTION_ARG_NONE, &options.is_undone, N_ ("Take it back"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry mentions_options[] = {
  { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_ ("At most N (50)"), N_ ("N") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
set_private (CenacleCommand *command, const CenacleTarget *target, const CenId *object,
             const char *key, const char *text, GError **error)
{
  g_autofree char *id = cen_id_dup_text (object);

  if (!cenacle_command_settle (cenacle_engine1_call_set_private_sync (target->engine,
                                                                      target->circle, id, key, text,
                                                                      NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
show_tell (CenacleCommand *command, const CenId *circle, const CenId *channel, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenTell tell;

  if (!cen_tell_find (cenacle_command_get_store (command, error), circle, channel, &tell, error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "tell", _ ("Told of"), cen_tell_to_text (tell));
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
tell (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_auto (CenacleTarget) target = { 0 };
  CenId channel;

  if (circle == NULL ||
      (options.channel != NULL &&
       !cenacle_command_find_channel (command, &circle->id, options.channel, &channel, error)))
    return FALSE;
  if (arguments[1] == NULL)
    return show_tell (command, &circle->id, options.channel != NULL ? &channel : NULL, error);
  if (!g_str_equal (cen_tell_to_text (cen_tell_from_text (arguments[1])), arguments[1])) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("One is told of “all”, of “mentions” or of “none”."));
    return FALSE;
  }
  return cenacle_command_open_target (command, arguments[0], 0, &target, error) &&
         set_private (command, &target, options.channel != NULL ? &channel : &circle->id,
                      CEN_PRIVATE_TELL, arguments[1], error);
}

static gboolean
ignore (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  CenId member;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_find_member (command, &target.row->id, arguments[1], &member, error))
    return FALSE;
  if (cen_id_equal (&member, &target.row->self_member)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("Nobody can ignore themselves."));
    return FALSE;
  }
  return set_private (command, &target, &member, CEN_PRIVATE_IGNORED, options.is_undone ? "" : "1",
                      error);
}

/* Newest first, as in the window. */
static gboolean
show_mentions (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  guint limit = options.limit > 0 ? (guint) options.limit : CEN_QUERY_LIMIT;
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_mentions_read (store, &circle->id, limit, error) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenMentionRow *row = rows->pdata[i];

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_word (output, "kind", NULL, row->kind);
    cenacle_output_add_text (output, "channel", _ ("Channel"), row->channel_name);
    cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
    cenacle_output_add_id (output, "member", NULL, &row->author);
    cenacle_output_add_text (output, "text", _ ("Text"), row->text);
    cenacle_output_add_bool (output, "unread", NULL, row->is_unread);
    cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
  }
  if (rows != NULL)
    cenacle_output_show (output);
  return rows != NULL;
}

const CenacleVerb cenacle_telling_verbs[] = {
  { "mentions", "CIRCLE", 1, 1, mentions_options, show_mentions,
    N_ ("List all that names you, the newest first.") },
  { "tell", "CIRCLE [all|mentions|none]", 1, 2, tell_options, tell,
    N_ ("Show or choose what your windows tell you of.") },
  { "member ignore", "CIRCLE MEMBER", 2, 2, ignore_options, ignore,
    N_ ("Fold somebody’s words away in your windows, and be told of none.") },
  { NULL },
};
