/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two sessions joined by queues: what one pops the other receives. */

#include "net/session.h"
#include "tests/support/people.h"

typedef struct {
  TestPerson *person;
  NetSession *session;
  guint64 n_sent;                       /* bytes */
  guint n_of[NET_FRAME_DEVICE_ADD + 1]; /* frames of each type */
} End;

typedef struct {
  TestWorld *world;
  End ends[2];
} Pair;

static const NetSessionEvents no_events = { 0 };

static void
pair_init (Pair *pair, TestWorld *world, TestPerson *dialler, TestPerson *listener)
{
  pair->world = world;
  pair->ends[0] = (End){ dialler,
                         net_session_new (dialler->circle, NET_SIDE_DIALLER, 1, &no_events, NULL,
                                          world->monotonic_ms),
                         0,
                         { 0 } };
  pair->ends[1] = (End){ listener,
                         net_session_new (listener->circle, NET_SIDE_LISTENER, 1, &no_events, NULL,
                                          world->monotonic_ms),
                         0,
                         { 0 } };
}

static void
pair_clear (Pair *pair)
{
  net_session_free (pair->ends[0].session);
  net_session_free (pair->ends[1].session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* Carries frames both ways until nobody has anything to say. */
static void
run (Pair *pair)
{
  gboolean is_moving;

  do {
    is_moving = FALSE;
    for (guint i = 0; i < 2; i++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) frame = net_session_pop (pair->ends[i].session, &error);

      g_assert_no_error (error);
      if (frame == NULL)
        continue;
      is_moving = TRUE;
      pair->ends[i].n_sent += g_bytes_get_size (frame);
      pair->ends[i].n_of[net_frame_get_type (g_bytes_get_data (frame, NULL), 1)]++;
      net_session_receive (pair->ends[1 - i].session, g_bytes_get_data (frame, NULL),
                           g_bytes_get_size (frame), pair->world->monotonic_ms, &error);
      g_assert_no_error (error);
    }
  } while (is_moving);
}

static void
assert_in_sync (Pair *pair)
{
  g_assert_true (net_session_is_in_sync (pair->ends[0].session));
  g_assert_true (net_session_is_in_sync (pair->ends[1].session));
  test_assert_same_state (pair->ends[0].person, pair->ends[1].person);
}

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
} Two;

static void
two_init (Two *two)
{
  two->world = test_world_new (3);
  two->ana = test_person_new (two->world, "Ana");
  two->bo = test_person_new (two->world, "Bo");
  test_person_found (two->ana, "Analysis");
  test_person_join (two->bo, two->ana);
}

static void
two_clear (Two *two)
{
  test_person_free (two->ana);
  test_person_free (two->bo);
  test_world_free (two->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Two, two_clear)

static void
test_equal (void)
{
  g_auto (Two) two = { 0 };
  g_auto (Pair) pair = { 0 };

  two_init (&two);
  test_person_pull (two.ana, two.bo);
  pair_init (&pair, two.world, two.ana, two.bo);
  run (&pair);
  assert_in_sync (&pair);
  /* A HELLO each says it all, and nobody looked at the history. */
  g_assert_cmpuint (pair.ends[0].n_sent + pair.ends[1].n_sent, <, 300);
  test_person_post (two.ana, "one more");
  run (&pair);
  assert_in_sync (&pair);
}

static void
test_both_lack (void)
{
  g_auto (Two) two = { 0 };
  g_auto (Pair) pair = { 0 };

  two_init (&two);
  for (guint i = 0; i < 300; i++) {
    test_person_post (two.ana, "from Ana");
    test_person_post (two.bo, "from Bo");
  }
  pair_init (&pair, two.world, two.ana, two.bo);
  run (&pair);
  assert_in_sync (&pair);
}

/* Both were opened anew, and neither reads its history to find what the clocks show. */
static void
test_history_is_not_read (void)
{
  g_auto (Two) two = { 0 };
  g_auto (Pair) pair = { 0 };

  two_init (&two);
  for (guint i = 0; i < 200; i++)
    test_person_post (two.ana, "long ago");
  test_person_pull (two.bo, two.ana);
  test_person_pull (two.ana, two.bo);
  for (guint i = 0; i < 5; i++) {
    test_person_post (two.ana, "new of Ana");
    test_person_post (two.bo, "new of Bo");
  }
  g_assert_true (cen_circle_reload (two.ana->circle, NULL));
  g_assert_true (cen_circle_reload (two.bo->circle, NULL));
  pair_init (&pair, two.world, two.ana, two.bo);
  run (&pair);
  assert_in_sync (&pair);
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpuint (pair.ends[i].n_of[NET_FRAME_HELD], ==, 1);
    g_assert_cmpuint (pair.ends[i].n_of[NET_FRAME_RBSR], ==, 0);
    g_assert_cmpuint (pair.ends[i].person->circle->items_from, >, 200);
  }
  test_person_post (two.bo, "live");
  run (&pair);
  assert_in_sync (&pair);
}

/* Every minute sums are compared, and all that is behind them once in ten times. */
static void
test_sums_and_all (void)
{
  g_auto (Two) two = { 0 };
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  const End *dialler = &pair.ends[0];

  two_init (&two);
  test_person_pull (two.ana, two.bo);
  pair_init (&pair, two.world, two.ana, two.bo);
  run (&pair);
  while (dialler->n_of[NET_FRAME_HELD] < 2 * NET_SESSION_HELD_EQUAL_MAX) {
    test_world_advance (two.world, NET_SESSION_KEEPALIVE_MS);
    for (guint i = 0; i < 2; i++)
      g_assert_true (net_session_tick (pair.ends[i].session, two.world->monotonic_ms, &error));
    run (&pair);
    g_assert_cmpuint (dialler->n_of[NET_FRAME_HELD], <=, 2 * NET_SESSION_HELD_EQUAL_MAX);
  }
  /* The first message and the end of it. */
  g_assert_cmpuint (dialler->n_of[NET_FRAME_RBSR], ==, 2);
  assert_in_sync (&pair);
}

static void
test_live (void)
{
  g_auto (Two) two = { 0 };
  g_auto (Pair) pair = { 0 };

  two_init (&two);
  pair_init (&pair, two.world, two.ana, two.bo);
  run (&pair);
  for (guint i = 0; i < 20; i++) {
    test_person_post (i % 2 ? two.ana : two.bo, "live");
    run (&pair);
    assert_in_sync (&pair);
  }
}

static void
test_erased (void)
{
  g_auto (Two) two = { 0 };
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  CenId id;

  two_init (&two);
  id = test_person_post (two.ana, "to be forgotten");
  test_person_post (two.ana, "stays");
  cen_author_redact (two.ana->circle, &id, &error);
  g_assert_no_error (error);
  pair_init (&pair, two.world, two.bo, two.ana);
  run (&pair);
  assert_in_sync (&pair);
}

static void
test_silence (void)
{
  g_auto (Two) two = { 0 };
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  two_init (&two);
  pair_init (&pair, two.world, two.ana, two.bo);
  run (&pair);
  test_world_advance (two.world, NET_SESSION_KEEPALIVE_MS);
  g_assert_true (net_session_tick (pair.ends[0].session, two.world->monotonic_ms, &error));
  run (&pair);
  test_world_advance (two.world, NET_SESSION_SILENCE_MS + 1);
  g_assert_false (net_session_tick (pair.ends[0].session, two.world->monotonic_ms, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
}

static void
test_garbage (void)
{
  g_auto (Two) two = { 0 };
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  static const guint8 garbage[] = { 4, 0x83, 1, 2, 3 };

  two_init (&two);
  pair_init (&pair, two.world, two.ana, two.bo);
  g_assert_false (net_session_receive (pair.ends[1].session, garbage, sizeof garbage, 0, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/equal", test_equal);
  g_test_add_func ("/session/both-lack", test_both_lack);
  g_test_add_func ("/session/history-is-not-read", test_history_is_not_read);
  g_test_add_func ("/session/sums-and-all", test_sums_and_all);
  g_test_add_func ("/session/live", test_live);
  g_test_add_func ("/session/erased", test_erased);
  g_test_add_func ("/session/silence", test_silence);
  g_test_add_func ("/session/garbage", test_garbage);
  return g_test_run ();
}
