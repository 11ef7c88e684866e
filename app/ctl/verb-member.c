/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "verb.h"

#include <glib/gi18n.h>

static void
add_no_skills (CenacleOutput *output)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, json_array_new ());
  cenacle_output_add_node (output, "skills", NULL, node, NULL);
}

static gboolean
list_members (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;

  if (circle == NULL)
    return FALSE;
  rows = cen_query_members (cenacle_command_get_store (command, error), &circle->id, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenMemberRow *row = g_ptr_array_index (rows, i);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "member", _ ("Member"), &row->id);
    cenacle_output_add_text (output, "name", _ ("Name"), row->name);
    cenacle_output_add_word (output, "role", _ ("Role"), cen_role_to_name (row->role));
    cenacle_output_add_word (output, "state", _ ("State"), cen_member_state_to_name (row->state));
    cenacle_output_add_int (output, "devices", _ ("Devices"), row->n_devices);
    cenacle_output_add_time (output, "last_seen", _ ("Last seen"), row->last_seen_ms);
    add_no_skills (output);
    cenacle_output_add_text (output, "about", NULL, row->about);
    cenacle_output_add_text (output, "languages", NULL, row->languages);
    cenacle_output_add_bool (output, "self", NULL, row->is_self);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
set_profile (CenacleCommand *command, char **arguments, GError **error)
{
  static const char *const fields[] = { "name", "about", "languages", NULL };
  g_autoptr (GVariant) changes = NULL;
  g_auto (CenacleTarget) target = { 0 };

  changes = cenacle_command_field (arguments[1], arguments[2], fields, error);
  if (changes == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_set_profile_sync (target.engine, target.circle,
                                                                      changes, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_member_verbs[] = {
  { "members", "CIRCLE", 1, 1, NULL, list_members, N_ ("List the members of a circle.") },
  { "member set", "CIRCLE FIELD VALUE", 3, 3, NULL, set_profile,
    N_ ("Change your own name, about or languages in a circle.") },
  { NULL },
};
