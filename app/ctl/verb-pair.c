/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Skills, and who learns with whom. */

#include "app/control/skill-chart.h"
#include "app/control/system-world.h"
#include "core/pairs.h"
#include "core/skills.h"
#include "names.h"
#include "object.h"
#include "parse.h"
#include "verb.h"

#include <glib/gi18n.h>

static struct {
  char *goal;
  char *until;
  int every;
  char *svg;
  gboolean is_removal;
} options;

static const GOptionEntry skill_options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Take it back"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry propose_options[] = {
  { "goal", 0, 0, G_OPTION_ARG_FILENAME, &options.goal, N_ ("What you want to reach together"),
    N_ ("TEXT") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &options.until, N_ ("By when"), N_ ("DATE") },
  { "every", 0, 0, G_OPTION_ARG_INT, &options.every,
    N_ ("Days between two check-ins (otherwise a week)"), N_ ("DAYS") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry map_options[] = {
  { "svg", 0, 0, G_OPTION_ARG_FILENAME, &options.svg, N_ ("Draw the map into a file"),
    N_ ("FILE") },
  G_OPTION_ENTRY_NULL,
};

/* --- Skills --- */

static gboolean
find_own_profile (CenacleCommand *command, const CenacleTarget *target, CenId *ret_profile,
                  char **ret_name, GError **error)
{
  g_autoptr (GPtrArray) members =
      cen_query_members (cenacle_command_get_store (command, error), &target->row->id, error);

  for (guint i = 0; members != NULL && i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];

    if (!row->is_self)
      continue;
    *ret_profile = row->profile;
    *ret_name = g_strdup (row->name);
    return TRUE;
  }
  return members != NULL;
}

/* Skills stand on a profile; whoever has none yet gets one with the name they joined by. */
static gboolean
ensure_profile (CenacleCommand *command, const CenacleTarget *target, CenId *ret_profile,
                GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *name = NULL;
  g_autofree char *again = NULL;

  *ret_profile = (CenId){ 0 };
  if (!find_own_profile (command, target, ret_profile, &name, error))
    return FALSE;
  if (!cen_id_is_zero (ret_profile))
    return TRUE;
  g_variant_dict_insert (&fields, "name", "s", name != NULL ? name : "");
  return cenacle_command_settle (
             cenacle_engine1_call_set_profile_sync (target->engine, target->circle,
                                                    g_variant_dict_end (&fields), NULL, error),
             error) &&
         find_own_profile (command, target, ret_profile, &again, error);
}

static GPtrArray *
read_profiles (CenacleCommand *command, const CenId *circle, GError **error)
{
  CenStore *store = cenacle_command_get_store (command, error);

  return store != NULL ? cen_query_objects (store, circle, CEN_KIND_PROFILE, NULL, error) : NULL;
}

static gboolean
put_skill (CenacleTarget *target, const CenId *profile, const char *mark, const char *skill,
           gboolean is_there, GError **error)
{
  g_autofree char *id = cen_id_dup_text (profile);
  g_autoptr (GVariant) value =
      g_variant_ref_sink (g_variant_new_variant (g_variant_new_boolean (is_there)));

  return cenacle_command_settle (cenacle_engine1_call_mark_sync (target->engine, target->circle, id,
                                                                 mark, skill, value, NULL, error),
                                 error);
}

static gboolean
change_skill (CenacleCommand *command, char **arguments, const char *mark, guint mark_id,
              GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GPtrArray) profiles = NULL;
  g_auto (GStrv) spellings = NULL;
  g_autofree char *skill = g_strstrip (g_strdup (arguments[1]));
  CenId profile;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !ensure_profile (command, &target, &profile, error) ||
      (profiles = read_profiles (command, &target.row->id, error)) == NULL)
    return FALSE;
  spellings = cen_skills_find_spellings (profiles, &target.row->self_member, mark_id, skill);
  if (!options.is_removal) {
    if (*spellings == NULL && !put_skill (&target, &profile, mark, skill, TRUE, error))
      return FALSE;
  } else {
    for (guint i = 0; spellings[i] != NULL; i++) {
      if (!put_skill (&target, &profile, mark, spellings[i], FALSE, error))
        return FALSE;
    }
  }
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
offer_skill (CenacleCommand *command, char **arguments, GError **error)
{
  return change_skill (command, arguments, "offer", CEN_PROFILE_OFFER, error);
}

static gboolean
want_skill (CenacleCommand *command, char **arguments, GError **error)
{
  return change_skill (command, arguments, "want", CEN_PROFILE_WANT, error);
}

static gboolean
draw_map (GPtrArray *skills, GPtrArray *members, GError **error)
{
  g_autoptr (CenSkillMap) map = cen_skill_map_new (skills);
  g_autofree char *svg = cenacle_skill_chart_build_svg (map, members);

  return g_file_set_contents (options.svg, svg, -1, error);
}

static gboolean
list_skills (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (CenacleNames) names = NULL;
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) skills = NULL;

  if (store == NULL || (names = cenacle_names_new (store, &circle->id, error)) == NULL ||
      (profiles = read_profiles (command, &circle->id, error)) == NULL ||
      (members = cen_query_members (store, &circle->id, error)) == NULL)
    return FALSE;
  skills = cen_skills_list (profiles, members);
  if (options.svg != NULL && !draw_map (skills, members, error))
    return FALSE;
  for (guint i = 0; i < skills->len; i++) {
    const CenSkillRow *skill = skills->pdata[i];
    g_autofree char *offers = cenacle_names_dup_all (names, skill->offers);
    g_autofree char *wants = cenacle_names_dup_all (names, skill->wants);

    cenacle_output_add_row (output);
    cenacle_output_add_text (output, "skill", _ ("Skill"), skill->name);
    cenacle_output_add_node (output, "offers", _ ("Offered by"),
                             cenacle_names_to_json (names, skill->offers), offers);
    cenacle_output_add_node (output, "wants", _ ("Wanted by"),
                             cenacle_names_to_json (names, skill->wants), wants);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* --- Pairs --- */

/* What cen_pair_state_to_text() says, for the translators. */
static G_GNUC_UNUSED const char *const states[] = { N_ ("proposed"), N_ ("reached"), N_ ("over") };

static void
add_pair (CenacleOutput *output, const CenacleNames *names, const char *kind, const CenId *id,
          const CenId *a, const CenId *b, const char *goal, const char *state, gint64 until_ms)
{
  g_autoptr (GArray) both = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autofree char *text = NULL;

  g_array_append_vals (both, a, 1);
  if (!cen_id_is_zero (b))
    g_array_append_vals (both, b, 1);
  text = cenacle_names_dup_all (names, both);
  cenacle_output_add_row (output);
  cenacle_output_add_word (output, "kind", _ ("Kind"), kind);
  cenacle_output_add_id (output, "id", _ ("Id"), id);
  cenacle_output_add_node (output, "names", _ ("Who"), cenacle_names_to_json (names, both), text);
  cenacle_output_add_node (output, "members", NULL, cenacle_object_pack_ids (both), NULL);
  cenacle_output_add_word (output, "state", _ ("State"), state);
  cenacle_output_add_text (output, "goal", _ ("Goal"), goal);
  cenacle_output_add_time (output, "until", NULL, until_ms);
}

static void
add_agreed (CenacleOutput *output, const CenacleNames *names, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++) {
    const CenPairRow *pair = pairs->pdata[i];

    add_pair (output, names, N_ ("pair"), &pair->id, &pair->by, &pair->with, pair->goal,
              cen_pair_state_to_text (pair->state), pair->until_ms);
  }
}

static void
add_suggested (CenacleOutput *output, const CenacleNames *names, GArray *matches)
{
  const CenId nothing = { 0 };

  for (guint i = 0; i < matches->len; i++) {
    const CenMentorMatch *match = &g_array_index (matches, CenMentorMatch, i);

    add_pair (output, names, N_ ("match"), &nothing, &match->learner, &match->helper, "",
              match->is_mutual ? N_ ("mutual") : N_ ("suggested"), 0);
  }
}

static void
add_cafe (CenacleOutput *output, const CenacleNames *names, GArray *cafe)
{
  const CenId nothing = { 0 };

  for (guint i = 0; i < cafe->len; i++) {
    const CenCafePair *pair = &g_array_index (cafe, CenCafePair, i);

    add_pair (output, names, N_ ("cafe"), &nothing, &pair->a, &pair->b, "",
              cen_id_is_zero (&pair->b) ? N_ ("rests") : N_ ("drawn"), 0);
  }
}

static gboolean
list_pairs (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  const CenWorld *world = cenacle_system_world_get ();
  g_autoptr (CenacleNames) names = NULL;
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (GArray) matches = NULL;
  g_autoptr (GArray) cafe = NULL;

  if (store == NULL || (names = cenacle_names_new (store, &circle->id, error)) == NULL ||
      (profiles = read_profiles (command, &circle->id, error)) == NULL ||
      (members = cen_query_members (store, &circle->id, error)) == NULL ||
      (objects = cen_query_objects (store, &circle->id, CEN_KIND_PAIR, NULL, error)) == NULL ||
      (cafe = cen_pairs_draw_cafe (store, &circle->id, world->now_ms (world), error)) == NULL)
    return FALSE;
  pairs = cen_pairs_list (objects, members);
  matches = cen_pairs_suggest (&circle->id, profiles, members, pairs);
  add_agreed (output, names, pairs);
  add_suggested (output, names, matches);
  add_cafe (output, names, cafe);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
propose_pair (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *with = NULL;
  gint64 until_ms;
  CenId member;

  if (options.goal == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say what you want to reach together, with --goal."));
    return FALSE;
  }
  if (options.until != NULL) {
    if (!cenacle_parse_time (options.until, &until_ms, error))
      return FALSE;
    g_variant_dict_insert (&fields, "until", "x", until_ms);
  }
  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_find_member (command, &target.row->id, arguments[1], &member, error))
    return FALSE;
  with = cen_id_dup_text (&member);
  g_variant_dict_insert (&fields, "with", "s", with);
  g_variant_dict_insert (&fields, "goal", "s", options.goal);
  if (options.every > 0)
    g_variant_dict_insert (&fields, "every", "t", (guint64) options.every);
  return cenacle_object_create (command, &target, "pair", g_variant_dict_end (&fields), error);
}

/* The pair that the second argument names, when oneself is in it. */
static CenObjectRow *
open_pair (CenacleCommand *command, char **arguments, CenacleTarget *target, CenId *ret_other,
           GError **error)
{
  g_autoptr (CenObjectRow) row = NULL;
  const CenId *self;

  if (!cenacle_command_open_target (command, arguments[0], 0, target, error))
    return NULL;
  row = cenacle_object_find (command, &target->row->id, arguments[1], CEN_KIND_PAIR, 0,
                             _ ("There is no such pair."), error);
  if (row == NULL)
    return NULL;
  self = &target->row->self_member;
  cen_object_row_get_ref (row, CEN_PAIR_WITH, ret_other);
  if (cen_id_equal (ret_other, self)) {
    *ret_other = row->author;
  } else if (!cen_id_equal (&row->author, self)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("This is a pair of two others."));
    return NULL;
  }
  return g_steal_pointer (&row);
}

static gboolean
mark_pair (CenacleCommand *command, char **arguments, const char *mark, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  CenId other;
  g_autoptr (CenObjectRow) row = open_pair (command, arguments, &target, &other, error);

  if (row == NULL)
    return FALSE;
  if (g_str_equal (mark, "accept") && row->is_own) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         _ ("The other one accepts what you proposed."));
    return FALSE;
  }
  return cenacle_object_mark (command, &target, &row->id, mark, "",
                              g_variant_new_boolean (!options.is_removal), error);
}

static gboolean
accept_pair (CenacleCommand *command, char **arguments, GError **error)
{
  return mark_pair (command, arguments, "accept", error);
}

static gboolean
end_pair (CenacleCommand *command, char **arguments, GError **error)
{
  return mark_pair (command, arguments, "end", error);
}

static gboolean
reach_pair (CenacleCommand *command, char **arguments, GError **error)
{
  return mark_pair (command, arguments, "reached", error);
}

static gboolean
show_checkins (CenacleCommand *command, const CenId *circle, const CenId *pair, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  CenObjectPage page = { .parent = pair, .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  CenStore *store = cenacle_command_get_store (command, error);
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_query_objects (store, circle, CEN_KIND_CHECKIN, &page, error) : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autofree char *text = cen_object_row_dup_text (row, CEN_CHECKIN_TEXT);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
    cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
    cenacle_output_add_text (output, "text", _ ("Text"), text);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
check_in (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  CenId other;
  g_autoptr (CenObjectRow) row = open_pair (command, arguments, &target, &other, error);
  g_autofree char *text = NULL;
  g_autofree char *pair = NULL;
  g_autofree char *to = NULL;
  g_autofree char *id = NULL;

  if (row == NULL)
    return FALSE;
  if (arguments[2] == NULL)
    return show_checkins (command, &target.row->id, &row->id, error);
  text = cenacle_parse_text (arguments[2], CEN_TEXT_MAX, error);
  if (text == NULL)
    return FALSE;
  pair = cen_id_dup_text (&row->id);
  to = cen_id_dup_text (&other);
  g_variant_dict_insert (&fields, "pair", "s", pair);
  g_variant_dict_insert (&fields, "text", "s", text);
  if (!cenacle_command_settle (cenacle_engine1_call_create_sealed_sync (
                                   target.engine, target.circle, (const char *const[]){ to, NULL },
                                   "checkin", g_variant_dict_end (&fields), &id, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

const CenacleVerb cenacle_pair_verbs[] = {
  { "skill offer", "CIRCLE SKILL", 2, 2, skill_options, offer_skill,
    N_ ("Say that you can help with a skill.") },
  { "skill want", "CIRCLE SKILL", 2, 2, skill_options, want_skill,
    N_ ("Say that you want to learn a skill.") },
  { "skills", "CIRCLE", 1, 1, map_options, list_skills,
    N_ ("List who offers and wants which skills.") },
  { "pairs", "CIRCLE", 1, 1, NULL, list_pairs,
    N_ ("List pairs, whom skills suggest, and the café pairs of this week.") },
  { "pair propose", "CIRCLE MEMBER", 2, 2, propose_options, propose_pair,
    N_ ("Propose to somebody to be a pair.") },
  { "pair accept", "CIRCLE PAIR", 2, 2, NULL, accept_pair, N_ ("Accept to be a pair.") },
  { "pair end", "CIRCLE PAIR", 2, 2, skill_options, end_pair, N_ ("End or decline a pair.") },
  { "pair reached", "CIRCLE PAIR", 2, 2, skill_options, reach_pair,
    N_ ("Say that the goal is reached.") },
  { "pair checkin", "CIRCLE PAIR [TEXT|-]", 2, 3, NULL, check_in,
    N_ ("Tell the other one how it goes, sealed, or read what was told.") },
  { NULL },
};
