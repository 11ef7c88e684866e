/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How new ops spread among many, and that all hold and show the same whatever happens on the way.
 * The random stories are $SIM_SEEDS (by default SEEDS) from $SIM_FIRST on, among $SIM_DEVICES. */

#include "tests/support/crowd.h"

#define SEEDS       12
#define DEVICES     60
#define AUTHORS     4
#define EVENTS      30
#define MINUTE_MS   (60 * 1000)
#define TEN_YEARS_S (10 * 365 * 24 * 3600)

static void
post (TestCrowd *crowd, guint n)
{
  for (guint i = 0; i < n; i++) {
    test_crowd_post (crowd, (guint) g_rand_int_range (test_crowd_get_rand (crowd), 0, AUTHORS));
    test_crowd_run (crowd, 500);
  }
}

static TestCrowd *
crowd_of (guint32 seed, guint n_devices, NetTreeShape shape)
{
  TestCrowdPlan plan = { n_devices, AUTHORS, 5, 60, shape };
  TestCrowd *crowd = test_crowd_new (seed, &plan);

  test_crowd_run (crowd, 20 * 1000);
  return crowd;
}

/* With few links everything goes everywhere at once. */
static void
test_flood (void)
{
  g_autoptr (TestCrowd) crowd = crowd_of (1, NET_TREE_FLOOD_MAX + 1, NET_TREE_FLOOD);
  TestCrowdCount count;

  test_crowd_count (crowd);
  post (crowd, 20);
  test_crowd_get_count (crowd, &count);
  g_assert_cmpuint (count.n_deliveries, ==, 20 * NET_TREE_FLOOD_MAX);
  /* Some quick links together may be quicker than a slow one. */
  g_assert_cmpuint (count.hops_max, <=, 4);
  g_assert_cmpuint (count.n_frames[NET_FRAME_IHAVE], ==, 0);
  test_crowd_assert_equal (crowd);
}

/* With more, to four in full and by name to the rest. */
static void
test_some (void)
{
  g_autoptr (TestCrowd) crowd = crowd_of (2, 40, NET_TREE_FLOOD);
  TestCrowdCount count;

  test_crowd_count (crowd);
  post (crowd, 20);
  test_crowd_settle (crowd, MINUTE_MS);
  test_crowd_get_count (crowd, &count);
  g_test_message ("%.2f in full, %" G_GUINT64_FORMAT " bytes of names, hops %u and %u",
                  (double) count.n_ops_sent / (double) count.n_needed,
                  count.n_frames[NET_FRAME_IHAVE], count.hops_p50, count.hops_p99);
  g_assert_cmpuint (count.n_frames[NET_FRAME_IHAVE], >, 0);
  g_assert_cmpuint (count.n_ops_sent, <, 7 * count.n_needed);
  test_crowd_assert_equal (crowd);
}

/* In a tree nothing goes twice, and nobody is far. */
static void
test_tree (void)
{
  g_autoptr (TestCrowd) crowd = crowd_of (3, 100, NET_TREE_GROWN);
  TestCrowdCount count;

  test_crowd_count (crowd);
  post (crowd, 40);
  test_crowd_settle (crowd, MINUTE_MS);
  test_crowd_get_count (crowd, &count);
  g_test_message ("%.2f in full, %.2f in all, hops %u and %u",
                  (double) count.n_ops_sent / (double) count.n_needed,
                  (double) count.n_sent / (double) count.n_needed, count.hops_p50, count.hops_p99);
  g_assert_cmpuint (count.n_deliveries, ==, 40 * 99);
  g_assert_cmpuint (count.hops_p99, <=, 8);
  g_assert_cmpuint (count.n_ops_sent * 100, <, 110 * count.n_needed);
  g_assert_cmpuint (count.n_sent * 100, <, 150 * count.n_needed);
  test_crowd_assert_equal (crowd);
}

/* A tree that half of them leave, the root perhaps among them, loses nothing. */
static void
test_exodus (void)
{
  g_autoptr (TestCrowd) crowd = crowd_of (4, 80, NET_TREE_GROWN);
  TestCrowdCount count;

  for (guint i = AUTHORS; i < 80; i += 2)
    test_crowd_leave (crowd, i);
  post (crowd, 10);
  test_crowd_run (crowd, 20 * 1000);
  test_crowd_count (crowd);
  post (crowd, 10);
  test_crowd_run (crowd, 10 * 1000);
  test_crowd_get_count (crowd, &count);
  /* All who stayed have all of it. */
  g_assert_cmpuint (count.n_deliveries, ==, 10 * (80 - (80 - AUTHORS) / 2 - 1));
  test_crowd_heal (crowd);
  test_crowd_settle (crowd, 5 * MINUTE_MS);
  test_crowd_assert_equal (crowd);
}

/* --- Any story --- */

static guint
pick (TestCrowd *crowd, guint n)
{
  return (guint) g_rand_int_range (test_crowd_get_rand (crowd), 0, (gint32) n);
}

static void
do_something (TestCrowd *crowd)
{
  guint device = pick (crowd, test_crowd_get_n_devices (crowd));

  switch (pick (crowd, 10)) {
  case 0:
    test_crowd_leave (crowd, device);
    break;
  case 1:
    test_crowd_come (crowd, device);
    break;
  case 2:
    test_crowd_restart (crowd, device);
    break;
  case 3:
    if (device >= AUTHORS)
      test_crowd_restore (crowd, device);
    break;
  case 4:
    test_crowd_part (crowd, pick (crowd, test_crowd_get_n_devices (crowd)));
    break;
  case 5:
    test_crowd_part (crowd, 0);
    break;
  case 6:
    test_crowd_skew (crowd, device, ((gint64) pick (crowd, 21) - 10) * TEN_YEARS_S * 100);
    break;
  case 7:
    for (guint i = pick (crowd, 10); i > 0; i--)
      test_crowd_break_link (crowd);
    break;
  default:
    for (guint i = 1 + pick (crowd, 5); i > 0; i--)
      test_crowd_post (crowd, pick (crowd, AUTHORS));
    break;
  }
}

static void
run_seed (guint32 seed)
{
  guint n_devices =
      test_world_get_setting ("SIM_DEVICES", AUTHORS + seed * 7 % (DEVICES - AUTHORS));
  TestCrowdPlan plan = { n_devices, AUTHORS, 1 + seed % 20, 40 + seed * 13 % 400,
                         seed % 3 == 0 ? NET_TREE_FLOOD : NET_TREE_GROWN };
  g_autoptr (TestCrowd) crowd = test_crowd_new (seed, &plan);

  for (guint i = 0; i < EVENTS; i++) {
    do_something (crowd);
    test_crowd_run (crowd, pick (crowd, 4) == 0 ? pick (crowd, 20000) : pick (crowd, 500));
  }
  test_crowd_heal (crowd);
  test_crowd_settle (crowd, 10 * MINUTE_MS);
  test_crowd_assert_equal (crowd);
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
  g_test_add_func ("/crowd/flood", test_flood);
  g_test_add_func ("/crowd/some", test_some);
  g_test_add_func ("/crowd/tree", test_tree);
  g_test_add_func ("/crowd/exodus", test_exodus);
  g_test_add_func ("/crowd/random", test_random);
  return g_test_run ();
}
