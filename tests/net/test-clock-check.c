/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/clock-check.h"
#include "tests/support/world.h"

#define MINUTE_MS 60000
#define VOICES    5

typedef struct {
  const char *what;
  int minutes[VOICES]; /* how far each member's clock is ahead of ours */
  guint n;
  int own;    /* ours before theirs, as it is told */
  int member; /* that of the first one, as it is told */
} Case;

static const Case cases[] = {
  { "nobody was heard", { 0 }, 0, 0, 0 },
  { "all agree", { 0, 1, -1 }, 3, 0, 0 },
  { "ten minutes are nothing", { 10, 10, -10 }, 3, 0, 0 },
  { "one against one is no majority", { 11 }, 1, 0, 11 },
  { "two against this one", { 11, 11 }, 2, -11, 0 },
  { "this one is ahead", { -60, -61, -62 }, 3, 61, 0 },
  { "one of several is wrong", { 600, 0, 1 }, 3, 0, 600 },
  { "half is no majority", { 600, 600, 0, 0 }, 4, 0, 600 },
  { "most, to both sides", { 600, -600, 0 }, 3, 0, 600 },
  { "most, to one side", { 600, 601, 599, 0, -50 }, 5, -600, 0 },
  { "ten years", { 5256000, 5256000, 5256001 }, 3, -5256000, 0 },
};

static CenId
make_id (guint8 number)
{
  CenId id = { { number } };

  return id;
}

static void
hear (NetClockCheck *check, const Case *row, const CenWorld *world)
{
  for (guint i = 0; i < row->n; i++) {
    CenId id = make_id ((guint8) i);

    net_clock_check_note (check, &id, world->now_ms (world) + (gint64) row->minutes[i] * MINUTE_MS,
                          world);
  }
}

static void
test_verdicts (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  CenId first = make_id (0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    NetClockCheck check;

    net_clock_check_init (&check);
    hear (&check, &cases[i], &world->world);
    g_test_message ("%s", cases[i].what);
    g_assert_cmpint (net_clock_check_get_own (&check, &world->world), ==,
                     (gint64) cases[i].own * MINUTE_MS);
    g_assert_cmpint (net_clock_check_get_member (&check, &first, &world->world), ==,
                     (gint64) cases[i].member * MINUTE_MS);
    net_clock_check_clear (&check);
  }
}

/* Time goes on and nothing changes; the clock is set, and the verdict follows at once. */
static void
test_set_clock (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  const Case row = { "", { 0, 0, 0 }, 3, 0, 0 };
  NetClockCheck check;
  CenId first = make_id (0);

  net_clock_check_init (&check);
  hear (&check, &row, &world->world);
  test_world_advance (world, G_GINT64_CONSTANT (1000) * MINUTE_MS);
  g_assert_cmpint (net_clock_check_get_own (&check, &world->world), ==, 0);
  world->now_ms -= 5256000 * (gint64) MINUTE_MS;
  g_assert_cmpint (net_clock_check_get_own (&check, &world->world), ==,
                   -5256000 * (gint64) MINUTE_MS);
  world->now_ms += 5256000 * (gint64) MINUTE_MS;
  g_assert_cmpint (net_clock_check_get_own (&check, &world->world), ==, 0);
  g_assert_false (net_clock_check_note (&check, &first, world->now_ms, &world->world));
  g_assert_true (
      net_clock_check_note (&check, &first, world->now_ms + 6 * MINUTE_MS, &world->world));
  net_clock_check_clear (&check);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock-check/verdicts", test_verdicts);
  g_test_add_func ("/clock-check/set-clock", test_set_clock);
  return g_test_run ();
}
