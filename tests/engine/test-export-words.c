/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/tame.h"

typedef struct {
  const char *text;
  const char *quote;
  const char *page;
} Row;

static const Row rows[] = {
  { "Hello", "> Hello\n", "Hello\n" },
  { "one\ntwo", "> one\\\n> two\n", "one\ntwo\n" },
  { "# Minutes", "> **Minutes**\n", "## Minutes\n" },
  { "**a** and *b* and ~~c~~", "> **a** and *b* and ~~c~~\n", "**a** and *b* and ~~c~~\n" },
  { "- a\n- b\n  - c", "> - a\n> - b\n>   - c\n", "- a\n- b\n  - c\n" },
  { "1. a\n2. b", "> 1. a\n> 2. b\n", "1. a\n2. b\n" },
  { "> said\n\nno", "> > said\n>\n> no\n", "> said\n\nno\n" },
  { "```c\nint x;\n```", "> ```c\n> int x;\n> ```\n", "```c\nint x;\n```\n" },
  { "````\n```\n````", "> ````\n> ```\n> ````\n", NULL },
  { "![cat](https://a.example/cat.png)", "> [cat](<https://a.example/cat.png>)\n", NULL },
  { "[Minutes](../library/files/x.sh)", "> Minutes (../library/files/x.sh)\n", NULL },
  { "[x](javascript:alert(1))", "> x (javascript:alert(1))\n", NULL },
  { "<script>alert(1)</script>", "> \\<script>alert(1)\\</script>\n", NULL },
  { "snake_case and 2 * 3", "> snake_case and 2 \\* 3\n", NULL },
  { "&lt;b&gt;", "> \\&lt;b\\&gt;\n", NULL },
  { "[a]: https://evil.example\n\nsee [a]", "> see [a](<https://evil.example>)\n", NULL },
  { "a | b\n--|--\n1 | 2", "> a \\| b\\\n> \\--\\|--\\\n> 1 \\| 2\n", NULL },
  { "- [x] done", "> - \\[x\\] done\n", "- [x] done\n" },
  { "12\\. March", "> 12\\. March\n", "12\\. March\n" },
  { "a\xe2\x80\xae"
    "b",
    "> ab\n", "ab\n" },
  { "*[](x)*", "> *(x)*\n", "*(x)*\n" },
  { "***[]()*** a", "> a\n", "a\n" },
  { "*\xe2\x80\xae- a*", "> *- a*\n", NULL },
  { "a\xe2\x80\xa8# b\rc", "> a # b\\\n> c\n", "a # b\nc\n" },
  { "[](https://a.example/$_)", "> [https://a.example/\\$\\_](<https://a.example/\\$\\_>)\n",
    NULL },
  { "\\ftp://a.example", "> \\\\ftp\\://a.example\n", NULL },
  { "``````````````````a `````````````````<b> ``````````````````",
    "> a \\`\\`\\`\\`\\`\\`\\`\\`\\`\\`\\`\\`\\`\\`\\`\\`\\`\\<b>\n", NULL },
  { "- a\n  * ", "> - a\n", "- a\n" },
  { "- a\n  > b", "> - a\n>   > b\n", "- a\n  > b\n" },
  { "- [x] # done", NULL, NULL },
  { "#", "> \\#\n", NULL },
  { "a\xc2\xa0!", "> a\xc2\xa0\\!\n", NULL },
  { "", "", "" },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *quote = cenacle_export_write_words (rows[i].text, CENACLE_WORDS_QUOTE);
    g_autofree char *page = cenacle_export_write_words (rows[i].text, CENACLE_WORDS_PAGE);

    if (rows[i].quote != NULL)
      g_assert_cmpstr (quote, ==, rows[i].quote);
    if (rows[i].page != NULL)
      g_assert_cmpstr (page, ==, rows[i].page);
    tame_check (quote, CENACLE_WORDS_QUOTE);
    tame_check (page, CENACLE_WORDS_PAGE);
  }
}

static void
test_lines (void)
{
  static const char *const names[][2] = {
    { "Ana", "Ana" },
    { " # Ana ", "\\# Ana" },
    { "1. Ana", "1\\. Ana" },
    { "[Ana](x)", "\\[Ana\\](x)" },
    { "Ana\n# Bo", "Ana # Bo" },
    { "<b>", "\\<b>" },
    { "\xff", "\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *line = cenacle_export_escape_line (names[i][0]);

    g_assert_cmpstr (line, ==, names[i][1]);
  }
}

/* Pieces of which structure is made, put together at random: what comes of them is tame, and
 * written a second time says the same words. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "#",
    "# ",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "    ",
    "```",
    "~~~",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "]: ",
    "<",
    ">",
    "<!--",
    "-->",
    "|",
    "---",
    "===",
    "&amp;",
    "&",
    "\\",
    "http://a.example",
    "a",
    "b c",
    "\t",
    "$",
    ":",
    "[x]",
    "a@b.cc",
    "<http://a>",
    "</p>",
    "<script>",
    "é",
    "1)",
    "\r\n",
    "+ ",
    "[[w]]",
    "\xe2\x80\xae",
    "\xe2\x80\xa8",
    "\xc2\xa0",
    "ftp://",
    "\r",
    "[](x)",
    "[ ] ",
    "](",
    "\x01",
  };
  guint seed = (guint) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 20000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *quote = NULL;
    g_autofree char *page = NULL;

    for (int n = g_rand_int_range (rand, 1, 24); n > 0; n--)
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
    quote = cenacle_export_write_words (text->str, CENACLE_WORDS_QUOTE);
    page = cenacle_export_write_words (text->str, CENACLE_WORDS_PAGE);
    tame_check (quote, CENACLE_WORDS_QUOTE);
    tame_check (page, CENACLE_WORDS_PAGE);
  }
}

/* Plain words come through as they are. */
static void
test_words_stay (void)
{
  static const char *const texts[] = {
    "Hello *you*, see `code` and **that**.\n\n- one\n- two\n\n1. a\n2. b\n\n> quote\n\nend",
    "2 * 3 = 6, a_b_c, x < y & z, [brackets], #hash, 50% | 60%",
    "```\ncode with `ticks` and <tags>\n```\nand after",
    "- a\n\n  b\n\n  ```\n  c\n  ```\n- d",
    "### Title\n\ntext\nsecond line  \nthird",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *quote = cenacle_export_write_words (texts[i], CENACLE_WORDS_QUOTE);
    g_autofree char *page = cenacle_export_write_words (texts[i], CENACLE_WORDS_PAGE);
    g_autofree char *before = tame_dup_words (texts[i]);
    g_autofree char *in_quote = tame_dup_words (quote);
    g_autofree char *in_page = tame_dup_words (page);

    g_assert_cmpstr (in_quote, ==, before);
    g_assert_cmpstr (in_page, ==, before);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-words/table", test_table);
  g_test_add_func ("/export-words/lines", test_lines);
  g_test_add_func ("/export-words/random", test_random);
  g_test_add_func ("/export-words/words-stay", test_words_stay);
  return g_test_run ();
}
