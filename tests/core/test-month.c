/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A month in a circle. Eight members, each with a clock of their own that is wrong in its own way,
 * live four weeks: they propose, vote, meet, ask, answer, thank, write together and learn, apart in
 * changing groups in which they exchange only now and then. One is made a facilitator, one is
 * removed without knowing of it and goes on writing, one leaves and comes back. In the end all who
 * are members hold the same, and everything that is computed says the same to everybody.
 * MONTH_SEED=N runs one. */

#include "core/author-members.h"
#include "core/kinds-life.h"
#include "core/queries.h"
#include "month.h"

#define N_SEEDS      4
#define DAY_OF_HELP  3  /* Bo becomes a facilitator */
#define DAY_OF_LEAVE 8  /* Hana leaves */
#define DAY_REMOVED  11 /* Greg is removed */
#define DAY_BACK     16 /* Hana comes again */
#define DAY_DEVICE   20 /* Ana has a second device */

static void
month_clear (Month *month)
{
  for (guint i = 0; i < N_PEOPLE; i++) {
    g_clear_pointer (&month->people[i], test_person_free);
    g_clear_pointer (&month->clocks[i], test_world_free);
  }
  g_clear_pointer (&month->former, test_person_free);
  g_clear_pointer (&month->tablet, test_person_free);
  g_clear_pointer (&month->tablet_clock, test_world_free);
  g_clear_pointer (&month->rand, g_rand_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Month, month_clear)

/* --- Meeting --- */

static void
exchange (TestPerson *a, TestPerson *b)
{
  test_person_pull (a, b);
  test_person_pull (b, a);
}

/* All together, two groups, four pairs, everybody alone with now and then a visit. */
static void
part (Month *month, guint day)
{
  static const guint sizes[] = { 8, 4, 2, 1 };
  guint size = sizes[(day / 3) % G_N_ELEMENTS (sizes)];
  guint turn = month_roll (month, N_PEOPLE);

  for (guint i = 0; i < N_PEOPLE; i++)
    month->groups[i] = ((i + turn) % N_PEOPLE) / size;
}

static void
meet (Month *month)
{
  for (guint n = 0; n < 3; n++) {
    guint a = month_roll (month, N_PEOPLE), b = month_pick_other (month, a);

    if (month->groups[a] == month->groups[b] || month_roll (month, 10) == 0)
      exchange (month->people[a], month->people[b]);
  }
}

/* --- Who comes and goes --- */

static void
go_home (Month *month, guint who)
{
  month->is_gone[who] = TRUE;
}

static void
come_back (Month *month)
{
  TestPerson *again = test_person_new (month->clocks[HANA], "Hana");

  month->former = month->people[HANA];
  test_person_join (again, month->people[ANA]);
  exchange (again, month->people[ANA]);
  month->people[HANA] = again;
  month->is_gone[HANA] = FALSE;
}

static void
live_frame (Month *month, guint day)
{
  TestPerson *ana = month->people[ANA], *bo = month->people[BO];
  g_autoptr (GError) error = NULL;

  if (day == DAY_OF_HELP)
    test_study_grant (ana, bo, CEN_ROLE_FACILITATOR);
  if (day == DAY_OF_LEAVE) {
    g_assert_true (cen_author_leave (month->people[HANA]->circle, NULL));
    exchange (month->people[HANA], month->people[EVE]); /* who alone hears of it */
    go_home (month, HANA);
  }
  if (day == DAY_REMOVED) {
    exchange (ana, bo);
    cen_author_revoke (bo->circle, &month->people[GREG]->circle->self_member, NULL, 0,
                       "we agreed to part", &error);
    g_assert_no_error (error);
  }
  if (day == DAY_BACK)
    come_back (month);
  if (day == DAY_DEVICE) {
    month->tablet_clock = test_world_new (99);
    test_world_advance (month->tablet_clock,
                        month->clocks[ANA]->now_ms - month->tablet_clock->now_ms);
    month->tablet = test_person_link (ana, month->tablet_clock, "Tablet");
    test_person_pull (ana, month->tablet);
  }
}

/* --- The month --- */

static void
begin (Month *month, guint32 seed)
{
  CenValue badge[] = { { .field = CEN_BADGE_NAME, .type = CEN_FIELD_NAME, .text = "Owl" },
                       test_value_text (CEN_BADGE_EMOJI, "🦉") };

  month->rand = g_rand_new_with_seed (seed);
  for (guint i = 0; i < N_PEOPLE; i++) {
    month->clocks[i] = test_world_new (seed * N_PEOPLE + i);
    /* From a little early to six hours late, and Eve's is a day ahead. */
    test_world_advance (month->clocks[i], MONDAY_MS - month->clocks[i]->now_ms + HOUR_MS * 12 +
                                              (gint64) month_roll (month, 360) * 60000 +
                                              (i == EVE ? DAY_MS : 0));
    month->people[i] = test_person_new (month->clocks[i], month_names[i]);
    if (i == ANA)
      test_person_found (month->people[ANA], "Analysis");
    else
      test_person_join (month->people[i], month->people[ANA]);
    if (i != ANA)
      test_person_pull (month->people[ANA], month->people[i]);
  }
  month->badge = test_life_create (month->people[ANA], CEN_KIND_BADGE, badge, 2);
  for (guint i = 1; i < N_PEOPLE; i++)
    exchange (month->people[ANA], month->people[i]);
}

/* Whoever heard of their removal writes no more. */
static gboolean
can_write (Month *month, guint who)
{
  TestPerson *person = month->people[who];
  g_autoptr (CenCircleRow) row =
      cen_query_circle (person->replica->store, &person->circle->id, NULL);

  return !month->is_gone[who] && row->self_state == CEN_MEMBER_ACTIVE;
}

static void
live (Month *month)
{
  for (guint day = 0; day < N_DAYS; day++) {
    part (month, day);
    live_frame (month, day);
    for (guint i = 0; i < N_PEOPLE; i++) {
      for (guint n = month_roll (month, 9); can_write (month, i) && n > 0; n--)
        month_act (month, i);
    }
    meet (month);
    for (guint i = 0; i < N_PEOPLE; i++)
      test_world_advance (month->clocks[i], DAY_MS);
    if (month->tablet != NULL)
      test_world_advance (month->tablet_clock, DAY_MS);
  }
}

static void
heal (Month *month)
{
  for (guint round = 0; round < 2; round++) {
    for (guint i = 1; i < N_PEOPLE; i++)
      exchange (month->people[ANA], month->people[i]);
    exchange (month->people[ANA], month->former);
    exchange (month->people[ANA], month->tablet);
  }
}

/* --- The test --- */

static void
assert_kinds (const char *said)
{
  static const char *const words[] = {
    "\nquestion 2", "\npoll 1",      "\nproposal 1",  "\nboost", "\ncharter", "\nskill",
    "\npair",       "\nmilestone 4", "\nmilestone 0", "\nweek",  "!",         "beside a session",
    "written by 3", "\ncomment",     "\ncard",        "\nsees"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strstr (said, words[i]) == NULL)
      g_error ("nothing of “%s” happened in these months", words[i] + 1);
  }
}

static void
assert_members (Month *month)
{
  TestPerson *dan = month->people[DAN];
  g_autoptr (GPtrArray) members = cen_query_members (dan->replica->store, &dan->circle->id, NULL);
  guint n[3] = { 0 };

  for (guint i = 0; i < members->len; i++)
    n[((CenMemberRow *) members->pdata[i])->state]++;
  g_assert_cmpuint (n[CEN_MEMBER_ACTIVE], ==, N_PEOPLE - 1);
  g_assert_cmpuint (n[CEN_MEMBER_LEFT], ==, 1);
  g_assert_cmpuint (n[CEN_MEMBER_REMOVED], ==, 1);
}

/* What was said in the end is added to @all. */
static void
run_month (guint32 seed, GString *all)
{
  g_auto (Month) month = { 0 };
  g_autofree char *expected = NULL;
  g_autofree char *own = NULL;
  g_autofree char *again = NULL;

  g_test_message ("seed %u", seed);
  begin (&month, seed);
  live (&month);
  heal (&month);
  g_test_message ("%u gestures, %" G_GUINT64_FORMAT " ops", month.n_acts,
                  month.people[ANA]->circle->held.n);
  assert_members (&month);
  expected = month_dup_said (month.people[ANA]);
  g_string_append (all, expected);
  for (guint i = 1; i < N_PEOPLE; i++) {
    g_autofree char *said = month_dup_said (month.people[i]);

    test_assert_same_state (month.people[ANA], month.people[i]);
    g_assert_cmpstr (said, ==, expected);
  }
  test_assert_same_state (month.people[ANA], month.tablet);
  month_hand_over_schedule (month.people[ANA], month.tablet);
  own = month_dup_own (month.people[ANA]);
  g_string_append (all, own);
  again = month_dup_own (month.tablet);
  g_assert_cmpstr (own, ==, again);
  test_assert_rebuilt (month.people[EVE]);
  g_clear_pointer (&again, g_free);
  again = month_dup_said (month.people[EVE]);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_month (void)
{
  const char *seed = g_getenv ("MONTH_SEED");
  g_autoptr (GString) all = g_string_new (NULL);

  if (seed != NULL) {
    run_month ((guint32) g_ascii_strtoull (seed, NULL, 10), all);
    return;
  }
  for (guint32 i = 1; i <= N_SEEDS; i++)
    run_month (i, all);
  assert_kinds (all->str);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/month/eight-members", test_month);
  return g_test_run ();
}
