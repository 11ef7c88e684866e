/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An op is taken in once, where the copy stands: one's own is known again by its payload. Where
 * what stands in the replica changed its effect, the copy is read anew, and what shows becomes it
 * with as little change as can be. */

#include "note-copy-private.h"

#include "core/text-diff.h"

#include <string.h>

static void
emit_deltas (CenacleNoteCopy *self, const GArray *deltas)
{
  for (guint i = 0; i < deltas->len; i++) {
    const CenTextDelta *delta = &g_array_index (deltas, CenTextDelta, i);
    g_autoptr (GString) inserted = g_string_new (NULL);

    cen_text_chars_copy (&self->note->text->tree.chars, delta->at, delta->n_inserted, inserted);
    g_signal_emit (self, cenacle_note_copy_signals[CENACLE_NOTE_COPY_DELTA], 0, delta->position,
                   delta->n_deleted, inserted->str);
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
    cenacle_note_copy_name_first (self, &name);
    return (entry & 1) == 0;
  }
  cenacle_note_copy_close_edit (self);
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

void
cenacle_note_copy_take_note (CenacleNoteCopy *self, CenNoteText *note)
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
  cenacle_note_copy_take_note (self, note);
  cenacle_note_undo_forget (self->undo);
  new = cenacle_note_copy_dup_text (self);
  changes = cen_text_diff (old, new);
  for (guint i = 0; i < changes->len; i++) {
    const CenTextChange *change = &g_array_index (changes, CenTextChange, i);

    g_signal_emit (self, cenacle_note_copy_signals[CENACLE_NOTE_COPY_DELTA], 0, change->position,
                   change->n_deleted, change->inserted);
  }
}

void
cenacle_note_copy_sync (CenacleNoteCopy *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GArray) entries = NULL;
  CenNotePlace place;

  if (store == NULL)
    return;
  if (!cen_note_place_find (store, cenacle_circle_get_id (self->circle), &self->id, &place, NULL)) {
    g_signal_emit (self, cenacle_note_copy_signals[CENACLE_NOTE_COPY_GONE], 0);
    return;
  }
  entries = cen_note_text_list (store, self->place.no, NULL);
  if (entries == NULL)
    return;
  self->is_stale = self->is_stale || !take_list (self, store, entries);
  if (self->is_stale && self->open == NULL && g_queue_is_empty (&self->pending))
    read_anew (self, store);
}
