/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/cafe.h"

#include "core/crypto.h"

#include <string.h>

#define MEMBERS_MAX 24
/* Monday 2026-01-05 */
#define MONDAY_MS G_GINT64_CONSTANT (1767571200000)

static const CenId circle = { { 7 } };

static CenId
make_id (guint number)
{
  CenId id = { { 0 } };

  cen_crypto_hash (id.bytes, "test.member", &number, sizeof number);
  return id;
}

static guint
invite (CenCafeMember *members, guint n)
{
  for (guint i = 0; i < n; i++)
    members[i] = (CenCafeMember){ make_id (i), MONDAY_MS - 1 - 1000 * (gint64) i, 0 };
  return n;
}

static guint
find (const CenCafeMember *members, guint n, const CenId *id)
{
  for (guint i = 0; i < n; i++) {
    if (cen_id_equal (&members[i].member, id))
      return i;
  }
  g_assert_not_reached ();
}

/* Everybody has one partner, but for one who rests when they are odd. */
static void
check_week (const CenCafeMember *members, guint n, GArray *pairs, guint *met)
{
  gboolean seen[MEMBERS_MAX] = { 0 };
  guint n_resting = 0, n_seen = 0;

  for (guint i = 0; i < pairs->len; i++) {
    const CenCafePair *pair = &g_array_index (pairs, CenCafePair, i);
    guint a = find (members, n, &pair->a);

    g_assert_false (seen[a]);
    seen[a] = TRUE;
    n_seen++;
    if (cen_id_is_zero (&pair->b)) {
      n_resting++;
      continue;
    }
    guint b = find (members, n, &pair->b);

    g_assert_cmpint (cen_id_compare (&pair->a, &pair->b), <, 0);
    g_assert_false (seen[b]);
    seen[b] = TRUE;
    n_seen++;
    if (met != NULL) {
      met[a * MEMBERS_MAX + b]++;
      met[b * MEMBERS_MAX + a]++;
    }
  }
  g_assert_cmpuint (n_resting, <=, 1);
  g_assert_cmpuint (n_seen % 2, ==, n_resting);
}

/* While people stay the same, everybody meets everybody once before anybody meets again. */
static void
test_all_meet (void)
{
  CenCafeMember members[MEMBERS_MAX];

  for (guint n = 1; n <= 13; n++) {
    guint met[MEMBERS_MAX * MEMBERS_MAX] = { 0 };
    guint n_weeks = n % 2 == 0 ? n - 1 : n;

    invite (members, n);
    for (guint week = 0; week < 3 * n_weeks; week++) {
      g_autoptr (GArray) pairs =
          cen_cafe_draw (&circle, members, n, MONDAY_MS + (gint64) week * CEN_WEEK_MS);

      g_assert_cmpuint (pairs->len, ==, (n + 1) / 2);
      check_week (members, n, pairs, met);
      for (guint i = 0; i < n * MEMBERS_MAX; i++)
        g_assert_cmpuint (met[i], <=, week / n_weeks + 1);
    }
    for (guint a = 0; a < n; a++) {
      for (guint b = 0; b < n; b++)
        g_assert_cmpuint (met[a * MEMBERS_MAX + b], ==, a == b ? 0 : 3);
    }
  }
}

/* Twenty replicas that learnt of the members in another order draw alike. */
static void
test_shuffled (void)
{
  CenCafeMember members[MEMBERS_MAX];
  guint n = invite (members, 15);
  gint64 now_ms = MONDAY_MS + 40 * CEN_WEEK_MS + 12345;
  g_autoptr (GArray) first = NULL;

  for (guint i = 0; i < n; i++)
    members[i].from_ms += g_test_rand_int_range (0, 30) * CEN_WEEK_MS;
  members[3].until_ms = MONDAY_MS + 35 * CEN_WEEK_MS;
  first = cen_cafe_draw (&circle, members, n, now_ms);
  for (guint replica = 0; replica < 20; replica++) {
    g_autoptr (GArray) again = NULL;

    for (guint i = n - 1; i > 0; i--) {
      guint k = (guint) g_test_rand_int_range (0, (int) i + 1);
      CenCafeMember swapped = members[i];

      members[i] = members[k];
      members[k] = swapped;
    }
    again = cen_cafe_draw (&circle, members, n, now_ms + g_test_rand_int_range (0, 86400000));
    g_assert_cmpmem (first->data, first->len * sizeof (CenCafePair), again->data,
                     again->len * sizeof (CenCafePair));
  }
}

/* Whoever comes in mid-course meets all others within twice as many weeks as there are people, and
 * nobody meets anybody much more often than others. Who has left is not drawn. */
static void
test_coming_and_going (void)
{
  CenCafeMember members[MEMBERS_MAX];
  guint n = invite (members, 11);
  guint met[MEMBERS_MAX * MEMBERS_MAX] = { 0 };

  members[10].from_ms = MONDAY_MS + 4 * CEN_WEEK_MS - 1;
  members[0].until_ms = MONDAY_MS + 6 * CEN_WEEK_MS - 1;
  for (guint week = 0; week < 4 + 2 * n; week++) {
    g_autoptr (GArray) pairs =
        cen_cafe_draw (&circle, members, n, MONDAY_MS + (gint64) week * CEN_WEEK_MS);

    check_week (members, n, pairs, met);
    for (guint i = 0; i < pairs->len; i++) {
      const CenCafePair *pair = &g_array_index (pairs, CenCafePair, i);

      g_assert_true (week >= 4 || (!cen_id_equal (&pair->a, &members[10].member) &&
                                   !cen_id_equal (&pair->b, &members[10].member)));
      g_assert_true (week < 6 || (!cen_id_equal (&pair->a, &members[0].member) &&
                                  !cen_id_equal (&pair->b, &members[0].member)));
    }
  }
  for (guint i = 1; i < n - 1; i++)
    g_assert_cmpuint (met[10 * MEMBERS_MAX + i], >=, 1);
  for (guint i = 0; i < n * MEMBERS_MAX; i++)
    g_assert_cmpuint (met[i], <=, 5);
}

static void
test_another_circle (void)
{
  CenCafeMember members[MEMBERS_MAX];
  guint n = invite (members, 12);
  CenId other = { { 8 } };
  g_autoptr (GArray) here = cen_cafe_draw (&circle, members, n, MONDAY_MS);
  g_autoptr (GArray) there = cen_cafe_draw (&other, members, n, MONDAY_MS);
  g_autoptr (GArray) none = cen_cafe_draw (&circle, members, 0, MONDAY_MS);
  g_autoptr (GArray) late =
      cen_cafe_draw (&circle, members, n, MONDAY_MS + 3 * CEN_CAFE_WEEKS_MAX * CEN_WEEK_MS);

  g_assert_true (memcmp (here->data, there->data, here->len * sizeof (CenCafePair)) != 0);
  g_assert_cmpuint (none->len, ==, 0);
  check_week (members, n, late, NULL);
}

static void
test_weeks (void)
{
  static const struct {
    gint64 time_ms;
    gint64 monday_ms;
    const char *name;
  } rows[] = {
    { 0, -3 * CEN_WEEK_MS / 7, "1970-W01" },
    { -4 * CEN_WEEK_MS / 7, -10 * CEN_WEEK_MS / 7, "1969-W52" },
    { MONDAY_MS, MONDAY_MS, "2026-W02" },
    { MONDAY_MS - 1, MONDAY_MS - CEN_WEEK_MS, "2026-W01" },
    { MONDAY_MS + CEN_WEEK_MS - 1, MONDAY_MS, "2026-W02" },
    /* 2027-01-01 is in the last week of 2026, which has 53. */
    { G_GINT64_CONSTANT (1798761600000), G_GINT64_CONSTANT (1798416000000), "2026-W53" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = cen_week_dup_name (rows[i].time_ms);

    g_assert_cmpint (cen_week_get_start (rows[i].time_ms), ==, rows[i].monday_ms);
    g_assert_cmpstr (name, ==, rows[i].name);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/cafe/all-meet", test_all_meet);
  g_test_add_func ("/cafe/shuffled", test_shuffled);
  g_test_add_func ("/cafe/coming-and-going", test_coming_and_going);
  g_test_add_func ("/cafe/another-circle", test_another_circle);
  g_test_add_func ("/cafe/weeks", test_weeks);
  return g_test_run ();
}
