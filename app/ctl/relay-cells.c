/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-cells.h"

#include "app/control/relay-words.h"

#include <glib/gi18n.h>

static const char *
get_text (GVariantDict *relay, const char *name)
{
  const char *text = "";

  g_variant_dict_lookup (relay, name, "&s", &text);
  return text;
}

static JsonArray *
problems_to_json (GVariantDict *relay)
{
  g_auto (GStrv) problems = NULL;
  JsonArray *array = json_array_new ();

  g_variant_dict_lookup (relay, "problems", "^as", &problems);
  for (guint i = 0; problems != NULL && problems[i] != NULL; i++)
    json_array_add_string_element (array, problems[i]);
  return array;
}

static gint64
get_number (GVariantDict *relay, const char *name)
{
  guint64 number = 0;

  g_variant_dict_lookup (relay, name, "t", &number);
  return (gint64) number;
}

static JsonObject *
to_json (GVariantDict *relay)
{
  static const char *const texts[] = { "relay", "name", "address", "state" };
  static const char *const numbers[] = { "waiting", "given", "taken", "quota", "bytes", "files" };
  JsonObject *object = json_object_new ();
  gboolean is_settled = FALSE;
  gint64 met_ms = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    json_object_set_string_member (object, texts[i], get_text (relay, texts[i]));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    json_object_set_int_member (object, numbers[i], get_number (relay, numbers[i]));
  g_variant_dict_lookup (relay, "settled", "b", &is_settled);
  json_object_set_boolean_member (object, "settled", is_settled);
  g_variant_dict_lookup (relay, "met", "x", &met_ms);
  if (met_ms != 0)
    json_object_set_int_member (object, "met", met_ms);
  else
    json_object_set_null_member (object, "met");
  json_object_set_array_member (object, "problems", problems_to_json (relay));
  return object;
}

static GVariant *
get_relays (GVariantDict *status)
{
  return g_variant_dict_lookup_value (status, "relays", G_VARIANT_TYPE ("aa{sv}"));
}

void
cenacle_relay_cells_add (CenacleOutput *output, GVariantDict *status)
{
  g_autoptr (GVariant) relays = get_relays (status);
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (gsize i = 0; relays != NULL && i < g_variant_n_children (relays); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (relays, i);
    g_auto (GVariantDict) relay = G_VARIANT_DICT_INIT (child);
    g_autofree char *problems = cenacle_relay_dup_problems (&relay);

    json_array_add_object_element (array, to_json (&relay));
    g_string_append_printf (text, "%s%s (%s %s)%s%s", i > 0 ? ", " : "", get_text (&relay, "name"),
                            _ (get_text (&relay, "state")), get_text (&relay, "address"),
                            *problems != '\0' ? " — " : "", problems);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "relays", _ ("Relays"), node, text->str);
}

void
cenacle_relay_cells_add_rows (CenacleOutput *output, GVariantDict *status)
{
  g_autoptr (GVariant) relays = get_relays (status);

  for (gsize i = 0; relays != NULL && i < g_variant_n_children (relays); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (relays, i);
    g_auto (GVariantDict) relay = G_VARIANT_DICT_INIT (child);
    g_autofree char *problems = cenacle_relay_dup_problems (&relay);
    JsonNode *node = json_node_new (JSON_NODE_ARRAY);

    cenacle_output_add_row (output);
    cenacle_output_add_field_text (output, &relay, "relay", "relay", _ ("Relay"));
    cenacle_output_add_field_text (output, &relay, "name", "name", _ ("Name"));
    cenacle_output_add_field_text (output, &relay, "address", "address", _ ("Address"));
    cenacle_output_add_word (output, "state", _ ("State"), get_text (&relay, "state"));
    cenacle_output_add_field_bool (output, &relay, "settled", "settled", _ ("All is there"));
    cenacle_output_add_field_time (output, &relay, "met", "met", _ ("Last met"));
    cenacle_output_add_int (output, "waiting", _ ("Waits for"), get_number (&relay, "waiting"));
    cenacle_output_add_int (output, "given", _ ("Brought"), get_number (&relay, "given"));
    cenacle_output_add_int (output, "taken", _ ("Fetched"), get_number (&relay, "taken"));
    cenacle_output_add_int (output, "files", _ ("Files there"), get_number (&relay, "files"));
    cenacle_output_add_int (output, "quota", NULL, get_number (&relay, "quota"));
    cenacle_output_add_int (output, "bytes", NULL, get_number (&relay, "bytes"));
    json_node_take_array (node, problems_to_json (&relay));
    cenacle_output_add_node (output, "problems", _ ("Problems"), node, problems);
  }
}
