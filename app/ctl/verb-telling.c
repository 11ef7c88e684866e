/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one's own windows tell, and whose words they fold away. */

#include "core/news.h"
#include "core/private-notes.h"
#include "verb.h"

#include <glib/gi18n.h>

static struct {
  char *channel;
  gboolean is_undone;
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

const CenacleVerb cenacle_telling_verbs[] = {
  { "tell", "CIRCLE [all|mentions|none]", 1, 2, tell_options, tell,
    N_ ("Show or choose what your windows tell you of.") },
  { "member ignore", "CIRCLE MEMBER", 2, 2, ignore_options, ignore,
    N_ ("Fold somebody’s words away in your windows, and be told of none.") },
  { NULL },
};
