/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Interfaces that come and go are tested in namespaces (tests/netns); here is what a clock tells.
 */

#include "net/change-watch.h"

static gint64 suspended_ms;

static gint64
get_suspended_ms (void)
{
  return suspended_ms;
}

static void
test_quiet (void)
{
  g_autoptr (NetChangeWatch) watch = net_change_watch_new (NULL);
  gint64 next = G_MAXINT64;

  for (gint64 now = 0; now < 1000000; now += 100000)
    g_assert_false (net_change_watch_step (watch, now, &next));
  g_assert_cmpint (next, ==, G_MAXINT64);
  g_assert_cmpint (net_change_watch_get_suspended_ms (), >=, -1);
  for (guint i = 0; i < NET_CHANGE_WATCH_FDS; i++)
    g_assert_cmpint (net_change_watch_get_fds (watch)[i], >=, 0);
}

static void
test_suspended (void)
{
  g_autoptr (NetChangeWatch) watch = NULL;
  gint64 next = G_MAXINT64;

  suspended_ms = 5000;
  watch = net_change_watch_new (get_suspended_ms);
  g_assert_false (net_change_watch_step (watch, 0, &next));
  /* The two clocks are not read in one moment. */
  suspended_ms += 1000;
  g_assert_false (net_change_watch_step (watch, 10, &next));
  suspended_ms += 3600000;
  g_assert_true (net_change_watch_step (watch, 20, &next));
  g_assert_false (net_change_watch_step (watch, 30, &next));
}

static void
test_told (void)
{
  g_autoptr (NetChangeWatch) watch = net_change_watch_new (NULL);
  gint64 next = G_MAXINT64;

  net_change_watch_note (watch);
  g_assert_true (net_change_watch_step (watch, 0, &next));
  g_assert_false (net_change_watch_step (watch, 0, &next));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change-watch/quiet", test_quiet);
  g_test_add_func ("/change-watch/suspended", test_suspended);
  g_test_add_func ("/change-watch/told", test_told);
  return g_test_run ();
}
