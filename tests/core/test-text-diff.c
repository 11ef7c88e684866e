/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/text-diff.h"

static char *
apply (const char *from, const GArray *changes)
{
  GString *text = g_string_new (from);

  for (guint i = 0; i < changes->len; i++) {
    const CenTextChange *change = &g_array_index (changes, CenTextChange, i);
    const char *start = g_utf8_offset_to_pointer (text->str, change->position);
    const char *end = g_utf8_offset_to_pointer (start, change->n_deleted);
    gssize at = start - text->str;

    g_string_erase (text, at, end - start);
    g_string_insert (text, at, change->inserted);
  }
  return g_string_free (text, FALSE);
}

static void
check (const char *from, const char *to, guint n_changes)
{
  g_autoptr (GArray) changes = cen_text_diff (from, to);
  g_autofree char *is = apply (from, changes);

  g_assert_cmpstr (is, ==, to);
  if (n_changes != G_MAXUINT)
    g_assert_cmpuint (changes->len, ==, n_changes);
}

static void
test_table (void)
{
  check ("", "", 0);
  check ("", "é", 1);
  check ("é", "", 1);
  check ("same", "same", 0);
  check ("un deux trois", "un trois", 1);
  check ("un trois", "un deux trois", 1);
  check ("abc", "axc", 1);
  check ("abcdef", "aXcdYf", 2);
  check ("𝄞é–", "𝄞–é", 2);
}

static char *
make_text (guint n, guint n_letters)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_unichar (text,
                             g_test_rand_int_range (0, 9) == 0
                                 ? '\n'
                                 : 0xe0 + (gunichar) g_test_rand_int_range (0, (gint32) n_letters));
  return g_string_free (text, FALSE);
}

static void
test_random (void)
{
  for (guint i = 0; i < 300; i++) {
    guint n = (guint) g_test_rand_int_range (0, 60);
    g_autofree char *from = make_text (n, 3);
    g_autofree char *to = make_text (n, 3);

    check (from, to, G_MAXUINT);
  }
}

/* Where too much differs for the least way, by lines, and then the whole. */
static void
test_long (void)
{
  g_autofree char *from = make_text (40000, 20);
  g_autofree char *other = make_text (40000, 20);
  g_autofree char *middle = g_strconcat (from, other, NULL);

  check (from, other, G_MAXUINT);
  check (middle, from, G_MAXUINT);
  check (from, middle, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-diff/table", test_table);
  g_test_add_func ("/text-diff/random", test_random);
  g_test_add_func ("/text-diff/long", test_long);
  return g_test_run ();
}
