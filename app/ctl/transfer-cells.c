/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "transfer-cells.h"

#include <glib/gi18n.h>

static JsonObject *
to_json (GVariantDict *row)
{
  static const char *const texts[] = { "blob", "object", "state", "problem" };
  static const char *const numbers[] = { "size", "done", "rate" };
  JsonObject *object = json_object_new ();
  guint sources = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text = "";

    g_variant_dict_lookup (row, texts[i], "&s", &text);
    json_object_set_string_member (object, texts[i], text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    guint64 number = 0;

    g_variant_dict_lookup (row, numbers[i], "t", &number);
    json_object_set_int_member (object, numbers[i], (gint64) number);
  }
  g_variant_dict_lookup (row, "sources", "u", &sources);
  json_object_set_int_member (object, "sources", sources);
  return object;
}

void
cenacle_transfer_cells_add (CenacleOutput *output, GVariantDict *status)
{
  g_autoptr (GVariant) rows =
      g_variant_dict_lookup_value (status, "transfers", G_VARIANT_TYPE ("aa{sv}"));
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  gsize n = rows != NULL ? g_variant_n_children (rows) : 0;
  g_autofree char *text = n > 0 ? g_strdup_printf ("%" G_GSIZE_FORMAT, n) : g_strdup ("");

  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (rows, i);
    g_auto (GVariantDict) row = G_VARIANT_DICT_INIT (child);

    json_array_add_object_element (array, to_json (&row));
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "transfers", _ ("Files on their way"), node, text);
}
