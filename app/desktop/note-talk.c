/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Comments are read again on the query worker when objects of the circle changed, and looked up in
 * the text a moment after that changed: between, the tags of the buffer move with it. */

#include "note-talk-private.h"

#include "object-query.h"
#include "tag-ranges.h"

#define PLACE_MS    150
#define READ_MS     100 /* letters come as objects, too */
#define PASSAGE_MAX 60  /* characters that are quoted */

enum { SIGNAL_COUNTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteTalk, cenacle_note_talk, G_TYPE_OBJECT)

GtkTextBuffer *
cenacle_note_talk_get_buffer (CenacleNoteTalk *self)
{
  return gtk_text_view_get_buffer (self->view);
}

/* --- In the text --- */

static void
mark_passages (CenacleNoteTalk *self)
{
  g_autoptr (GArray) ranges = cenacle_tag_ranges_new ();
  guint n = 0;

  for (guint i = 0; i < self->comments->threads->len; i++) {
    const CenNoteThread *thread = self->comments->threads->pdata[i];

    n += !thread->is_done;
    if (!thread->is_done && thread->passage == CEN_PASSAGE_THERE)
      cenacle_tag_ranges_add (ranges, thread->position, thread->position + thread->n_chars);
  }
  cenacle_tag_ranges_set (cenacle_note_talk_get_buffer (self), "comment", ranges);
  if (n != self->n_open)
    g_signal_emit (self, signals[SIGNAL_COUNTED], 0, n);
  self->n_open = n;
}

static void
show_all (CenacleNoteTalk *self)
{
  if (self->comments == NULL)
    return;
  cen_note_comments_place (self->comments, cenacle_note_copy_get_note (self->copy));
  mark_passages (self);
  cenacle_note_talk_show_pane (self);
}

/* --- Reading --- */

static gpointer
read_comments (CenStore *store, const CenId *circle, const CenId *note, GError **error)
{
  return cen_note_comments_read (store, circle, note, error);
}

static void
free_comments (gpointer comments)
{
  cen_note_comments_free (comments);
}

static void load (CenacleNoteTalk *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  CenNoteComments *comments = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleNoteTalk *self = user_data;

  g_clear_object (&self->reading);
  if (comments != NULL) {
    g_clear_pointer (&self->comments, cen_note_comments_free);
    self->comments = comments;
    show_all (self);
  }
  if (self->wants_reading)
    load (self);
}

static void
load (CenacleNoteTalk *self)
{
  self->wants_reading = self->reading != NULL;
  if (self->wants_reading)
    return;
  self->reading = g_cancellable_new ();
  cenacle_object_query_async (self->circle, &self->note, read_comments, free_comments,
                              self->reading, read_cb, self);
}

static gboolean
later_cb (gpointer data)
{
  CenacleNoteTalk *self = data;

  self->read_source = 0;
  load (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CenacleNoteTalk *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_OBJECTS) != 0 && self->read_source == 0)
    self->read_source = g_timeout_add (READ_MS, later_cb, self);
}

static gboolean
place_cb (gpointer data)
{
  CenacleNoteTalk *self = data;

  self->source = 0;
  show_all (self);
  return G_SOURCE_REMOVE;
}

void
cenacle_note_talk_refresh (CenacleNoteTalk *self)
{
  if (self->source == 0 && self->comments != NULL && self->comments->threads->len > 0)
    self->source = g_timeout_add (PLACE_MS, place_cb, self);
}

static void
mark_set_cb (CenacleNoteTalk *self, const GtkTextIter *iter, GtkTextMark *mark)
{
  (void) iter;
  if (self->pane != NULL &&
      (mark == gtk_text_buffer_get_insert (cenacle_note_talk_get_buffer (self)) ||
       mark == gtk_text_buffer_get_selection_bound (cenacle_note_talk_get_buffer (self))))
    cenacle_note_talk_show_field (self);
}

/* --- The object --- */

static void
cenacle_note_talk_dispose (GObject *object)
{
  CenacleNoteTalk *self = CENACLE_NOTE_TALK (object);

  g_clear_handle_id (&self->read_source, g_source_remove);
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->comments, cen_note_comments_free);
  if (self->pane != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->pane), (gpointer *) &self->pane);
  self->pane = NULL;
  g_clear_pointer (&self->title, g_free);
  g_clear_object (&self->circle);
  g_clear_object (&self->copy);
  G_OBJECT_CLASS (cenacle_note_talk_parent_class)->dispose (object);
}

static void
cenacle_note_talk_class_init (CenacleNoteTalkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_note_talk_dispose;
  signals[SIGNAL_COUNTED] = g_signal_new ("counted", CENACLE_TYPE_NOTE_TALK, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
cenacle_note_talk_init (CenacleNoteTalk *self)
{
  (void) self;
}

CenacleNoteTalk *
cenacle_note_talk_new (GtkTextView *view, CenacleCircle *circle, const CenId *note,
                       CenacleNoteCopy *copy)
{
  CenacleNoteTalk *self = g_object_new (CENACLE_TYPE_NOTE_TALK, NULL);

  self->view = view;
  self->circle = g_object_ref (circle);
  self->copy = g_object_ref (copy);
  self->note = *note;
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (view), "mark-set", G_CALLBACK (mark_set_cb),
                           self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}
