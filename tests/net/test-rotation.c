/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/rotation.h"
#include "tests/support/world.h"

#define WAIT_MS 60000

/* The time from @now_ms on after which it says to write, by asking only when it wants to be. */
static gint64
wait_to_write (NetRotation *rotation, CenRotationNeed need, CenRole role, gint64 now_ms,
               const CenWorld *world)
{
  gint64 start_ms = now_ms;

  while (!net_rotation_step (rotation, need, role, now_ms, world)) {
    g_assert_cmpint (net_rotation_get_deadline (rotation), >, now_ms);
    now_ms = net_rotation_get_deadline (rotation);
  }
  return now_ms - start_ms;
}

/* Those who look after the circle are first, and all spread over the time they have. */
static void
test_roles (void)
{
  TestWorld *world = test_world_new (1);
  gint64 least = G_MAXINT64;
  gint64 most = 0;

  for (guint i = 0; i < 400; i++) {
    static const CenRole roles[] = { CEN_ROLE_OWNER, CEN_ROLE_FACILITATOR, CEN_ROLE_MEMBER };
    static const CenRotationNeed needs[] = { CEN_ROTATION_REMOVAL, CEN_ROTATION_MERGE,
                                             CEN_ROTATION_AGE };
    CenRole role = roles[i % 3];
    gint64 first_ms = role == CEN_ROLE_MEMBER ? WAIT_MS : 0;
    NetRotation rotation;
    gint64 waited;

    net_rotation_init (&rotation, WAIT_MS);
    waited = wait_to_write (&rotation, needs[i / 3 % 3], role, 5000, &world->world) - first_ms;
    g_assert_cmpint (waited, >=, 0);
    g_assert_cmpint (waited, <=, WAIT_MS);
    least = MIN (least, waited);
    most = MAX (most, waited);
  }
  g_assert_cmpint (least, <, WAIT_MS / 20);
  g_assert_cmpint (most, >, WAIT_MS - WAIT_MS / 20);
  test_world_free (world);
}

static void
test_nothing_due (void)
{
  TestWorld *world = test_world_new (2);
  NetRotation rotation;

  net_rotation_init (&rotation, WAIT_MS);
  for (gint64 now = 0; now < 10 * WAIT_MS; now += 1000) {
    g_assert_false (
        net_rotation_step (&rotation, CEN_ROTATION_NONE, CEN_ROLE_OWNER, now, &world->world));
    g_assert_cmpint (net_rotation_get_deadline (&rotation), ==, G_MAXINT64);
    g_assert_false (
        net_rotation_step (&rotation, CEN_ROTATION_REMOVAL, CEN_ROLE_GUEST, now, &world->world));
  }
  test_world_free (world);
}

/* Another was quicker: nothing is written, and the next need waits anew. */
static void
test_other_was_quicker (void)
{
  TestWorld *world = test_world_new (3);
  NetRotation rotation;
  gint64 due;

  net_rotation_init (&rotation, WAIT_MS);
  g_assert_false (
      net_rotation_step (&rotation, CEN_ROTATION_REMOVAL, CEN_ROLE_MEMBER, 0, &world->world));
  due = net_rotation_get_deadline (&rotation);
  g_assert_cmpint (due, <, G_MAXINT64);
  g_assert_false (
      net_rotation_step (&rotation, CEN_ROTATION_NONE, CEN_ROLE_MEMBER, due - 1, &world->world));
  g_assert_false (
      net_rotation_step (&rotation, CEN_ROTATION_NONE, CEN_ROLE_MEMBER, due, &world->world));
  g_assert_false (
      net_rotation_step (&rotation, CEN_ROTATION_MERGE, CEN_ROLE_MEMBER, due, &world->world));
  g_assert_cmpint (net_rotation_get_deadline (&rotation), >=, due + WAIT_MS);
  test_world_free (world);
}

/* What could not be written is tried again, but not at once. */
static void
test_again (void)
{
  TestWorld *world = test_world_new (4);
  NetRotation rotation;

  net_rotation_init (&rotation, WAIT_MS);
  wait_to_write (&rotation, CEN_ROTATION_REMOVAL, CEN_ROLE_OWNER, 0, &world->world);
  g_assert_cmpint (wait_to_write (&rotation, CEN_ROTATION_REMOVAL, CEN_ROLE_OWNER, WAIT_MS,
                                  &world->world),
                   >, 0);
  test_world_free (world);
}

static void
test_no_wait (void)
{
  TestWorld *world = test_world_new (5);
  NetRotation rotation;

  net_rotation_init (&rotation, 0);
  g_assert_true (
      net_rotation_step (&rotation, CEN_ROTATION_REMOVAL, CEN_ROLE_MEMBER, 7, &world->world));
  g_assert_false (
      net_rotation_step (&rotation, CEN_ROTATION_REMOVAL, CEN_ROLE_MEMBER, 7, &world->world));
  test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rotation/roles", test_roles);
  g_test_add_func ("/rotation/nothing-due", test_nothing_due);
  g_test_add_func ("/rotation/other-was-quicker", test_other_was_quicker);
  g_test_add_func ("/rotation/again", test_again);
  g_test_add_func ("/rotation/no-wait", test_no_wait);
  return g_test_run ();
}
