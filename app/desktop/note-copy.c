/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is typed goes into the copy at once, as part of an edit that is open. The edit is closed
 * after BATCH_MS, sooner while somebody else looks at the note, or when something of others comes
 * in, and then waits its turn: one at a time is with the engine, since the next may build on it and
 * must name it. It is known again in the replica by its id or, when it is there before the engine
 * has answered, by its payload; where the engine goes away meanwhile, the next one is given it
 * unless it is there. Where what stands in the replica changed its effect, the copy is read anew
 * once nothing waits any more. */

#include "note-copy.h"

#include "commands.h"
#include "note-undo.h"

#include "app/control/system-world.h"
#include "core/note-text.h"
#include "core/text-diff.h"

#include <glib/gi18n.h>
#include <string.h>

#define BATCH_MS         300 /* of typing in one op */
#define BATCH_WATCHED_MS 30  /* while somebody looks on */
#define BATCH_CHARS_MAX  4000

/* One's own edit that is not in the replica yet. */
typedef struct {
  guint32 number;
  CenTextEdit edit;
} Pending;

struct _CenacleNoteCopy {
  GObject parent;
  CenacleCircle *circle;
  CenId id;
  char *id_text;
  CenNotePlace place;
  CenNoteText *note;
  GHashTable *seen; /* gint64 op row → whether it does not count, plus 1 */
  GQueue pending;   /* Pending, in order */
  Pending *open;    /* NULL: none is */
  GBytes *sending;  /* payload of the first one pending */
  guint source;
  gboolean is_waiting; /* for an engine that took the payload, or may have, and went away */
  gboolean is_stale;   /* to be read anew */
  gboolean is_watched; /* somebody else looks at the note */
  GArray *listed;      /* gint64: the entries of the replica as they were taken last */
  CenacleNoteUndo *undo;
};

enum { SIGNAL_DELTA, SIGNAL_NAMED, SIGNAL_FAILED, SIGNAL_GONE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteCopy, cenacle_note_copy, G_TYPE_OBJECT)

static void send_next (CenacleNoteCopy *self);
static void sync_with_replica (CenacleNoteCopy *self);

static void
pending_free (Pending *pending)
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
  self->open = g_new0 (Pending, 1);
  cen_text_edit_init (&self->open->edit);
  cen_text_begin (self->note->text);
}

static void
close_edit (CenacleNoteCopy *self)
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
  close_edit (self);
  send_next (self);
  return G_SOURCE_REMOVE;
}

static void
fail (CenacleNoteCopy *self, const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  g_queue_clear_full (&self->pending, (GDestroyNotify) pending_free);
  self->is_stale = TRUE;
  sync_with_replica (self);
}

/* The first one pending is in the replica, or will be: it has @id. */
static void
name_first (CenacleNoteCopy *self, const CenTextName *name)
{
  Pending *first = g_queue_pop_head (&self->pending);

  cen_text_ids_set (&self->note->ids, first->number, name);
  pending_free (first);
  g_clear_pointer (&self->sending, g_bytes_unref);
  g_signal_emit (self, signals[SIGNAL_NAMED], 0);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleNoteCopy) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cenacle_commands_finish (result, &error);
  CenTextName name = { .device = self->place.device };

  (void) source;
  self->is_waiting = g_error_matches (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  if (self->is_waiting)
    return;
  if (id == NULL) {
    g_clear_pointer (&self->sending, g_bytes_unref);
    fail (self, error);
    return;
  }
  if (self->sending != NULL && cen_id_from_text (&name.id, id))
    name_first (self, &name);
  sync_with_replica (self);
  send_next (self);
}

static void
send (CenacleNoteCopy *self)
{
  cenacle_commands_call (
      self->circle, "WriteText",
      g_variant_new ("(ss@ay)", cenacle_circle_get_id_text (self->circle), self->id_text,
                     g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, self->sending, TRUE)),
      sent_cb, g_object_ref (self));
}

static void
send_next (CenacleNoteCopy *self)
{
  Pending *first = g_queue_peek_head (&self->pending);
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

/* --- What others wrote --- */

static void
emit_deltas (CenacleNoteCopy *self, const GArray *deltas)
{
  for (guint i = 0; i < deltas->len; i++) {
    const CenTextDelta *delta = &g_array_index (deltas, CenTextDelta, i);
    g_autoptr (GString) inserted = g_string_new (NULL);

    cen_text_chars_copy (&self->note->text->tree.chars, delta->at, delta->n_inserted, inserted);
    g_signal_emit (self, signals[SIGNAL_DELTA], 0, delta->position, delta->n_deleted,
                   inserted->str);
  }
}

/* FALSE when it cannot be taken in where the copy stands. */
static gboolean
take_entry (CenacleNoteCopy *self, CenStore *store, gint64 entry)
{
  g_autoptr (GArray) deltas = g_array_new (FALSE, FALSE, sizeof (CenTextDelta));
  g_autoptr (GBytes) payload = NULL;
  CenTextName name;
  CenNoteFinding finding = CEN_NOTE_TAKEN;
  gsize len;
  const guint8 *bytes;

  if (!cen_note_text_read_op (store, entry >> 1, &name, &payload, NULL))
    return FALSE;
  if (cen_text_ids_find (&self->note->ids, &name.id) != 0)
    return (entry & 1) == 0;
  if (self->sending != NULL && g_bytes_equal (payload, self->sending)) {
    name_first (self, &name);
    return (entry & 1) == 0;
  }
  close_edit (self);
  bytes = g_bytes_get_data (payload, &len);
  finding = cen_note_text_take (self->note, &name, bytes, len,
                                (entry & 1) != 0 ? CEN_TEXT_COUNTS_NOT : CEN_TEXT_COUNTS, deltas);
  emit_deltas (self, deltas);
  return finding == CEN_NOTE_TAKEN;
}

static void
note_seen (CenacleNoteCopy *self, gint64 entry)
{
  gint64 no = entry >> 1;

  g_hash_table_insert (self->seen, g_memdup2 (&no, sizeof no), GUINT_TO_POINTER ((entry & 1) + 1));
}

/* How many of @entries are those that were taken last, in their order. */
static guint
count_known (CenacleNoteCopy *self, const GArray *entries)
{
  guint n = self->listed->len;

  return n <= entries->len && memcmp (self->listed->data, entries->data, n * sizeof (gint64)) == 0
             ? n
             : 0;
}

/* Whether all that is listed is seen then, with the effect that it has. */
static gboolean
take_list (CenacleNoteCopy *self, CenStore *store, const GArray *entries)
{
  for (guint i = count_known (self, entries); i < entries->len; i++) {
    gint64 entry = g_array_index (entries, gint64, i);
    gint64 no = entry >> 1;
    guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, &no));

    if (known == (guint) (entry & 1) + 1)
      continue;
    if (known != 0 || !take_entry (self, store, entry))
      return FALSE;
    note_seen (self, entry);
  }
  g_array_set_size (self->listed, 0);
  g_array_append_vals (self->listed, entries->data, entries->len);
  return g_hash_table_size (self->seen) == entries->len;
}

static void
take_note (CenacleNoteCopy *self, CenNoteText *note)
{
  g_clear_pointer (&self->note, cen_note_text_free);
  self->note = note;
  g_hash_table_remove_all (self->seen);
  g_array_set_size (self->listed, 0);
  for (guint i = 0; i < note->entries->len; i++)
    note_seen (self, g_array_index (note->entries, gint64, i));
  self->is_stale = FALSE;
}

/* The copy is read anew, and what shows becomes it with as little change as can be. */
static void
read_anew (CenacleNoteCopy *self, CenStore *store)
{
  g_autofree char *old = cenacle_note_copy_dup_text (self);
  g_autofree char *new = NULL;
  g_autoptr (GArray) changes = NULL;
  CenNoteText *note = cen_note_text_load (store, self->place.no, NULL);

  if (note == NULL)
    return;
  take_note (self, note);
  cenacle_note_undo_forget (self->undo);
  new = cenacle_note_copy_dup_text (self);
  changes = cen_text_diff (old, new);
  for (guint i = 0; i < changes->len; i++) {
    const CenTextChange *change = &g_array_index (changes, CenTextChange, i);

    g_signal_emit (self, signals[SIGNAL_DELTA], 0, change->position, change->n_deleted,
                   change->inserted);
  }
}

static void
sync_with_replica (CenacleNoteCopy *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GArray) entries = NULL;
  CenNotePlace place;

  if (store == NULL)
    return;
  if (!cen_note_place_find (store, cenacle_circle_get_id (self->circle), &self->id, &place, NULL)) {
    g_signal_emit (self, signals[SIGNAL_GONE], 0);
    return;
  }
  entries = cen_note_text_list (store, self->place.no, NULL);
  if (entries == NULL)
    return;
  self->is_stale = self->is_stale || !take_list (self, store, entries);
  if (self->is_stale && self->open == NULL && g_queue_is_empty (&self->pending))
    read_anew (self, store);
}

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
    sync_with_replica (self);
  if (changes == CENACLE_CHANGE_ALL && self->is_waiting)
    send_again (self);
}

/* --- Typing --- */

/* What one edit takes: there is room for it. */
static void
type (CenacleNoteCopy *self, guint position, guint n_deleted, const char *inserted)
{
  guint32 n_inserted = (guint32) g_utf8_strlen (inserted, -1);

  open_edit (self);
  cenacle_note_undo_remember (self->undo, self->note->text, position, n_deleted, n_inserted);
  cen_text_type (self->note->text, position, n_deleted, inserted, n_inserted, &self->open->edit);
  if (self->source == 0)
    self->source =
        g_timeout_add (self->is_watched ? BATCH_WATCHED_MS : BATCH_MS, batch_over_cb, self);
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
      close_edit (self);
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
  close_edit (self);
  send_next (self);
}

/* --- Taking back --- */

static void
change_here_cb (guint32 position, guint32 n_deleted, const char *inserted, gpointer data)
{
  CenacleNoteCopy *self = data;

  if (cenacle_note_copy_type (self, position, n_deleted, inserted))
    g_signal_emit (self, signals[SIGNAL_DELTA], 0, position, n_deleted, inserted);
}

static gboolean
move_back (CenacleNoteCopy *self, CenacleNoteWay way)
{
  close_edit (self);
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
  signals[SIGNAL_DELTA] = g_signal_new ("delta", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  signals[SIGNAL_NAMED] =
      g_signal_new ("named", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_GONE] =
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
  take_note (self, text);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}
