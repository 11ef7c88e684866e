/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The draw of the week: in turn, the same whatever the order of the members, and none twice too
 * soon. */

#include "core/week.h"

#include "tests/support/life.h"

#include <string.h>

#define N_PROMPTS 108
#define N_MEMBERS 7
#define MONDAY_MS (G_GINT64_CONSTANT (1763337600000)) /* 2025-11-17 00:00 UTC */

static const CenId circle = { { 1 } };
static const CenId other = { { 2 } };

static void
test_prompts (void)
{
  guint n_same = 0;

  for (guint cycle = 0; cycle < 3; cycle++) {
    gboolean seen[N_PROMPTS + 1] = { FALSE };
    gint64 first_ms = 0;

    /* A cycle begins where the number of the week is a multiple of the number of prompts. */
    while (((cen_week_get_start (first_ms + MONDAY_MS) - cen_week_get_start (0)) / CEN_WEEK_MS) %
               N_PROMPTS !=
           0)
      first_ms += CEN_WEEK_MS;
    first_ms += MONDAY_MS + cycle * N_PROMPTS * CEN_WEEK_MS;
    for (guint i = 0; i < N_PROMPTS; i++) {
      gint64 week_ms = first_ms + i * CEN_WEEK_MS;
      guint number = cen_week_draw_prompt (&circle, N_PROMPTS, week_ms);

      g_assert_cmpuint (number, >=, 1);
      g_assert_cmpuint (number, <=, N_PROMPTS);
      g_assert_false (seen[number]);
      seen[number] = TRUE;
      g_assert_cmpuint (number, ==,
                        cen_week_draw_prompt (&circle, N_PROMPTS, week_ms + CEN_WEEK_MS - 1));
      n_same += number == cen_week_draw_prompt (&other, N_PROMPTS, week_ms);
    }
  }
  g_assert_cmpuint (n_same, <, 30); /* about three are expected */
}

static void
make_members (CenCafeMember *members)
{
  memset (members, 0, N_MEMBERS * sizeof *members);
  for (guint i = 0; i < N_MEMBERS; i++) {
    members[i].member.bytes[0] = (guint8) (i + 1);
    members[i].from_ms = MONDAY_MS - 1;
  }
}

static void
test_in_turn (void)
{
  CenCafeMember members[N_MEMBERS], turned[N_MEMBERS];

  make_members (members);
  for (guint i = 0; i < N_MEMBERS; i++)
    turned[i] = members[(i * 3 + 2) % N_MEMBERS];
  for (guint round = 0; round < 5; round++) {
    guint seen = 0;

    for (guint i = 0; i < N_MEMBERS; i++) {
      gint64 week_ms = MONDAY_MS + (round * N_MEMBERS + i) * CEN_WEEK_MS;
      CenId a, b;

      g_assert_true (cen_week_draw_spotlight (&circle, members, N_MEMBERS, week_ms, &a));
      g_assert_true (cen_week_draw_spotlight (&circle, turned, N_MEMBERS, week_ms + 1, &b));
      g_assert_true (cen_id_equal (&a, &b));
      seen |= 1u << a.bytes[0];
    }
    g_assert_cmpuint (seen, ==, 0xfe);
  }
}

/* Who came on Monday or later waits for the next; who left before it is not drawn any more. */
static void
test_who_counts (void)
{
  CenCafeMember members[N_MEMBERS];
  CenId member;

  make_members (members);
  for (guint i = 0; i < N_MEMBERS; i++)
    members[i].from_ms = MONDAY_MS;
  g_assert_false (cen_week_draw_spotlight (&circle, members, N_MEMBERS, MONDAY_MS + 5, &member));
  members[3].from_ms = MONDAY_MS - 1;
  for (guint i = 0; i < 3; i++) {
    members[i].from_ms = 1;
    members[i].until_ms = MONDAY_MS - 1;
  }
  g_assert_true (cen_week_draw_spotlight (&circle, members, N_MEMBERS, MONDAY_MS + 5, &member));
  g_assert_cmpuint (member.bytes[0], ==, 4);
  g_assert_false (cen_week_draw_spotlight (&circle, members, 0, MONDAY_MS, &member));
}

/* To the millisecond, and for coffee as for the spotlight. */
static void
test_edges_of_the_week (void)
{
  const gint64 from_ms[] = { MONDAY_MS - 1, MONDAY_MS, MONDAY_MS + 1 };
  const gint64 until_ms[] = { 0, MONDAY_MS - 1, MONDAY_MS, MONDAY_MS + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (from_ms); i++) {
    for (guint k = 0; k < G_N_ELEMENTS (until_ms); k++) {
      CenCafeMember one = { { { 1 } }, from_ms[i], until_ms[k] };
      gboolean is_of = from_ms[i] < MONDAY_MS && (k == 0 || until_ms[k] >= MONDAY_MS);
      g_autoptr (GArray) pairs = cen_cafe_draw (&circle, &one, 1, MONDAY_MS);
      CenId member;

      g_assert_cmpint (cen_cafe_member_is_of (&one, MONDAY_MS), ==, is_of);
      g_assert_cmpuint (pairs->len, ==, is_of);
      g_assert_cmpint (cen_week_draw_spotlight (&circle, &one, 1, MONDAY_MS, &member), ==, is_of);
    }
  }
}

/* --- Out of replicas --- */

/* Anybody may go; a founder stays. */
static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  guint n = (guint) g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE);

  (void) data;
  test_world_advance (study->world, g_rand_int_range (rand, 0, 4) * CEN_WEEK_MS / 7);
  if (n > 1 && g_rand_int_range (rand, 0, 12) == 0)
    cen_author_leave (study->people[n]->circle, NULL);
  else
    test_person_post (study->people[0], "words");
}

/* What is drawn for the weeks around @data, which is the clock of all. */
static char *
dump (TestPerson *person)
{
  gint64 now_ms = person->circle->world->now_ms (person->circle->world);
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = -20; i <= 1; i++) {
    g_autoptr (CenWeek) week = cen_week_read (person->replica->store, &person->circle->id,
                                              N_PROMPTS, now_ms + i * CEN_WEEK_MS, NULL);
    g_autofree char *spotlight = cen_id_dup_text (&week->spotlight);

    g_string_append_printf (text, "%u %s", week->prompt, spotlight);
    for (guint k = 0; k < week->pairs->len; k++) {
      const CenCafePair *pair = &g_array_index (week->pairs, CenCafePair, k);
      g_autofree char *a = cen_id_dup_text (&pair->a);
      g_autofree char *b = cen_id_dup_text (&pair->b);

      g_string_append_printf (text, " %s+%s", a, b);
    }
    g_string_append_c (text, '\n');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_same_everywhere (void)
{
  test_life_same_everywhere (act, dump, NULL);
}

/* Dan leaves on Sunday; who hears of it on Tuesday is told that the draw has changed. */
static void
test_late (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *dan;
  gint64 monday_ms;
  g_autoptr (CenWeek) before = NULL;
  g_autoptr (CenWeek) after = NULL;
  g_autoptr (CenWeek) next = NULL;

  test_study_begin (&study, 7);
  ana = study.people[0];
  dan = study.people[3];
  monday_ms = cen_week_get_start (study.world->now_ms) + CEN_WEEK_MS;
  test_world_advance (study.world, monday_ms - study.world->now_ms - CEN_WEEK_MS / 7);
  g_assert_true (cen_author_leave (dan->circle, NULL));
  test_world_advance (study.world, 2 * CEN_WEEK_MS / 7);
  before =
      cen_week_read (ana->replica->store, &ana->circle->id, N_PROMPTS, study.world->now_ms, NULL);
  g_assert_false (before->is_late);
  g_assert_cmpuint (before->pairs->len, ==, 2);
  test_person_pull (ana, dan);
  after =
      cen_week_read (ana->replica->store, &ana->circle->id, N_PROMPTS, study.world->now_ms, NULL);
  g_assert_true (after->is_late);
  g_assert_cmpint (after->prompt, ==, before->prompt);
  g_assert_cmpuint (after->pairs->len, ==, 2); /* one rests */
  test_world_advance (study.world, CEN_WEEK_MS);
  next =
      cen_week_read (ana->replica->store, &ana->circle->id, N_PROMPTS, study.world->now_ms, NULL);
  g_assert_false (next->is_late);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/week/prompts", test_prompts);
  g_test_add_func ("/week/in-turn", test_in_turn);
  g_test_add_func ("/week/who-counts", test_who_counts);
  g_test_add_func ("/week/edges", test_edges_of_the_week);
  g_test_add_func ("/week/late", test_late);
  g_test_add_func ("/week/same-everywhere", test_same_everywhere);
  return g_test_run ();
}
