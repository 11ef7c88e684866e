/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/anki.h"

#include <string.h>

static void
expect (const char *text, const char *const *cells, guint n_cards)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cards = cen_anki_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (cards->len, ==, n_cards);
  for (guint i = 0; i < n_cards; i++) {
    const CenAnkiCard *card = cards->pdata[i];

    g_assert_cmpstr (card->front, ==, cells[3 * i]);
    g_assert_cmpstr (card->back, ==, cells[3 * i + 1]);
    g_assert_cmpstr (card->tags, ==, cells[3 * i + 2]);
  }
}

static void
test_good (void)
{
  expect ("one\tun\ntwo\tdeux\n", (const char *const[]){ "one", "un", "", "two", "deux", "" }, 2);
  expect ("one;un\r\ntwo;deux", (const char *const[]){ "one", "un", "", "two", "deux", "" }, 2);
  expect ("one, un\n", (const char *const[]){ "one", "un", "" }, 1);
  expect ("alone\n", (const char *const[]){ "alone", "", "" }, 1);
  expect ("\xef\xbb\xbf#separator:Comma\n#html:true\n#tags column:3\n"
          "\"a, <b>b</b>\",\"x &lt; y<br>z\",t1 t2\n",
          (const char *const[]){ "a, b", "x < y\nz", "t1 t2" }, 1);
  expect ("#separator:tab\n#tags column:1\ntag\tfront\tback\n",
          (const char *const[]){ "front", "back", "tag" }, 1);
  expect ("#tags column:2\nfront\ttag\tback\n", (const char *const[]){ "front", "back", "tag" }, 1);
  expect ("\"say \"\"hi\"\"\"\t\"two\nlines\"\n",
          (const char *const[]){ "say \"hi\"", "two\nlines", "" }, 1);
  expect ("\n\na\tb\n\n", (const char *const[]){ "a", "b", "" }, 1);
  expect ("a\t", (const char *const[]){ "a", "", "" }, 1);
  expect ("#html:true\n<div>a</div><div>b</div>\tc\n", (const char *const[]){ "a\nb", "c", "" }, 1);
}

static void
test_refused (void)
{
  g_autofree char *long_side = g_strnfill (CEN_CARD_SIDE_MAX + 1, 'x');
  g_autofree char *long_tags = g_strnfill (CEN_CARD_TAGS_MAX + 1, 'x');
  g_autofree char *long_back = g_strdup_printf ("a\t%s\n", long_side);
  g_autofree char *tagged = g_strdup_printf ("#tags column:3\na\tb\t%s\n", long_tags);
  g_autofree char *large = g_strnfill (CEN_ANKI_FILE_MAX + 1, 'x');
  g_autoptr (GString) many = g_string_new (NULL);
  const char *rows[] = { "",    "\n", "#html:true\n", "caf\xe9\tb\n", long_side, long_back, tagged,
                         large, NULL };

  for (guint i = 0; i <= CEN_ANKI_CARDS_MAX; i++)
    g_string_append (many, "a\tb\n");
  rows[G_N_ELEMENTS (rows) - 1] = many->str;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cen_anki_parse (rows[i], strlen (rows[i]), &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  }
}

static char *
make_side (void)
{
  static const char *const bits[] = { "a", "é", "\t", "\n", "\"", "#", ";", ",", "<", "&", " " };
  GString *side = g_string_new ("x");

  for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
    g_string_append (side, bits[g_test_rand_int_range (0, G_N_ELEMENTS (bits))]);
  g_string_append_c (side, 'x');
  if (g_test_rand_int_range (0, 4) == 0)
    g_string_prepend_c (side, '#');
  return g_string_free (side, FALSE);
}

/* What is written is read again as it was. */
static void
test_round_trip (void)
{
  for (guint round = 0; round < 300; round++) {
    g_autoptr (GPtrArray) cards =
        g_ptr_array_new_with_free_func ((GDestroyNotify) cen_anki_card_free);
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    for (int i = g_test_rand_int_range (1, 6); i > 0; i--) {
      CenAnkiCard *card = g_new0 (CenAnkiCard, 1);

      card->front = make_side ();
      card->back = make_side ();
      card->tags = g_strdup (i % 2 == 0 ? "one two" : "");
      g_ptr_array_add (cards, card);
    }
    text = cen_anki_build (cards);

    g_autoptr (GPtrArray) again = cen_anki_parse (text, strlen (text), &error);

    g_assert_no_error (error);
    g_assert_cmpuint (again->len, ==, cards->len);
    for (guint i = 0; i < cards->len; i++) {
      const CenAnkiCard *x = cards->pdata[i], *y = again->pdata[i];

      g_assert_cmpstr (x->front, ==, y->front);
      g_assert_cmpstr (x->back, ==, y->back);
      g_assert_cmpstr (x->tags, ==, y->tags);
    }
  }
}

/* A file cut anywhere is read or refused, nothing else. */
static void
test_cut (void)
{
  static const char text[] = "#separator:semicolon\n#html:true\n\"a;\"\"b\";<b>c&amp;</b\nd;\"e\n";

  for (gsize len = 0; len < sizeof text; len++) {
    g_autoptr (GPtrArray) cards = cen_anki_parse (text, len, NULL);

    g_assert_true (cards == NULL || cards->len > 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/anki/good", test_good);
  g_test_add_func ("/anki/refused", test_refused);
  g_test_add_func ("/anki/round-trip", test_round_trip);
  g_test_add_func ("/anki/cut", test_cut);
  return g_test_run ();
}
