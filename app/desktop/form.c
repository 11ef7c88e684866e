/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "form.h"

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

void
cenacle_form_show_error (GtkRevealer *revealer, GtkLabel *label, const char *sentence)
{
  if (sentence != NULL)
    gtk_label_set_text (label, sentence);
  gtk_revealer_set_reveal_child (revealer, sentence != NULL);
  if (sentence != NULL)
    cenacle_compat_announce (GTK_WIDGET (revealer), sentence);
}

const char *
cenacle_form_get_own_name (void)
{
  const char *name = g_get_real_name ();

  if (name == NULL || g_str_equal (name, "Unknown") || g_str_equal (name, "root"))
    return "";
  return name;
}
