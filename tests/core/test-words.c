/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/words.h"

#include "core/words-lists.h"

#include <string.h>

static const CenId circle = { { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 } };

static CenId
repeat (guint8 byte)
{
  CenId id;

  memset (id.bytes, byte, CEN_ID_LEN);
  return id;
}

static CenId
count (void)
{
  CenId id;

  for (guint i = 0; i < CEN_ID_LEN; i++)
    id.bytes[i] = (guint8) i;
  return id;
}

/* Worked out with Python's hashlib from the text of PROTOCOL.md. */
static void
test_vectors (void)
{
  static const guint8 bits[CEN_WORDS_LEN] = { 0x42, 0x10, 0x59, 0x47, 0x70, 0x70, 0x1d, 0x97 };
  static const struct {
    const char *language;
    const char *const *list;
    const char *words;
  } rows[] = {
    { "en", cen_words_english, "curtain barrel farmer diamond hedgehog hedgehog bridge mosquito" },
    { "fr", cen_words_french,
      "cornichon automne épinard crocodile galaxie galaxie boulanger légume" },
  };
  CenId a = repeat (2), b = count ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = cen_words_for_pair (&circle, &a, &b, rows[i].language);
    g_auto (GStrv) each = g_strsplit (words, " ", -1);

    g_assert_cmpstr (words, ==, rows[i].words);
    g_assert_cmpuint (g_strv_length (each), ==, CEN_WORDS_LEN);
    for (guint w = 0; w < CEN_WORDS_LEN; w++)
      g_assert_cmpstr (each[w], ==, rows[i].list[bits[w]]);
  }
}

static void
test_pair (void)
{
  CenId a = repeat (2), b = count (), other = repeat (3);
  g_autofree char *words = cen_words_for_pair (&circle, &a, &b, "en");
  g_autofree char *same = cen_words_for_pair (&circle, &b, &a, NULL);
  g_autofree char *german = cen_words_for_pair (&circle, &b, &a, "de_DE.UTF-8");
  g_autofree char *french = cen_words_for_pair (&circle, &a, &b, "fr_CA.UTF-8");
  g_autofree char *plain = cen_words_for_pair (&circle, &a, &b, "fr");
  g_autofree char *another = cen_words_for_pair (&circle, &a, &other, "en");
  g_autofree char *elsewhere = cen_words_for_pair (&other, &a, &b, "en");

  g_assert_cmpstr (words, ==, same);
  g_assert_cmpstr (words, ==, german);
  g_assert_cmpstr (french, ==, plain);
  g_assert_cmpstr (words, !=, french);
  g_assert_cmpstr (words, !=, another);
  g_assert_cmpstr (words, !=, elsewhere);
}

/* The letters of @word without their accents: those that people type and hear alike. */
static char *
fold (const char *word)
{
  return g_str_to_ascii (word, "C");
}

/* Levenshtein's distance of two words of ASCII letters. */
static gsize
measure (const char *a, const char *b)
{
  gsize row[32];

  for (gsize j = 0; j <= strlen (b); j++)
    row[j] = j;
  for (gsize i = 1; a[i - 1] != '\0'; i++) {
    gsize corner = row[0];

    row[0] = i;
    for (gsize j = 1; b[j - 1] != '\0'; j++) {
      gsize changed = corner + (a[i - 1] != b[j - 1] ? 1 : 0);

      corner = row[j];
      row[j] = MIN (MIN (row[j], row[j - 1]) + 1, changed);
    }
  }
  return row[strlen (b)];
}

static void
check_list (const char *const *list)
{
  for (guint i = 0; i < CEN_WORDS_LIST_LEN; i++) {
    g_autofree char *word = fold (list[i]);
    g_autofree char *composed = g_utf8_normalize (list[i], -1, G_NORMALIZE_NFC);

    g_assert_cmpstr (composed, ==, list[i]);
    g_assert_cmpuint (strlen (word), >=, 4);
    g_assert_cmpuint (strlen (word), <=, 12);
    for (const char *at = word; *at != '\0'; at++)
      g_assert_true (g_ascii_islower (*at));
    for (guint j = 0; j < i; j++) {
      g_autofree char *other = fold (list[j]);

      if (measure (word, other) < 2)
        g_error ("“%s” is too near to “%s”", list[i], list[j]);
    }
  }
}

static void
test_lists (void)
{
  check_list (cen_words_english);
  check_list (cen_words_french);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/words/vectors", test_vectors);
  g_test_add_func ("/words/pair", test_pair);
  g_test_add_func ("/words/lists", test_lists);
  return g_test_run ();
}
