/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The draw of the week: in turn, the same whatever the order of the members, and none twice too
 * soon. */

#include "core/week.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/week/prompts", test_prompts);
  g_test_add_func ("/week/in-turn", test_in_turn);
  g_test_add_func ("/week/who-counts", test_who_counts);
  return g_test_run ();
}
