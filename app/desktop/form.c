/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "form.h"

#include "commands.h"
#include "compat.h"

char *
cenacle_form_dup_entry (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

void
cenacle_form_set_entry (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

char *
cenacle_form_dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

void
cenacle_form_set_text (GtkTextView *view, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

static void
choice_cb (AdwComboRow *row)
{
  gpointer item = adw_combo_row_get_selected_item (row);

  gtk_widget_set_tooltip_text (GTK_WIDGET (row), GTK_IS_STRING_OBJECT (item)
                                                     ? gtk_string_object_get_string (item)
                                                     : NULL);
}

void
cenacle_form_tell_choice (AdwComboRow *row)
{
  g_signal_connect (row, "notify::selected-item", G_CALLBACK (choice_cb), NULL);
  choice_cb (row);
}

void
cenacle_form_mark (AdwEntryRow *row, CenacleFieldState state)
{
  if (state == CENACLE_FIELD_RIGHT)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

static void
mapped_cb (GtkWidget *below)
{
  gtk_widget_child_focus (below, GTK_DIR_TAB_FORWARD);
}

void
cenacle_form_begin (GtkWidget *dialog, GtkWidget *below)
{
  g_signal_connect_object (dialog, "map", G_CALLBACK (mapped_cb), below,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
cenacle_form_show_error (GtkRevealer *revealer, GtkLabel *label, const char *sentence)
{
  if (sentence != NULL)
    gtk_label_set_text (label, sentence);
  gtk_revealer_set_reveal_child (revealer, sentence != NULL);
  if (sentence != NULL)
    cenacle_compat_announce (GTK_WIDGET (revealer), sentence);
}

gboolean
cenacle_form_end (GtkWindow *dialog, GAsyncResult *result, GtkRevealer *revealer, GtkLabel *label)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *done = cenacle_commands_finish (result, &error);

  if (done != NULL)
    gtk_window_close (dialog);
  else
    cenacle_form_show_error (revealer, label, error->message);
  return done != NULL;
}

const char *
cenacle_form_get_own_name (void)
{
  const char *name = g_get_real_name ();

  if (name == NULL || g_str_equal (name, "Unknown") || g_str_equal (name, "root"))
    return "";
  return name;
}
