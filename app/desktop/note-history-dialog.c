/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-history-dialog.h"

#include "commands.h"
#include "member-colour.h"
#include "object-query.h"
#include "time-text.h"

#include "core/note-history.h"
#include "core/text-diff.h"

#include <glib/gi18n.h>

struct _CenacleNoteHistoryDialog {
  AdwWindow parent;
  GtkWidget *restore_button;
  GtkWidget *scale;
  GtkAdjustment *adjustment;
  GtkLabel *caption;
  GtkTextView *view;
  CenacleCircle *circle;
  CenId note;
  CenNoteHistory *history; /* NULL while it is read */
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (CenacleNoteHistoryDialog, cenacle_note_history_dialog, ADW_TYPE_WINDOW)

/* --- One moment --- */

static GtkTextTag *
get_tag (CenacleNoteHistoryDialog *self, const CenId *member)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);
  g_autofree char *name = cen_id_dup_text (member);
  GtkTextTag *tag = gtk_text_tag_table_lookup (table, name);
  GdkRGBA colour;

  if (tag != NULL)
    return tag;
  tag = gtk_text_buffer_create_tag (buffer, name, NULL);
  cenacle_member_colour_get (GTK_WIDGET (self->view), member, &colour);
  g_object_set (tag, "underline", PANGO_UNDERLINE_SINGLE, "underline-rgba", &colour, NULL);
  return tag;
}

static guint
get_n_edits (CenacleNoteHistoryDialog *self)
{
  return (guint) gtk_adjustment_get_value (self->adjustment);
}

static void
show_caption (CenacleNoteHistoryDialog *self, guint n)
{
  const CenNoteEdit *edit = n > 0 ? self->history->edits->pdata[n - 1] : NULL;
  g_autofree char *ago = edit != NULL ? cenacle_time_text_dup_ago (edit->time_ms) : NULL;
  g_autofree char *text =
      edit != NULL
          /* Translators: the number of a change, how many there are, who made it and when. */
          ? g_strdup_printf (_ ("Change %u of %u · %s · %s"), n, self->history->edits->len,
                             edit->member_name, ago)
          : g_strdup (_ ("Before anything was written"));

  gtk_label_set_text (self->caption, text);
}

static void
moved_cb (CenacleNoteHistoryDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  guint n = self->history != NULL ? get_n_edits (self) : 0;

  gtk_text_buffer_set_text (buffer, "", -1);
  if (self->history == NULL)
    return;
  for (guint i = 0; i < self->history->runs->len; i++) {
    const CenNoteRun *run = &g_array_index (self->history->runs, CenNoteRun, i);
    const CenNoteEdit *edit = self->history->edits->pdata[run->wrote];
    g_autoptr (GString) text = g_string_new (NULL);
    GtkTextIter end;

    if (!cen_note_run_shows (run, n))
      continue;
    cen_text_chars_copy (&self->history->note->text->tree.chars, run->at, run->n, text);
    gtk_text_buffer_get_end_iter (buffer, &end);
    gtk_text_buffer_insert_with_tags (buffer, &end, text->str, (int) text->len,
                                      get_tag (self, &edit->member), NULL);
  }
  show_caption (self, n);
  gtk_widget_set_sensitive (self->restore_button, n < self->history->edits->len &&
                                                      cenacle_circle_is_active (self->circle));
}

/* --- Going back --- */

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleNoteHistoryDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = cenacle_commands_finish (result, &error);

  (void) source;
  if (done != NULL)
    gtk_window_close (GTK_WINDOW (self));
  else
    gtk_label_set_text (self->caption, error->message);
}

static void
restore_cb (CenacleNoteHistoryDialog *self)
{
  g_autoptr (GString) now = cen_note_history_dup_text (self->history, self->history->edits->len);
  g_autoptr (GString) then = cen_note_history_dup_text (self->history, get_n_edits (self));
  g_autoptr (GArray) changes = cen_text_diff (now->str, then->str);
  g_autofree char *note = cen_id_dup_text (&self->note);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uus)"));
  for (guint i = 0; i < changes->len; i++) {
    const CenTextChange *change = &g_array_index (changes, CenTextChange, i);

    g_variant_builder_add (&builder, "(uus)", change->position, change->n_deleted,
                           change->inserted);
  }
  gtk_widget_set_sensitive (self->restore_button, FALSE);
  cenacle_commands_call (self->circle, "ChangeText",
                         g_variant_new ("(ssa(uus))", cenacle_circle_get_id_text (self->circle),
                                        note, &builder),
                         restored_cb, g_object_ref (self));
}

/* --- Reading --- */

static gpointer
read_history (CenStore *store, const CenId *circle, const CenId *note, GError **error)
{
  return cen_note_history_read (store, circle, note, error);
}

static void
free_history (gpointer history)
{
  cen_note_history_free (history);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  CenNoteHistory *history = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleNoteHistoryDialog *self = user_data;

  if (history == NULL) {
    gtk_label_set_text (self->caption, error->message);
    return;
  }
  self->history = history;
  gtk_adjustment_set_upper (self->adjustment, history->edits->len);
  gtk_adjustment_set_value (self->adjustment, history->edits->len);
  moved_cb (self);
}

/* --- The dialog --- */

static void
cenacle_note_history_dialog_dispose (GObject *object)
{
  CenacleNoteHistoryDialog *self = CENACLE_NOTE_HISTORY_DIALOG (object);

  g_cancellable_cancel (self->reading);
  g_clear_pointer (&self->history, cen_note_history_free);
  g_clear_object (&self->circle);
  G_OBJECT_CLASS (cenacle_note_history_dialog_parent_class)->dispose (object);
}

static void
cenacle_note_history_dialog_finalize (GObject *object)
{
  g_clear_object (&CENACLE_NOTE_HISTORY_DIALOG (object)->reading);
  G_OBJECT_CLASS (cenacle_note_history_dialog_parent_class)->finalize (object);
}

static void
cenacle_note_history_dialog_class_init (CenacleNoteHistoryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_note_history_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_note_history_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/note-history-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteHistoryDialog, restore_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteHistoryDialog, scale);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteHistoryDialog, adjustment);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteHistoryDialog, caption);
  gtk_widget_class_bind_template_child (widget_class, CenacleNoteHistoryDialog, view);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
}

static void
cenacle_note_history_dialog_init (CenacleNoteHistoryDialog *self)
{
  self->reading = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_note_history_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenId *note)
{
  CenacleNoteHistoryDialog *self = g_object_new (CENACLE_TYPE_NOTE_HISTORY_DIALOG, "transient-for",
                                                 gtk_widget_get_root (from), NULL);

  self->circle = g_object_ref (circle);
  self->note = *note;
  cenacle_object_query_async (circle, note, read_history, free_history, self->reading, read_cb,
                              self);
  gtk_window_present (GTK_WINDOW (self));
}
