/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The buffer and the copy of the note always say the same. What a person does in the buffer goes to
 * the copy before it happens there; what comes from the copy is made in the buffer while is_taking
 * is set, and so is not told back. The caret and the selection are marks of the buffer and move
 * with the text; only where something comes in right at the caret must it be put back before it. */

#include "note-editor-private.h"

#include "note-outline.h"
#include "note-style.h"
#include "wrap-layout.h"

#include <glib/gi18n.h>

enum { SIGNAL_CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteEditor, cenacle_note_editor, GTK_TYPE_WIDGET)

GtkTextBuffer *
cenacle_note_editor_get_buffer (CenacleNoteEditor *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

void
cenacle_note_editor_say (CenacleNoteEditor *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

static void
text_changed (CenacleNoteEditor *self, guint from, guint to)
{
  cenacle_note_style_update (cenacle_note_editor_get_buffer (self), from, to);
  if (self->cursors != NULL)
    cenacle_note_cursors_refresh (self->cursors);
  if (self->talk != NULL)
    cenacle_note_talk_refresh (self->talk);
}

/* --- What the person does --- */

static void
insert_text_cb (CenacleNoteEditor *self, GtkTextIter *at, const char *text, int len,
                GtkTextBuffer *buffer)
{
  g_autofree char *inserted = g_strndup (text, (gsize) len);
  guint position = (guint) gtk_text_iter_get_offset (at);

  if (!self->is_taking && self->copy != NULL &&
      !cenacle_note_copy_type (self->copy, position, 0, inserted)) {
    g_signal_stop_emission_by_name (buffer, "insert-text");
    cenacle_note_editor_say (self, _ ("This note is full: go on in another one."));
    return;
  }
  cenacle_note_around_lose (self, position, position);
}

static void
inserted_cb (CenacleNoteEditor *self, GtkTextIter *end, const char *text, int len,
             GtkTextBuffer *buffer)
{
  guint to = (guint) gtk_text_iter_get_offset (end);
  guint from = to - (guint) g_utf8_strlen (text, len);
  GtkTextIter again;

  cenacle_note_around_gain (self, from, to);
  text_changed (self, from, to);
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
  cenacle_note_around_lose (self, MIN (from, to), MAX (from, to));
}

static void
deleted_cb (CenacleNoteEditor *self, GtkTextIter *start, GtkTextIter *end, GtkTextBuffer *buffer)
{
  int at = gtk_text_iter_get_offset (start);

  cenacle_note_around_gain (self, (guint) at, (guint) at);
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
  GtkTextBuffer *buffer = cenacle_note_editor_get_buffer (self);
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
  cenacle_note_editor_say (self, sentence);
}

static void
gone_cb (CenacleNoteEditor *self)
{
  cenacle_note_editor_say (self, _ ("The note was deleted."));
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* --- Opening --- */

static void
show_text (CenacleNoteEditor *self)
{
  GtkTextBuffer *buffer = cenacle_note_editor_get_buffer (self);
  g_autofree char *text =
      self->copy != NULL ? cenacle_note_copy_dup_text (self->copy) : g_strdup ("");

  self->is_taking = TRUE;
  gtk_text_buffer_set_text (buffer, text, -1);
  self->is_taking = FALSE;
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view),
                              self->copy != NULL && cenacle_circle_is_active (self->circle));
}

/* What is typed is handed over, and others are told that one is gone. */
static void
leave (CenacleNoteEditor *self)
{
  if (self->copy == NULL)
    return;
  cenacle_note_copy_flush (self->copy);
  cenacle_note_cursors_leave (self->cursors);
  cenacle_note_changes_leave (self->changes);
  cenacle_note_find_close (self->find);
  g_signal_handlers_disconnect_by_data (self->copy, self);
  cenacle_note_around_leave (self);
  g_clear_object (&self->cursors);
  g_clear_object (&self->talk);
  g_clear_object (&self->changes);
  g_clear_object (&self->copy);
}

static void
enter (CenacleNoteEditor *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->view);

  g_signal_connect_swapped (self->copy, "delta", G_CALLBACK (delta_cb), self);
  g_signal_connect_swapped (self->copy, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (self->copy, "gone", G_CALLBACK (gone_cb), self);
  self->cursors = cenacle_note_cursors_new (self->view, self->circle, &self->note, self->copy);
  self->talk = cenacle_note_talk_new (view, self->circle, &self->note, self->copy);
  self->changes = cenacle_note_changes_new (view, self->circle, &self->note, self->copy);
  cenacle_note_around_enter (self);
}

void
cenacle_note_editor_open (CenacleNoteEditor *self, CenacleCircle *circle, const CenId *note)
{
  g_autoptr (GError) error = NULL;

  leave (self);
  g_set_object (&self->circle, circle);
  cenacle_completion_set_circle (self->completion, note != NULL ? circle : NULL);
  if (note != NULL && circle != NULL) {
    self->note = *note;
    self->copy = cenacle_note_copy_new (circle, note, &error);
    if (self->copy == NULL)
      cenacle_note_editor_say (self, error->message);
  }
  show_text (self);
  if (self->copy != NULL)
    enter (self);
  cenacle_note_around_show (self);
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
begin_step_cb (CenacleNoteEditor *self)
{
  if (self->copy != NULL)
    cenacle_note_copy_begin_step (self->copy);
}

static void
end_step_cb (CenacleNoteEditor *self)
{
  if (self->copy != NULL)
    cenacle_note_copy_end_step (self->copy);
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
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (widget);

  GTK_WIDGET_CLASS (cenacle_note_editor_parent_class)->css_changed (widget, change);
  if (self->view != NULL)
    cenacle_note_style_set_colours (cenacle_note_editor_get_buffer (self), widget);
}

static void
cenacle_note_editor_dispose (GObject *object)
{
  CenacleNoteEditor *self = CENACLE_NOTE_EDITOR (object);
  GtkWidget *child;

  leave (self);
  g_clear_handle_id (&self->later_source, g_source_remove);
  if (self->completion != NULL)
    cenacle_completion_forget (self->completion);
  g_clear_object (&self->completion);
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
  widget_class->css_changed = css_changed;
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", CENACLE_TYPE_NOTE_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "note.close", NULL, close_cb);
  cenacle_note_actions_install (widget_class);
  g_type_ensure (CENACLE_TYPE_NOTE_VIEW);
  g_type_ensure (CENACLE_TYPE_NOTE_FIND);
  g_type_ensure (CENACLE_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/note-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, title);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, about);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, about_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, comments_count);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, comments_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, outline_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, news_bar);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, news_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, find);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, view);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, tools);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, status);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteEditor, here);
}

static void
cenacle_note_editor_init (CenacleNoteEditor *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = cenacle_note_editor_get_buffer (self);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  cenacle_note_style_watch (buffer);
  self->completion = cenacle_completion_new (GTK_WIDGET (self), GTK_TEXT_VIEW (self->view));
  cenacle_note_outline_attach (self->outline_button, GTK_TEXT_VIEW (self->view));
  cenacle_note_find_set_view (self->find, GTK_TEXT_VIEW (self->view));
  cenacle_note_actions_watch (self);
  g_signal_connect_swapped (self->find, "begin-step", G_CALLBACK (begin_step_cb), self);
  g_signal_connect_swapped (self->find, "end-step", G_CALLBACK (end_step_cb), self);
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
