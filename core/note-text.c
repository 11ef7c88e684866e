/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two rows: the saved form with the op rows of its edits, written now and then, and what came
 * since, which is short. */

#include "note-text.h"

#include "store-sql.h"
#include "text-save.h"

#include <string.h>

#define TAIL_MAX 256 /* ops that came since, before the document is saved anew */

CenNoteText *
cen_note_text_new (void)
{
  CenNoteText *self = g_new0 (CenNoteText, 1);

  cen_text_ids_init (&self->ids);
  self->text = cen_text_new (cen_text_ids_compare, &self->ids);
  self->lacking = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  self->entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
cen_note_text_free (CenNoteText *self)
{
  if (self == NULL)
    return;
  cen_text_free (self->text);
  cen_text_ids_clear (&self->ids);
  g_hash_table_unref (self->lacking);
  g_array_unref (self->entries);
  g_free (self);
}

CenNoteFinding
cen_note_text_take (CenNoteText *self, const CenTextName *name, const guint8 *payload, gsize len,
                    CenTextEffect effect, GArray *deltas)
{
  g_auto (CenTextPayload) parsed = { 0 };
  gint64 entry = name->no * 2 + (effect == CEN_TEXT_COUNTS_NOT);
  CenId lacking;

  if (!cen_text_payload_parse (&parsed, payload, len, NULL))
    return CEN_NOTE_VOID;
  switch (cen_text_payload_resolve (&parsed, &self->ids, name->lamport, &lacking)) {
  case CEN_TEXT_LACKS:
    g_hash_table_add (self->lacking, cen_id_dup (&lacking));
    return CEN_NOTE_LACKS;
  case CEN_TEXT_VOID:
    return CEN_NOTE_VOID;
  case CEN_TEXT_FOUND:
  default:
    break;
  }
  if (cen_text_get_n_chars (self->text) + parsed.edit.n_chars > CEN_NOTE_CHARS_MAX) {
    self->is_overfull = TRUE;
    return CEN_NOTE_OVERFULL;
  }
  /* Named before, since siblings are compared by it. */
  cen_text_ids_add (&self->ids, name);
  if (!cen_text_apply (self->text, &parsed.edit, effect, deltas)) {
    cen_text_ids_drop_last (&self->ids);
    return CEN_NOTE_VOID;
  }
  g_array_append_val (self->entries, entry);
  return CEN_NOTE_TAKEN;
}

/* --- Rows --- */

static gboolean
read_names (CenStore *store, gint64 note, GHashTable *names, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT o.no, o.id, d.key, o.lamport FROM op o JOIN device d ON"
                      " d.no = o.device WHERE o.object = ? AND o.kind = 23",
                      "i", note))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenTextName *name = g_new (CenTextName, 1);

    name->no = cen_rows_get_int (&rows, 0);
    name->id = cen_rows_get_id (&rows, 1);
    name->device = cen_rows_get_id (&rows, 2);
    name->lamport = (guint64) cen_rows_get_int (&rows, 3);
    g_hash_table_insert (names, &name->no, name);
  }
  return !rows.has_failed;
}

/* What stands of a note, all of one moment: whoever reads may have no transaction. */
typedef struct {
  GArray *tail;  /* gint64 */
  GBytes *spans; /* NULL: not saved yet */
} Rows;

static gboolean
read_rows (CenNoteText *self, CenStore *store, gint64 note, Rows *ret_rows, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  const guint8 *bytes;
  gsize len;

  if (!cen_sql_query (store, &rows, error,
                      "SELECT t.upto, t.is_overfull, t.lacking, t.tail, n.entries, n.spans"
                      " FROM note_tail t LEFT JOIN note n ON n.note = t.note WHERE t.note = ?",
                      "i", note))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  self->upto = cen_rows_get_int (&rows, 0);
  self->is_overfull = cen_rows_get_int (&rows, 1) != 0;
  bytes = cen_rows_get_blob (&rows, 2, &len);
  for (gsize i = 0; i + CEN_ID_LEN <= len; i += CEN_ID_LEN)
    g_hash_table_add (self->lacking, cen_id_dup ((const CenId *) (bytes + i)));
  bytes = cen_rows_get_blob (&rows, 3, &len);
  g_array_append_vals (ret_rows->tail, bytes, (guint) (len / sizeof (gint64)));
  bytes = cen_rows_get_blob (&rows, 4, &len);
  g_array_append_vals (self->entries, bytes, (guint) (len / sizeof (gint64)));
  ret_rows->spans = cen_rows_dup_bytes (&rows, 5);
  return TRUE;
}

/* FALSE when the form is broken. */
static gboolean
open_spans (CenNoteText *self, GBytes *spans, GHashTable *names)
{
  const guint8 *bytes;
  gsize len;

  for (guint i = 0; i < self->entries->len; i++) {
    gint64 no = g_array_index (self->entries, gint64, i) >> 1;
    const CenTextName *name = g_hash_table_lookup (names, &no);

    if (name == NULL)
      return FALSE;
    cen_text_ids_add (&self->ids, name);
  }
  self->n_saved = self->entries->len;
  if (spans == NULL)
    return self->n_saved == 0;
  bytes = g_bytes_get_data (spans, &len);
  g_clear_pointer (&self->text, cen_text_free);
  self->text = cen_text_open (bytes, len, cen_text_ids_compare, &self->ids);
  return self->text != NULL && cen_text_get_n_edits (self->text) == self->entries->len + 1;
}

static gboolean
take_tail (CenNoteText *self, CenStore *store, GHashTable *names, const GArray *tail,
           GError **error)
{
  for (guint i = 0; i < tail->len; i++) {
    gint64 entry = g_array_index (tail, gint64, i);
    gint64 no = entry >> 1;
    const CenTextName *name = g_hash_table_lookup (names, &no);
    g_auto (CenRows) rows = { 0 };
    const guint8 *payload;
    gsize len;

    if (name == NULL ||
        !cen_sql_query (store, &rows, error, "SELECT payload FROM body WHERE no = ?", "i", no) ||
        !cen_rows_next (&rows, error))
      return FALSE;
    payload = cen_rows_get_blob (&rows, 0, &len);
    if (payload == NULL ||
        cen_note_text_take (self, name, payload, len,
                            (entry & 1) != 0 ? CEN_TEXT_COUNTS_NOT : CEN_TEXT_COUNTS,
                            NULL) != CEN_NOTE_TAKEN)
      return FALSE;
  }
  return TRUE;
}

CenNoteText *
cen_note_text_load (CenStore *store, gint64 note, GError **error)
{
  g_autoptr (CenNoteText) self = cen_note_text_new ();
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_autoptr (GArray) tail = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GBytes) spans = NULL;
  Rows rows = { tail, NULL };
  GError *local_error = NULL;
  gboolean ok = read_rows (self, store, note, &rows, &local_error);

  spans = rows.spans;
  if (ok && (self->upto == 0 ||
             (read_names (store, note, names, &local_error) && open_spans (self, spans, names) &&
              take_tail (self, store, names, tail, &local_error))))
    return g_steal_pointer (&self);
  if (local_error == NULL)
    g_set_error_literal (&local_error, CEN_ERROR, CEN_ERROR_INVALID,
                         "What is kept of this note is damaged: rebuild the views.");
  g_propagate_error (error, local_error);
  return NULL;
}

gboolean
cen_note_place_find (CenStore *store, const CenId *circle, const CenId *note,
                     CenNotePlace *ret_place, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT b.no, c.self_device FROM op o JOIN object b ON b.no = o.no"
                      " JOIN circle c ON c.no = o.circle WHERE o.prefix = cen_prefix (?1) AND"
                      " o.id = ?1 AND c.id = ?2 AND b.kind = 30 AND b.state <> 1",
                      "II", note, circle))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    *ret_place = (CenNotePlace){ cen_rows_get_int (&rows, 0), cen_rows_get_id (&rows, 1) };
    return TRUE;
  }
  if (!rows.has_failed)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no such note in this circle, or it was deleted.");
  return FALSE;
}

GArray *
cen_note_text_list (CenStore *store, gint64 note, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT n.entries, t.tail FROM note_tail t LEFT JOIN note n ON"
                      " n.note = t.note WHERE t.note = ?",
                      "i", note))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    for (int i = 0; i < 2; i++) {
      gsize len;
      const guint8 *bytes = cen_rows_get_blob (&rows, i, &len);

      g_array_append_vals (entries, bytes, (guint) (len / sizeof (gint64)));
    }
  }
  return rows.has_failed ? NULL : g_steal_pointer (&entries);
}

gboolean
cen_note_text_read_op (CenStore *store, gint64 no, CenTextName *ret_name, GBytes **ret_payload,
                       GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT o.id, d.key, o.lamport, b.payload FROM op o JOIN device d ON"
                      " d.no = o.device JOIN body b ON b.no = o.no WHERE o.no = ?",
                      "i", no) ||
      !cen_rows_next (&rows, error))
    return FALSE;
  ret_name->id = cen_rows_get_id (&rows, 0);
  ret_name->device = cen_rows_get_id (&rows, 1);
  ret_name->lamport = (guint64) cen_rows_get_int (&rows, 2);
  ret_name->no = no;
  *ret_payload = cen_rows_dup_bytes (&rows, 3);
  return *ret_payload != NULL;
}

static GByteArray *
list_lacking (const CenNoteText *self)
{
  GByteArray *ids = g_byte_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->lacking);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_byte_array_append (ids, ((const CenId *) id)->bytes, CEN_ID_LEN);
  return ids;
}

gboolean
cen_note_text_save (CenNoteText *self, CenStore *store, gint64 note, GError **error)
{
  g_autoptr (GByteArray) lacking = list_lacking (self);
  const gint64 *entries = (const gint64 *) self->entries->data;

  if (self->entries->len - self->n_saved > TAIL_MAX) {
    g_autoptr (GBytes) form = cen_text_save (self->text);
    gsize len;
    const guint8 *bytes = g_bytes_get_data (form, &len);

    if (!cen_sql_run (store, error,
                      "INSERT OR REPLACE INTO note (note, entries, spans) VALUES (?, ?, ?)", "ibb",
                      note, (const guint8 *) entries, self->entries->len * sizeof *entries, bytes,
                      len))
      return FALSE;
    self->n_saved = self->entries->len;
  }
  return cen_sql_run (store, error,
                      "INSERT OR REPLACE INTO note_tail (note, upto, is_overfull, lacking, tail)"
                      " VALUES (?, ?, ?, ?, ?)",
                      "iiibb", note, self->upto, (gint64) self->is_overfull, lacking->data,
                      (gsize) lacking->len, (const guint8 *) (entries + self->n_saved),
                      (self->entries->len - self->n_saved) * sizeof *entries);
}

gboolean
cen_note_text_delete (CenStore *store, gint64 note, GError **error)
{
  return cen_sql_run (store, error, "DELETE FROM note WHERE note = ?", "i", note) &&
         cen_sql_run (store, error, "DELETE FROM note_tail WHERE note = ?", "i", note);
}
