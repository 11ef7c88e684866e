/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Circles on simulated networks. The scenarios play one story each; the random ones play a story
 * for each seed, $SIM_SEEDS of them from $SIM_FIRST on. */

#include "core/author-members.h"
#include "core/author-rotate.h"
#include "net/rotation.h"
#include "tests/support/meeting.h"
#include "tests/support/sim.h"

#include <string.h>

#define SEEDS        200
#define EVENTS       24
#define MINUTE_MS    (60 * 1000)
#define TEN_YEARS_MS (G_GINT64_CONSTANT (3652) * 24 * 60 * MINUTE_MS)

static const TestSimRoad quick = { 5, 40, 0, 0 };
static const TestSimRoad narrow = { 20, 60, 64 * 1024, 48 * 1024 };

/* A circle of @n people who have only just met over @road, each linked to each. */
static TestSim *
sim_of (guint32 seed, guint n, TestSimPlace place, const TestSimRoad *road)
{
  TestSim *sim = test_sim_new (seed);

  test_sim_found (sim, place);
  for (guint i = 1; i < n; i++)
    test_sim_enter (sim, 0, place);
  test_sim_link_all (sim, road);
  test_sim_settle (sim, 5 * MINUTE_MS);
  return sim;
}

static void
test_mesh (void)
{
  g_autoptr (TestSim) sim = sim_of (1, 3, TEST_SIM_IN_MEMORY, &quick);

  for (guint i = 0; i < 30; i++) {
    test_sim_post (sim, i % 3, 2);
    test_sim_run (sim, 30);
  }
  test_sim_settle (sim, MINUTE_MS);
}

static void
test_chain (void)
{
  g_autoptr (TestSim) sim = test_sim_new (2);

  test_sim_found (sim, TEST_SIM_IN_MEMORY);
  test_sim_enter (sim, 0, TEST_SIM_IN_MEMORY);
  test_sim_enter (sim, 0, TEST_SIM_IN_MEMORY);
  test_sim_link (sim, 0, 1, &quick);
  test_sim_link (sim, 1, 2, &quick);
  test_sim_settle (sim, MINUTE_MS);
  for (guint i = 0; i < 20; i++) {
    test_sim_post (sim, i % 3, 1);
    test_sim_run (sim, 25);
  }
  /* What goes down the chain needs no comparison to arrive. */
  test_sim_settle (sim, 2000);
}

static void
test_partition (void)
{
  g_autoptr (TestSim) sim = sim_of (3, 4, TEST_SIM_IN_MEMORY, &quick);

  test_sim_partition (sim, 0x3);
  for (guint i = 0; i < 40; i++) {
    test_sim_post (sim, i % 4, 3);
    test_sim_run (sim, 100);
  }
  test_sim_heal (sim);
  test_sim_settle (sim, MINUTE_MS);
}

static void
test_choke (void)
{
  g_autoptr (TestSim) sim = sim_of (4, 2, TEST_SIM_IN_MEMORY, &quick);

  test_sim_choke (sim, 0, 1);
  test_sim_post (sim, 0, 5);
  test_sim_run (sim, 2 * NET_SESSION_SILENCE_MS);
  test_sim_post (sim, 1, 5);
  test_sim_mend (sim, 0, 1);
  test_sim_settle (sim, 2 * MINUTE_MS);
}

static void
test_restart (void)
{
  g_autoptr (TestSim) sim = sim_of (5, 2, TEST_SIM_ON_DISK, &quick);

  test_sim_cut (sim, 0, 1);
  test_sim_post (sim, 0, 300);
  test_sim_post (sim, 1, 300);
  test_sim_mend (sim, 0, 1);
  for (guint i = 0; i < 12; i++) {
    test_sim_run (sim, 530 + 11 * i);
    test_sim_restart (sim, i % 2);
  }
  test_sim_settle (sim, MINUTE_MS);
}

/* Two machines write on with one device's key; a third meets both. */
static void
test_fork (void)
{
  g_autoptr (TestSim) sim = sim_of (6, 2, TEST_SIM_ON_DISK, &quick);
  guint clone = test_sim_clone (sim, 1);

  test_sim_link (sim, clone, 0, &quick);
  test_sim_run (sim, MINUTE_MS);
  test_sim_partition (sim, 0x1);
  test_sim_post (sim, 1, 40);
  test_sim_post (sim, clone, 25);
  test_sim_post (sim, 0, 5);
  test_sim_heal (sim);
  test_sim_settle (sim, 2 * MINUTE_MS);
  test_sim_post (sim, 1, 3);
  test_sim_post (sim, clone, 3);
  test_sim_settle (sim, 5 * MINUTE_MS);
}

static void
test_restored (void)
{
  g_autoptr (TestSim) sim = sim_of (7, 3, TEST_SIM_ON_DISK, &quick);

  test_sim_save (sim, 1);
  test_sim_settle (sim, MINUTE_MS);
  test_sim_post (sim, 1, 20);
  test_sim_settle (sim, MINUTE_MS);
  g_assert_true (test_sim_restore (sim, 1));
  test_sim_post (sim, 1, 30);
  test_sim_settle (sim, MINUTE_MS);
}

/* What is stored when a link is cut is not sent again. */
static void
test_resume (void)
{
  g_autoptr (TestSim) sim = sim_of (8, 2, TEST_SIM_IN_MEMORY, &narrow);
  TestPerson *reader = test_sim_get_person (sim, 1);
  guint64 n_before, n_total, n_stored;

  test_sim_cut (sim, 0, 1);
  test_sim_post (sim, 0, 2000);
  n_total = test_meeting_measure (test_sim_get_person (sim, 0)) - test_meeting_measure (reader);
  test_sim_mend (sim, 0, 1);
  n_stored = test_meeting_measure (reader);
  while (reader->circle->n_ops < 1000)
    test_sim_run (sim, 100);
  test_sim_cut (sim, 0, 1);
  n_stored = test_meeting_measure (reader) - n_stored;
  n_before = test_sim_get_n_sent (sim, 0, 1);
  g_assert_cmpuint (n_stored, <, n_total);
  test_sim_mend (sim, 0, 1);
  test_sim_settle (sim, 5 * MINUTE_MS);
  g_assert_cmpuint (test_sim_get_n_sent (sim, 0, 1) - n_before, <, n_total - n_stored + 16384);
}

/* Comparing while much waits to be pushed sends nothing a second time. */
static void
test_backlog (void)
{
  g_autoptr (TestSim) sim = sim_of (13, 2, TEST_SIM_IN_MEMORY, &narrow);
  guint64 n_sent = test_sim_get_n_sent (sim, 0, 1) + test_sim_get_n_sent (sim, 1, 0);
  gsize n_stored = test_meeting_measure (test_sim_get_person (sim, 0));
  gsize n_new;

  for (guint i = 0; i < 20; i++) {
    test_sim_post (sim, 0, 40);
    test_sim_post (sim, 1, 40);
    test_sim_run (sim, 200);
    test_sim_reconcile (sim);
  }
  test_sim_settle (sim, 5 * MINUTE_MS);
  n_sent = test_sim_get_n_sent (sim, 0, 1) + test_sim_get_n_sent (sim, 1, 0) - n_sent;
  n_new = test_meeting_measure (test_sim_get_person (sim, 0)) - n_stored;
  g_test_message ("%" G_GUINT64_FORMAT " bytes sent for %zu", n_sent, n_new);
  g_assert_cmpuint (n_sent, <, n_new + n_new / 8);
}

/* Somebody joins through a member who did not found, while everybody talks. */
static void
test_newcomer (void)
{
  g_autoptr (TestSim) sim = sim_of (9, 3, TEST_SIM_IN_MEMORY, &quick);
  guint newcomer;

  for (guint i = 0; i < 30; i++) {
    test_sim_post (sim, i % 3, 4);
    test_sim_run (sim, 20);
  }
  newcomer = test_sim_enter (sim, 2, TEST_SIM_IN_MEMORY);
  test_sim_link (sim, newcomer, 2, &quick);
  for (guint i = 0; i < 30; i++) {
    test_sim_post (sim, i % 3, 1);
    test_sim_run (sim, 20);
  }
  test_sim_settle (sim, MINUTE_MS);
  test_sim_post (sim, newcomer, 3);
  test_sim_link (sim, newcomer, 0, &quick);
  test_sim_settle (sim, MINUTE_MS);
}

/* A message is erased on one side and answered on the other. */
static void
test_redact (void)
{
  g_autoptr (TestSim) sim = sim_of (10, 4, TEST_SIM_IN_MEMORY, &quick);
  TestPerson *author = test_sim_get_person (sim, 1);
  TestPerson *reader = test_sim_get_person (sim, 3);
  CenId message = test_person_post (author, "On second thoughts");
  CenId unseen;
  g_autoptr (GError) error = NULL;

  test_sim_settle (sim, MINUTE_MS);
  test_sim_partition (sim, 0x3);
  unseen = test_person_post (author, "Nobody over there will see this");
  cen_author_redact (author->circle, &unseen, &error);
  g_assert_no_error (error);
  cen_author_redact (author->circle, &message, &error);
  g_assert_no_error (error);
  cen_author_mark (reader->circle, &message, "reaction", "+1", CEN_MARK_PUT, &error);
  g_assert_no_error (error);
  test_sim_post (sim, 2, 10);
  test_sim_heal (sim);
  test_sim_settle (sim, MINUTE_MS);
}

static void
test_skew (void)
{
  g_autoptr (TestSim) sim = sim_of (11, 3, TEST_SIM_IN_MEMORY, &quick);

  test_sim_skew (sim, 0, -TEN_YEARS_MS);
  test_sim_skew (sim, 2, TEN_YEARS_MS);
  for (guint i = 0; i < 20; i++) {
    test_sim_post (sim, i % 3, 1);
    test_sim_run (sim, 50);
  }
  test_sim_skew (sim, 2, -2 * TEN_YEARS_MS);
  test_sim_restart (sim, 2);
  test_sim_post (sim, 2, 2);
  test_sim_settle (sim, MINUTE_MS);
}

/* A peer at the end of a very slow road does not keep another from the news. */
static void
test_slow_peer (void)
{
  static const TestSimRoad slow = { 2000, 2000, 2048, 8192 };
  g_autoptr (TestSim) sim = test_sim_new (12);

  for (guint i = 0; i < 3; i++)
    i == 0 ? test_sim_found (sim, TEST_SIM_IN_MEMORY) : test_sim_enter (sim, 0, TEST_SIM_IN_MEMORY);
  test_sim_link (sim, 1, 0, &quick);
  test_sim_link (sim, 2, 0, &slow);
  test_sim_settle (sim, 5 * MINUTE_MS);
  for (guint i = 0; i < 100; i++) {
    test_sim_post (sim, 0, 2);
    test_sim_run (sim, 100);
    test_sim_assert (sim, test_sim_is_in_sync (sim, 0, 1));
  }
  test_sim_assert (sim, !test_sim_is_in_sync (sim, 0, 2));
  test_sim_settle (sim, 10 * MINUTE_MS);
}

/* --- Removals and keys --- */

static void
put_out (TestSim *sim, guint by, guint target)
{
  CenId member = test_sim_get_person (sim, target)->circle->self_member;
  g_autoptr (GError) error = NULL;

  cen_author_revoke (test_sim_get_person (sim, by)->circle, &member, NULL, 0, NULL, &error);
  g_assert_no_error (error);
}

static void
appoint (TestSim *sim, guint by, guint target)
{
  CenId member = test_sim_get_person (sim, target)->circle->self_member;
  g_autoptr (GError) error = NULL;

  cen_author_grant (test_sim_get_person (sim, by)->circle, &member, CEN_ROLE_FACILITATOR, NULL,
                    &error);
  g_assert_no_error (error);
}

static const CenMemberInfo *
get_info (TestPerson *person)
{
  const CenMemberInfo *info =
      cen_authority_get_member (person->circle->authority, &person->circle->self_member);

  return info != NULL && info->state == CEN_MEMBER_ACTIVE ? info : NULL;
}

static CenRotationNeed
get_need (TestPerson *person)
{
  CenRotationNeed need;
  g_autoptr (GError) error = NULL;

  cen_epochs_get_need (person->circle, &need, &error);
  g_assert_no_error (error);
  return need;
}

/* Everybody renews as an engine does, for @ms. Returns: how often it was done. */
static guint
run_with_renewals (TestSim *sim, NetRotation *rotations, gint64 ms)
{
  gint64 end_ms = test_sim_get_now_ms (sim) + ms;
  guint n_renewals = 0;

  while (test_sim_get_now_ms (sim) < end_ms) {
    test_sim_run (sim, 500);
    for (guint i = 0; i < test_sim_get_n_people (sim); i++) {
      TestPerson *person = test_sim_get_person (sim, i);
      const CenMemberInfo *info = get_info (person);

      if (info != NULL && net_rotation_step (&rotations[i], get_need (person), info->role,
                                             test_sim_get_now_ms (sim), person->circle->world))
        n_renewals += cen_author_rotate (person->circle, NULL);
    }
  }
  return n_renewals;
}

/* All who are in write with one key, which nobody has who is out. */
static void
assert_one_key (TestSim *sim)
{
  const CenKnownEpoch *first, *epoch;

  g_assert_true (cen_epochs_get_writing (test_sim_get_person (sim, 0)->circle, &first, NULL));
  for (guint i = 0; i < test_sim_get_n_people (sim); i++) {
    TestPerson *person = test_sim_get_person (sim, i);

    g_assert_true (cen_epochs_get_writing (person->circle, &epoch, NULL));
    test_sim_assert (sim, get_need (person) == CEN_ROTATION_NONE);
    test_sim_assert (sim, (get_info (person) != NULL) ==
                              (memcmp (first->key.key, epoch->key.key, CEN_KEY_LEN) == 0));
  }
}

/* Both sides of a partition put somebody out, and one lets somebody in. */
static void
test_removals (void)
{
  for (guint32 seed = 20; seed < 26; seed++) {
    g_autoptr (TestSim) sim = sim_of (seed, 6, TEST_SIM_IN_MEMORY, &quick);
    NetRotation rotations[TEST_SIM_PEOPLE_MAX];
    guint newcomer;

    for (guint i = 0; i < TEST_SIM_PEOPLE_MAX; i++)
      net_rotation_init (&rotations[i], MINUTE_MS);
    appoint (sim, 0, 3);
    test_sim_settle (sim, MINUTE_MS);
    test_sim_partition (sim, 0x7);
    put_out (sim, 0, 2);
    put_out (sim, 3, 5);
    newcomer = test_sim_enter (sim, 4, TEST_SIM_IN_MEMORY);
    test_sim_link (sim, newcomer, 4, &quick);
    test_sim_post (sim, 1, 3);
    test_sim_post (sim, 4, 3);
    /* The newcomer's host had not heard of the removal beside it. */
    g_assert_cmpuint (run_with_renewals (sim, rotations, 4 * MINUTE_MS), <=, 2);
    test_sim_heal (sim);
    g_assert_cmpuint (run_with_renewals (sim, rotations, 5 * MINUTE_MS), <=, 2);
    test_sim_settle (sim, MINUTE_MS);
    assert_one_key (sim);
  }
}

/* --- Any story --- */

static guint
pick (TestSim *sim, guint n)
{
  return (guint) g_rand_int_range (test_sim_get_rand (sim), 0, (gint32) n);
}

static TestSimRoad
pick_road (TestSim *sim)
{
  static const guint64 speeds[] = { 0, 0, 32 * 1024, 256 * 1024 };
  static const gsize flights[] = { 0, 0, 16 * 1024, 512 * 1024 };
  TestSimRoad road = { pick (sim, 50), 0, speeds[pick (sim, 4)], flights[pick (sim, 4)] };

  road.latency_max_ms = road.latency_min_ms + pick (sim, 400);
  return road;
}

/* Each newcomer is linked to whoever admitted them and perhaps to others. */
static void
add_person (TestSim *sim)
{
  guint n = test_sim_get_n_people (sim);
  guint host = pick (sim, n);
  guint newcomer;

  if (n == 6 || !test_sim_can_post (sim, host))
    return;
  newcomer = test_sim_enter (sim, host, pick (sim, 3) == 0 ? TEST_SIM_ON_DISK : TEST_SIM_IN_MEMORY);
  for (guint i = 0; i < n; i++) {
    TestSimRoad road = pick_road (sim);

    if (i != host && pick (sim, 2) == 0)
      continue;
    if (pick (sim, 2) == 0)
      test_sim_link (sim, newcomer, i, &road);
    else
      test_sim_link (sim, i, newcomer, &road);
  }
}

static void
redact_something (TestSim *sim, guint person)
{
  TestPerson *one = test_sim_get_person (sim, person);
  CenId message = test_person_post (one, "To be taken back");
  g_autoptr (GError) error = NULL;

  test_sim_run (sim, pick (sim, 300));
  cen_author_redact (one->circle, &message, &error);
  g_assert_no_error (error);
}

static void
disturb_link (TestSim *sim)
{
  test_sim_partition (sim, 1 + pick (sim, (1 << test_sim_get_n_people (sim)) - 1));
}

static void
do_something (TestSim *sim)
{
  guint person = pick (sim, test_sim_get_n_people (sim));
  gboolean can_post = test_sim_can_post (sim, person);

  switch (pick (sim, 12)) {
  case 0:
    add_person (sim);
    break;
  case 1:
    disturb_link (sim);
    break;
  case 2:
  case 3:
    test_sim_heal (sim);
    break;
  case 4:
    test_sim_restart (sim, person);
    break;
  case 5:
    if (test_sim_is_on_disk (sim, person))
      test_sim_save (sim, person);
    break;
  case 6:
    test_sim_restore (sim, person);
    break;
  case 7:
    test_sim_skew (sim, person, ((gint64) pick (sim, 21) - 10) * (TEN_YEARS_MS / 10));
    break;
  case 8:
    if (can_post)
      redact_something (sim, person);
    break;
  case 9:
    if (can_post)
      test_sim_post (sim, person, 1 + pick (sim, 60));
    break;
  default:
    if (can_post)
      test_sim_post (sim, person, 1 + pick (sim, 3));
    break;
  }
}

static void
run_seed (guint32 seed)
{
  g_autoptr (TestSim) sim = test_sim_new (seed);
  guint n_people = 2 + pick (sim, 3);

  test_sim_found (sim, TEST_SIM_ON_DISK);
  while (test_sim_get_n_people (sim) < n_people)
    add_person (sim);
  for (guint i = 0; i < EVENTS; i++) {
    do_something (sim);
    test_sim_run (sim, pick (sim, 4) == 0 ? pick (sim, 20000) : pick (sim, 300));
  }
  test_sim_heal (sim);
  test_sim_settle (sim, 10 * MINUTE_MS);
}

static void
test_random (void)
{
  guint first = test_world_get_setting ("SIM_FIRST", 1000);
  guint n_seeds = test_world_get_setting ("SIM_SEEDS", SEEDS);

  for (guint i = 0; i < n_seeds; i++)
    run_seed (first + i);
  g_test_message ("%u seeds from %u on", n_seeds, first);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/mesh", test_mesh);
  g_test_add_func ("/sim/chain", test_chain);
  g_test_add_func ("/sim/partition", test_partition);
  g_test_add_func ("/sim/choke", test_choke);
  g_test_add_func ("/sim/restart", test_restart);
  g_test_add_func ("/sim/fork", test_fork);
  g_test_add_func ("/sim/restored", test_restored);
  g_test_add_func ("/sim/resume", test_resume);
  g_test_add_func ("/sim/backlog", test_backlog);
  g_test_add_func ("/sim/newcomer", test_newcomer);
  g_test_add_func ("/sim/redact", test_redact);
  g_test_add_func ("/sim/skew", test_skew);
  g_test_add_func ("/sim/slow-peer", test_slow_peer);
  g_test_add_func ("/sim/removals", test_removals);
  g_test_add_func ("/sim/random", test_random);
  return g_test_run ();
}
