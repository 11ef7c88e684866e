/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Edits that do not count (void by authority) have characters, but show and do nothing: they are
 * not listed. */

#include "note-history.h"

#include "op.h"
#include "store-sql.h"

#define NOBODY G_MAXUINT

static void
edit_free (gpointer data)
{
  CenNoteEdit *edit = data;

  g_free (edit->member_name);
  g_free (edit);
}

void
cen_note_history_free (CenNoteHistory *self)
{
  if (self == NULL)
    return;
  cen_note_text_free (self->note);
  g_ptr_array_unref (self->edits);
  g_array_unref (self->runs);
  g_free (self);
}

static gint64
get_time (CenRows *rows)
{
  gint64 seen_ms = cen_rows_get_int (rows, 5);
  gsize len;
  const guint8 *bytes = cen_rows_get_blob (rows, 4, &len);
  CenOp op;

  return cen_op_decode (&op, bytes, len, NULL) ? MIN ((gint64) op.wall_ms, seen_ms) : seen_ms;
}

/* The edits that count, in order; @ranks says for each by its number which place it has. */
static gboolean
read_edits (CenNoteHistory *self, CenStore *store, gint64 no, guint *ranks, GError **error)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree gint64 *nos = g_new (gint64, self->note->entries->len + 1);
  g_auto (CenRows) rows = { 0 };

  for (guint i = 0; i < self->note->entries->len; i++) {
    gint64 entry = g_array_index (self->note->entries, gint64, i);

    nos[i] = entry >> 1;
    ranks[i + 1] = NOBODY;
    if ((entry & 1) == 0)
      g_hash_table_insert (numbers, &nos[i], GUINT_TO_POINTER (i + 1));
  }
  if (!cen_sql_query (
          store, &rows, error,
          "SELECT o.no, o.id, m.id, m.name, b.op, o.seen FROM op o JOIN body"
          " b ON b.no = o.no JOIN device d ON d.no = o.device JOIN member m ON"
          " m.no = d.member WHERE o.object = ? AND o.kind = 23 ORDER BY o.lamport, o.id",
          "i", no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 row = cen_rows_get_int (&rows, 0);
    guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, &row));
    CenNoteEdit *edit;

    if (number == 0)
      continue;
    edit = g_new0 (CenNoteEdit, 1);
    edit->id = cen_rows_get_id (&rows, 1);
    edit->member = cen_rows_get_id (&rows, 2);
    edit->member_name = cen_rows_dup_text (&rows, 3);
    edit->time_ms = get_time (&rows);
    edit->seen_ms = cen_rows_get_int (&rows, 5);
    ranks[number] = self->edits->len;
    g_ptr_array_add (self->edits, edit);
  }
  return !rows.has_failed;
}

/* By character, the first edit in order that deleted it. */
static guint *
list_deleters (const CenNoteHistory *self, const guint *ranks)
{
  const CenTextLog *log = &self->note->text->tree.log;
  guint *deleters = g_new (guint, log->n_chars);

  for (guint i = 0; i < log->n_chars; i++)
    deleters[i] = NOBODY;
  for (guint i = 0; i < log->kills->len; i++) {
    const CenTextKill *kill = &g_array_index (log->kills, CenTextKill, i);

    for (guint k = 0; k < kill->n; k++) {
      guint *deleter = &deleters[cen_text_kill_get_at (kill, k)];

      *deleter = MIN (*deleter, ranks[cen_text_kill_get_edit (kill, k)]);
    }
  }
  return deleters;
}

typedef struct {
  CenNoteHistory *history;
  const guint *ranks;
  const guint *deleters;
} Reading;

static void
read_run_cb (guint32 at, guint32 n, gboolean is_visible G_GNUC_UNUSED, gpointer data)
{
  Reading *reading = data;
  GArray *runs = reading->history->runs;

  for (guint32 i = at; i < at + n; i++) {
    guint32 offset;
    guint32 edit = cen_text_log_find (&reading->history->note->text->tree.log, i, &offset);
    CenNoteRun run = { i, 1, reading->ranks[edit], reading->deleters[i] };
    CenNoteRun *last = runs->len > 0 ? &g_array_index (runs, CenNoteRun, runs->len - 1) : NULL;

    if (run.wrote == NOBODY)
      continue;
    ((CenNoteEdit *) reading->history->edits->pdata[run.wrote])->n_inserted++;
    if (run.deleted != NOBODY)
      ((CenNoteEdit *) reading->history->edits->pdata[run.deleted])->n_deleted++;
    if (last != NULL && last->at + last->n == i && last->wrote == run.wrote &&
        last->deleted == run.deleted)
      last->n++;
    else
      g_array_append_val (runs, run);
  }
}

CenNoteHistory *
cen_note_history_read (CenStore *store, const CenId *circle, const CenId *note, GError **error)
{
  g_autoptr (CenNoteHistory) self = g_new0 (CenNoteHistory, 1);
  g_autofree guint *ranks = NULL;
  g_autofree guint *deleters = NULL;
  Reading reading;
  CenNotePlace place;

  self->edits = g_ptr_array_new_with_free_func (edit_free);
  self->runs = g_array_new (FALSE, FALSE, sizeof (CenNoteRun));
  if (!cen_note_place_find (store, circle, note, &place, error))
    return NULL;
  self->note = cen_note_text_load (store, place.no, error);
  if (self->note == NULL)
    return NULL;
  ranks = g_new0 (guint, self->note->entries->len + 1);
  if (!read_edits (self, store, place.no, ranks, error))
    return NULL;
  deleters = list_deleters (self, ranks);
  reading = (Reading){ self, ranks, deleters };
  cen_text_foreach (self->note->text, read_run_cb, &reading);
  return g_steal_pointer (&self);
}

gboolean
cen_note_run_shows (const CenNoteRun *run, guint n_edits)
{
  return run->wrote < n_edits && (run->deleted == NOBODY || run->deleted >= n_edits);
}

GString *
cen_note_history_dup_text (const CenNoteHistory *self, guint n_edits)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->runs->len; i++) {
    const CenNoteRun *run = &g_array_index (self->runs, CenNoteRun, i);

    if (cen_note_run_shows (run, n_edits))
      cen_text_chars_copy (&self->note->text->tree.chars, run->at, run->n, text);
  }
  return text;
}

guint
cen_note_history_count_until (const CenNoteHistory *self, gint64 time_ms)
{
  guint n = 0;

  while (n < self->edits->len && ((const CenNoteEdit *) self->edits->pdata[n])->time_ms <= time_ms)
    n++;
  return n;
}
