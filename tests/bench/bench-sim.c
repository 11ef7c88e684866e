/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How new messages spread among many simulated devices: one JSON line for each size given. */

#include "tests/support/crowd.h"

#include <stdlib.h>
#include <sys/resource.h>

#define AUTHORS    16
#define WARM_MS    (60 * 1000)
#define WARM_OPS   20
#define STEADY_OPS 40
#define STEP_MS    1000

static void
post_steadily (TestCrowd *crowd, guint n)
{
  for (guint i = 0; i < n; i++) {
    test_crowd_post (crowd, (guint) g_rand_int_range (test_crowd_get_rand (crowd), 0, AUTHORS));
    test_crowd_run (crowd, STEP_MS);
  }
}

static void
measure (guint32 seed, guint n_devices)
{
  TestCrowdPlan plan = { n_devices, MIN (AUTHORS, n_devices), 5, 60,
                         n_devices > 50 ? NET_TREE_GROWN : NET_TREE_FLOOD };
  g_autoptr (TestCrowd) crowd = NULL;
  TestCrowdCount count;
  struct rusage usage;
  gint64 start_us = g_get_monotonic_time ();
  double gossip, all;

  crowd = test_crowd_new (seed, &plan);
  test_crowd_run (crowd, WARM_MS);
  post_steadily (crowd, WARM_OPS);
  test_crowd_settle (crowd, 10 * 60 * 1000);
  test_crowd_count (crowd);
  post_steadily (crowd, STEADY_OPS);
  test_crowd_settle (crowd, 10 * 60 * 1000);
  test_crowd_get_count (crowd, &count);
  test_crowd_assert_equal (crowd);
  getrusage (RUSAGE_SELF, &usage);
  gossip = (double) (count.n_frames[NET_FRAME_PUSH] + count.n_frames[NET_FRAME_OPS] +
                     count.n_frames[NET_FRAME_IHAVE] + count.n_frames[NET_FRAME_PULL] +
                     count.n_frames[NET_FRAME_BRANCH] + count.n_frames[NET_FRAME_CREDIT]) /
           (double) count.n_needed;
  all = (double) count.n_sent / (double) count.n_needed;
  g_print ("{\"bench\": \"sim\", \"devices\": %u, \"seed\": %u, \"links\": %u, \"ops\": %u,"
           " \"deliveries\": %" G_GUINT64_FORMAT ", \"hops_p50\": %u, \"hops_p99\": %u,"
           " \"hops_max\": %u, \"last_p50_ms\": %" G_GINT64_FORMAT
           ", \"last_p99_ms\": %" G_GINT64_FORMAT ", \"redundancy_ops\": %.3f,"
           " \"redundancy_gossip\": %.3f, \"redundancy_all\": %.3f, \"seconds\": %.1f,"
           " \"memory_mb\": %ld}\n",
           n_devices, seed, count.n_links, count.n_ops, count.n_deliveries, count.hops_p50,
           count.hops_p99, count.hops_max, count.last_p50_ms, count.last_p99_ms,
           (double) count.n_ops_sent / (double) count.n_needed, gossip, all,
           (double) (g_get_monotonic_time () - start_us) / 1e6, usage.ru_maxrss / 1024);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  for (int i = 1; i < argc; i++)
    measure (1, (guint) strtoul (argv[i], NULL, 10));
  return 0;
}
