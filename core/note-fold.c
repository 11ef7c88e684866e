/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-fold.h"

#include "note-text.h"
#include "store-sql.h"

/* --- At hand --- */

static GHashTable *
get_open_notes (CenCircle *circle)
{
  if (circle->notes == NULL)
    circle->notes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                           (GDestroyNotify) cen_note_text_free);
  return circle->notes;
}

static void
keep_open (CenCircle *circle, gint64 no, CenNoteText *note)
{
  GHashTable *notes = get_open_notes (circle);

  if (g_hash_table_size (notes) >= CEN_NOTES_OPEN_MAX && !g_hash_table_contains (notes, &no))
    g_hash_table_remove_all (notes);
  g_hash_table_insert (notes, g_memdup2 (&no, sizeof no), note);
}

/* One that is not at hand and cannot be read is made anew. */
static CenNoteText *
open_note (CenCircle *circle, gint64 no)
{
  CenNoteText *note = g_hash_table_lookup (get_open_notes (circle), &no);

  if (note != NULL)
    return note;
  note = cen_note_text_load (circle->store, no, NULL);
  note = note != NULL ? note : cen_note_text_new ();
  keep_open (circle, no, note);
  return note;
}

gboolean
cen_note_forget (CenCircle *circle, gint64 no, GError **error)
{
  g_hash_table_remove (get_open_notes (circle), &no);
  return cen_note_text_delete (circle->store, no, error);
}

/* --- Taking in --- */

typedef enum {
  TAKEN,
  ANEW, /* in another order it could be another text */
  FAILED,
} Taking;

/* Columns: no, id, device row, lamport, past, payload. */
static Taking
take_row (CenCircle *circle, CenNoteText *note, const CenFoldOp *create, CenRows *rows,
          gboolean is_anew, GError **error)
{
  CenDevice *device = cen_circle_get_device (circle, cen_rows_get_int (rows, 2));
  CenJudged judged = { .no = cen_rows_get_int (rows, 0),
                       .id = cen_rows_get_id (rows, 1),
                       .device = device,
                       .kind = CEN_OP_TEXT,
                       .past = cen_rows_get_int (rows, 4) };
  CenTextName name = { .id = judged.id,
                       .lamport = (guint64) cen_rows_get_int (rows, 3),
                       .no = judged.no };
  gsize len;
  const guint8 *payload = cen_rows_get_blob (rows, 5, &len);
  gboolean is_effective;
  CenRole role = CEN_ROLE_GUEST;

  note->upto = MAX (note->upto, judged.no);
  if (!is_anew && (note->is_overfull || g_hash_table_contains (note->lacking, &name.id)))
    return ANEW;
  if (payload == NULL || device == NULL || name.lamport <= create->lamport)
    return TAKEN;
  if (!cen_judge_op (circle, &judged, &is_effective, &role, error))
    return FAILED;
  name.device = device->key;
  if (cen_note_text_take (note, &name, payload, len,
                          is_effective && role <= CEN_ROLE_MEMBER ? CEN_TEXT_COUNTS
                                                                  : CEN_TEXT_COUNTS_NOT,
                          NULL) == CEN_NOTE_OVERFULL)
    return is_anew ? TAKEN : ANEW;
  return TAKEN;
}

#define COLUMNS                                                                                    \
  "SELECT o.no, o.id, o.device, o.lamport, o.past, b.payload FROM op o JOIN body b ON b.no = o.no" \
  " WHERE o.object = ?1 AND o.kind = 23 AND o.no > ?2 ORDER BY "

static Taking
take_all (CenCircle *circle, CenNoteText *note, const CenFoldOp *create, GError **error)
{
  gboolean is_anew = note->upto == 0;
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      is_anew ? COLUMNS "o.lamport, o.id" : COLUMNS "o.no", "ii", create->op.no,
                      note->upto))
    return FAILED;
  while (cen_rows_next (&rows, error)) {
    Taking taking = take_row (circle, note, create, &rows, is_anew, error);

    if (taking != TAKEN)
      return taking;
  }
  return rows.has_failed ? FAILED : TAKEN;
}

gboolean
cen_note_fold (CenCircle *circle, const CenFoldOp *create, GString **ret_text, GError **error)
{
  gint64 no = create->op.no;
  CenNoteText *note = open_note (circle, no);
  gint64 upto = note->upto;
  Taking taking = take_all (circle, note, create, error);

  if (taking == ANEW) {
    if (!cen_note_forget (circle, no, error))
      return FALSE;
    note = open_note (circle, no);
    taking = take_all (circle, note, create, error);
  }
  if (taking == FAILED ||
      (note->upto != upto && !cen_note_text_save (note, circle->store, no, error)))
    return FALSE;
  *ret_text = cen_text_dup_text (note->text);
  return TRUE;
}
