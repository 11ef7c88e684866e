/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "heads-file.h"

#include "core/error.h"
#include "core/safe-file.h"
#include "core/state.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

static gboolean
refuse (GError **error, const char *path)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, _ ("“%s” is no state of this circle."), path);
  return FALSE;
}

static gboolean
add_heads (JsonArray *array, GStrvBuilder *heads)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

    if (text == NULL)
      return FALSE;
    g_strv_builder_add (heads, text);
  }
  return array != NULL;
}

GStrv
cenacle_heads_file_read (const char *path, const char *circle, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GStrvBuilder) heads = g_strv_builder_new ();
  JsonNode *root, *list;
  JsonObject *object;

  if (!json_parser_load_from_file (parser, path, error))
    return NULL;
  root = json_parser_get_root (parser);
  object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  list = object != NULL ? json_object_get_member (object, "heads") : NULL;
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list) ||
      strcmp (json_object_get_string_member_with_default (object, "circle", circle), circle) != 0 ||
      !add_heads (json_node_get_array (list), heads)) {
    refuse (error, path);
    return NULL;
  }
  return g_strv_builder_end (heads);
}

gboolean
cenacle_heads_file_write (const char *path, CenStore *store, const CenId *circle, GError **error)
{
  const char *what = _ ("The list could not be written");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *id = cen_id_dup_text (circle);
  g_auto (CenSafeFile) file = { 0 };
  g_autoptr (GPtrArray) heads = cen_state_list_heads (store, circle, error);

  if (heads == NULL)
    return FALSE;
  g_string_append_printf (text, "{\"circle\":\"%s\",\"heads\":[", id);
  for (guint i = 0; i < heads->len; i++) {
    g_autofree char *head = cen_id_dup_text (heads->pdata[i]);

    g_string_append_printf (text, "%s\"%s\"", i > 0 ? "," : "", head);
  }
  g_string_append (text, "]}\n");
  return cen_safe_file_begin (&file, path, what, error) &&
         cen_safe_file_add (&file, text->str, text->len, what, error) &&
         cen_safe_file_finish (&file, what, error);
}
