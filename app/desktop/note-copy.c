/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is typed goes into the copy at once, as part of an edit that is open. The edit is closed
 * after BATCH_MS, or when something of others comes in, and then waits its turn: one at a time is
 * with the engine, since the next may build on it and must name it. It is known again in the
 * replica by its id or, when it is there before the engine has answered, by its payload. Where what
 * stands in the replica changed its effect, the copy is read anew once nothing waits any more. */

#include "note-copy.h"

#include "commands.h"

#include "app/control/system-world.h"
#include "core/note-text.h"
#include "core/text-diff.h"

#include <glib/gi18n.h>

#define BATCH_MS        300
#define BATCH_CHARS_MAX 4000
#define UNDO_MAX        200

/* One's own edit that is not in the replica yet. */
typedef struct {
  guint32 number;
  CenTextEdit edit;
} Pending;

/* What takes back one change: characters of one's own to delete, a text to put back behind a
 * character (edit 0: at the start). */
typedef struct {
  guint32 edit;
  guint32 offset;
  guint32 n_inserted;
  guint32 anchor_edit;
  guint32 anchor_offset;
  char *deleted;
} Step;

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
  gboolean is_stale; /* to be read anew */
  GPtrArray *undo;   /* GArray of Step: what was typed in one go */
  GPtrArray *redo;
  gboolean is_undoing;
};

enum { SIGNAL_DELTA, SIGNAL_FAILED, SIGNAL_GONE, N_SIGNALS };

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

static void
step_clear (gpointer data)
{
  g_free (((Step *) data)->deleted);
}

static GArray *
steps_new (void)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  g_array_set_clear_func (steps, step_clear);
  return steps;
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
  if (!self->is_undoing) {
    g_ptr_array_set_size (self->redo, 0);
    if (self->undo->len == UNDO_MAX)
      g_ptr_array_remove_index (self->undo, 0);
    g_ptr_array_add (self->undo, steps_new ());
  }
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
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleNoteCopy) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cenacle_commands_finish (result, &error);
  CenTextName name = { .device = self->place.device };

  (void) source;
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
  cenacle_commands_call (
      self->circle, "WriteText",
      g_variant_new ("(ss@ay)", cenacle_circle_get_id_text (self->circle), self->id_text,
                     g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, self->sending, TRUE)),
      sent_cb, g_object_ref (self));
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

/* Whether all that is listed is seen then, with the effect that it has. */
static gboolean
take_list (CenacleNoteCopy *self, CenStore *store, const GArray *entries)
{
  for (guint i = 0; i < entries->len; i++) {
    gint64 entry = g_array_index (entries, gint64, i);
    gint64 no = entry >> 1;
    guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, &no));

    if (known == (guint) (entry & 1) + 1)
      continue;
    if (known != 0 || !take_entry (self, store, entry))
      return FALSE;
    note_seen (self, entry);
  }
  return g_hash_table_size (self->seen) == entries->len;
}

static void
take_note (CenacleNoteCopy *self, CenNoteText *note)
{
  g_clear_pointer (&self->note, cen_note_text_free);
  self->note = note;
  g_hash_table_remove_all (self->seen);
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
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
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

static void
changed_cb (CenacleNoteCopy *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_OBJECTS) != 0)
    sync_with_replica (self);
}

/* --- Typing --- */

/* What takes this change back. @first: the number of the first character that it inserts */
static void
remember (CenacleNoteCopy *self, GArray *steps, guint position, guint n_deleted, guint32 n_inserted)
{
  CenTextLog *log = &self->note->text->tree.log;
  Step step = { .edit = log->n_edits,
                .offset = log->n_chars - log->open_at,
                .n_inserted = n_inserted };
  GString *deleted = g_string_new (NULL);

  if (position > 0)
    cen_text_get_char (self->note->text, position - 1, &step.anchor_edit, &step.anchor_offset);
  cen_text_copy (self->note->text, position, n_deleted, deleted);
  step.deleted = g_string_free (deleted, FALSE);
  g_array_append_val (steps, step);
}

static gboolean
type (CenacleNoteCopy *self, GPtrArray *stack, guint position, guint n_deleted,
      const char *inserted)
{
  guint32 n_inserted = (guint32) g_utf8_strlen (inserted, -1);
  GArray *steps;

  if (cen_text_get_n_chars (self->note->text) + n_inserted > CEN_NOTE_CHARS_MAX)
    return FALSE;
  open_edit (self);
  steps = stack->pdata[stack->len - 1];
  remember (self, steps, position, n_deleted, n_inserted);
  cen_text_type (self->note->text, position, n_deleted, inserted, n_inserted, &self->open->edit);
  if (self->source == 0)
    self->source = g_timeout_add (BATCH_MS, batch_over_cb, self);
  return TRUE;
}

/* A long text goes in several edits, as an op takes only so much. */
gboolean
cenacle_note_copy_type (CenacleNoteCopy *self, guint position, guint n_deleted,
                        const char *inserted)
{
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
    if (!type (self, self->undo, position, n_gone, part))
      return FALSE;
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
change_here (CenacleNoteCopy *self, GPtrArray *other, guint position, guint n_deleted,
             const char *inserted)
{
  if (type (self, other, position, n_deleted, inserted))
    g_signal_emit (self, signals[SIGNAL_DELTA], 0, position, n_deleted, inserted);
}

/* From the last one typed to the first: what it wrote goes, as far as it is still there, and what
 * it deleted comes back behind what stood before it. */
static void
take_back (CenacleNoteCopy *self, const Step *step, GPtrArray *other)
{
  gboolean is_visible = FALSE;
  guint32 position = 0;

  for (guint32 i = step->n_inserted; i-- > 0;) {
    if (cen_text_find_char (self->note->text, step->edit, step->offset + i, &position,
                            &is_visible) &&
        is_visible)
      change_here (self, other, position, 1, "");
  }
  if (*step->deleted == '\0')
    return;
  position = 0;
  is_visible = FALSE;
  if (step->anchor_edit != 0)
    cen_text_find_char (self->note->text, step->anchor_edit, step->anchor_offset, &position,
                        &is_visible);
  change_here (self, other, position + (is_visible ? 1 : 0), 0, step->deleted);
}

static gboolean
move_back (CenacleNoteCopy *self, GPtrArray *from, GPtrArray *to)
{
  g_autoptr (GArray) steps = NULL;

  close_edit (self);
  if (from->len == 0)
    return FALSE;
  steps = g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, steps_new ());
  self->is_undoing = TRUE;
  for (guint i = steps->len; i > 0; i--)
    take_back (self, &g_array_index (steps, Step, i - 1), to);
  self->is_undoing = FALSE;
  cenacle_note_copy_flush (self);
  return TRUE;
}

gboolean
cenacle_note_copy_undo (CenacleNoteCopy *self)
{
  return move_back (self, self->undo, self->redo);
}

gboolean
cenacle_note_copy_redo (CenacleNoteCopy *self)
{
  return move_back (self, self->redo, self->undo);
}

/* --- The object --- */

char *
cenacle_note_copy_dup_text (CenacleNoteCopy *self)
{
  return g_string_free (cen_text_dup_text (self->note->text), FALSE);
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
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
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
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_GONE] =
      g_signal_new ("gone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cenacle_note_copy_init (CenacleNoteCopy *self)
{
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
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
