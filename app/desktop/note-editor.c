/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The buffer and the copy of the note always say the same. What a person does in the buffer goes to
 * the copy before it happens there; what comes from the copy is made in the buffer while is_taking
 * is set, and so is not told back. The caret and the selection are marks of the buffer and move
 * with the text; only where something comes in right at the caret must it be put back before it. */

#include "note-editor.h"

#include "note-copy.h"
#include "note-history-dialog.h"
#include "note-style.h"

#include "core/kinds-note.h"
#include "core/queries-objects.h"

#include <glib/gi18n.h>

#define COUNT_MS         400
#define WORDS_PER_MINUTE 200

struct _CenacleNoteEditor {
  GtkWidget parent;
  GtkLabel *title;
  GtkTextView *view;
  GtkLabel *status;
  CenacleCircle *circle;
  CenId note;
  CenacleNoteCopy *copy; /* NULL: none is open */
  gboolean is_taking;
  guint count_source;
};

enum { SIGNAL_CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteEditor, cenacle_note_editor, GTK_TYPE_WIDGET)

static void
say (CenacleNoteEditor *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

/* --- Words --- */

static gboolean
count_cb (gpointer data)
{
  CenacleNoteEditor *self = data;
  g_autofree char *text =
      self->copy != NULL ? cenacle_note_copy_dup_text (self->copy) : g_strdup ("");
  guint n_words = cenacle_note_style_count_words (text);
  guint minutes = (n_words + WORDS_PER_MINUTE - 1) / WORDS_PER_MINUTE;
  g_autofree char *words = g_strdup_printf (ngettext ("%u word", "%u words", n_words), n_words);
  g_autofree char *time =
      g_strdup_printf (ngettext ("%u minute to read", "%u minutes to read", minutes), minutes);
  g_autofree char *line = g_strdup_printf ("%s · %s", words, time);

  self->count_source = 0;
  gtk_label_set_text (self->status, line);
  return G_SOURCE_REMOVE;
}

static void
text_changed (CenacleNoteEditor *self, guint from, guint to)
{
  cenacle_note_style_update (gtk_text_view_get_buffer (self->view), from, to);
  if (self->count_source == 0)
    self->count_source = g_timeout_add (COUNT_MS, count_cb, self);
}

/* --- What the person does --- */

static void
insert_text_cb (CenacleNoteEditor *self, GtkTextIter *at, const char *text, int len,
                GtkTextBuffer *buffer)
{
  g_autofree char *inserted = g_strndup (text, (gsize) len);

  if (self->is_taking || self->copy == NULL || *inserted == '\0')
    return;
  if (cenacle_note_copy_type (self->copy, (guint) gtk_text_iter_get_offset (at), 0, inserted))
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  say (self, _ ("This note is full: go on in another one."));
}

static void
inserted_cb (CenacleNoteEditor *self, GtkTextIter *end, const char *text, int len,
             GtkTextBuffer *buffer)
{
  guint to = (guint) gtk_text_iter_get_offset (end);
  GtkTextIter again;

  text_changed (self, to - (guint) g_utf8_strlen (text, len), to);
  gtk_text_buffer_get_iter_at_offset (buffer, &again, (int) to);
  *end = again;
}

static void
delete_range_cb (CenacleNoteEditor *self, GtkTextIter *start, GtkTextIter *end,
                 GtkTextBuffer *buffer)
{
  guint from = (guint) gtk_text_iter_get_offset (start);
  guint to = (guint) gtk_text_iter_get_offset (end);

  (void) buffer;
  if (!self->is_taking && self->copy != NULL && from != to)
    cenacle_note_copy_type (self->copy, MIN (from, to), MAX (from, to) - MIN (from, to), "");
}

static void
deleted_cb (CenacleNoteEditor *self, GtkTextIter *start, GtkTextIter *end, GtkTextBuffer *buffer)
{
  int at = gtk_text_iter_get_offset (start);

  text_changed (self, (guint) at, (guint) at);
  gtk_text_buffer_get_iter_at_offset (buffer, start, at);
  *end = *start;
}

/* --- What others do --- */

static void
keep_before (GtkTextBuffer *buffer, const char *mark, guint position, guint was)
{
  GtkTextIter iter;

  if (was != position)
    return;
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, (int) position);
  gtk_text_buffer_move_mark_by_name (buffer, mark, &iter);
}

static guint
get_offset (GtkTextBuffer *buffer, const char *mark)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_mark (buffer, mark));
  return (guint) gtk_text_iter_get_offset (&iter);
}

static void
delta_cb (CenacleNoteEditor *self, guint position, guint n_deleted, const char *inserted)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;
  guint caret, bound;

  self->is_taking = TRUE;
  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) position);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) (position + n_deleted));
  if (n_deleted > 0)
    gtk_text_buffer_delete (buffer, &start, &end);
  caret = get_offset (buffer, "insert");
  bound = get_offset (buffer, "selection_bound");
  if (*inserted != '\0') {
    gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) position);
    gtk_text_buffer_insert (buffer, &start, inserted, -1);
    keep_before (buffer, "insert", position, caret);
    keep_before (buffer, "selection_bound", position, bound);
  }
  self->is_taking = FALSE;
}

static void
failed_cb (CenacleNoteEditor *self, const char *sentence)
{
  say (self, sentence);
}

static void
gone_cb (CenacleNoteEditor *self)
{
  say (self, _ ("The note was deleted."));
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* --- Opening --- */

static void
show_text (CenacleNoteEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autofree char *text =
      self->copy != NULL ? cenacle_note_copy_dup_text (self->copy) : g_strdup ("");

  self->is_taking = TRUE;
  gtk_text_buffer_set_text (buffer, text, -1);
  self->is_taking = FALSE;
  gtk_text_view_set_editable (self->view,
                              self->copy != NULL && cenacle_circle_is_active (self->circle));
}

static void
show_title (CenacleNoteEditor *self)
{
  CenStore *store = self->circle != NULL ? cenacle_circle_get_store (self->circle) : NULL;
  g_autoptr (CenObjectRow) row =
      store != NULL
          ? cen_query_object (store, cenacle_circle_get_id (self->circle), &self->note, NULL)
          : NULL;
  g_autofree char *title = row != NULL ? cen_object_row_dup_text (row, CEN_NOTE_TITLE) : NULL;

  gtk_label_set_text (self->title, title != NULL ? title : "");
}

void
cenacle_note_editor_open (CenacleNoteEditor *self, CenacleCircle *circle, const CenId *note)
{
  g_autoptr (GError) error = NULL;

  if (self->copy != NULL) {
    cenacle_note_copy_flush (self->copy);
    g_signal_handlers_disconnect_by_data (self->copy, self);
  }
  g_clear_object (&self->copy);
  g_set_object (&self->circle, circle);
  if (note != NULL && circle != NULL) {
    self->note = *note;
    self->copy = cenacle_note_copy_new (circle, note, &error);
    if (self->copy == NULL) {
      say (self, error->message);
    } else {
      g_signal_connect_swapped (self->copy, "delta", G_CALLBACK (delta_cb), self);
      g_signal_connect_swapped (self->copy, "failed", G_CALLBACK (failed_cb), self);
      g_signal_connect_swapped (self->copy, "gone", G_CALLBACK (gone_cb), self);
    }
    show_title (self);
  }
  show_text (self);
  count_cb (self);
  if (self->copy != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- Actions --- */

static void
close_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) action;
  (void) parameter;
  g_signal_emit (widget, signals[SIGNAL_CLOSED], 0);
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) action;
  (void) parameter;
  if (self->copy != NULL)
    cenacle_note_copy_undo (self->copy);
}

static void
redo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) action;
  (void) parameter;
  if (self->copy != NULL)
    cenacle_note_copy_redo (self->copy);
}

static void
history_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  (void) action;
  (void) parameter;
  if (self->copy == NULL)
    return;
  cenacle_note_copy_flush (self->copy);
  cenacle_note_history_dialog_present (widget, self->circle, &self->note);
}

/* --- The widget --- */

static void
unmap (GtkWidget *widget)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  if (self->copy != NULL)
    cenacle_note_copy_flush (self->copy);
  GTK_WIDGET_CLASS (cenacle_note_editor_parent_class)->unmap (widget);
}

static void
cenacle_note_editor_dispose (GObject *object)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (object);
  GtkWidget *child;

  g_clear_handle_id (&self->count_source, g_source_remove);
  if (self->copy != NULL) {
    cenacle_note_copy_flush (self->copy);
    g_signal_handlers_disconnect_by_data (self->copy, self);
  }
  g_clear_object (&self->copy);
  g_clear_object (&self->circle);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cenacle_note_editor_parent_class)->dispose (object);
}

static void
cenacle_note_editor_class_init (CenacleNoteEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_note_editor_dispose;
  widget_class->unmap = unmap;
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", CENACLE_TYPE_NOTE_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "note.close", NULL, close_cb);
  gtk_widget_class_install_action (widget_class, "note.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "note.redo", NULL, redo_cb);
  gtk_widget_class_install_action (widget_class, "note.history", NULL, history_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "note.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "note.redo", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/note-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, title);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, view);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, status);
}

static void
cenacle_note_editor_init (CenacleNoteEditor *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  cenacle_note_style_add_tags (buffer);
  g_signal_connect_swapped (buffer, "insert-text", G_CALLBACK (insert_text_cb), self);
  g_signal_connect_data (buffer, "insert-text", G_CALLBACK (inserted_cb), self, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_signal_connect_swapped (buffer, "delete-range", G_CALLBACK (delete_range_cb), self);
  g_signal_connect_data (buffer, "delete-range", G_CALLBACK (deleted_cb), self, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
}

GtkWidget *
cenacle_note_editor_new (void)
{
  return g_object_new (CENACLE_TYPE_NOTE_EDITOR, NULL);
}
