/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/desktop/note-spans.h"

#include <locale.h>
#include <string.h>

/* A character for each of the line: of what is told there, the first that holds. */
static const struct {
  guint32 span;
  char letter;
} letters[] = {
  { CENACLE_SPAN_BLOCK_END, 'E' }, { CENACLE_SPAN_BLOCK, 'B' },     { CENACLE_SPAN_BOX, 'x' },
  { CENACLE_SPAN_MARK, '-' },      { CENACLE_SPAN_LINK, 'l' },      { CENACLE_SPAN_DONE, 'd' },
  { CENACLE_SPAN_STRIKE, 'k' },    { CENACLE_SPAN_CODE, 'c' },      { CENACLE_SPAN_STRONG, 's' },
  { CENACLE_SPAN_EMPHASIS, 'e' },  { CENACLE_SPAN_HEADING_1, '1' }, { CENACLE_SPAN_HEADING_2, '2' },
  { CENACLE_SPAN_HEADING_3, '3' }, { CENACLE_SPAN_QUOTE, 'q' },     { CENACLE_SPAN_LIST, 'i' },
};

static char
get_letter (guint32 spans)
{
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++) {
    if ((spans & letters[i].span) != 0)
      return letters[i].letter;
  }
  return '.';
}

/* With what its end is. */
static char *
draw (const char *line, CenacleBlock block, CenacleBlock *ret_block, guint32 *ret_all)
{
  glong n = g_utf8_strlen (line, -1) + 1;
  g_autofree guint32 *spans = g_new0 (guint32, n);
  char *drawn = g_malloc0 ((gsize) n + 1);

  *ret_block = cenacle_note_spans_read (line, block, spans);
  *ret_all = 0;
  for (glong i = 0; i < n; i++) {
    drawn[i] = get_letter (spans[i]);
    *ret_all |= spans[i];
  }
  return drawn;
}

static void
test_lines (void)
{
  static const struct {
    const char *line, *drawn;
  } rows[] = {
    { "", "." },
    { "plain é 👩", "........."
                   "." },
    { "# One", "-1111." },
    { "### Three", "---333333." },
    { "###### Six", "------3333." },
    { "####### no", "..........." },
    { "#no", "...." },
    { "a **b** c", "..--s--..." },
    { "é_è_", ".-e-." },
    { "** no**", "........" },
    { "**no", "....." },
    { "~~a~~`b`", "--k---c-." },
    { "- a", "--i." },
    { "  12. a", "------i." },
    { "1234. a", "........" },
    { "-a", "..." },
    { "- [ ] a", "--xxxii." },
    { "* [x] a_b_", "--xxxdd-d-." },
    { "- [y] a", "--iiiii." },
    { "> q", "qqq." },
    { "[a](https://b)", "-l------------." },
    { "[a](javascript:b)", ".................." },
    { "see http://b, c", "....lllllllll..." },
    { "[a](https://b", "....lllllllll." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    CenacleBlock block;
    guint32 all;
    g_autofree char *drawn = draw (rows[i].line, CENACLE_OUTSIDE_BLOCK, &block, &all);

    g_assert_cmpstr (drawn, ==, rows[i].drawn);
    g_assert_cmpint (block, ==, CENACLE_OUTSIDE_BLOCK);
  }
}

static void
test_blocks (void)
{
  static const struct {
    const char *line, *drawn;
    CenacleBlock before, behind;
  } rows[] = {
    { "```", "BBBB", CENACLE_OUTSIDE_BLOCK, CENACLE_INSIDE_BLOCK },
    { "# a", "BBBB", CENACLE_INSIDE_BLOCK, CENACLE_INSIDE_BLOCK },
    { "", "B", CENACLE_INSIDE_BLOCK, CENACLE_INSIDE_BLOCK },
    { "```c", "EEEEE", CENACLE_INSIDE_BLOCK, CENACLE_OUTSIDE_BLOCK },
    { " ```", ".-c-.", CENACLE_OUTSIDE_BLOCK, CENACLE_OUTSIDE_BLOCK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    CenacleBlock block;
    guint32 all;
    g_autofree char *drawn = draw (rows[i].line, rows[i].before, &block, &all);

    g_assert_cmpstr (drawn, ==, rows[i].drawn);
    g_assert_cmpint (block, ==, rows[i].behind);
  }
}

/* What stands apart does so on the side where its line begins. */
static void
test_sides (void)
{
  static const struct {
    const char *line;
    guint32 indent;
  } rows[] = {
    { "words", 0 },
    { "שלום", 0 },
    { "- one", CENACLE_SPAN_INDENT },
    { "> 12", CENACLE_SPAN_INDENT },
    { "- שלום et bonjour", CENACLE_SPAN_INDENT_RIGHT },
    { "- [ ] مرحبا", CENACLE_SPAN_INDENT_RIGHT },
    { "- [x] מחר", CENACLE_SPAN_INDENT_RIGHT | CENACLE_SPAN_TURNED },
    { "- [x] demain", CENACLE_SPAN_INDENT },
    { "- x מחר", CENACLE_SPAN_INDENT },
    { "- [x", CENACLE_SPAN_INDENT },
    { "- [x] ", CENACLE_SPAN_INDENT },
    { "> مرحبا", CENACLE_SPAN_INDENT_RIGHT },
    { "- bonjour, שלום", CENACLE_SPAN_INDENT },
  };
  CenacleBlock block;
  guint32 all;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *drawn = draw (rows[i].line, CENACLE_OUTSIDE_BLOCK, &block, &all);

    g_assert_nonnull (drawn);
    g_assert_cmphex (all & (CENACLE_SPAN_INDENT | CENACLE_SPAN_INDENT_RIGHT | CENACLE_SPAN_TURNED),
                     ==, rows[i].indent);
  }
}

static void
test_links (void)
{
  const char *line = "é [a](cenacle:object:1) http://b";
  g_autofree char *first = cenacle_note_spans_dup_link (line, strlen ("é "));
  g_autofree char *last = cenacle_note_spans_dup_link (line, strlen (line) - 1);

  g_assert_cmpstr (first, ==, "cenacle:object:1");
  g_assert_cmpstr (last, ==, "http://b");
  g_assert_null (cenacle_note_spans_dup_link (line, 0));
  g_assert_null (cenacle_note_spans_dup_link (line, strlen ("é [a](cenacle:object:1)")));
  g_assert_null (cenacle_note_spans_dup_link (line, strlen (line)));
}

static void
test_words (void)
{
  static const struct {
    const char *text;
    guint n;
  } rows[] = {
    { "", 0 },
    { " \n", 0 },
    { "one", 1 },
    { "l’été, d'accord", 2 },
    { "## a - b **c**", 3 },
    { "שלום عالم", 2 },
    { "1 2\n3\t4", 4 },
    { "👩 ☐", 0 },
    { "e\u0301te\u0301 مرْحبا", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (cenacle_note_spans_count_words (rows[i].text), ==, rows[i].n);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-spans/lines", test_lines);
  g_test_add_func ("/note-spans/blocks", test_blocks);
  g_test_add_func ("/note-spans/sides", test_sides);
  g_test_add_func ("/note-spans/links", test_links);
  g_test_add_func ("/note-spans/words", test_words);
  return g_test_run ();
}
