/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "object.h"

gboolean
cenacle_object_create (CenacleCommand *command, const CenacleTarget *target, const char *kind,
                       GVariant *fields, GError **error)
{
  g_autofree char *id = NULL;

  if (!cenacle_command_settle (cenacle_engine1_call_create_sync (target->engine, target->circle,
                                                                 kind, fields, &id, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

CenObjectRow *
cenacle_object_find (CenacleCommand *command, const CenId *circle, const char *text, guint kind,
                     guint other_kind, const char *otherwise, GError **error)
{
  g_autoptr (CenObjectRow) row = NULL;
  CenId id;

  if (!cenacle_command_find_object (command, circle, text, &id, error))
    return NULL;
  row = cen_query_object (cenacle_command_get_store (command, error), circle, &id, NULL);
  if (row != NULL && row->kind != NULL && row->state != CEN_OBJECT_REDACTED &&
      (row->kind->id == kind || row->kind->id == other_kind))
    return g_steal_pointer (&row);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, otherwise);
  return NULL;
}

gboolean
cenacle_object_set (CenacleCommand *command, const CenacleTarget *target, const CenId *object,
                    GVariant *fields, GError **error)
{
  g_autofree char *id = cen_id_dup_text (object);

  if (!cenacle_command_settle (cenacle_engine1_call_set_sync (target->engine, target->circle, id,
                                                              fields, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

gboolean
cenacle_object_mark (CenacleCommand *command, const CenacleTarget *target, const CenId *object,
                     const char *mark, const char *key, GVariant *value, GError **error)
{
  g_autofree char *id = cen_id_dup_text (object);

  if (!cenacle_command_settle (cenacle_engine1_call_mark_sync (target->engine, target->circle, id,
                                                               mark, key,
                                                               g_variant_new_variant (value), NULL,
                                                               error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

JsonNode *
cenacle_object_pack_texts (const char *const *texts)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_node_take_array (node, array);
  return node;
}

JsonNode *
cenacle_object_pack_ids (const GArray *ids)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *text = cen_id_dup_text (&g_array_index (ids, CenId, i));

    json_array_add_string_element (array, text);
  }
  json_node_take_array (node, array);
  return node;
}
