/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-keys.h"

#include "note-spans.h"

#include <stdlib.h>
#include <string.h>

#define INDENT         2
#define HEADING_LEVELS 3

/* --- Lines --- */

static char *
dup_line (GtkTextBuffer *buffer, int line)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line (buffer, &start, line);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* In @line, @n_deleted characters from @at on give way to @text; all counted as bytes of ASCII,
 * which is what marks of Markdown are. */
static void
change_line (GtkTextBuffer *buffer, int line, gsize at, gsize n_deleted, const char *text)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line_offset (buffer, &start, line, (int) at);
  end = start;
  gtk_text_iter_forward_chars (&end, (int) n_deleted);
  if (n_deleted > 0)
    gtk_text_buffer_delete (buffer, &start, &end);
  if (*text != '\0')
    gtk_text_buffer_insert (buffer, &start, text, -1);
}

static int
get_caret (GtkTextBuffer *buffer, GtkTextIter *ret_iter)
{
  gtk_text_buffer_get_iter_at_mark (buffer, ret_iter, gtk_text_buffer_get_insert (buffer));
  return gtk_text_iter_get_line (ret_iter);
}

static void
get_lines (GtkTextBuffer *buffer, int *ret_first, int *ret_last)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  *ret_first = gtk_text_iter_get_line (&start);
  *ret_last = gtk_text_iter_get_line (&end);
  if (*ret_last > *ret_first && gtk_text_iter_starts_line (&end))
    (*ret_last)--;
}

/* Where the box of a line with the list mark @mark stands: as long as "[ ]"; else 0. */
static gboolean
has_box (const char *text, gsize mark)
{
  const char *box = text + mark;

  return mark > 0 && box[0] == '[' && (box[1] == ' ' || box[1] == 'x' || box[1] == 'X') &&
         box[2] == ']';
}

/* --- Lists --- */

/* What the line after @text begins with. */
static char *
dup_next_mark (const char *text, gsize mark)
{
  gsize indent = strspn (text, " ");
  const char *box = has_box (text, mark) ? "[ ] " : "";
  g_autofree char *spaces = g_strndup (text, indent);

  if (g_ascii_isdigit (text[indent]))
    return g_strdup_printf ("\n%s%d. %s", spaces, atoi (text + indent) + 1, box);
  return g_strdup_printf ("\n%s%c %s", spaces, text[indent], box);
}

gboolean
cenacle_note_keys_go_on (GtkTextBuffer *buffer)
{
  GtkTextIter caret;
  int line = get_caret (buffer, &caret);
  g_autofree char *text = dup_line (buffer, line);
  gsize mark = cenacle_note_spans_get_list_mark (text);
  gsize head = mark + (has_box (text, mark) ? strlen ("[ ]") : 0);
  g_autofree char *next = NULL;

  if (mark == 0 || gtk_text_buffer_get_has_selection (buffer) ||
      (gsize) gtk_text_iter_get_line_offset (&caret) < mark)
    return FALSE;
  if (strspn (text + head, " ") == strlen (text + head)) {
    change_line (buffer, line, 0, strlen (text), "");
    return TRUE;
  }
  next = dup_next_mark (text, mark);
  gtk_text_buffer_insert_at_cursor (buffer, next, -1);
  return TRUE;
}

gboolean
cenacle_note_keys_indent (GtkTextBuffer *buffer, CenacleIndent how)
{
  gboolean has_list = FALSE;
  int first, last;

  get_lines (buffer, &first, &last);
  for (int line = first; line <= last; line++) {
    g_autofree char *text = dup_line (buffer, line);
    gsize indent = strspn (text, " ");

    if (cenacle_note_spans_get_list_mark (text) == 0)
      continue;
    has_list = TRUE;
    if (how == CENACLE_INDENT_MORE)
      change_line (buffer, line, 0, 0, "  ");
    else
      change_line (buffer, line, 0, MIN (indent, INDENT), "");
  }
  return has_list;
}

void
cenacle_note_keys_list (GtkTextBuffer *buffer, const char *mark)
{
  gboolean all_are = TRUE;
  int first, last;

  get_lines (buffer, &first, &last);
  for (int line = first; line <= last; line++) {
    g_autofree char *text = dup_line (buffer, line);

    all_are = all_are && g_str_has_prefix (text + strspn (text, " "), mark);
  }
  for (int line = first; line <= last; line++) {
    g_autofree char *text = dup_line (buffer, line);
    gsize indent = strspn (text, " ");
    gsize old = cenacle_note_spans_get_list_mark (text);

    if (has_box (text, old))
      old += text[old + 3] == ' ' ? 4 : 3;
    change_line (buffer, line, indent, old > 0 ? old - indent : 0, all_are ? "" : mark);
  }
}

/* --- Boxes --- */

gboolean
cenacle_note_keys_is_box (GtkTextBuffer *buffer, const GtkTextIter *iter)
{
  return gtk_text_iter_has_tag (iter,
                                gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer),
                                                           "box"));
}

gboolean
cenacle_note_keys_tick (GtkTextBuffer *buffer, const GtkTextIter *iter)
{
  int line = gtk_text_iter_get_line (iter);
  g_autofree char *text = dup_line (buffer, line);
  gsize mark = cenacle_note_spans_get_list_mark (text);

  if (!has_box (text, mark))
    return FALSE;
  change_line (buffer, line, mark + 1, 1, text[mark + 1] == ' ' ? "x" : " ");
  return TRUE;
}

/* --- Words --- */

static void
select_range (GtkTextBuffer *buffer, int from, int to)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, to);
  gtk_text_buffer_select_range (buffer, &end, &start);
}

static void
change_at (GtkTextBuffer *buffer, int at, int n_deleted, const char *text)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, at);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, at + n_deleted);
  if (n_deleted > 0)
    gtk_text_buffer_delete (buffer, &start, &end);
  if (*text != '\0')
    gtk_text_buffer_insert (buffer, &start, text, -1);
}

static gboolean
stands_at (GtkTextBuffer *buffer, int at, const char *mark)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (at < 0)
    return FALSE;
  gtk_text_buffer_get_iter_at_offset (buffer, &start, at);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, at + (int) strlen (mark));
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  return strcmp (text, mark) == 0;
}

void
cenacle_note_keys_wrap (GtkTextBuffer *buffer, const char *mark)
{
  int len = (int) strlen (mark);
  GtkTextIter start, end;
  int from, to;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  from = gtk_text_iter_get_offset (&start);
  to = gtk_text_iter_get_offset (&end);
  if (stands_at (buffer, from - len, mark) && stands_at (buffer, to, mark)) {
    change_at (buffer, to, len, "");
    change_at (buffer, from - len, len, "");
    select_range (buffer, from - len, to - len);
    return;
  }
  change_at (buffer, to, 0, mark);
  change_at (buffer, from, 0, mark);
  select_range (buffer, from + len, to + len);
}

void
cenacle_note_keys_link (GtkTextBuffer *buffer)
{
  static const char after[] = "](https://)";
  GtkTextIter start, end;
  int from, to;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  from = gtk_text_iter_get_offset (&start);
  to = gtk_text_iter_get_offset (&end);
  if (from == to) { /* the completion goes on from here */
    gtk_text_buffer_insert_at_cursor (buffer, "[[", -1);
    return;
  }
  change_at (buffer, to, 0, after);
  change_at (buffer, from, 0, "[");
  select_range (buffer, to + 3, to + (int) strlen (after));
}

void
cenacle_note_keys_heading (GtkTextBuffer *buffer)
{
  GtkTextIter caret;
  int line = get_caret (buffer, &caret);
  g_autofree char *text = dup_line (buffer, line);
  guint level = cenacle_note_spans_get_heading (text);
  guint next = level < HEADING_LEVELS ? level + 1 : 0;
  g_autofree char *mark = g_strnfill (next + (next > 0), '#');

  if (next > 0)
    mark[next] = ' ';
  change_line (buffer, line, 0, level > 0 ? level + 1 : 0, mark);
}
