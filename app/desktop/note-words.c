/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-words.h"

#include "note-style.h"

#include <string.h>

#define TITLE_SCALE 1.8

static void
paragraph_free (gpointer data)
{
  CenacleNoteParagraph *text = data;

  g_free (text->text);
  pango_attr_list_unref (text->attributes);
  g_free (text);
}

static PangoAttribute *
make_attribute (const char *name)
{
  if (g_str_equal (name, "heading-1"))
    return pango_attr_scale_new (1.5);
  if (g_str_equal (name, "heading-2"))
    return pango_attr_scale_new (1.3);
  if (g_str_equal (name, "heading-3"))
    return pango_attr_scale_new (1.1);
  if (g_str_equal (name, "strong"))
    return pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  if (g_str_equal (name, "emphasis") || g_str_equal (name, "quote"))
    return pango_attr_style_new (PANGO_STYLE_ITALIC);
  if (g_str_equal (name, "code") || g_str_equal (name, "block"))
    return pango_attr_family_new ("monospace");
  if (g_str_equal (name, "strike") || g_str_equal (name, "done"))
    return pango_attr_strikethrough_new (TRUE);
  if (g_str_equal (name, "link"))
    return pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);
  return NULL;
}

static void
add_attribute (CenacleNoteParagraph *text, PangoAttribute *attribute, guint from, guint to)
{
  if (attribute == NULL)
    return;
  attribute->start_index = from;
  attribute->end_index = to;
  pango_attr_list_insert (text->attributes, attribute);
}

static gboolean
has_tag (GSList *tags, const char *name)
{
  for (GSList *at = tags; at != NULL; at = at->next) {
    g_autofree char *is = NULL;

    g_object_get (at->data, "name", &is, NULL);
    if (g_strcmp0 (is, name) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What stands from @start to @end, all of the same tags. Marks of Markdown that only say how
 * something looks are left out; a list keeps its own. */
static void
add_piece (CenacleNoteParagraph *text, GString *words, const GtkTextIter *start,
           const GtkTextIter *end)
{
  g_autofree char *piece = gtk_text_iter_get_text (start, end);
  GSList *tags = gtk_text_iter_get_tags (start);
  guint from = (guint) words->len;

  text->is_indented = text->is_indented || has_tag (tags, "list") || has_tag (tags, "quote");
  if (!has_tag (tags, "mark") || has_tag (tags, "list")) {
    if (has_tag (tags, "box"))
      g_string_append (words, piece[1] == ' ' ? "☐" : "☑");
    else if (has_tag (tags, "list") && has_tag (tags, "mark") &&
             strpbrk (piece, "0123456789") == NULL)
      g_string_append (words, "• ");
    else
      g_string_append (words, piece);
    for (GSList *at = tags; at != NULL; at = at->next) {
      g_autofree char *name = NULL;

      g_object_get (at->data, "name", &name, NULL);
      if (name != NULL) {
        add_attribute (text, make_attribute (name), from, (guint) words->len);
        if (g_str_has_prefix (name, "heading"))
          add_attribute (text, pango_attr_weight_new (PANGO_WEIGHT_BOLD), from, (guint) words->len);
      }
    }
  }
  g_slist_free (tags);
}

static CenacleNoteParagraph *
make_text (const GtkTextIter *start, const GtkTextIter *end)
{
  CenacleNoteParagraph *text = g_new0 (CenacleNoteParagraph, 1);
  GString *words = g_string_new (NULL);
  GtkTextIter at = *start;

  text->attributes = pango_attr_list_new ();
  while (gtk_text_iter_compare (&at, end) < 0) {
    GtkTextIter next = at;

    if (!gtk_text_iter_forward_to_tag_toggle (&next, NULL) ||
        gtk_text_iter_compare (&next, end) > 0)
      next = *end;
    add_piece (text, words, &at, &next);
    at = next;
  }
  text->text = g_string_free (words, FALSE);
  return text;
}

static void
add_texts (GPtrArray *texts, GtkTextBuffer *buffer)
{
  for (int i = 0; i < gtk_text_buffer_get_line_count (buffer); i++) {
    GtkTextIter start, end;

    gtk_text_buffer_get_iter_at_line (buffer, &start, i);
    end = start;
    if (!gtk_text_iter_ends_line (&end))
      gtk_text_iter_forward_to_line_end (&end);
    g_ptr_array_add (texts, make_text (&start, &end));
  }
}

static CenacleNoteParagraph *
make_title (const char *title)
{
  CenacleNoteParagraph *text = g_new0 (CenacleNoteParagraph, 1);

  text->text = g_strdup (title);
  text->attributes = pango_attr_list_new ();
  pango_attr_list_insert (text->attributes, pango_attr_scale_new (TITLE_SCALE));
  pango_attr_list_insert (text->attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  return text;
}

GPtrArray *
cenacle_note_words_list (const char *title, GtkTextBuffer *buffer)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (paragraph_free);

  cenacle_note_style_finish (buffer);
  g_ptr_array_add (texts, make_title (title));
  add_texts (texts, buffer);
  return texts;
}
