/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-outline.h"

#include "note-spans.h"

#include <glib/gi18n.h>

#define INDENT     14
#define HEIGHT_MAX 400

static gboolean
is_in_block (GtkTextBuffer *buffer, const GtkTextIter *iter)
{
  return gtk_text_iter_has_tag (iter,
                                gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer),
                                                           "block"));
}

static void
add_heading (GtkListBox *list, const char *text, guint level, int line)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (text + level + 1);
  /* Translators: a heading, and how deep it is: 1 for the uppermost. */
  g_autofree char *sentence = g_strdup_printf (_ ("%s, level %u"), text + level + 1, level);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_set_margin_start (label, (int) (level - 1) * INDENT);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  g_object_set_data (G_OBJECT (row), "line", GINT_TO_POINTER (line));
  gtk_list_box_append (list, row);
}

static void
fill_cb (GtkTextView *view, GtkPopover *popover)
{
  GtkListBox *list = g_object_get_data (G_OBJECT (popover), "list");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  for (int line = 0; line < gtk_text_buffer_get_line_count (buffer); line++) {
    GtkTextIter start, end;
    g_autofree char *text = NULL;
    guint level;

    gtk_text_buffer_get_iter_at_line (buffer, &start, line);
    if (gtk_text_iter_get_char (&start) != '#' || is_in_block (buffer, &start))
      continue;
    end = start;
    gtk_text_iter_forward_to_line_end (&end);
    text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
    level = cenacle_note_spans_get_heading (text);
    if (level > 0)
      add_heading (list, text, level, line);
  }
  row = gtk_list_box_get_row_at_index (list, 0);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
chosen_cb (GtkTextView *view, GtkListBoxRow *row, GtkListBox *list)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_POPOVER);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start;

  gtk_text_buffer_get_iter_at_line (buffer, &start,
                                    GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "line")));
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_text_view_scroll_to_mark (view, gtk_text_buffer_get_insert (buffer), 0, TRUE, 0, 0.1);
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

static GtkWidget *
make_placeholder (void)
{
  GtkWidget *label =
      gtk_label_new (_ ("No headings yet: a line that begins with # and a space is one."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "placeholder");
  return label;
}

void
cenacle_note_outline_attach (GtkMenuButton *button, GtkTextView *view)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), make_placeholder ());
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Headings"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), HEIGHT_MAX);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  g_object_set_data (G_OBJECT (popover), "list", list);
  g_signal_connect_object (popover, "show", G_CALLBACK (fill_cb), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (chosen_cb), view, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, popover);
}
