/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/place.h"

#include <string.h>

static char *
between (const char *before, const char *after)
{
  guint8 salt[CEN_PLACE_SALT];

  for (guint i = 0; i < CEN_PLACE_SALT; i++)
    salt[i] = (guint8) g_test_rand_int_range (0, 256);
  return cen_place_between (before, after, salt);
}

/* Many moves to random spots: each place is valid and strictly between its neighbours. */
static void
test_random (void)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 3000; i++) {
    int at = g_test_rand_int_range (0, (int) places->len + 1);
    const char *before = at > 0 ? places->pdata[at - 1] : NULL;
    const char *after = at < (int) places->len ? places->pdata[at] : NULL;
    char *place = between (before, after);

    g_assert_true (cen_place_is_valid (place));
    g_assert_true (before == NULL || strcmp (before, place) < 0);
    g_assert_true (after == NULL || strcmp (place, after) < 0);
    g_ptr_array_insert (places, at, place);
  }
}

static guint
measure_growth (gboolean at_start)
{
  g_autofree char *place = between (NULL, NULL);

  for (guint i = 0; i < 1000; i++) {
    char *next = at_start ? between (NULL, place) : between (place, NULL);

    g_assert_cmpint (strcmp (next, place) < 0, ==, at_start);
    g_free (place);
    place = next;
  }
  return (guint) strlen (place);
}

/* A thousand steps one after the other stay short. */
static void
test_growth (void)
{
  g_assert_cmpuint (measure_growth (FALSE), <, 80);
  g_assert_cmpuint (measure_growth (TRUE), <, 80);
}

/* At the same spot for ever: no room at last, and still a valid place that is not before. */
static void
test_no_room (void)
{
  g_autofree char *low = between (NULL, NULL);
  g_autofree char *high = between (low, NULL);
  guint n = 0;

  while (TRUE) {
    char *next = between (low, high);

    g_assert_true (cen_place_is_valid (next));
    g_assert_cmpint (strcmp (next, low), >=, 0);
    if (strcmp (next, low) == 0) {
      g_free (next);
      break;
    }
    g_free (low);
    low = next;
    g_assert_cmpuint (n++, <, 100000);
  }
  g_assert_cmpuint (n, >, 500);
}

static void
test_odd (void)
{
  static const struct {
    const char *before;
    const char *after;
  } rows[] = { { "b", "a" },   { "a", "a" },  { "", "" },     { "a0", "b" },
               { "é", "b" },   { NULL, "1" }, { NULL, "01" }, { "z", NULL },
               { "zz", NULL }, { "1", "11" }, { "a", "b" } };
  static const char *const invalid[] = { "", "0", "a0", "a b", "é", "-" };
  g_autofree char *longest = g_strnfill (CEN_PLACE_MAX, 'z');
  g_autofree char *too_long = g_strnfill (CEN_PLACE_MAX + 1, 'z');
  g_autofree char *after_longest = between (longest, NULL);
  CenId a = { { 1 } }, b = { { 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *place = between (rows[i].before, rows[i].after);

    g_assert_true (cen_place_is_valid (place));
    if (rows[i].before != NULL && cen_place_is_valid (rows[i].before))
      g_assert_cmpint (strcmp (place, rows[i].before), >, 0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++)
    g_assert_false (cen_place_is_valid (invalid[i]));
  g_assert_true (cen_place_is_valid (longest));
  g_assert_false (cen_place_is_valid (too_long));
  g_assert_cmpstr (after_longest, ==, longest);
  g_assert_cmpint (cen_place_compare ("a", &b, "b", &a), <, 0);
  g_assert_cmpint (cen_place_compare ("a", &a, "a", &b), <, 0);
  g_assert_cmpint (cen_place_compare ("", &a, "a", &b), >, 0);
  g_assert_cmpint (cen_place_compare ("0", &b, "", &a), >, 0);
}

/* Two people who insert in the same gap at once: whatever order the registers arrive in, everybody
 * has both, in one order, between the neighbours. */
static void
test_concurrent (void)
{
  for (guint round = 0; round < 200; round++) {
    g_autofree char *low = between (NULL, NULL);
    g_autofree char *high = between (low, NULL);
    g_autofree char *mine = between (low, high);
    g_autofree char *yours = between (low, high);
    CenId a = { { 1 } }, b = { { 2 } };
    int order = cen_place_compare (mine, &a, yours, &b);

    g_assert_cmpint (order, !=, 0);
    g_assert_cmpint (cen_place_compare (yours, &b, mine, &a), ==, -order);
    g_assert_cmpint (strcmp (low, mine), <, 0);
    g_assert_cmpint (strcmp (yours, high), <, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place/random", test_random);
  g_test_add_func ("/place/growth", test_growth);
  g_test_add_func ("/place/no-room", test_no_room);
  g_test_add_func ("/place/odd", test_odd);
  g_test_add_func ("/place/concurrent", test_concurrent);
  return g_test_run ();
}
