/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "links.h"
#include "markdown.h"
#include "message-row-private.h"
#include "window.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Words that were looked for --- */

/* As the search compares letters: without case, and without what stands above them. */
static gunichar
fold_letter (gunichar letter)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  return g_unichar_fully_decompose (letter, FALSE, parts, G_N_ELEMENTS (parts)) > 0
             ? g_unichar_tolower (parts[0])
             : g_unichar_tolower (letter);
}

/* The end of @word where it begins at @text; NULL when it does not. */
static const char *
match_word (const char *text, const char *word)
{
  for (; *word != '\0'; word = g_utf8_next_char (word), text = g_utf8_next_char (text)) {
    if (*text == '\0' ||
        fold_letter (g_utf8_get_char (text)) != fold_letter (g_utf8_get_char (word)))
      return NULL;
  }
  return text;
}

static void
mark_word (PangoAttrList *marks, const char *text, const char *word, const GdkRGBA *colour)
{
  gboolean is_start = TRUE;

  for (const char *c = text; *word != '\0' && *c != '\0'; c = g_utf8_next_char (c)) {
    const char *end = is_start ? match_word (c, word) : NULL;

    is_start = !g_unichar_isalnum (g_utf8_get_char (c));
    if (end == NULL)
      continue;

    PangoAttribute *mark = pango_attr_background_new ((guint16) (colour->red * G_MAXUINT16),
                                                      (guint16) (colour->green * G_MAXUINT16),
                                                      (guint16) (colour->blue * G_MAXUINT16));

    mark->start_index = (guint) (c - text);
    mark->end_index = (guint) (end - text);
    pango_attr_list_insert (marks, mark);
  }
}

static void
mark_words (CenacleMessageRow *self)
{
  g_autoptr (PangoAttrList) marks = pango_attr_list_new ();
  g_auto (GStrv) words = NULL;
  GdkRGBA colour;

  if (self->words != NULL &&
      gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                      "found_bg_color", &colour)) {
    words = g_strsplit_set (self->words, " \"", -1);
    for (guint i = 0; words[i] != NULL; i++)
      mark_word (marks, gtk_label_get_text (self->text_label), words[i], &colour);
  }
  gtk_label_set_attributes (self->text_label, marks);
}

/* The text is set anew: GTK 4.8 merges attributes into those of the markup, which
 * it keeps while the text is the same: they would stay. */
void
cenacle_message_row_highlight (CenacleMessageRow *self, const char *words)
{
  if (g_strcmp0 (self->words, words) == 0)
    return;
  g_free (self->words);
  self->words = g_strdup (words);
  if (self->message == NULL)
    return;
  gtk_label_set_text (self->text_label, "");
  cenacle_message_row_show_text (self);
}

void
cenacle_message_row_show_text (CenacleMessageRow *self)
{
  if (cenacle_message_is_gone (self->message)) {
    gtk_label_set_text (self->text_label, _ ("Message deleted"));
    gtk_widget_add_css_class (GTK_WIDGET (self->text_label), "gone");
    self->has_links = FALSE;
  } else if (cenacle_message_is_folded (self->message)) {
    g_autofree char *fold = cenacle_message_dup_fold (self->message);

    gtk_label_set_text (self->text_label, fold);
    gtk_widget_add_css_class (GTK_WIDGET (self->text_label), "gone");
    self->has_links = FALSE;
  } else {
    g_autofree char *text = cenacle_message_dup_shown_text (self->message);
    g_autofree char *markup = cenacle_markdown_dup_markup (text);

    gtk_widget_remove_css_class (GTK_WIDGET (self->text_label), "gone");
    gtk_label_set_markup (self->text_label, markup);
    self->has_links = strstr (markup, "<a ") != NULL;
  }
  mark_words (self);
  gtk_widget_set_can_focus (GTK_WIDGET (self->text_label), self->has_links);
  /* Files may come without a word. */
  gtk_widget_set_visible (GTK_WIDGET (self->text_label),
                          gtk_label_get_text (self->text_label)[0] != '\0');
}

/* A text can be selected with the pointer, but is no stop for the Tab key unless it has links. */
static void
text_pressed_cb (CenacleMessageRow *self)
{
  gtk_widget_set_can_focus (GTK_WIDGET (self->text_label), TRUE);
}

static void
text_left_cb (CenacleMessageRow *self)
{
  gtk_widget_set_can_focus (GTK_WIDGET (self->text_label), self->has_links);
}

gboolean
cenacle_message_row_copy_selection (CenacleMessageRow *self)
{
  const char *text = gtk_label_get_text (self->text_label);
  int start, end;

  if (!gtk_label_get_selection_bounds (self->text_label, &start, &end))
    return FALSE;

  g_autofree char *part = g_utf8_substring (text, start, end);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), part);
  return TRUE;
}

static void
join_cb (CenacleMessageRow *self)
{
  g_autofree char *invite =
      cenacle_links_dup_invite (cenacle_message_get_row (self->message)->text);

  if (invite != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.join-by-link", "s", invite);
}

/* Our own links open here; the others in whatever the desktop has for them. */
static gboolean
activate_link_cb (CenacleMessageRow *self, const char *uri)
{
  if (g_ascii_strncasecmp (uri, "cenacle:", strlen ("cenacle:")) != 0)
    return FALSE;
  cenacle_window_follow_link (CENACLE_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri);
  return TRUE;
}

void
cenacle_message_row_watch_text (CenacleMessageRow *self)
{
  g_signal_connect_swapped (self->join_button, "clicked", G_CALLBACK (join_cb), self);
  g_signal_connect_swapped (self->text_label, "activate-link", G_CALLBACK (activate_link_cb), self);
  g_signal_connect_swapped (self->text_click, "pressed", G_CALLBACK (text_pressed_cb), self);
  g_signal_connect_swapped (self->text_focus, "leave", G_CALLBACK (text_left_cb), self);
}
