/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-talk-private.h"

#include "card-row.h"
#include "object-commands.h"
#include "time-text.h"
#include "window.h"

#include "core/kinds-note.h"
#include "core/note-anchor.h"

#include <glib/gi18n.h>

#define PASSAGE_MAX 60 /* characters that are quoted */

static CenNoteThread *
find_thread (CenacleNoteTalk *self, const char *key)
{
  CenId id;

  for (guint i = 0;
       self->comments != NULL && cen_id_from_text (&id, key) && i < self->comments->threads->len;
       i++) {
    CenNoteThread *thread = self->comments->threads->pdata[i];

    if (cen_id_equal (&thread->row->id, &id))
      return thread;
  }
  return NULL;
}

/* --- What there is --- */

static void
get_range (CenacleNoteTalk *self, const CenNoteThread *thread, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_offset (cenacle_note_talk_get_buffer (self), start,
                                      (int) thread->position);
  gtk_text_buffer_get_iter_at_offset (cenacle_note_talk_get_buffer (self), end,
                                      (int) (thread->position + thread->n_chars));
}

static char *
shorten (char *text)
{
  g_strdelimit (text, "\n\t", ' ');
  if (g_utf8_strlen (text, -1) > PASSAGE_MAX) {
    g_autofree char *part = g_utf8_substring (text, 0, PASSAGE_MAX);

    g_free (text);
    return g_strdup_printf ("%s…", part);
  }
  return text;
}

static char *
dup_passage (CenacleNoteTalk *self, const CenNoteThread *thread)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (thread->passage == CEN_PASSAGE_GONE)
    return g_strdup (_ ("The passage was deleted"));
  if (thread->passage == CEN_PASSAGE_NONE)
    return g_strdup (_ ("About the whole note"));
  get_range (self, thread, &start, &end);
  text =
      shorten (gtk_text_buffer_get_text (cenacle_note_talk_get_buffer (self), &start, &end, TRUE));
  /* Translators: the beginning of a passage, as a quotation. */
  return g_strdup_printf (_ ("“%s”"), text);
}

void
cenacle_note_talk_show_field (CenacleNoteTalk *self)
{
  GtkTextIter start, end;
  g_autofree char *label = NULL;
  g_autofree char *key = cen_id_dup_text (&self->answering);
  const CenNoteThread *thread = find_thread (self, key);

  if (thread != NULL) {
    label = g_strdup_printf (_ ("Answer %s"), thread->row->author_name);
  } else if (gtk_text_buffer_get_selection_bounds (cenacle_note_talk_get_buffer (self), &start,
                                                   &end)) {
    g_autofree char *text = shorten (
        gtk_text_buffer_get_text (cenacle_note_talk_get_buffer (self), &start, &end, TRUE));

    label = g_strdup_printf (_ ("Comment on “%s”"), text);
  } else {
    label = g_strdup (_ ("Comment on the whole note"));
  }
  cenacle_detail_pane_set_field (self->pane,
                                 cenacle_circle_is_active (self->circle) ? label : NULL);
  cenacle_button_strip_set (cenacle_detail_pane_get_strip (self->pane), "stop", _ ("Do not answer"),
                            _ ("Write a comment of its own instead"),
                            thread != NULL ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenacleNoteTalk *self)
{
  const char *key = cenacle_card_row_get_key (row);
  const CenNoteThread *thread = find_thread (self, key);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  CenId id;

  if (!cen_id_from_text (&id, key))
    return;
  if (g_str_equal (name, "delete")) {
    cenacle_objects_redact (self->circle, &id, cenacle_commands_show_error_cb,
                            g_object_ref (self->view));
  } else if (g_str_equal (name, "answer")) {
    self->answering = id;
    cenacle_note_talk_show_field (self);
    cenacle_detail_pane_focus_field (self->pane);
  } else if (thread != NULL) {
    g_variant_dict_insert (&fields, "done", "b", !thread->is_done);
    cenacle_objects_set (self->circle, &id, g_variant_dict_end (&fields),
                         cenacle_commands_show_error_cb, g_object_ref (self->view));
  }
}

static void
show_row (CenacleNoteTalk *self, GtkListBox *list, int place, const CenNoteThread *thread,
          const CenObjectRow *comment)
{
  gboolean is_first = comment == thread->row;
  gboolean is_active = cenacle_circle_is_active (self->circle);
  g_autofree char *key = cen_id_dup_text (&comment->id);
  g_autofree char *text = cen_object_row_dup_text (comment, CEN_COMMENT_TEXT);
  g_autofree char *ago = cenacle_time_text_dup_ago (comment->time_ms);
  g_autofree char *passage = dup_passage (self, thread);
  g_autofree char *caption = is_first ? g_strdup_printf ("%s · %s", passage, ago) : g_strdup (ago);
  CenacleCardRow *row =
      cenacle_card_list_place (list, key, place, G_CALLBACK (row_pressed_cb), G_OBJECT (self));
  CenacleButtonStrip *strip = cenacle_card_row_get_strip (row);

  cenacle_card_row_show (row, is_first ? "" : "↳", comment->author_name, caption, text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), thread->passage == CEN_PASSAGE_THERE);
  cenacle_button_strip_set (strip, "answer", C_ ("comments", "Answer"), _ ("Answer this comment"),
                            is_first && is_active && !thread->is_done ? CENACLE_BUTTON_PLAIN
                                                                      : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "done", thread->is_done ? _ ("Open again") : _ ("Resolve"),
                            thread->is_done ? _ ("It is not resolved after all")
                                            : _ ("Put it away as resolved"),
                            is_first && is_active ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "delete", _ ("Delete"), _ ("Delete your comment"),
                            comment->is_own && is_active ? CENACLE_BUTTON_PLAIN
                                                         : CENACLE_BUTTON_GONE);
}

/* Those that are done, or those that are not. */
static int
show_threads (CenacleNoteTalk *self, const char *which, gboolean are_done)
{
  GtkListBox *list = g_object_get_data (G_OBJECT (self->pane), which);
  int n_threads = 0;
  int n = 0;

  for (guint i = 0; self->comments != NULL && i < self->comments->threads->len; i++) {
    const CenNoteThread *thread = self->comments->threads->pdata[i];

    if (thread->is_done != are_done)
      continue;
    n_threads++;
    show_row (self, list, n++, thread, thread->row);
    for (guint k = 0; k < thread->answers->len; k++)
      show_row (self, list, n++, thread, thread->answers->pdata[k]);
  }
  cenacle_card_list_cut (list, n);
  return n_threads;
}

void
cenacle_note_talk_show_pane (CenacleNoteTalk *self)
{
  int n_open, n_done;

  if (self->pane == NULL)
    return;
  n_open = show_threads (self, "open", FALSE);
  n_done = show_threads (self, "done", TRUE);
  cenacle_detail_pane_show (self->pane, self->title, "",
                            n_open + n_done == 0
                                ? _ ("Nobody has said anything about this note yet. Select a "
                                     "passage and write below what you think of it.")
                                : "");
  cenacle_detail_pane_settle (self->pane);
  cenacle_note_talk_show_field (self);
}

/* --- Writing --- */

static void
said_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleNoteTalk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  (void) source;
  if (created == NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self->view), "win.toast", "s", error->message);
    return;
  }
  self->answering = (CenId){ 0 };
  if (self->pane == NULL)
    return;
  cenacle_detail_pane_clear_field (self->pane);
  cenacle_note_talk_show_field (self);
}

static void
insert_anchor (GVariantDict *fields, const char *name, const CenNoteAnchor *anchor)
{
  g_variant_dict_insert_value (fields, name,
                               g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, anchor->bytes,
                                                          sizeof anchor->bytes, 1));
}

/* FALSE while what is selected is still on its way to the replica. */
static gboolean
insert_passage (CenacleNoteTalk *self, GVariantDict *fields)
{
  CenNoteText *note = cenacle_note_copy_get_note (self->copy);
  CenNoteAnchor from, to;
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (cenacle_note_talk_get_buffer (self), &start, &end))
    return TRUE;
  if (!cen_note_anchor_make (note, (guint32) gtk_text_iter_get_offset (&start), &from) ||
      !cen_note_anchor_make (note, (guint32) gtk_text_iter_get_offset (&end) - 1, &to))
    return FALSE;
  insert_anchor (fields, "from", &from);
  insert_anchor (fields, "to", &to);
  return TRUE;
}

static void
entered_cb (CenacleNoteTalk *self, const char *text)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *note = cen_id_dup_text (&self->note);
  g_autofree char *thread = cen_id_dup_text (&self->answering);

  if (!cen_id_is_zero (&self->answering)) {
    g_variant_dict_insert (&fields, "thread", "s", thread);
  } else if (!insert_passage (self, &fields)) {
    cenacle_note_copy_flush (self->copy);
    gtk_widget_activate_action (GTK_WIDGET (self->view), "win.toast", "s",
                                _ ("What you selected is being stored; try again in a moment."));
    return;
  }
  g_variant_dict_insert (&fields, "note", "s", note);
  g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_objects_create (self->circle, "comment", g_variant_dict_end (&fields), said_cb,
                          g_object_ref (self));
}

static void
pane_pressed_cb (CenacleNoteTalk *self)
{
  self->answering = (CenId){ 0 };
  cenacle_note_talk_show_field (self);
}

static void
row_activated_cb (CenacleNoteTalk *self, GtkListBoxRow *row)
{
  const CenNoteThread *thread =
      find_thread (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
  GtkTextIter start, end;

  if (thread == NULL || thread->passage != CEN_PASSAGE_THERE)
    return;
  get_range (self, thread, &start, &end);
  gtk_text_buffer_select_range (cenacle_note_talk_get_buffer (self), &start, &end);
  gtk_text_view_scroll_to_iter (self->view, &start, 0.1, FALSE, 0, 0);
}

static GtkListBox *
add_list (CenacleNoteTalk *self, const char *which, const char *title)
{
  GtkListBox *list = cenacle_detail_pane_add_list (self->pane, title);

  g_object_set_data (G_OBJECT (self->pane), which, list);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  return list;
}

void
cenacle_note_talk_show (CenacleNoteTalk *self, const char *title)
{
  g_autofree char *key = cen_id_dup_text (&self->note);

  g_free (self->title);
  self->title = g_strdup (title);
  cenacle_note_copy_flush (self->copy);
  if (self->pane == NULL) {
    self->pane = cenacle_detail_pane_new (key);
    g_object_add_weak_pointer (G_OBJECT (self->pane), (gpointer *) &self->pane);
    add_list (self, "open", C_ ("comments", "Open"));
    add_list (self, "done", C_ ("comments", "Resolved"));
    g_signal_connect_object (self->pane, "entered", G_CALLBACK (entered_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->pane, "pressed", G_CALLBACK (pane_pressed_cb), self,
                             G_CONNECT_SWAPPED);
  }
  cenacle_note_talk_show_pane (self);
  cenacle_window_show_detail (GTK_WIDGET (self->view), GTK_WIDGET (self->pane), _ ("Comments"));
  cenacle_detail_pane_focus_field (self->pane);
}
