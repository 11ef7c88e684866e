/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/skills.h"
#include "verb.h"

#include <glib/gi18n.h>

static struct {
  char *reason;
  char **cut;
} options;

static const GOptionEntry remove_options[] = {
  { "reason", 0, 0, G_OPTION_ARG_FILENAME, &options.reason,
    N_ ("Why, for everybody in the circle to read"), N_ ("TEXT") },
  { "cut", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.cut,
    N_ ("Let stand only what came before this operation; may be repeated"), N_ ("ID") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
holds (GArray *members, const CenId *id)
{
  for (guint i = 0; i < members->len; i++) {
    if (cen_id_equal (&g_array_index (members, CenId, i), id))
      return TRUE;
  }
  return FALSE;
}

/* What @member offers, and what they want to learn. */
static void
add_skills (CenacleOutput *output, GPtrArray *skills, const CenId *member)
{
  JsonArray *offers = json_array_new (), *wants = json_array_new ();
  JsonNode *offers_node = json_node_new (JSON_NODE_ARRAY);
  JsonNode *wants_node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < skills->len; i++) {
    const CenSkillRow *skill = skills->pdata[i];

    if (holds (skill->offers, member))
      json_array_add_string_element (offers, skill->name);
    if (holds (skill->wants, member))
      json_array_add_string_element (wants, skill->name);
  }
  json_node_take_array (offers_node, offers);
  json_node_take_array (wants_node, wants);
  cenacle_output_add_node (output, "skills", NULL, offers_node, NULL);
  cenacle_output_add_node (output, "wants", NULL, wants_node, NULL);
}

static GPtrArray *
read_skills (CenacleCommand *command, const CenId *circle, GPtrArray *members, GError **error)
{
  g_autoptr (GPtrArray) profiles = cen_query_objects (cenacle_command_get_store (command, error),
                                                      circle, CEN_KIND_PROFILE, NULL, error);

  return profiles != NULL ? cen_skills_list (profiles, members) : NULL;
}

static gboolean
list_members (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) skills = NULL;

  if (circle == NULL)
    return FALSE;
  rows = cen_query_members (cenacle_command_get_store (command, error), &circle->id, error);
  skills = rows != NULL ? read_skills (command, &circle->id, rows, error) : NULL;
  if (skills == NULL)
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
    add_skills (output, skills, &row->id);
    cenacle_output_add_text (output, "about", NULL, row->about);
    cenacle_output_add_text (output, "languages", NULL, row->languages);
    cenacle_output_add_bool (output, "self", NULL, row->is_self);
    cenacle_output_add_id (output, "formerly", NULL, &row->formerly);
    cenacle_output_add_id (output, "invite", NULL, &row->invite);
    cenacle_output_add_bool (output, "needs_look", _ ("To look at"), row->needs_look);
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

/* The circle of the first argument and the member of the second. */
static gboolean
open_member (CenacleCommand *command, char **arguments, CenacleTarget *ret_target, CenId *ret_id,
             GError **error)
{
  return cenacle_command_open_target (command, arguments[0], 0, ret_target, error) &&
         cenacle_command_find_member (command, &ret_target->row->id, arguments[1], ret_id, error);
}

static gboolean
grant (CenacleCommand *command, const CenacleTarget *target, const CenId *member, const char *role,
       GError **error)
{
  g_autofree char *id = cen_id_dup_text (member);

  if (!cenacle_command_settle (cenacle_engine1_call_grant_role_sync (target->engine, target->circle,
                                                                     id, role, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
grant_role (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  CenId member;

  return open_member (command, arguments, &target, &member, error) &&
         grant (command, &target, &member, arguments[2], error);
}

/* To give again the role that one has is what tells everybody that one belongs here. */
static gboolean
confirm_member (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  CenRole role = CEN_ROLE_GUEST;
  CenId member;

  if (!open_member (command, arguments, &target, &member, error))
    return FALSE;
  rows = cen_query_members (cenacle_command_get_store (command, error), &target.row->id, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenMemberRow *row = g_ptr_array_index (rows, i);

    if (cen_id_equal (&row->id, &member))
      role = row->role;
  }
  return grant (command, &target, &member, cen_role_to_name (role), error);
}

static GVariant *
dup_remove_wishes (CenacleCommand *command, const CenId *circle, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GPtrArray) cut = g_ptr_array_new_with_free_func (g_free);

  for (char **text = options.cut; text != NULL && *text != NULL; text++) {
    CenId id;

    if (!cenacle_command_find_object (command, circle, *text, &id, error))
      return NULL;
    g_ptr_array_add (cut, cen_id_dup_text (&id));
  }
  if (cut->len > 0) {
    g_ptr_array_add (cut, NULL);
    g_variant_dict_insert (&dict, "cut", "^as", cut->pdata);
  }
  if (options.reason != NULL)
    g_variant_dict_insert (&dict, "reason", "s", options.reason);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static gboolean
remove_member (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GVariant) wishes = NULL;
  g_autofree char *member = NULL;
  CenId id;

  if (!open_member (command, arguments, &target, &id, error))
    return FALSE;
  wishes = dup_remove_wishes (command, &target.row->id, error);
  member = cen_id_dup_text (&id);
  if (wishes == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_remove_member_sync (target.engine,
                                                                        target.circle, member,
                                                                        wishes, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
vouch_member (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *member = NULL;
  g_autofree char *formerly = NULL;
  CenId id, old;

  if (!open_member (command, arguments, &target, &id, error) ||
      !cenacle_command_find_member (command, &target.row->id, arguments[2], &old, error))
    return FALSE;
  member = cen_id_dup_text (&id);
  formerly = cen_id_dup_text (&old);
  if (!cenacle_command_settle (cenacle_engine1_call_vouch_member_sync (target.engine, target.circle,
                                                                       member, formerly, NULL,
                                                                       error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_member_verbs[] = {
  { "members", "CIRCLE", 1, 1, NULL, list_members, N_ ("List the members of a circle.") },
  { "member set", "CIRCLE FIELD VALUE", 3, 3, NULL, set_profile,
    N_ ("Change your own name, about or languages in a circle.") },
  { "member grant", "CIRCLE MEMBER ROLE", 3, 3, NULL, grant_role,
    N_ ("Make a member a facilitator, a member or a guest.") },
  { "member remove", "CIRCLE MEMBER", 2, 2, remove_options, remove_member,
    N_ ("Remove a member from a circle.") },
  { "member confirm", "CIRCLE MEMBER", 2, 2, NULL, confirm_member,
    N_ ("Say that somebody who came in by an invite belongs here.") },
  { "member vouch", "CIRCLE NEW OLD", 3, 3, NULL, vouch_member,
    N_ ("Say that a new member is who an old one was, whose devices are lost.") },
  { NULL },
};
