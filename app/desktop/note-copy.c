/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is typed goes into the copy at once, as part of an edit that is open. The edit is closed
 * after BATCH_MS, while somebody else looks at the note at once unless one was a moment ago, or
 * when something of others comes in, and then waits its turn: one at a time is with the engine,
 * since the next may build on it and must name it. It is known again in the replica by its id or,
 * when it is there before the engine has answered, by its payload; where the engine goes away
 * meanwhile, the next one is given it unless it is there. */

#include "note-copy-private.h"

#include "commands.h"

#include "app/control/system-world.h"

#include <glib/gi18n.h>
#include <string.h>

#define BATCH_MS         300 /* of typing in one op */
#define BATCH_WATCHED_MS 30  /* at most so often while somebody looks on */
#define BATCH_CHARS_MAX  4000

guint cenacle_note_copy_signals[CENACLE_NOTE_COPY_N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteCopy, cenacle_note_copy, G_TYPE_OBJECT)

static void send_next (CenacleNoteCopy *self);

static void
pending_free (CenacleNotePending *pending)
{
  cen_text_edit_clear (&pending->edit);
  g_free (pending);
}

/* --- Own edits --- */

static void
open_edit (CenacleNoteCopy *self)
{
  if (self->open != NULL)
    return;
  self->open = g_new0 (CenacleNotePending, 1);
  cen_text_edit_init (&self->open->edit);
  cen_text_begin (self->note->text);
}

void
cenacle_note_copy_close_edit (CenacleNoteCopy *self)
{
  CenTextName name = { .device = self->place.device };

  if (self->open == NULL)
    return;
  self->open->number = cen_text_end (self->note->text);
  cen_text_ids_add (&self->note->ids, &name);
  g_queue_push_tail (&self->pending, g_steal_pointer (&self->open));
}

static gboolean
batch_over_cb (gpointer data)
{
  CenacleNoteCopy *self = data;

  self->source = 0;
  self->handed_us = g_get_monotonic_time ();
  cenacle_note_copy_close_edit (self);
  send_next (self);
  return G_SOURCE_REMOVE;
}

static void
fail (CenacleNoteCopy *self, const GError *error)
{
  g_signal_emit (self, cenacle_note_copy_signals[CENACLE_NOTE_COPY_FAILED], 0, error->message);
  g_queue_clear_full (&self->pending, (GDestroyNotify) pending_free);
  self->is_stale = TRUE;
  cenacle_note_copy_sync (self);
}

void
cenacle_note_copy_name_first (CenacleNoteCopy *self, const CenTextName *name)
{
  CenacleNotePending *first = g_queue_pop_head (&self->pending);

  cen_text_ids_set (&self->note->ids, first->number, name);
  pending_free (first);
  g_clear_pointer (&self->sending, g_bytes_unref);
  g_signal_emit (self, cenacle_note_copy_signals[CENACLE_NOTE_COPY_NAMED], 0);
}

/* What is on its way to the engine. */
typedef struct {
  CenacleNoteCopy *copy;
  GBytes *payload;
} Sent;

static void
sent_free (Sent *sent)
{
  g_object_unref (sent->copy);
  g_bytes_unref (sent->payload);
  g_free (sent);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sent, sent_free)

/* When it was found in the replica before, the next one may be on its way already, which this is
 * no answer for. */
static void
take_answer (CenacleNoteCopy *self, const char *id, const GError *error)
{
  CenTextName name = { .device = self->place.device };

  self->is_waiting = g_error_matches (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  if (self->is_waiting)
    return;
  if (id != NULL && cen_id_from_text (&name.id, id)) {
    cenacle_note_copy_name_first (self, &name);
  } else if (id == NULL) {
    g_clear_pointer (&self->sending, g_bytes_unref);
    fail (self, error);
  }
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sent) sent = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cenacle_commands_finish (result, &error);
  CenacleNoteCopy *self = sent->copy;

  (void) source;
  if (self->sending == sent->payload)
    take_answer (self, id, error);
  if (id == NULL)
    return;
  cenacle_note_copy_sync (self);
  send_next (self);
}

static void
send (CenacleNoteCopy *self)
{
  Sent *sent = g_new0 (Sent, 1);

  sent->copy = g_object_ref (self);
  sent->payload = g_bytes_ref (self->sending);
  cenacle_commands_call (
      self->circle, "WriteText",
      g_variant_new ("(ss@ay)", cenacle_circle_get_id_text (self->circle), self->id_text,
                     g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, self->sending, TRUE)),
      sent_cb, sent);
}

static void
send_next (CenacleNoteCopy *self)
{
  CenacleNotePending *first = g_queue_peek_head (&self->pending);
  g_autoptr (GError) error = NULL;

  if (first == NULL || self->sending != NULL)
    return;
  if (first->edit.steps->len == 0) { /* typed and taken back */
    g_queue_pop_head (&self->pending);
    pending_free (first);
    send_next (self);
    return;
  }
  self->sending =
      cen_text_encode (&first->edit, &self->note->ids, cenacle_system_world_get (), &error);
  if (self->sending == NULL) {
    fail (self, error);
    return;
  }
  send (self);
}

/* --- Changes of the replica --- */

/* Another engine is there than the one that went away: by now it shows whether that one had stored
 * what it was given. */
static void
send_again (CenacleNoteCopy *self)
{
  self->is_waiting = FALSE;
  if (self->sending != NULL)
    send (self);
  else
    send_next (self);
}

static void
changed_cb (CenacleNoteCopy *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_OBJECTS) != 0)
    cenacle_note_copy_sync (self);
  if (changes == CENACLE_CHANGE_ALL && self->is_waiting)
    send_again (self);
}

/* --- Typing --- */

static guint
get_wait_ms (CenacleNoteCopy *self)
{
  gint64 passed_ms = (g_get_monotonic_time () - self->handed_us) / 1000;

  if (!self->is_watched)
    return BATCH_MS;
  return passed_ms < BATCH_WATCHED_MS ? (guint) (BATCH_WATCHED_MS - passed_ms) : 0;
}

/* What one edit takes: there is room for it. */
static void
type (CenacleNoteCopy *self, guint position, guint n_deleted, const char *inserted)
{
  guint32 n_inserted = (guint32) g_utf8_strlen (inserted, -1);

  open_edit (self);
  cenacle_note_undo_remember (self->undo, self->note->text, position, n_deleted, n_inserted);
  cen_text_type (self->note->text, position, n_deleted, inserted, n_inserted, &self->open->edit);
  if (self->source == 0)
    self->source = g_timeout_add (get_wait_ms (self), batch_over_cb, self);
}

/* A long text goes in several edits, as an op takes only so much. */
gboolean
cenacle_note_copy_type (CenacleNoteCopy *self, guint position, guint n_deleted,
                        const char *inserted)
{
  if (g_utf8_strlen (inserted, -1) >
      (glong) CEN_NOTE_CHARS_MAX - cen_text_get_n_chars (self->note->text))
    return FALSE;
  do {
    const char *end = inserted;
    g_autofree char *part = NULL;
    guint n = 0;
    guint n_gone = MIN (n_deleted, CEN_TEXT_STEPS_MAX / 4);

    for (; n < BATCH_CHARS_MAX && n_gone == n_deleted && *end != '\0'; n++)
      end = g_utf8_next_char (end);
    part = g_strndup (inserted, (gsize) (end - inserted));
    if (self->open != NULL && (self->open->edit.n_chars + n > BATCH_CHARS_MAX ||
                               self->open->edit.steps->len + n_gone > CEN_TEXT_STEPS_MAX / 4)) {
      cenacle_note_copy_close_edit (self);
      send_next (self);
    }
    type (self, position, n_gone, part);
    position += n;
    n_deleted -= n_gone;
    inserted = end;
  } while (n_deleted > 0 || *inserted != '\0');
  return TRUE;
}

void
cenacle_note_copy_flush (CenacleNoteCopy *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  cenacle_note_copy_close_edit (self);
  send_next (self);
}

/* --- Taking back --- */

static void
change_here_cb (guint32 position, guint32 n_deleted, const char *inserted, gpointer data)
{
  CenacleNoteCopy *self = data;

  if (cenacle_note_copy_type (self, position, n_deleted, inserted))
    g_signal_emit (self, cenacle_note_copy_signals[CENACLE_NOTE_COPY_DELTA], 0, position, n_deleted,
                   inserted);
}

static gboolean
move_back (CenacleNoteCopy *self, CenacleNoteWay way)
{
  cenacle_note_copy_close_edit (self);
  if (!cenacle_note_undo_move (self->undo, way, self->note->text, change_here_cb, self))
    return FALSE;
  cenacle_note_copy_flush (self);
  return TRUE;
}

gboolean
cenacle_note_copy_undo (CenacleNoteCopy *self)
{
  return move_back (self, CENACLE_NOTE_BACK);
}

gboolean
cenacle_note_copy_redo (CenacleNoteCopy *self)
{
  return move_back (self, CENACLE_NOTE_FORTH);
}

void
cenacle_note_copy_begin_step (CenacleNoteCopy *self)
{
  cenacle_note_undo_begin (self->undo);
}

void
cenacle_note_copy_end_step (CenacleNoteCopy *self)
{
  cenacle_note_undo_end (self->undo);
}

/* --- The object --- */

char *
cenacle_note_copy_dup_text (CenacleNoteCopy *self)
{
  return g_string_free (cen_text_dup_text (self->note->text), FALSE);
}

CenNoteText *
cenacle_note_copy_get_note (CenacleNoteCopy *self)
{
  return self->note;
}

void
cenacle_note_copy_set_watched (CenacleNoteCopy *self, gboolean is_watched)
{
  self->is_watched = is_watched;
}

static void
cenacle_note_copy_finalize (GObject *object)
{
  CenacleNoteCopy *self = CENACLE_NOTE_COPY (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->open, pending_free);
  g_queue_clear_full (&self->pending, (GDestroyNotify) pending_free);
  g_clear_pointer (&self->sending, g_bytes_unref);
  g_clear_pointer (&self->note, cen_note_text_free);
  cenacle_note_undo_free (self->undo);
  g_array_unref (self->listed);
  g_hash_table_unref (self->seen);
  g_clear_object (&self->circle);
  g_free (self->id_text);
  G_OBJECT_CLASS (cenacle_note_copy_parent_class)->finalize (object);
}

static void
cenacle_note_copy_class_init (CenacleNoteCopyClass *klass)
{
  GType type = CENACLE_TYPE_NOTE_COPY;

  G_OBJECT_CLASS (klass)->finalize = cenacle_note_copy_finalize;
  cenacle_note_copy_signals[CENACLE_NOTE_COPY_DELTA] =
      g_signal_new ("delta", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                    G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  cenacle_note_copy_signals[CENACLE_NOTE_COPY_NAMED] =
      g_signal_new ("named", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  cenacle_note_copy_signals[CENACLE_NOTE_COPY_FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                    G_TYPE_STRING);
  cenacle_note_copy_signals[CENACLE_NOTE_COPY_GONE] =
      g_signal_new ("gone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cenacle_note_copy_init (CenacleNoteCopy *self)
{
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->undo = cenacle_note_undo_new ();
  self->listed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_queue_init (&self->pending);
}

CenacleNoteCopy *
cenacle_note_copy_new (CenacleCircle *circle, const CenId *note, GError **error)
{
  g_autoptr (CenacleNoteCopy) self = g_object_new (CENACLE_TYPE_NOTE_COPY, NULL);
  CenStore *store = cenacle_circle_get_store (circle);
  CenNoteText *text = NULL;

  self->circle = g_object_ref (circle);
  self->id = *note;
  self->id_text = cen_id_dup_text (note);
  if (store != NULL &&
      cen_note_place_find (store, cenacle_circle_get_id (circle), note, &self->place, error))
    text = cen_note_text_load (store, self->place.no, error);
  if (text == NULL) {
    if (error != NULL && *error == NULL)
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                           _ ("What is kept here cannot be read."));
    return NULL;
  }
  cenacle_note_copy_take_note (self, text);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}
