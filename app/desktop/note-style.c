/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Line by line: what begins a line says what the whole line is, and within it marks in pairs. The
 * marks stay, paler. */

#include "note-style.h"

#include <string.h>

#define FENCE "```"

static const char *const tags[] = {
  "heading-1", "heading-2", "heading-3", "quote", "list", "code",
  "strong",    "emphasis",  "strike",    "link",  "mark", "done"
};

void
cenacle_note_style_add_tags (GtkTextBuffer *buffer)
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

static void
style_links (const Line *line)
{
  const char *at = line->text;

  while ((at = strstr (at, "http")) != NULL) {
    gsize len = strcspn (at, " \t)>]\"");

    if (g_str_has_prefix (at, "http://") || g_str_has_prefix (at, "https://"))
      apply (line, "link", (gsize) (at - line->text), (gsize) (at - line->text) + len);
    at += MAX (len, 1);
  }
}

static gsize
count_list_mark (const char *text)
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
  if (g_str_has_prefix (rest, "[x] ") || g_str_has_prefix (rest, "[X] "))
    apply (line, "done", mark + 4, len);
}

static void
style_line (const Line *line)
{
  gsize len = strlen (line->text);
  gsize n = strspn (line->text, "#");
  gsize mark = count_list_mark (line->text);

  if (n >= 1 && n <= 6 && line->text[n] == ' ') {
    g_autofree char *tag = g_strdup_printf ("heading-%u", (guint) MIN (n, 3));

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
is_in_code (GtkTextBuffer *buffer, int line)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "code");
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (line == 0)
    return FALSE;
  gtk_text_buffer_get_iter_at_line (buffer, &start, line - 1);
  text = dup_line (buffer, &start, &end);
  /* A line that is all code stands in a block; an empty one says nothing, and counts as outside. */
  return !g_str_has_prefix (text, FENCE) && *text != '\0' && *text != '`' &&
         gtk_text_iter_has_tag (&start, tag);
}

static void
style_lines (GtkTextBuffer *buffer, int first, int last, gboolean in_code)
{
  for (int i = first; i <= last; i++) {
    GtkTextIter start, end;
    g_autofree char *text = NULL;
    gboolean is_fence;

    gtk_text_buffer_get_iter_at_line (buffer, &start, i);
    text = dup_line (buffer, &start, &end);
    for (guint k = 0; k < G_N_ELEMENTS (tags); k++)
      gtk_text_buffer_remove_tag_by_name (buffer, tags[k], &start, &end);
    is_fence = g_str_has_prefix (text, FENCE);
    if (is_fence || in_code)
      gtk_text_buffer_apply_tag_by_name (buffer, "code", &start, &end);
    else
      style_line (&(Line){ buffer, start, text });
    in_code = in_code != is_fence;
  }
}

void
cenacle_note_style_update (GtkTextBuffer *buffer, guint from, guint to)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) to);
  gtk_text_iter_set_line_offset (&start, 0);
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (strstr (text, FENCE) != NULL)
    style_lines (buffer, 0, gtk_text_buffer_get_line_count (buffer) - 1, FALSE);
  else
    style_lines (buffer, gtk_text_iter_get_line (&start), gtk_text_iter_get_line (&end),
                 is_in_code (buffer, gtk_text_iter_get_line (&start)));
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
