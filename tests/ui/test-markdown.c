/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/desktop/markdown.h"

#include <pango/pango.h>
#include <string.h>

#define BODY "abcdefghijklmnopqrstuvwxyz234567"

typedef struct {
  const char *name;
  const char *text;
  const char *markup;
} Case;

static const Case cases[] = {
  { "plain", "Hello", "Hello" },
  { "empty", "", "" },
  { "emphasis", "*a* and **b**", "<i>a</i> and <b>b</b>" },
  { "strike", "~~no~~", "<s>no</s>" },
  { "code", "`x < 1`", "<tt>x &lt; 1</tt>" },
  { "lines", "one\ntwo", "one\ntwo" },
  { "paragraphs", "one\n\ntwo", "one\n\ntwo" },
  { "code-block", "```\na\n  b\n```\nafter", "<tt>a\n  b</tt>\n\nafter" },
  { "bullets", "- a\n- b", "•  a\n•  b" },
  { "numbers", "3. a\n4. b", "3. a\n4. b" },
  { "nested", "- a\n  - b", "•  a\n    •  b" },
  { "boxes", "- [ ] a\n- [x] b\n1. [X] c", "☐  a\n☑  b\n\n1. ☑  c" },
  { "no-box", "- [y] a\n- [] b", "•  [y] a\n•  [] b" },
  { "after-list", "text\n\n- a\n\nmore", "text\n\n•  a\n\nmore" },
  { "quote", "> a\n> b", "▎ a\n▎ b" },
  { "heading", "# Title\ntext", "<b>Title</b>\n\ntext" },
  { "link", "[here](https://a.org/?x=1&y=2)", "<a href=\"https://a.org/?x=1&amp;y=2\">here</a>" },
  { "bare-link", "see https://a.org now", "see <a href=\"https://a.org\">https://a.org</a> now" },
  { "invite", "[in](cenacle:abc)", "<a href=\"cenacle:abc\">in</a>" },
  { "bare-invite", "Come: cenacle:1:" BODY ".",
    "Come: <a href=\"cenacle:1:" BODY "\">cenacle:1:abcdefgh…</a>." },
  { "two-invites", "cenacle:1:" BODY "\ncenacle:1:" BODY,
    "<a href=\"cenacle:1:" BODY "\">cenacle:1:abcdefgh…</a>\n"
    "<a href=\"cenacle:1:" BODY "\">cenacle:1:abcdefgh…</a>" },
  { "invite-in-a-link", "[cenacle:1:" BODY "](https://a.org)",
    "<a href=\"https://a.org\">cenacle:1:" BODY "</a>" },
  { "invite-in-code", "`cenacle:1:" BODY "`", "<tt>cenacle:1:" BODY "</tt>" },
  { "invite-too-short", "cenacle:1:abc", "cenacle:1:abc" },
  { "device-link-is-no-invite", "cenacle:device:1:" BODY, "cenacle:device:1:" BODY },
  { "indented-is-text", "    four spaces", "four spaces" },

  /* What somebody might try. */
  { "tags", "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;" },
  { "html-block", "<script>\nx\n</script>", "&lt;script&gt;\nx\n&lt;/script&gt;" },
  { "ampersand", "a & b", "a &amp; b" },
  { "javascript", "[x](javascript:alert(1))", "x" },
  { "file", "[x](file:///etc/passwd)", "x" },
  { "data", "[x](data:text/html,x)", "x" },
  { "space-before-scheme", "[x]( javascript:y)", "x" },
  { "attribute", "[x](https://a.org/\"><b>)",
    "<a href=\"https://a.org/&quot;&gt;&lt;b&gt;\">x</a>" },
  { "picture", "![cat](https://a.org/cat.png)", "<a href=\"https://a.org/cat.png\">cat</a>" },
  { "picture-in-link", "[![cat](https://b.org)](https://a.org)",
    "<a href=\"https://a.org\">cat</a>" },
  { "file-picture", "![cat](file:///cat.png)", "cat" },
  { "mark-inside-mark", "*a **b* c**", "<i>a <i><i>b</i> c</i></i>" },
  { "address-eats-a-mark", "*W 2@2._P`_`P*",
    "<i>W <a href=\"mailto:2@2._P\">2@2._P</a><tt>_</tt>P</i>" },
  { "entity", "&lt;b&gt; &#60;", "&amp;lt;b&amp;gt; &amp;#60;" },

  /* Bytes that are no UTF-8, of which Pango will have none: each becomes "�". */
  { "no-utf-8", "a\xff\xfe*b*", "a��<i>b</i>" },
  { "cut-character", "*caf\xc3*", "<i>caf�</i>" },
  { "lone-continuation", "`\x80`", "<tt>�</tt>" },
  { "overlong", "\xc0\xaf", "��" },
  { "surrogate", "- \xed\xa0\x80", "•  ���" },
  { "no-utf-8-in-link", "[\xe9](https://a.org/\xe9)", "<a href=\"https://a.org/�\">�</a>" },
  { "no-utf-8-in-address", "a\xff@b.org", "a�@b.org" },
};

static void
assert_parses (const char *markup)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) plain = g_string_new (NULL);

  /* Links are GtkLabel's own; to Pango they are unknown, so they are taken out. */
  for (const char *p = markup; *p != '\0'; p++) {
    if (g_str_has_prefix (p, "<a href=") || g_str_has_prefix (p, "</a>"))
      p = strchr (p, '>');
    else
      g_string_append_c (plain, *p);
  }
  g_assert_true (pango_parse_markup (plain->str, -1, 0, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *markup = cenacle_markdown_dup_markup (self->text);

  g_assert_cmpstr (markup, ==, self->markup);
  assert_parses (markup);
}

/* Depth, length and every cut of a text that uses everything. */
static void
test_extremes (void)
{
  static const char *const pieces[] = {
    ">", "- ", "*", "**", "[", "](", "`", "~~", "![", "<", "&"
  };
  static const char *const all = "# T\n> q *e **s** `c`\n> - l\n>   1. "
                                 "m\n\n```\nx\n```\n[a](https://b.org) ![i](https://c.org) ~~d~~";

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    GString *text = g_string_new (NULL);

    for (guint n = 0; n < 4000; n++)
      g_string_append (text, pieces[i]);
    g_string_append (text, "x");

    g_autofree char *taken = g_string_free (text, FALSE);
    g_autofree char *markup = cenacle_markdown_dup_markup (taken);

    assert_parses (markup);
  }
  for (gsize len = 0; len <= strlen (all); len++) {
    g_autofree char *cut = g_strndup (all, len);
    g_autofree char *markup = cenacle_markdown_dup_markup (cut);

    assert_parses (markup);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/markdown/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/markdown/extremes", test_extremes);
  return g_test_run ();
}
