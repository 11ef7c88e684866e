/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/pairs.h"

#include "core/author-content.h"
#include "core/skill-map.h"
#include "core/skills.h"
#include "tests/support/study.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

static GPtrArray *
read_all (TestPerson *person, guint kind)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows =
      cen_query_objects (person->replica->store, &person->circle->id, kind, NULL, &error);

  g_assert_no_error (error);
  return rows;
}

static GPtrArray *
read_members (TestPerson *person)
{
  return cen_query_members (person->replica->store, &person->circle->id, NULL);
}

static CenId
find_profile (TestPerson *person)
{
  CenId profile;

  g_assert_true (cen_author_find_profile (person->circle, &profile, NULL));
  if (cen_id_is_zero (&profile)) {
    CenValue value = { .field = CEN_PROFILE_NAME, .type = CEN_FIELD_NAME, .text = person->name };

    g_assert_true (cen_author_create (person->circle, cen_kind_get (CEN_KIND_PROFILE), &value, 1,
                                      &profile, NULL));
  }
  return profile;
}

static void
say (TestPerson *person, const char *mark, const char *skill, CenMarkAction action)
{
  CenId profile = find_profile (person);

  g_assert_true (cen_author_mark (person->circle, &profile, mark, skill, action, NULL));
}

static CenId
propose (TestPerson *person, TestPerson *with)
{
  CenValue values[] = {
    { .field = CEN_PAIR_WITH, .type = CEN_FIELD_REF, .ref = with->circle->self_member },
    { .field = CEN_PAIR_GOAL, .type = CEN_FIELD_TEXT, .text = "Read Spivak" },
  };
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (person->circle, cen_kind_get (CEN_KIND_PAIR), values, 2, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* "skill o2 w1; …", then pairs by state, then how many are suggested. */
static char *
tell (TestPerson *person)
{
  g_autoptr (GPtrArray) profiles = read_all (person, CEN_KIND_PROFILE);
  g_autoptr (GPtrArray) members = read_members (person);
  g_autoptr (GPtrArray) objects = read_all (person, CEN_KIND_PAIR);
  g_autoptr (GPtrArray) pairs = cen_pairs_list (objects, members);
  g_autoptr (GPtrArray) skills = cen_skills_list (profiles, members);
  g_autoptr (GArray) matches = cen_pairs_suggest (&person->circle->id, profiles, members, pairs);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < skills->len; i++) {
    const CenSkillRow *skill = skills->pdata[i];

    g_string_append_printf (text, "%s %u %u; ", skill->name, skill->offers->len, skill->wants->len);
  }
  for (guint i = 0; i < pairs->len; i++)
    g_string_append_printf (text, "%s ",
                            cen_pair_state_to_text (((CenPairRow *) pairs->pdata[i])->state));
  for (guint i = 0; i < matches->len; i++) {
    char id[CEN_ID_TEXT_LEN + 1];

    cen_id_to_text (&g_array_index (matches, CenMentorMatch, i).helper, id);
    g_string_append_printf (text, "%.8s ", id);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_id (GString *text, const CenId *id)
{
  char word[CEN_ID_TEXT_LEN + 1];

  cen_id_to_text (id, word);
  g_string_append_printf (text, "%.8s ", word);
}

/* All that the page of skills and pairs shows: the map cell by cell, the matching, and the café
 * pairs of some weeks. */
static char *
tell_all (TestPerson *person)
{
  g_autoptr (GPtrArray) profiles = read_all (person, CEN_KIND_PROFILE);
  g_autoptr (GPtrArray) members = read_members (person);
  g_autoptr (GPtrArray) objects = read_all (person, CEN_KIND_PAIR);
  g_autoptr (GPtrArray) pairs = cen_pairs_list (objects, members);
  g_autoptr (GPtrArray) skills = cen_skills_list (profiles, members);
  g_autoptr (CenSkillMap) map = cen_skill_map_new (skills);
  g_autoptr (GArray) matches = cen_pairs_suggest (&person->circle->id, profiles, members, pairs);
  g_autofree char *brief = tell (person);
  g_autoptr (GString) text = g_string_new (brief);

  for (guint i = 0; i < map->members->len; i++)
    append_id (text, &g_array_index (map->members, CenId, i));
  for (guint i = 0; i < map->skills->len; i++) {
    g_string_append_printf (text, "\n%s ", ((CenSkillRow *) map->skills->pdata[i])->name);
    for (guint k = 0; k < map->members->len; k++)
      g_string_append_printf (text, "%d", cen_skill_map_get (map, i, k));
  }
  for (guint i = 0; i < matches->len; i++) {
    const CenMentorMatch *match = &g_array_index (matches, CenMentorMatch, i);

    append_id (text, &match->learner);
    append_id (text, &match->helper);
    g_string_append_printf (text, "%u%d ", match->n_skills, match->is_mutual);
  }
  for (guint week = 0; week < 6; week++) {
    g_autoptr (GArray) drawn =
        cen_pairs_draw_cafe (person->replica->store, &person->circle->id,
                             person->circle->world->now_ms (person->circle->world) +
                                 week * CEN_WEEK_MS,
                             NULL);

    for (guint i = 0; i < drawn->len; i++) {
      append_id (text, &g_array_index (drawn, CenCafePair, i).a);
      append_id (text, &g_array_index (drawn, CenCafePair, i).b);
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_skills (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) skills = NULL;
  g_auto (GStrv) spellings = NULL;
  const CenSkillRow *rust;
  CenId bo_profile;

  test_study_begin (&study, 1);
  say (study.people[ANA], "offer", "rust", CEN_MARK_PUT);
  say (study.people[BO], "offer", "Rust ", CEN_MARK_PUT);
  say (study.people[DAN], "want", "RUST", CEN_MARK_PUT);
  say (study.people[DAN], "want", "piano", CEN_MARK_PUT);
  say (study.people[DAN], "want", "piano", CEN_MARK_CLEAR);
  bo_profile = find_profile (study.people[BO]);
  test_study_sync (&study);
  g_assert_true (cen_author_mark (study.people[CLEO]->circle, &bo_profile, "offer", "flattery",
                                  CEN_MARK_PUT, NULL));
  test_study_sync (&study);
  profiles = read_all (study.people[CLEO], CEN_KIND_PROFILE);
  members = read_members (study.people[CLEO]);
  skills = cen_skills_list (profiles, members);
  g_assert_cmpuint (skills->len, ==, 1);
  rust = cen_skills_find (skills, " rUsT");
  g_assert_nonnull (rust);
  g_assert_cmpstr (rust->name, ==, "RUST");
  g_assert_cmpuint (rust->offers->len, ==, 2);
  g_assert_cmpuint (rust->wants->len, ==, 1);
  g_assert_null (cen_skills_find (skills, "flattery"));
  spellings = cen_skills_find_spellings (profiles, &study.people[BO]->circle->self_member,
                                         CEN_PROFILE_OFFER, "rust");
  g_assert_cmpuint (g_strv_length (spellings), ==, 1);
  g_assert_cmpstr (spellings[0], ==, "Rust ");
}

static void
expect_knowers (GPtrArray *skills, TestPerson *asker, const char *about, const char *words,
                const char *expected)
{
  const char *const names[] = { about, NULL };
  g_autoptr (GArray) found = cen_skills_find_knowers (skills, about != NULL ? names : NULL, words,
                                                      &asker->circle->self_member);
  g_autoptr (GPtrArray) members = read_members (asker);
  g_autoptr (GString) said = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++) {
    for (guint k = 0; k < members->len; k++) {
      const CenMemberRow *member = members->pdata[k];

      if (cen_id_equal (&member->id, &g_array_index (found, CenId, i)))
        g_string_append_printf (said, "%s ", member->name);
    }
  }
  g_assert_cmpstr (said->str, ==, expected);
}

/* Who offers most of it comes first; words count whole, and nobody is asked by themselves. */
static void
test_knowers (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) skills = NULL;

  test_study_begin (&study, 2);
  say (study.people[ANA], "offer", "Rust", CEN_MARK_PUT);
  say (study.people[ANA], "offer", "piano à quatre mains", CEN_MARK_PUT);
  say (study.people[BO], "offer", "rust", CEN_MARK_PUT);
  say (study.people[BO], "offer", "LaTeX", CEN_MARK_PUT);
  say (study.people[CLEO], "offer", "C", CEN_MARK_PUT);
  test_study_sync (&study);
  profiles = read_all (study.people[DAN], CEN_KIND_PROFILE);
  members = read_members (study.people[DAN]);
  skills = cen_skills_list (profiles, members);
  expect_knowers (skills, study.people[DAN], " LATEX", "How do I typeset Rust?", "Bo Ana ");
  expect_knowers (skills, study.people[BO], "rust", "", "Ana ");
  expect_knowers (skills, study.people[DAN], NULL, "Who trusts clean codecs?", "");
  expect_knowers (skills, study.people[DAN], NULL, "Is (c) a language?", "Cleo ");
  expect_knowers (skills, study.people[DAN], NULL, "Le Piano À quatre mains, c’est quoi ?",
                  "Ana Cleo ");
  expect_knowers (skills, study.people[DAN], NULL, "", "");
  g_assert_cmpuint (CEN_KNOWERS_MAX, >=, TEST_STUDY_PEOPLE);
}

/* A line for each skill, what most say something of first; there is a limit to both ways. */
static void
test_map (void)
{
  g_autoptr (GPtrArray) skills =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_skill_row_free);
  g_autoptr (CenSkillMap) map = NULL;

  for (guint i = 0; i <= CEN_SKILL_MAP_SKILLS_MAX; i++) {
    CenSkillRow *skill = g_new0 (CenSkillRow, 1);

    skill->key = g_strdup_printf ("%03u", i);
    skill->name = g_strdup (skill->key);
    skill->offers = g_array_new (FALSE, FALSE, sizeof (CenId));
    skill->wants = g_array_new (FALSE, FALSE, sizeof (CenId));
    g_ptr_array_add (skills, skill);
    for (guint k = 0; k <= (i == 7 ? CEN_SKILL_MAP_MEMBERS_MAX : 0); k++) {
      CenId id = { .bytes = { 1, (guint8) k } };

      g_array_append_val (i % 2 == 0 ? skill->wants : skill->offers, id);
    }
  }
  map = cen_skill_map_new (skills);
  g_assert_cmpuint (map->skills->len, ==, CEN_SKILL_MAP_SKILLS_MAX);
  g_assert_cmpuint (map->n_left_out, ==, 1);
  g_assert_cmpuint (map->members->len, ==, CEN_SKILL_MAP_MEMBERS_MAX);
  g_assert_cmpstr (((CenSkillRow *) map->skills->pdata[0])->key, ==, "007");
  g_assert_cmpuint (g_array_index (map->members, CenId, 0).bytes[1], ==, 0);
  g_assert_cmpint (cen_skill_map_get (map, 0, 5), ==, CEN_SKILL_OFFERS);
  g_assert_cmpint (cen_skill_map_get (map, 1, 0), ==, CEN_SKILL_WANTS);
  g_assert_cmpint (cen_skill_map_get (map, 1, 5), ==, CEN_SKILL_NOTHING);
}

static guint
count_due (TestPerson *person, gint64 now_ms)
{
  g_autoptr (GPtrArray) due =
      cen_pairs_list_due (person->replica->store, &person->circle->id, now_ms, NULL);

  return due->len;
}

/* So many days after one agreed, and after each of one's own check-ins; others are never asked. */
static void
test_due (void)
{
  const gint64 day_ms = G_GINT64_CONSTANT (24) * 3600 * 1000;
  g_auto (TestStudy) study = { 0 };
  CenValue values[] = {
    { .field = CEN_PAIR_WITH, .type = CEN_FIELD_REF },
    { .field = CEN_PAIR_GOAL, .type = CEN_FIELD_TEXT, .text = "Read Spivak" },
    { .field = CEN_PAIR_EVERY, .type = CEN_FIELD_UINT, .number = 3 },
  };
  CenValue said[] = {
    { .field = CEN_CHECKIN_PAIR, .type = CEN_FIELD_REF },
    { .field = CEN_CHECKIN_TEXT, .type = CEN_FIELD_TEXT, .text = "Chapter one." },
  };
  TestPerson *bo, *cleo;
  gint64 agreed_ms;
  CenId pair, id;

  test_study_begin (&study, 6);
  bo = study.people[BO];
  cleo = study.people[CLEO];
  values[0].ref = bo->circle->self_member;
  values[2].number = CEN_PAIR_EVERY_MAX + 1;
  g_assert_false (
      cen_author_create (cleo->circle, cen_kind_get (CEN_KIND_PAIR), values, 3, &pair, NULL));
  values[2].number = 3;
  g_assert_true (
      cen_author_create (cleo->circle, cen_kind_get (CEN_KIND_PAIR), values, 3, &pair, NULL));
  test_study_sync (&study);
  g_assert_cmpuint (count_due (cleo, study.world->now_ms + 90 * day_ms), ==, 0);
  test_world_advance (study.world, day_ms);
  agreed_ms = study.world->now_ms;
  g_assert_true (cen_author_mark (bo->circle, &pair, "accept", "", CEN_MARK_PUT, NULL));
  test_study_sync (&study);
  g_assert_cmpuint (count_due (cleo, agreed_ms + 3 * day_ms - 1), ==, 0);
  g_assert_cmpuint (count_due (cleo, agreed_ms + 3 * day_ms), ==, 1);
  g_assert_cmpuint (count_due (study.people[DAN], agreed_ms + 3 * day_ms), ==, 0);
  test_world_advance (study.world, 2 * day_ms);
  said[0].ref = pair;
  g_assert_true (cen_author_create_sealed (cleo->circle, &values[0].ref, 1,
                                           cen_kind_get (CEN_KIND_CHECKIN), said, 2, &id, NULL));
  test_study_sync (&study);
  g_assert_cmpuint (count_due (cleo, agreed_ms + 5 * day_ms - 1), ==, 0);
  g_assert_cmpuint (count_due (cleo, agreed_ms + 5 * day_ms), ==, 1);
  g_assert_cmpuint (count_due (bo, agreed_ms + 3 * day_ms), ==, 1);
  g_assert_true (cen_author_mark (bo->circle, &pair, "reached", "", CEN_MARK_PUT, NULL));
  test_study_sync (&study);
  g_assert_cmpuint (count_due (cleo, agreed_ms + 90 * day_ms), ==, 0);
}

static CenPairState
read_state (TestPerson *person)
{
  g_autoptr (GPtrArray) objects = read_all (person, CEN_KIND_PAIR);
  g_autoptr (GPtrArray) members = read_members (person);
  g_autoptr (GPtrArray) pairs = cen_pairs_list (objects, members);

  g_assert_cmpuint (pairs->len, ==, 1);
  return ((CenPairRow *) pairs->pdata[0])->state;
}

static void
test_states (void)
{
  static const struct {
    guint who;
    const char *mark;
    CenPairState state;
  } rows[] = {
    { DAN, "accept", CEN_PAIR_PROPOSED },  /* not theirs to accept */
    { CLEO, "accept", CEN_PAIR_PROPOSED }, /* nor for whoever proposed */
    { BO, "accept", CEN_PAIR_ACTIVE },     { DAN, "end", CEN_PAIR_ACTIVE },
    { CLEO, "reached", CEN_PAIR_DONE },    { BO, "end", CEN_PAIR_OVER },
  };
  g_auto (TestStudy) study = { 0 };
  CenId pair;

  test_study_begin (&study, 2);
  pair = propose (study.people[CLEO], study.people[BO]);
  test_study_sync (&study);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_true (cen_author_mark (study.people[rows[i].who]->circle, &pair, rows[i].mark, "",
                                    CEN_MARK_PUT, NULL));
    test_study_sync (&study);
    g_assert_cmpint (read_state (study.people[ANA]), ==, rows[i].state);
  }
}

static void
test_removed (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId pair;

  test_study_begin (&study, 3);
  say (study.people[DAN], "offer", "rust", CEN_MARK_PUT);
  pair = propose (study.people[CLEO], study.people[DAN]);
  test_study_sync (&study);
  g_assert_true (
      cen_author_mark (study.people[DAN]->circle, &pair, "accept", "", CEN_MARK_PUT, NULL));
  test_study_sync (&study);
  g_assert_cmpint (read_state (study.people[ANA]), ==, CEN_PAIR_ACTIVE);
  test_study_revoke (study.people[ANA], study.people[DAN], NULL);
  test_study_sync (&study);
  g_assert_cmpint (read_state (study.people[CLEO]), ==, CEN_PAIR_OVER);

  g_autofree char *told = tell (study.people[CLEO]);

  g_assert_cmpstr (told, ==, "over ");
}

/* Those who are a pair are not suggested to each other. */
static void
test_suggest (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  test_study_begin (&study, 4);
  say (study.people[ANA], "offer", "rust", CEN_MARK_PUT);
  say (study.people[DAN], "want", "rust", CEN_MARK_PUT);
  test_study_sync (&study);
  before = tell (study.people[BO]);
  g_assert_cmpuint (strlen (before), ==, strlen ("rust 1 1; ") + 9);
  propose (study.people[DAN], study.people[ANA]);
  test_study_sync (&study);
  after = tell (study.people[BO]);
  g_assert_cmpstr (after, ==, "rust 1 1; proposed ");
}

/* Who left is drawn up to when they left. */
static void
test_stays (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) modlog = NULL;
  g_autoptr (GArray) stays = NULL;
  g_autoptr (GArray) drawn = NULL;
  TestPerson *ana;
  guint n_left = 0, n_drawn = 0;
  gint64 removed_ms;

  test_study_begin (&study, 5);
  ana = study.people[ANA];
  test_world_advance (study.world, CEN_WEEK_MS);
  removed_ms = study.world->now_ms;
  test_study_revoke (ana, study.people[DAN], NULL);
  members = read_members (ana);
  modlog = cen_query_modlog (ana->replica->store, &ana->circle->id, G_MAXINT, NULL);
  stays = cen_pairs_list_stays (members, modlog);
  g_assert_cmpuint (stays->len, ==, TEST_STUDY_PEOPLE);
  for (guint i = 0; i < stays->len; i++) {
    const CenCafeMember *stay = &g_array_index (stays, CenCafeMember, i);

    g_assert_cmpint (stay->from_ms, >, 0);
    if (stay->until_ms != 0) {
      g_assert_cmpint (stay->until_ms, ==, removed_ms);
      n_left++;
    }
  }
  g_assert_cmpuint (n_left, ==, 1);
  drawn = cen_pairs_draw_cafe (ana->replica->store, &ana->circle->id, removed_ms + 2 * CEN_WEEK_MS,
                               NULL);
  for (guint i = 0; i < drawn->len; i++)
    n_drawn += 1 + !cen_id_is_zero (&g_array_index (drawn, CenCafePair, i).b);
  g_assert_cmpuint (n_drawn, ==, 3);
}

static void
act (TestStudy *study, GRand *rand, GArray *pairs)
{
  static const char *const skills[] = { "rust", "Rust", "piano", "latin" };
  static const char *const marks[] = { "accept", "end", "reached" };
  guint n = (guint) g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE);
  TestPerson *who = study->people[n];
  TestPerson *other = study->people[(n + (guint) g_rand_int_range (rand, 1, 4)) % 4];
  CenMarkAction action = g_rand_int_range (rand, 0, 3) > 0 ? CEN_MARK_PUT : CEN_MARK_CLEAR;
  CenId id;

  switch (g_rand_int_range (rand, 0, 5)) {
  case 0:
    say (who, "offer", skills[g_rand_int_range (rand, 0, 4)], action);
    break;
  case 1:
    say (who, "want", skills[g_rand_int_range (rand, 0, 4)], action);
    break;
  case 2:
    if (pairs->len < 6) {
      id = propose (who, other);
      g_array_append_val (pairs, id);
      test_study_sync (study);
    }
    break;
  case 3:
    if (pairs->len > 0)
      cen_author_mark (who->circle,
                       &g_array_index (pairs, CenId,
                                       g_rand_int_range (rand, 0, (gint32) pairs->len)),
                       marks[g_rand_int_range (rand, 0, 3)], "", action, NULL);
    break;
  default:
    test_person_pull (who, other);
    break;
  }
}

/* Twenty replicas that got everything in another order, some of it twice, tell the same. */
static void
test_shuffled (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autofree char *told = NULL;

  test_study_begin (&study, 9);
  for (guint i = 0; i < 100; i++)
    act (&study, rand, pairs);
  test_study_revoke (study.people[ANA], study.people[CLEO], NULL);
  act (&study, rand, pairs);
  test_study_sync (&study);
  told = tell_all (study.people[ANA]);
  for (guint replica = 0; replica < 20; replica++) {
    g_autoptr (TestPerson) fresh = test_person_new (study.world, "Fresh");
    g_autofree char *tells = NULL;

    test_person_open_empty (fresh, &study.people[0]->circle->id);
    test_study_deliver (fresh, study.people[BO], rand);
    tells = tell_all (fresh);
    g_assert_cmpstr (tells, ==, told);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pairs/skills", test_skills);
  g_test_add_func ("/pairs/knowers", test_knowers);
  g_test_add_func ("/pairs/states", test_states);
  g_test_add_func ("/pairs/removed", test_removed);
  g_test_add_func ("/pairs/suggest", test_suggest);
  g_test_add_func ("/pairs/stays", test_stays);
  g_test_add_func ("/pairs/map", test_map);
  g_test_add_func ("/pairs/due", test_due);
  g_test_add_func ("/pairs/shuffled", test_shuffled);
  return g_test_run ();
}
