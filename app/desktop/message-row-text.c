/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "links.h"
#include "markdown.h"
#include "message-row-private.h"
#include "window.h"

#include <glib/gi18n.h>
#include <string.h>

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
    g_autofree char *markup =
        cenacle_markdown_dup_markup (cenacle_message_get_row (self->message)->text);

    gtk_widget_remove_css_class (GTK_WIDGET (self->text_label), "gone");
    gtk_label_set_markup (self->text_label, markup);
    self->has_links = strstr (markup, "<a ") != NULL;
  }
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
