/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Only lines that changed are styled anew, and of these only what is to look otherwise: a tag that
 * is put or removed makes GTK lay out its line again. Whether a line stands in a block of code is
 * told by the tags of the line before it, so a change goes on downwards for as long as that answer
 * differs from what it was. What goes on for long does so in slices. */

#include "note-style.h"

#include "note-spans.h"

#include <string.h>

#define AT_ONCE_US (2 * 1000) /* styled with what changed it */
#define SLICE_US   (4 * 1000) /* of what goes on later */

#define INDENT 30

#define HIGHLIGHT_ALPHA 0.3f

/* In the order of the bits of CenacleSpan. */
static const char *const names[CENACLE_SPAN_N] = {
  "heading-1", "heading-2", "heading-3", "quote",  "list",         "code",
  "strong",    "emphasis",  "strike",    "link",   "mark",         "done",
  "box",       "block",     "block-end", "indent", "indent-right", "turned",
};

typedef struct {
  GtkTextBuffer *buffer;
  GtkTextTag *tags[CENACLE_SPAN_N];
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
  gtk_text_buffer_create_tag (buffer, "quote", "style", PANGO_STYLE_ITALIC, NULL);
  gtk_text_buffer_create_tag (buffer, "list", NULL);
  gtk_text_buffer_create_tag (buffer, "code", "family", "monospace", NULL);
  gtk_text_buffer_create_tag (buffer, "strong", "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_create_tag (buffer, "emphasis", "style", PANGO_STYLE_ITALIC, NULL);
  gtk_text_buffer_create_tag (buffer, "strike", "strikethrough", TRUE, NULL);
  gtk_text_buffer_create_tag (buffer, "link", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  gtk_text_buffer_create_tag (buffer, "mark", "weight", PANGO_WEIGHT_LIGHT, NULL);
  gtk_text_buffer_create_tag (buffer, "done", "strikethrough", TRUE, NULL);
  gtk_text_buffer_create_tag (buffer, "box", "weight", PANGO_WEIGHT_BOLD, "family", "monospace",
                              NULL);
  gtk_text_buffer_create_tag (buffer, "block", "family", "monospace", NULL);
  gtk_text_buffer_create_tag (buffer, "block-end", NULL);
  gtk_text_buffer_create_tag (buffer, "indent", "left-margin", INDENT, NULL);
  gtk_text_buffer_create_tag (buffer, "indent-right", "right-margin", INDENT, NULL);
  /* The toolkit takes the x of a box for the letter that a line begins with. */
  gtk_text_buffer_create_tag (buffer, "turned", "justification", GTK_JUSTIFY_RIGHT, NULL);
  gtk_text_buffer_create_tag (buffer, "new", NULL);
  gtk_text_buffer_create_tag (buffer, "comment", "underline", PANGO_UNDERLINE_DOUBLE, NULL);
  gtk_text_buffer_create_tag (buffer, "found", NULL);
}

static Style *
get_style (GtkTextBuffer *buffer)
{
  return g_object_get_data (G_OBJECT (buffer), "cenacle-note-style");
}

/* --- One line --- */

/* The tags were made in the order of the bits, before any others, and so have their priorities. */
static guint32
get_spans_at (const GtkTextIter *iter)
{
  GSList *tags = gtk_text_iter_get_tags (iter);
  guint32 spans = 0;

  for (GSList *at = tags; at != NULL; at = at->next) {
    int bit = gtk_text_tag_get_priority (at->data);

    if (bit < CENACLE_SPAN_N)
      spans |= 1u << bit;
  }
  g_slist_free (tags);
  return spans;
}

/* What the @n characters from @start on are tagged as. */
static void
read_tags (const GtkTextIter *start, guint n, guint32 *spans)
{
  GtkTextIter iter = *start;
  guint at = 0;

  while (at < n) {
    guint32 here = get_spans_at (&iter);
    int offset = gtk_text_iter_get_offset (&iter);
    guint end = n;

    if (gtk_text_iter_forward_to_tag_toggle (&iter, NULL))
      end = MIN (n, at + (guint) (gtk_text_iter_get_offset (&iter) - offset));
    while (at < end)
      spans[at++] = here;
  }
}

static void
set_tag (Style *style, guint tag, int from, int to, gboolean is_there)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (style->buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (style->buffer, &end, to);
  if (is_there)
    gtk_text_buffer_apply_tag (style->buffer, style->tags[tag], &start, &end);
  else
    gtk_text_buffer_remove_tag (style->buffer, style->tags[tag], &start, &end);
}

/* Puts and removes what differs of one tag, in runs. */
static void
change_tag (Style *style, guint tag, int offset, guint n, const guint32 *was, const guint32 *is)
{
  guint32 bit = 1u << tag;
  guint from = 0;

  while (from < n) {
    guint to = from + 1;

    if (((was[from] ^ is[from]) & bit) == 0) {
      from++;
      continue;
    }
    while (to < n && ((was[to] ^ is[to]) & bit) != 0 && (is[to] & bit) == (is[from] & bit))
      to++;
    set_tag (style, tag, offset + (int) from, offset + (int) to, (is[from] & bit) != 0);
    from = to;
  }
}

static void
change_tags (Style *style, int offset, guint n, const guint32 *was, const guint32 *is)
{
  guint32 differs = 0;

  for (guint i = 0; i < n; i++)
    differs |= was[i] ^ is[i];
  for (guint tag = 0; differs >> tag != 0; tag++) {
    if ((differs >> tag & 1) != 0)
      change_tag (style, tag, offset, n, was, is);
  }
}

static char *
dup_line (GtkTextBuffer *buffer, const GtkTextIter *start, GtkTextIter *ret_end)
{
  *ret_end = *start;
  if (!gtk_text_iter_ends_line (ret_end))
    gtk_text_iter_forward_to_line_end (ret_end);
  return gtk_text_buffer_get_text (buffer, start, ret_end, TRUE);
}

/* Gives where what follows the line stands. */
static CenacleBlock
style_at (Style *style, int number, CenacleBlock block)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autofree guint32 *was = NULL;
  g_autofree guint32 *is = NULL;
  int offset;
  guint n;

  gtk_text_buffer_get_iter_at_line (style->buffer, &start, number);
  offset = gtk_text_iter_get_offset (&start);
  text = dup_line (style->buffer, &start, &end);
  n = (guint) (gtk_text_iter_get_offset (&end) - offset) + 1;
  was = g_new (guint32, n);
  is = g_new (guint32, n);
  block = cenacle_note_spans_read (text, block, is);
  n -= gtk_text_iter_is_end (&end) ? 1 : 0;
  read_tags (&start, n, was);
  change_tags (style, offset, n, was, is);
  return block;
}

/* --- Many lines --- */

/* Where what follows the line that @start begins stands, by its tags. */
static CenacleBlock
get_block_behind (const GtkTextIter *start)
{
  return (get_spans_at (start) & (CENACLE_SPAN_BLOCK | CENACLE_SPAN_BLOCK_END)) ==
                 CENACLE_SPAN_BLOCK
             ? CENACLE_INSIDE_BLOCK
             : CENACLE_OUTSIDE_BLOCK;
}

static CenacleBlock
get_block_at (const Style *style, int line)
{
  GtkTextIter start;

  if (line == 0)
    return CENACLE_OUTSIDE_BLOCK;
  gtk_text_buffer_get_iter_at_line (style->buffer, &start, line - 1);
  return get_block_behind (&start);
}

/* --- What is still to be styled --- */

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
  CenacleBlock block = get_block_at (style, line);

  for (; line < n_lines; line++) {
    GtkTextIter start;
    CenacleBlock was;

    if (g_get_monotonic_time () >= until) {
      move_to_line (style->buffer, style->from, line);
      move_to_line (style->buffer, style->to, MAX (line, last));
      return TRUE;
    }
    gtk_text_buffer_get_iter_at_line (style->buffer, &start, line);
    was = get_block_behind (&start);
    block = style_at (style, line, block);
    if (block != was)
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
  for (guint i = 0; i < CENACLE_SPAN_N; i++)
    style->tags[i] = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), names[i]);
  g_object_set_data_full (G_OBJECT (buffer), "cenacle-note-style", style, style_free);
}

/* Ahead of what waits, which need not begin anew unless a fence changed. */
static gboolean
style_ahead (Style *style, int first, int last)
{
  CenacleBlock block = get_block_at (style, first);
  GtkTextIter start;
  CenacleBlock was;

  gtk_text_buffer_get_iter_at_line (style->buffer, &start, last);
  was = get_block_behind (&start);
  for (int line = first; line <= last; line++)
    block = style_at (style, line, block);
  return block == was;
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

    if (last < waiting && last - first < AHEAD_MAX && style_ahead (style, first, last))
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

  gtk_text_iter_set_line_offset (&start, 0);
  before = gtk_text_buffer_get_text (buffer, &start, iter, TRUE);
  text = dup_line (buffer, &start, &end);
  return cenacle_note_spans_dup_link (text, strlen (before));
}
