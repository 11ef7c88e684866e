/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What begins a line says what the whole line is, and within it marks stand in pairs. */

#include "note-spans.h"

#include <string.h>

#define FENCE "```"

typedef struct {
  const char *text;
  guint32 *spans;
} Line;

/* Bytes @from to @to of the line. */
static void
add (const Line *line, guint32 span, gsize from, gsize to)
{
  glong at = g_utf8_strlen (line->text, (gssize) from);
  glong end = at + g_utf8_strlen (line->text + from, (gssize) (to - from));

  for (; at < end; at++)
    line->spans[at] |= span;
}

/* What stands between two @mark, with something between that does not begin with a space. */
static void
read_pairs (const Line *line, const char *mark, CenacleSpan span)
{
  gsize len = strlen (mark);
  const char *at = line->text;

  while ((at = strstr (at, mark)) != NULL) {
    const char *inside = at + len;
    const char *end =
        *inside != '\0' && !g_ascii_isspace (*inside) ? strstr (inside + 1, mark) : NULL;

    if (end == NULL) {
      at = inside;
      continue;
    }
    add (line, CENACLE_SPAN_MARK, (gsize) (at - line->text), (gsize) (inside - line->text));
    add (line, span, (gsize) (inside - line->text), (gsize) (end - line->text));
    add (line, CENACLE_SPAN_MARK, (gsize) (end - line->text), (gsize) (end + len - line->text));
    at = end + len;
  }
}

/* --- Links --- */

/* In bytes: its words from words to words_end, where it leads from uri to uri_end, and all of it
 * from start to end. */
typedef struct {
  gsize start, words, words_end, uri, uri_end, end;
} Link;

static gboolean
leads_somewhere (const char *uri)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:", "cenacle:" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_str_has_prefix (uri, schemes[i]))
      return TRUE;
  }
  return FALSE;
}

/* [words](uri), at @at. */
static gboolean
read_link (const char *text, gsize at, Link *ret_link)
{
  gsize words_end, uri, uri_end;

  if (text[at] != '[')
    return FALSE;
  words_end = at + strcspn (text + at, "]");
  uri = words_end + strlen ("](");
  if (!g_str_has_prefix (text + words_end, "](") || !leads_somewhere (text + uri))
    return FALSE;
  uri_end = uri + strcspn (text + uri, ") ");
  if (text[uri_end] != ')')
    return FALSE;
  *ret_link = (Link){ at, at + 1, words_end, uri, uri_end, uri_end + 1 };
  return TRUE;
}

/* The first one from @at on. */
static gboolean
find_link (const char *text, gsize at, Link *ret_link)
{
  for (; text[at] != '\0'; at++) {
    if (read_link (text, at, ret_link))
      return TRUE;
    if (g_str_has_prefix (text + at, "http") && leads_somewhere (text + at)) {
      gsize end = at + strcspn (text + at, " \t)>]\"");

      *ret_link = (Link){ at, at, end, at, end, end };
      return TRUE;
    }
  }
  return FALSE;
}

static void
read_links (const Line *line)
{
  gsize at = 0;
  Link link;

  while (find_link (line->text, at, &link)) {
    add (line, CENACLE_SPAN_MARK, link.start, link.words);
    add (line, CENACLE_SPAN_LINK, link.words, link.words_end);
    add (line, CENACLE_SPAN_MARK, link.words_end, link.end);
    at = MAX (link.end, at + 1);
  }
}

char *
cenacle_note_spans_dup_link (const char *line, gsize at)
{
  gsize from = 0;
  Link link;

  while (find_link (line, from, &link)) {
    if (at >= link.start && at < link.end)
      return g_strndup (line + link.uri, link.uri_end - link.uri);
    from = MAX (link.end, from + 1);
  }
  return NULL;
}

/* --- Lines --- */

gsize
cenacle_note_spans_get_list_mark (const char *line)
{
  gsize indent = strspn (line, " ");
  const char *at = line + indent;
  gsize digits = strspn (at, "0123456789");

  if ((*at == '-' || *at == '*' || *at == '+') && at[1] == ' ')
    return indent + 2;
  return digits > 0 && digits < 4 && at[digits] == '.' && at[digits + 1] == ' '
             ? indent + digits + 2
             : 0;
}

guint
cenacle_note_spans_get_heading (const char *line)
{
  gsize n = strspn (line, "#");

  return n <= 6 && line[n] == ' ' ? (guint) n : 0;
}

gboolean
cenacle_note_spans_is_leftward (gunichar c)
{
  if (!g_unichar_isalpha (c))
    return FALSE;
  switch ((int) g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_ADLAM:
  case G_UNICODE_SCRIPT_ARABIC:
  case G_UNICODE_SCRIPT_HANIFI_ROHINGYA:
  case G_UNICODE_SCRIPT_HEBREW:
  case G_UNICODE_SCRIPT_MANDAIC:
  case G_UNICODE_SCRIPT_NKO:
  case G_UNICODE_SCRIPT_SAMARITAN:
  case G_UNICODE_SCRIPT_SYRIAC:
  case G_UNICODE_SCRIPT_THAANA:
    return TRUE;
  default:
    return FALSE;
  }
}

/* Of the box that @text, which stands behind the mark of a list, begins with; 0 when it does not.
 */
static gsize
get_box_len (const char *text)
{
  return text[0] == '[' && text[1] != '\0' && strchr ("xX ", text[1]) != NULL && text[2] == ']'
             ? strlen ("[ ]")
             : 0;
}

CenacleSide
cenacle_note_spans_get_side (const char *text)
{
  gsize mark = cenacle_note_spans_get_list_mark (text);

  text += mark + get_box_len (text + mark);
  while (*text != '\0' && !g_unichar_isalpha (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return cenacle_note_spans_is_leftward (g_utf8_get_char (text)) ? CENACLE_SIDE_RIGHT
                                                                 : CENACLE_SIDE_LEFT;
}

static guint32
get_indent (const char *line)
{
  return cenacle_note_spans_get_side (line) == CENACLE_SIDE_RIGHT ? CENACLE_SPAN_INDENT_RIGHT
                                                                  : CENACLE_SPAN_INDENT;
}

static void
read_list (const Line *line, gsize mark)
{
  gsize box = get_box_len (line->text + mark);
  gsize len = strlen (line->text);

  add (line, CENACLE_SPAN_LIST | get_indent (line->text), 0, len);
  add (line, CENACLE_SPAN_MARK, 0, mark);
  add (line, CENACLE_SPAN_BOX, mark, mark + box);
  if (box == 0 || line->text[mark + 1] == ' ')
    return;
  add (line, CENACLE_SPAN_DONE, mark + box, len);
  if (cenacle_note_spans_get_side (line->text) == CENACLE_SIDE_RIGHT)
    add (line, CENACLE_SPAN_TURNED, 0, len);
}

static void
read_line (const Line *line)
{
  gsize len = strlen (line->text);
  guint n = cenacle_note_spans_get_heading (line->text);
  gsize mark = cenacle_note_spans_get_list_mark (line->text);

  if (n > 0) {
    add (line, CENACLE_SPAN_HEADING_1 << (MIN (n, 3) - 1), 0, len);
    add (line, CENACLE_SPAN_MARK, 0, n);
    return;
  }
  if (line->text[0] == '>')
    add (line, CENACLE_SPAN_QUOTE | get_indent (line->text), 0, len);
  else if (mark > 0)
    read_list (line, mark);
  read_pairs (line, "**", CENACLE_SPAN_STRONG);
  read_pairs (line, "_", CENACLE_SPAN_EMPHASIS);
  read_pairs (line, "~~", CENACLE_SPAN_STRIKE);
  read_pairs (line, "`", CENACLE_SPAN_CODE);
  read_links (line);
}

/* Code is written from the left in every language. A line of it is marked with its end, so that an
 * empty one can be, too. */
CenacleBlock
cenacle_note_spans_read (const char *line, CenacleBlock block, guint32 *spans)
{
  glong n = g_utf8_strlen (line, -1) + 1;
  gboolean is_fence = g_str_has_prefix (line, FENCE);
  guint32 all = CENACLE_SPAN_BLOCK | CENACLE_SPAN_INDENT;

  memset (spans, 0, (gsize) n * sizeof *spans);
  if (!is_fence && block == CENACLE_OUTSIDE_BLOCK) {
    read_line (&(Line){ line, spans });
    return CENACLE_OUTSIDE_BLOCK;
  }
  if (is_fence && block == CENACLE_INSIDE_BLOCK)
    all |= CENACLE_SPAN_BLOCK_END;
  for (glong i = 0; i < n; i++)
    spans[i] = all;
  if (!is_fence)
    return CENACLE_INSIDE_BLOCK;
  return block == CENACLE_INSIDE_BLOCK ? CENACLE_OUTSIDE_BLOCK : CENACLE_INSIDE_BLOCK;
}

guint
cenacle_note_spans_count_words (const char *text)
{
  guint n = 0;
  gboolean in_word = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    gboolean is_part = g_unichar_isalnum (c);

    n += is_part && !in_word;
    in_word = is_part || (in_word && (c == '\'' || c == 0x2019 || g_unichar_ismark (c)));
  }
  return n;
}
