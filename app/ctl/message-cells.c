/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "message-cells.h"

#include "object.h"

#include "core/held-file.h"

#include <glib/gi18n.h>

static void
add_reactions (CenacleOutput *output, const CenMessageRow *row)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < row->reactions->len; i++) {
    const CenReactionRow *reaction = g_ptr_array_index (row->reactions, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "emoji", reaction->emoji);
    json_object_set_int_member (object, "n", reaction->n_members);
    json_object_set_boolean_member (object, "mine", reaction->is_mine);
    json_array_add_object_element (array, object);
    g_string_append_printf (text, "%s%s %u", i > 0 ? " " : "", reaction->emoji,
                            reaction->n_members);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "reactions", _ ("Reactions"), node, text->str);
}

/* Ids with a space between, of which there is mostly one. */
static void
add_to (CenacleOutput *output, GArray *to)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < to->len; i++) {
    char id[CEN_ID_TEXT_LEN + 1];

    cen_id_to_text (&g_array_index (to, CenId, i), id);
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", id);
  }
  cenacle_output_add_text (output, "to", NULL, text->str);
}

static void
add_hidden (CenacleOutput *output, const CenMessageRow *row)
{
  JsonNode *node = row->hide_reason != NULL
                       ? json_node_init_string (json_node_alloc (), row->hide_reason)
                       : json_node_init_null (json_node_alloc ());

  cenacle_output_add_node (output, "hidden", NULL, node, NULL);
}

/* Programs get the text even of what is hidden; people are told why it is. */
static char *
dup_text (const CenacleOutput *output, const CenMessageRow *row)
{
  if (cenacle_output_get_format (output) == CENACLE_FORMAT_JSON)
    return g_strdup (row->text);
  if (row->is_redacted)
    return g_strdup (_ ("(deleted)"));
  if (row->hide_reason != NULL)
    return g_strdup_printf (_ ("(hidden: %s)"), row->hide_reason);
  return g_strdup (row->text);
}

/* What came with it, as far as it is still there; people read their names. */
static void
add_files (CenacleOutput *output, GPtrArray *files)
{
  g_autoptr (GString) names = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    const CenHeldFile *file = files->pdata[i];
    const CenResource *resource = file->resource;
    g_autofree char *id = cen_id_dup_text (&resource->id);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "id", id);
    json_object_set_string_member (object, "title", resource->title);
    json_object_set_string_member (object, "name", resource->name);
    json_object_set_string_member (object, "mime", resource->mime);
    json_object_set_int_member (object, "size", (gint64) resource->ref.size);
    json_object_set_boolean_member (object, "held", file->held == CEN_BLOB_WHOLE);
    json_object_set_boolean_member (object, "preview", g_bytes_get_size (resource->preview) > 0);
    json_object_set_int_member (object, "width", resource->width);
    json_object_set_int_member (object, "height", resource->height);
    json_array_add_object_element (array, object);
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", resource->title);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "files", _ ("Files"), node, names->str);
}

void
cenacle_message_cells_add (CenacleOutput *output, const CenMessageRow *row,
                           const char *channel_name)
{
  g_autofree char *text = dup_text (output, row);

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
  if (channel_name != NULL)
    cenacle_output_add_text (output, "channel", _ ("Channel"), channel_name);
  cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
  cenacle_output_add_id (output, "member", NULL, &row->author);
  if (row->to != NULL)
    add_to (output, row->to);
  cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
  cenacle_output_add_id (output, "reply_to", C_ ("which message", "Answers"), &row->reply_to);
  add_reactions (output, row);
  if (channel_name != NULL) {
    cenacle_output_add_id (output, "thread", NULL, &row->thread);
    cenacle_output_add_bool (output, "pinned", NULL, row->is_pinned);
  }
  cenacle_output_add_node (output, "attachments", NULL, cenacle_object_pack_ids (row->attachments),
                           NULL);
  add_files (output, row->files);
  cenacle_output_add_bool (output, "edited", NULL, row->is_edited);
  cenacle_output_add_bool (output, "redacted", NULL, row->is_redacted);
  add_hidden (output, row);
  cenacle_output_add_bool (output, "unread", NULL, row->is_unread);
  cenacle_output_add_int (output, "copies", NULL, row->n_copies);
  cenacle_output_add_bool (output, "at_relay", NULL, row->is_at_relay);
  cenacle_output_add_text (output, "text", _ ("Text"), text);
}
