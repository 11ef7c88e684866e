/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands around the text of a note: its title and what it is about, how long it is, who is
 * here, how many comments and changes. Words are counted where they change, the rest is read on the
 * query worker a moment after something did. */

#include "note-editor-private.h"

#include "note-dialog.h"
#include "note-spans.h"
#include "object-query.h"

#include "core/kinds-note.h"
#include "core/queries-objects.h"

#include <glib/gi18n.h>

#define LATER_MS         400
#define WORDS_PER_MINUTE 200

/* --- Words --- */

static gboolean
is_space_cb (gunichar c, gpointer data)
{
  (void) data;
  return g_unichar_isspace (c);
}

/* The words in characters @from to @to with what stands around these up to white space: no word
 * goes over it, so that a change between counts nowhere else. */
static guint
count_words (GtkTextBuffer *buffer, guint from, guint to)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) to);
  if (gtk_text_iter_backward_find_char (&start, is_space_cb, NULL, NULL))
    gtk_text_iter_forward_char (&start);
  else
    gtk_text_buffer_get_start_iter (buffer, &start);
  if (!g_unichar_isspace (gtk_text_iter_get_char (&end)) &&
      !gtk_text_iter_forward_find_char (&end, is_space_cb, NULL, NULL))
    gtk_text_buffer_get_end_iter (buffer, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  return cenacle_note_spans_count_words (text);
}

void
cenacle_note_around_lose (CenacleNoteEditor *self, guint from, guint to)
{
  self->n_words -= count_words (cenacle_note_editor_get_buffer (self), from, to);
}

void
cenacle_note_around_gain (CenacleNoteEditor *self, guint from, guint to)
{
  self->n_words += count_words (cenacle_note_editor_get_buffer (self), from, to);
  cenacle_note_around_refresh (self);
}

static void
show_words (CenacleNoteEditor *self)
{
  guint minutes = (self->n_words + WORDS_PER_MINUTE - 1) / WORDS_PER_MINUTE;
  g_autofree char *words =
      g_strdup_printf (ngettext ("%u word", "%u words", self->n_words), self->n_words);
  g_autofree char *time =
      g_strdup_printf (ngettext ("%u minute to read", "%u minutes to read", minutes), minutes);
  g_autofree char *line = g_strdup_printf ("%s · %s", words, time);

  gtk_label_set_text (self->status, line);
}

/* --- Title --- */

static void
show_about (CenacleNoteEditor *self, const CenObjectRow *row)
{
  g_autofree char *about = NULL;

  self->about_id = (CenId){ 0 };
  if (row != NULL && cen_object_row_get_ref (row, CEN_NOTE_ABOUT, &self->about_id))
    about = cenacle_note_dialog_dup_about (self->circle, &self->about_id);
  gtk_widget_set_visible (self->about, about != NULL);
  gtk_label_set_text (self->about_label, about != NULL ? about : "");
}

static void
show_title (CenacleNoteEditor *self, const CenObjectRow *row)
{
  g_autofree char *title = row != NULL ? cen_object_row_dup_text (row, CEN_NOTE_TITLE) : NULL;

  gtk_label_set_text (self->title, title != NULL ? title : "");
  show_about (self, row);
}

static gpointer
read_row (CenStore *store, const CenId *circle, const CenId *note, GError **error)
{
  return cen_query_object (store, circle, note, error);
}

static void
free_row (gpointer row)
{
  cen_object_row_free (row);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenObjectRow) row = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleNoteEditor *self = user_data;

  g_clear_object (&self->reading);
  if (row != NULL)
    show_title (self, row);
}

static void
read_title (CenacleNoteEditor *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  cenacle_object_query_async (self->circle, &self->note, read_row, free_row, self->reading, read_cb,
                              self);
}

/* --- Now and then --- */

static gboolean
later_cb (gpointer data)
{
  CenacleNoteEditor *self = data;

  self->later_source = 0;
  show_words (self);
  if (self->copy != NULL)
    read_title (self);
  return G_SOURCE_REMOVE;
}

void
cenacle_note_around_refresh (CenacleNoteEditor *self)
{
  if (self->later_source == 0)
    self->later_source = g_timeout_add (LATER_MS, later_cb, self);
}

void
cenacle_note_around_show (CenacleNoteEditor *self)
{
  CenStore *store = self->copy != NULL ? cenacle_circle_get_store (self->circle) : NULL;
  g_autoptr (CenObjectRow) row =
      store != NULL
          ? cen_query_object (store, cenacle_circle_get_id (self->circle), &self->note, NULL)
          : NULL;

  show_title (self, row);
  show_words (self);
}

static void
circle_changed_cb (CenacleNoteEditor *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_OBJECTS) != 0)
    cenacle_note_around_refresh (self);
}

/* --- Others --- */

static void
others_changed_cb (CenacleNoteEditor *self)
{
  g_autofree char *sentence = cenacle_note_cursors_dup_sentence (self->cursors);

  gtk_label_set_text (self->here, sentence != NULL ? sentence : "");
}

static void
comments_counted_cb (CenacleNoteEditor *self, guint n)
{
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *sentence = g_strdup_printf (ngettext ("%u comment", "%u comments", n), n);

  gtk_label_set_text (self->comments_count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->comments_count), n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->comments_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, n > 0 ? sentence : _ ("Comments"),
                                  -1);
}

static void
changes_counted_cb (CenacleNoteEditor *self, guint n)
{
  g_autofree char *sentence =
      g_strdup_printf (ngettext ("%u passage changed since you last looked",
                                 "%u passages changed since you last looked", n),
                       n);

  gtk_label_set_text (self->news_label, sentence);
  gtk_widget_set_visible (self->news_bar, n > 0);
}

void
cenacle_note_around_enter (CenacleNoteEditor *self)
{
  g_signal_connect_swapped (self->cursors, "changed", G_CALLBACK (others_changed_cb), self);
  g_signal_connect_swapped (self->talk, "counted", G_CALLBACK (comments_counted_cb), self);
  g_signal_connect_swapped (self->changes, "counted", G_CALLBACK (changes_counted_cb), self);
  g_signal_connect_swapped (self->circle, "changed", G_CALLBACK (circle_changed_cb), self);
}

void
cenacle_note_around_leave (CenacleNoteEditor *self)
{
  g_clear_handle_id (&self->later_source, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_signal_handlers_disconnect_by_data (self->circle, self);
  g_signal_handlers_disconnect_by_data (self->cursors, self);
  g_signal_handlers_disconnect_by_data (self->talk, self);
  g_signal_handlers_disconnect_by_data (self->changes, self);
  comments_counted_cb (self, 0);
  changes_counted_cb (self, 0);
  gtk_label_set_text (self->here, "");
}
