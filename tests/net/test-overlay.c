/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/overlay.h"
#include "tests/support/world.h"

#define PEERS 100

static void
make_all_due (NetOverlayPeer *peers, guint n)
{
  for (guint i = 0; i < n; i++)
    peers[i] = (NetOverlayPeer){ .seen_ms = i, .is_due = TRUE };
}

/* The first two are those met last; then anybody, each about as often. */
static void
test_dial (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  NetOverlayPeer peers[PEERS];
  guint n_drawn[PEERS] = { 0 };
  NetOverlay overlay;

  net_overlay_init (&overlay, &world->world, 0);
  for (guint round = 0; round < 2000; round++) {
    make_all_due (peers, PEERS);
    for (guint i = 0; i < NET_OVERLAY_WANTED; i++) {
      guint at = net_overlay_pick_dial (&overlay, peers, PEERS);

      g_assert_cmpuint (at, <, PEERS);
      g_assert_false (peers[at].is_linked || peers[at].is_dialling);
      if (i < NET_OVERLAY_STICKY)
        g_assert_cmpuint (at, ==, PEERS - 1 - i);
      n_drawn[at]++;
      *(i % 2 == 0 ? &peers[at].is_linked : &peers[at].is_dialling) = TRUE;
    }
    g_assert_cmpuint (net_overlay_pick_dial (&overlay, peers, PEERS), ==, NET_OVERLAY_NOBODY);
  }
  for (guint i = 0; i < PEERS - NET_OVERLAY_STICKY; i++) {
    g_assert_cmpuint (n_drawn[i], >, 60);
    g_assert_cmpuint (n_drawn[i], <, 200);
  }
}

/* Who never met anybody comes to anybody, and not all to the same. */
static void
test_strangers (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  NetOverlayPeer peers[PEERS];
  guint n_drawn[PEERS] = { 0 };
  NetOverlay overlay;

  net_overlay_init (&overlay, &world->world, 0);
  for (guint round = 0; round < 2000; round++) {
    make_all_due (peers, PEERS);
    for (guint i = 0; i < PEERS; i++)
      peers[i].seen_ms = 0;
    n_drawn[net_overlay_pick_dial (&overlay, peers, PEERS)]++;
  }
  for (guint i = 0; i < PEERS; i++)
    g_assert_cmpuint (n_drawn[i], <, 60);
}

static void
test_not_due (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  NetOverlayPeer peers[2] = { { .seen_ms = 5 }, { .seen_ms = 2, .is_due = TRUE } };
  NetOverlay overlay;

  net_overlay_init (&overlay, &world->world, 0);
  g_assert_cmpuint (net_overlay_pick_dial (&overlay, peers, 0), ==, NET_OVERLAY_NOBODY);
  g_assert_cmpuint (net_overlay_pick_dial (&overlay, peers, 1), ==, NET_OVERLAY_NOBODY);
  g_assert_cmpuint (net_overlay_pick_dial (&overlay, peers, 2), ==, 1);
}

/* Neither the newest, nor the two that stay, nor who is in the midst of something. */
static void
test_drop (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  NetOverlayPeer peers[NET_OVERLAY_MAX + 1];
  NetOverlay overlay;

  net_overlay_init (&overlay, &world->world, 0);
  make_all_due (peers, NET_OVERLAY_MAX + 1);
  for (guint i = 0; i < NET_OVERLAY_MAX; i++)
    peers[i].is_linked = TRUE;
  g_assert_cmpuint (net_overlay_pick_drop (&overlay, peers, NET_OVERLAY_MAX + 1, 0), ==,
                    NET_OVERLAY_NOBODY);
  peers[NET_OVERLAY_MAX].is_linked = TRUE;
  peers[3].is_busy = TRUE;
  for (guint round = 0; round < 500; round++) {
    guint at = net_overlay_pick_drop (&overlay, peers, NET_OVERLAY_MAX + 1, 0);

    g_assert_cmpuint (at, >, 0);
    g_assert_cmpuint (at, !=, 3);
    g_assert_cmpuint (at, <, NET_OVERLAY_MAX + 1 - NET_OVERLAY_STICKY);
  }
  for (guint i = 0; i <= NET_OVERLAY_MAX; i++)
    peers[i].is_busy = TRUE;
  g_assert_cmpuint (net_overlay_pick_drop (&overlay, peers, NET_OVERLAY_MAX + 1, 0), ==,
                    NET_OVERLAY_NOBODY);
}

/* Every ten minutes or so, and only when there is somebody else to meet. */
static void
test_reshuffle (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  NetOverlayPeer peers[PEERS];
  NetOverlay overlay;
  gint64 now_ms = 0;

  net_overlay_init (&overlay, &world->world, now_ms);
  make_all_due (peers, PEERS);
  for (guint i = 0; i < NET_OVERLAY_WANTED; i++)
    peers[i].is_linked = TRUE;
  for (guint round = 0; round < 100; round++) {
    gint64 due_ms = net_overlay_get_deadline (&overlay);

    g_assert_cmpint (due_ms - now_ms, >=, NET_OVERLAY_RESHUFFLE_MS / 2);
    g_assert_cmpint (due_ms - now_ms, <=, NET_OVERLAY_RESHUFFLE_MS * 3 / 2);
    g_assert_cmpuint (net_overlay_reshuffle (&overlay, peers, PEERS, due_ms - 1), ==,
                      NET_OVERLAY_NOBODY);
    g_assert_cmpuint (net_overlay_reshuffle (&overlay, peers, PEERS, due_ms), <,
                      NET_OVERLAY_WANTED - NET_OVERLAY_STICKY);
    now_ms = due_ms;
  }
  g_assert_cmpuint (net_overlay_reshuffle (&overlay, peers, NET_OVERLAY_WANTED,
                                           net_overlay_get_deadline (&overlay)),
                    ==, NET_OVERLAY_NOBODY);
}

static void
test_sample (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  guint n_drawn[PEERS] = { 0 };
  NetOverlay overlay;

  net_overlay_init (&overlay, &world->world, 0);
  for (guint round = 0; round < 1000; round++) {
    g_autoptr (GArray) places = net_overlay_sample (&overlay, PEERS, 10);
    gboolean is_drawn[PEERS] = { FALSE };

    g_assert_cmpuint (places->len, ==, 10);
    for (guint i = 0; i < places->len; i++) {
      guint at = g_array_index (places, guint, i);

      g_assert_false (is_drawn[at]);
      is_drawn[at] = TRUE;
      n_drawn[at]++;
    }
  }
  for (guint i = 0; i < PEERS; i++)
    g_assert_cmpuint (n_drawn[i], >, 50);
  for (guint n = 0; n < 3; n++) {
    g_autoptr (GArray) places = net_overlay_sample (&overlay, n, 10);

    g_assert_cmpuint (places->len, ==, n);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overlay/dial", test_dial);
  g_test_add_func ("/overlay/strangers", test_strangers);
  g_test_add_func ("/overlay/not-due", test_not_due);
  g_test_add_func ("/overlay/drop", test_drop);
  g_test_add_func ("/overlay/reshuffle", test_reshuffle);
  g_test_add_func ("/overlay/sample", test_sample);
  return g_test_run ();
}
