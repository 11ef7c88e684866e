/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Line by line: what begins a line says what the whole line is, and within it marks in pairs. The
 * marks stay, paler. Only lines that changed are styled anew: whether a line stands in a block of
 * code is told by the tags of the line before it, so a change goes on downwards for as long as that
 * answer differs from what it was. What goes on for long does so in slices. */

#include "note-style.h"

#include <string.h>

#define FENCE "```"

static const char *const tags[] = { "heading-1", "heading-2", "heading-3", "quote",  "list",
                                    "code",      "strong",    "emphasis",  "strike", "link",
                                    "mark",      "done",      "box",       "block",  "block-end" };

#define AT_ONCE_US (2 * 1000) /* styled with what changed it */
#define SLICE_US   (4 * 1000) /* of what goes on later */

#define HIGHLIGHT_ALPHA 0.3f

typedef struct {
  GtkTextBuffer *buffer;
  GtkTextMark *from; /* lines up to that of to are still to be styled; NULL: none are */
  GtkTextMark *to;
  guint source;
} Style;

static void
add_tags (GtkTextBuffer *buffer)
{
  gtk_text_buffer_create_tag (buffer, "heading-1", "weight", PANGO_WEIGHT_BOLD, "scale", 1.6, NULL);
  gtk_text_buffer_create_tag (buffer, "heading-2", "weight", PANGO_WEIGHT_BOLD, "scale", 1.35,
                              NULL);
  gtk_text_buffer_create_tag (buffer, "heading-3", "weight", PANGO_WEIGHT_BOLD, "scale", 1.15,
                              NULL);
  gtk_text_buffer_create_tag (buffer, "quote", "style", PANGO_STYLE_ITALIC, "left-margin", 30,
                              NULL);
  gtk_text_buffer_create_tag (buffer, "list", "left-margin", 30, NULL);
  gtk_text_buffer_create_tag (buffer, "code", "family", "monospace", NULL);
  gtk_text_buffer_create_tag (buffer, "strong", "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_create_tag (buffer, "emphasis", "style", PANGO_STYLE_ITALIC, NULL);
  gtk_text_buffer_create_tag (buffer, "strike", "strikethrough", TRUE, NULL);
  gtk_text_buffer_create_tag (buffer, "link", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  gtk_text_buffer_create_tag (buffer, "mark", "weight", PANGO_WEIGHT_LIGHT, NULL);
  gtk_text_buffer_create_tag (buffer, "done", "strikethrough", TRUE, NULL);
  gtk_text_buffer_create_tag (buffer, "box", "weight", PANGO_WEIGHT_BOLD, "family", "monospace",
                              NULL);
  gtk_text_buffer_create_tag (buffer, "block", "family", "monospace", "left-margin", 30, NULL);
  gtk_text_buffer_create_tag (buffer, "block-end", NULL);
  gtk_text_buffer_create_tag (buffer, "new", NULL);
  gtk_text_buffer_create_tag (buffer, "comment", "underline", PANGO_UNDERLINE_DOUBLE, NULL);
  gtk_text_buffer_create_tag (buffer, "found", NULL);
}

/* --- One line --- */

typedef struct {
  GtkTextBuffer *buffer;
  GtkTextIter start;
  const char *text;
} Line;

/* Bytes @from to @to of the line. */
static void
apply (const Line *line, const char *tag, gsize from, gsize to)
{
  GtkTextIter start = line->start;
  GtkTextIter end = line->start;

  gtk_text_iter_forward_chars (&start, (int) g_utf8_strlen (line->text, (gssize) from));
  gtk_text_iter_forward_chars (&end, (int) g_utf8_strlen (line->text, (gssize) to));
  gtk_text_buffer_apply_tag_by_name (line->buffer, tag, &start, &end);
}

/* What stands between two @mark, with something between that does not begin with a space. */
static void
style_pairs (const Line *line, const char *mark, const char *tag)
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
    apply (line, "mark", (gsize) (at - line->text), (gsize) (inside - line->text));
    apply (line, tag, (gsize) (inside - line->text), (gsize) (end - line->text));
    apply (line, "mark", (gsize) (end - line->text), (gsize) (end + len - line->text));
    at = end + len;
  }
}

/* A link in a line, in bytes: its words from words to words_end, where it leads from uri to
 * uri_end, and all of it from start to end. */
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
style_links (const Line *line)
{
  gsize at = 0;
  Link link;

  while (find_link (line->text, at, &link)) {
    apply (line, "mark", link.start, link.words);
    apply (line, "link", link.words, link.words_end);
    apply (line, "mark", link.words_end, link.end);
    at = MAX (link.end, at + 1);
  }
}

gsize
cenacle_note_style_get_list_mark (const char *text)
{
  gsize indent = strspn (text, " ");
  const char *at = text + indent;
  gsize digits = strspn (at, "0123456789");

  if ((*at == '-' || *at == '*' || *at == '+') && at[1] == ' ')
    return indent + 2;
  return digits > 0 && digits < 4 && at[digits] == '.' && at[digits + 1] == ' '
             ? indent + digits + 2
             : 0;
}

static void
style_list (const Line *line, gsize mark)
{
  const char *rest = line->text + mark;
  gsize len = strlen (line->text);

  apply (line, "list", 0, len);
  apply (line, "mark", 0, mark);
  if (rest[0] != '[' || strchr ("xX ", rest[1]) == NULL || rest[1] == '\0' || rest[2] != ']')
    return;
  apply (line, "box", mark, mark + 3);
  if (rest[1] != ' ')
    apply (line, "done", mark + 3, len);
}

guint
cenacle_note_style_get_heading (const char *text)
{
  gsize n = strspn (text, "#");

  return n <= 6 && text[n] == ' ' ? (guint) n : 0;
}

static void
style_line (const Line *line)
{
  gsize len = strlen (line->text);
  guint n = cenacle_note_style_get_heading (line->text);
  gsize mark = cenacle_note_style_get_list_mark (line->text);

  if (n > 0) {
    g_autofree char *tag = g_strdup_printf ("heading-%u", MIN (n, 3));

    apply (line, tag, 0, len);
    apply (line, "mark", 0, n);
    return;
  }
  if (line->text[0] == '>')
    apply (line, "quote", 0, len);
  else if (mark > 0)
    style_list (line, mark);
  style_pairs (line, "**", "strong");
  style_pairs (line, "_", "emphasis");
  style_pairs (line, "~~", "strike");
  style_pairs (line, "`", "code");
  style_links (line);
}

/* --- Many lines --- */

static char *
dup_line (GtkTextBuffer *buffer, const GtkTextIter *start, GtkTextIter *ret_end)
{
  *ret_end = *start;
  if (!gtk_text_iter_ends_line (ret_end))
    gtk_text_iter_forward_to_line_end (ret_end);
  return gtk_text_buffer_get_text (buffer, start, ret_end, TRUE);
}

static gboolean
has_tag (GtkTextBuffer *buffer, const GtkTextIter *iter, const char *name)
{
  return gtk_text_iter_has_tag (iter,
                                gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer),
                                                           name));
}

/* Whether what follows the line that @start begins stands in a block of code, by its tags. */
static gboolean
leads_into_block (GtkTextBuffer *buffer, const GtkTextIter *start)
{
  return has_tag (buffer, start, "block") && !has_tag (buffer, start, "block-end");
}

static gboolean
is_in_block (GtkTextBuffer *buffer, int line)
{
  GtkTextIter start;

  if (line == 0)
    return FALSE;
  gtk_text_buffer_get_iter_at_line (buffer, &start, line - 1);
  return leads_into_block (buffer, &start);
}

/* A line is tagged with its end, so that an empty one can be, too. Gives whether what follows it is
 * in a block of code. */
static gboolean
style_at (GtkTextBuffer *buffer, int number, gboolean in_block)
{
  GtkTextIter start, end, next;
  g_autofree char *text = NULL;
  gboolean is_fence;

  gtk_text_buffer_get_iter_at_line (buffer, &start, number);
  text = dup_line (buffer, &start, &end);
  next = end;
  gtk_text_iter_forward_char (&next);
  for (guint k = 0; k < G_N_ELEMENTS (tags); k++)
    gtk_text_buffer_remove_tag_by_name (buffer, tags[k], &start, &next);
  is_fence = g_str_has_prefix (text, FENCE);
  if (is_fence || in_block)
    gtk_text_buffer_apply_tag_by_name (buffer, "block", &start, &next);
  else
    style_line (&(Line){ buffer, start, text });
  if (is_fence && in_block)
    gtk_text_buffer_apply_tag_by_name (buffer, "block-end", &start, &next);
  return in_block != is_fence;
}

/* --- What is still to be styled --- */

static Style *
get_style (GtkTextBuffer *buffer)
{
  return g_object_get_data (G_OBJECT (buffer), "cenacle-note-style");
}

static int
get_line (GtkTextBuffer *buffer, GtkTextMark *mark)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, mark);
  return gtk_text_iter_get_line (&iter);
}

static void
move_to_line (GtkTextBuffer *buffer, GtkTextMark *mark, int line)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (buffer, &iter, line);
  gtk_text_buffer_move_mark (buffer, mark, &iter);
}

static void
finish (Style *style)
{
  gtk_text_buffer_delete_mark (style->buffer, style->from);
  gtk_text_buffer_delete_mark (style->buffer, style->to);
  style->from = style->to = NULL;
}

/* Goes on for @limit_us; whether something is left. */
static gboolean
go_on (Style *style, gint64 limit_us)
{
  gint64 until = g_get_monotonic_time () + limit_us;
  int line = get_line (style->buffer, style->from);
  int last = get_line (style->buffer, style->to);
  int n_lines = gtk_text_buffer_get_line_count (style->buffer);
  gboolean in_block = is_in_block (style->buffer, line);

  for (; line < n_lines; line++) {
    GtkTextIter start;
    gboolean was;

    if (g_get_monotonic_time () >= until) {
      move_to_line (style->buffer, style->from, line);
      move_to_line (style->buffer, style->to, MAX (line, last));
      return TRUE;
    }
    gtk_text_buffer_get_iter_at_line (style->buffer, &start, line);
    was = leads_into_block (style->buffer, &start);
    in_block = style_at (style->buffer, line, in_block);
    if (in_block != was)
      last = MAX (last, line + 1);
    if (line >= last)
      break;
  }
  finish (style);
  return FALSE;
}

static gboolean
slice_cb (gpointer data)
{
  Style *style = data;

  if (style->from != NULL && go_on (style, SLICE_US))
    return G_SOURCE_CONTINUE;
  style->source = 0;
  return G_SOURCE_REMOVE;
}

static void
style_free (gpointer data)
{
  Style *style = data;

  g_clear_handle_id (&style->source, g_source_remove);
  g_free (style);
}

void
cenacle_note_style_watch (GtkTextBuffer *buffer)
{
  Style *style = g_new0 (Style, 1);

  style->buffer = buffer;
  add_tags (buffer);
  g_object_set_data_full (G_OBJECT (buffer), "cenacle-note-style", style, style_free);
}

/* Ahead of what waits, which need not begin anew unless a fence changed. */
static gboolean
style_ahead (GtkTextBuffer *buffer, int first, int last)
{
  gboolean in_block = is_in_block (buffer, first);
  GtkTextIter start;
  gboolean was;

  gtk_text_buffer_get_iter_at_line (buffer, &start, last);
  was = leads_into_block (buffer, &start);
  for (int line = first; line <= last; line++)
    in_block = style_at (buffer, line, in_block);
  return in_block == was;
}

#define AHEAD_MAX 8 /* lines */

/* With the line behind, which may have been the end of a line that is gone. */
void
cenacle_note_style_update (GtkTextBuffer *buffer, guint from, guint to)
{
  Style *style = get_style (buffer);
  GtkTextIter start, end;
  int first, last;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) to);
  first = gtk_text_iter_get_line (&start);
  last = MIN (gtk_text_iter_get_line (&end) + 1, gtk_text_buffer_get_line_count (buffer) - 1);
  if (style->from != NULL) {
    int waiting = get_line (buffer, style->from);

    if (last < waiting && last - first < AHEAD_MAX && style_ahead (buffer, first, last))
      return;
    first = MIN (first, waiting);
    last = MAX (last, get_line (buffer, style->to));
    finish (style);
  }
  gtk_text_buffer_get_iter_at_line (buffer, &start, first);
  gtk_text_buffer_get_iter_at_line (buffer, &end, last);
  style->from = gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE);
  style->to = gtk_text_buffer_create_mark (buffer, NULL, &end, FALSE);
  if (go_on (style, AT_ONCE_US) && style->source == 0)
    style->source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, slice_cb, style, NULL);
}

void
cenacle_note_style_finish (GtkTextBuffer *buffer)
{
  Style *style = get_style (buffer);

  if (style->from != NULL)
    go_on (style, G_MAXINT64 / 2);
}

static void
set_background (GtkTextBuffer *buffer, GtkWidget *widget, const char *tag, const char *name)
{
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &colour))
    return;
  colour.alpha = HIGHLIGHT_ALPHA;
  g_object_set (gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), tag),
                "background-rgba", &colour, NULL);
}

void
cenacle_note_style_set_colours (GtkTextBuffer *buffer, GtkWidget *widget)
{
  set_background (buffer, widget, "found", "warning_bg_color");
  set_background (buffer, widget, "comment", "accent_bg_color");
  set_background (buffer, widget, "new", "success_bg_color");
}

char *
cenacle_note_style_dup_link (const GtkTextIter *iter)
{
  GtkTextBuffer *buffer = gtk_text_iter_get_buffer (iter);
  GtkTextIter start = *iter, end;
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;
  gsize at = 0;
  Link link;

  gtk_text_iter_set_line_offset (&start, 0);
  before = gtk_text_buffer_get_text (buffer, &start, iter, TRUE);
  text = dup_line (buffer, &start, &end);
  while (find_link (text, at, &link)) {
    if (strlen (before) >= link.start && strlen (before) < link.end)
      return g_strndup (text + link.uri, link.uri_end - link.uri);
    at = MAX (link.end, at + 1);
  }
  return NULL;
}

guint
cenacle_note_style_count_words (const char *text)
{
  guint n = 0;
  gboolean in_word = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gboolean is_part = g_unichar_isalnum (g_utf8_get_char (text));

    n += is_part && !in_word;
    in_word = is_part || (in_word && (*text == '\'' || g_str_has_prefix (text, "’")));
  }
  return n;
}
