/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "file-share.h"
#include "parse.h"
#include "verb.h"

#include <glib/gi18n.h>

/* Where a post goes that names no channel; every circle begins with it. */
#define DEFAULT_CHANNEL "general"

static struct {
  char *topic;
  char *channel;
  char *reply;
  char **files;
  gboolean is_removal;
} options;

static const GOptionEntry channel_options[] = {
  { "topic", 0, 0, G_OPTION_ARG_FILENAME, &options.topic, N_ ("What the channel is about"),
    N_ ("TEXT") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry post_options[] = {
  { "channel", 0, 0, G_OPTION_ARG_FILENAME, &options.channel, N_ ("Where to post (general)"),
    N_ ("NAME") },
  { "reply", 0, 0, G_OPTION_ARG_FILENAME, &options.reply, N_ ("The message it answers"),
    N_ ("MESSAGE") },
  { "attach", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files,
    N_ ("A file to share with it, or a resource of the library; may be repeated"), N_ ("FILE") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry remove_options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Take it back"), NULL },
  G_OPTION_ENTRY_NULL,
};

/* Creates an object of @kind from @fields, which it eats, and prints its id. */
static gboolean
create (CenacleCommand *command, const CenacleTarget *target, const char *kind,
        GVariantDict *fields, GError **error)
{
  g_autofree char *id = NULL;

  if (!cenacle_command_settle (cenacle_engine1_call_create_sync (target->engine, target->circle,
                                                                 kind, g_variant_dict_end (fields),
                                                                 &id, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

static gboolean
create_channel (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "name", "s", arguments[1]);
  if (options.topic != NULL)
    g_variant_dict_insert (&fields, "topic", "s", options.topic);
  return create (command, &target, "channel", &fields, error);
}

static gboolean
list_channels (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;

  if (circle == NULL)
    return FALSE;
  rows = cen_query_channels (cenacle_command_get_store (command, error), &circle->id, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenChannelRow *row = g_ptr_array_index (rows, i);

    if (row->is_redacted)
      continue;
    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_text (output, "name", _ ("Name"), row->name);
    cenacle_output_add_int (output, "messages", _ ("Messages"), row->n_messages);
    cenacle_output_add_int (output, "unread", _ ("Unread"), row->n_unread);
    cenacle_output_add_text (output, "topic", _ ("Topic"), row->topic);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* A reply stands in the thread of what it answers, which else becomes the root of one, and in its
 * channel unless another is asked for. */
static gboolean
add_reply (CenacleCommand *command, const CenacleTarget *target, GVariantDict *fields,
           CenId *ret_channel, GError **error)
{
  g_autoptr (CenMessageRow) answered = NULL;
  g_autofree char *reply_to = NULL;
  g_autofree char *thread = NULL;
  CenId id;

  if (!cenacle_command_find_object (command, &target->row->id, options.reply, &id, error))
    return FALSE;
  answered =
      cen_query_message (cenacle_command_get_store (command, error), &target->row->id, &id, error);
  if (answered == NULL)
    return FALSE;
  if (answered->to != NULL) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED, "%s",
                 _ ("A direct message is answered by a direct message: use “message --reply”."));
    return FALSE;
  }
  reply_to = cen_id_dup_text (&answered->id);
  thread = cen_id_dup_text (cen_id_is_zero (&answered->thread) ? &answered->id : &answered->thread);
  g_variant_dict_insert (fields, "reply_to", "s", reply_to);
  g_variant_dict_insert (fields, "thread", "s", thread);
  *ret_channel = answered->channel;
  return TRUE;
}

static gboolean
post (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = cenacle_parse_text (arguments[1], CEN_TEXT_MAX, error);
  g_autofree char *channel_text = NULL;
  const char *channel_name = options.channel;
  CenId channel;

  if (text == NULL ||
      !cenacle_command_open_target (command, arguments[0],
                                    options.files != NULL ? CENACLE_SHARE_MS : 0, &target, error))
    return FALSE;
  if (options.reply != NULL) {
    if (!add_reply (command, &target, &fields, &channel, error))
      return FALSE;
  } else if (channel_name == NULL) {
    channel_name = DEFAULT_CHANNEL;
  }
  if (channel_name != NULL &&
      !cenacle_command_find_channel (command, &target.row->id, channel_name, &channel, error))
    return FALSE;
  channel_text = cen_id_dup_text (&channel);
  g_variant_dict_insert (&fields, "channel", "s", channel_text);
  g_variant_dict_insert (&fields, "text", "s", text);
  if (!cenacle_file_share_attachments (command, &target, options.files, NULL, &fields, error))
    return FALSE;
  return create (command, &target, "message", &fields, error);
}

/* Finds the circle, the engine and, by the second argument, an object; gives back its whole id. */
static char *
open_object (CenacleCommand *command, char **arguments, CenacleTarget *target, GError **error)
{
  CenId id;

  if (!cenacle_command_open_target (command, arguments[0], 0, target, error) ||
      !cenacle_command_find_object (command, &target->row->id, arguments[1], &id, error))
    return NULL;
  return cen_id_dup_text (&id);
}

static gboolean
set_fields (CenacleCommand *command, char **arguments, GVariantDict *fields, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *object = open_object (command, arguments, &target, error);

  if (object == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_set_sync (target.engine, target.circle, object,
                                                              g_variant_dict_end (fields), NULL,
                                                              error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
edit (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&fields, "text", "s", arguments[2]);
  return set_fields (command, arguments, &fields, error);
}

static gboolean
pin (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&fields, "pinned", "b", !options.is_removal);
  return set_fields (command, arguments, &fields, error);
}

static gboolean
redact (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *object = open_object (command, arguments, &target, error);

  if (object == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_redact_sync (target.engine, target.circle,
                                                                 object, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
react (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *object = open_object (command, arguments, &target, error);
  GVariant *value = g_variant_new_variant (g_variant_new_boolean (!options.is_removal));
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);

  if (object == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_mark_sync (target.engine, target.circle, object,
                                                               "reaction", arguments[2], owned,
                                                               NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_message_verbs[] = {
  { "channel create", "CIRCLE NAME", 2, 2, channel_options, create_channel,
    N_ ("Create a channel.") },
  { "channel list", "CIRCLE", 1, 1, NULL, list_channels, N_ ("List the channels of a circle.") },
  { "post", "CIRCLE TEXT|-", 2, 2, post_options, post,
    N_ ("Write a message; “-” reads it from stdin.") },
  { "edit", "CIRCLE MESSAGE TEXT", 3, 3, NULL, edit, N_ ("Change the text of a message.") },
  { "redact", "CIRCLE OBJECT", 2, 2, NULL, redact,
    N_ ("Delete something; honest computers drop its content.") },
  { "react", "CIRCLE OBJECT EMOJI", 3, 3, remove_options, react, N_ ("React with an emoji.") },
  { "pin", "CIRCLE MESSAGE", 2, 2, remove_options, pin, N_ ("Pin a message.") },
  { NULL },
};
