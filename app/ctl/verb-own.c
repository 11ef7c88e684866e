/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is one's own and goes to no one else, one's other devices excepted. */

#include "core/own-state.h"
#include "parse.h"
#include "verb.h"

#include <glib/gi18n.h>
#include <string.h>

/* Where a draft is that names no channel. */
#define DEFAULT_CHANNEL "general"

static struct {
  char *channel;
} options;

static const GOptionEntry read_options[] = {
  { "channel", 0, 0, G_OPTION_ARG_FILENAME, &options.channel, N_ ("Only this channel"),
    N_ ("NAME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry draft_options[] = {
  { "channel", 0, 0, G_OPTION_ARG_FILENAME, &options.channel, N_ ("Of which channel (general)"),
    N_ ("NAME") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
mark_read (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *channel = NULL;
  CenId id;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  if (options.channel != NULL) {
    if (!cenacle_command_find_channel (command, &target.row->id, options.channel, &id, error))
      return FALSE;
    channel = cen_id_dup_text (&id);
  }
  if (!cenacle_command_settle (cenacle_engine1_call_mark_read_sync (target.engine, target.circle,
                                                                    channel != NULL ? channel : "",
                                                                    "", NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
show_draft (CenacleCommand *command, const CenId *circle, const CenId *channel, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (GPtrArray) rows =
      cen_query_channels (cenacle_command_get_store (command, error), circle, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenChannelRow *row = g_ptr_array_index (rows, i);

    if (!cen_id_equal (&row->id, channel))
      continue;
    cenacle_output_add_row (output);
    cenacle_output_add_text (output, "channel", _ ("Channel"), row->name);
    cenacle_output_add_text (output, "draft", _ ("Draft"), row->draft);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
draft (CenacleCommand *command, char **arguments, GError **error)
{
  const char *name = options.channel != NULL ? options.channel : DEFAULT_CHANNEL;
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *channel = NULL;
  g_autofree char *text = NULL;
  CenId id;

  if (circle == NULL || !cenacle_command_find_channel (command, &circle->id, name, &id, error))
    return FALSE;
  if (arguments[1] == NULL)
    return show_draft (command, &circle->id, &id, error);
  text = cenacle_parse_text (arguments[1], CEN_DRAFT_MAX, error);
  channel = cen_id_dup_text (&id);
  if (text == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_set_draft_sync (target.engine, target.circle,
                                                                    channel, text, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_own_verbs[] = {
  { "mark-read", "CIRCLE", 1, 1, read_options, mark_read,
    N_ ("Mark a circle or one channel as read.") },
  { "draft", "CIRCLE [TEXT]", 1, 2, draft_options, draft,
    N_ ("Show or keep what you have begun to write; an empty text drops it.") },
  { NULL },
};
