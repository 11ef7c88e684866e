/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* fold-log.c reads the ops of one object, fold-merge.c merges them into registers, fold-rows.c
 * writes the rows. Here each op is judged and redactions are carried out. */

#include "fold.h"

#include "cbor.h"
#include "erased.h"
#include "fold-closing.h"
#include "fold-rows.h"
#include "kinds-note.h"
#include "modlog.h"
#include "note-fold.h"
#include "opened.h"
#include "store-sql.h"

/* REDACT and HIDE are public: they count for what is sealed and closed to us too, and a REDACT even
 * when the CREATE has no effect (any more): others may have erased it while it had one. */
static gboolean
is_public (const CenFoldOp *op)
{
  return op->op.kind == CEN_OP_REDACT || op->op.kind == CEN_OP_HIDE;
}

/* Merges every op. One that does not come after the CREATE in the order cannot have seen it, and is
 * void. */
static gboolean
merge_all (CenCircle *circle, CenFold *fold, gboolean *ret_is_effective, GError **error)
{
  const CenFoldOp *create = cen_fold_get_create (fold);
  gboolean is_effective;
  CenRole role = CEN_ROLE_GUEST;

  *ret_is_effective = FALSE;
  if (create == NULL || create->op.device == NULL)
    return TRUE;
  if (!cen_judge_op (circle, &create->op, ret_is_effective, &role, error))
    return FALSE;
  if (*ret_is_effective)
    cen_fold_begin (fold, role);
  if (!cen_fold_find_late (circle, fold, error))
    return FALSE;
  for (guint i = 1; i < fold->ops->len; i++) {
    const CenFoldOp *op = fold->ops->pdata[i];

    if (op->lamport <= create->lamport || (!fold->exists && !is_public (op)))
      continue;
    if (!cen_judge_op (circle, &op->op, &is_effective, &role, error) ||
        (is_public (op) && op->op.device != NULL &&
         !cen_modlog_note (circle, create, op, is_effective && *ret_is_effective, role, error)))
      return FALSE;
    if (is_effective)
      cen_fold_merge (fold, op, role);
  }
  return TRUE;
}

/* Content leaves the log, the commitments stay, and what came without it counts as held. @ret_other
 * is the object that a redacted change was about; 0 for none. */
static gboolean
carry_out_redaction (CenCircle *circle, gint64 no, gint64 *ret_other, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "UPDATE body SET payload = NULL WHERE payload IS NOT NULL AND (no = ?1 OR no"
                      " IN (SELECT no FROM op WHERE object = ?1 AND kind IN (21, 22, 23)))",
                      "i", no) &&
         cen_opened_forget (circle, no, ret_other, error) &&
         cen_circle_settle_wanted (circle, no, CEN_WANTED_OBJECT, error);
}

/* Of what was sealed and is erased, nobody can tell any more what it was: its row stays. */
static gboolean
keeps_row (const CenFold *fold, gboolean is_effective)
{
  return is_effective && fold->is_redacted && cen_fold_op_is_sealed (fold->ops->pdata[0]);
}

static GBytes *
encode_text (const GString *text)
{
  gsize size = text->len + 9;
  guint8 *buf = g_malloc (size);
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, size);
  cen_cbor_put_text (&writer, text->str);
  return g_bytes_new_take (buf, writer.len);
}

/* What several write is a field of its object, which no CREATE or SET has. */
static gboolean
fold_text (CenCircle *circle, CenFold *fold, const CenFoldOldRow *old, GError **error)
{
  const CenFoldOp *create = cen_fold_get_create (fold);
  g_autoptr (GString) text = NULL;
  CenSpan *value = &fold->values[CEN_NOTE_TEXT];

  if (!fold->exists || fold->is_redacted || fold->kind == NULL || fold->kind->id != CEN_KIND_NOTE)
    return old->kind != CEN_KIND_NOTE || cen_note_forget (circle, create->op.no, error);
  if (!cen_note_fold (circle, create, &text, error))
    return FALSE;
  if (text->len > 0) {
    fold->text = encode_text (text);
    value->bytes = g_bytes_get_data (fold->text, &value->len);
  }
  return TRUE;
}

static gboolean
write_rows (CenCircle *circle, const CenFold *fold, const CenFoldOldRow *old, gboolean is_effective,
            gboolean is_fresh, GError **error)
{
  if (fold->exists && (fold->kind != NULL || fold->is_redacted))
    return cen_fold_rows_write (circle, fold, old, is_fresh, error);
  return keeps_row (fold, is_effective) || cen_fold_rows_remove (circle, fold, old, error);
}

static gboolean
fold_one (CenCircle *circle, gint64 no, const CenFoldFresh *fresh, gint64 *ret_other,
          GError **error)
{
  GPtrArray *ops =
      fresh != NULL ? cen_fold_log_take (no, fresh) : cen_fold_log_read (circle, no, error);
  g_auto (CenFoldOldRow) old = { 0 };
  g_auto (CenFold) fold = { 0 };
  gboolean is_effective;

  *ret_other = 0;
  if (ops == NULL)
    return FALSE;
  cen_fold_init (&fold, ops);
  if (ops->len == 0)
    return TRUE;
  if ((fresh == NULL && !cen_fold_rows_unindex (circle, no, &old, error)) ||
      !merge_all (circle, &fold, &is_effective, error) || !fold_text (circle, &fold, &old, error) ||
      !write_rows (circle, &fold, &old, is_effective, fresh != NULL, error))
    return FALSE;
  circle->has_erased_words = circle->has_erased_words || (fold.is_redacted && old.has_words);
  return !fold.is_redacted || carry_out_redaction (circle, no, ret_other, error);
}

gboolean
cen_fold_object (CenCircle *circle, gint64 no, const CenFoldFresh *fresh, GError **error)
{
  gint64 other = no;

  /* What a redacted change was about is folded again without it. */
  while (other != 0) {
    no = other;
    if (!fold_one (circle, no, fresh, &other, error))
      return FALSE;
    circle->has_erased_words = circle->has_erased_words || other != 0;
    fresh = NULL;
  }
  return TRUE;
}

gboolean
cen_fold_note_erased (CenCircle *circle, GError **error)
{
  if (!circle->has_erased_words)
    return TRUE;
  circle->has_erased_words = FALSE;
  return cen_erased_note (circle->store, error);
}

static gboolean
list_creates (CenCircle *circle, GArray *ret_nos, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (
          circle->store, &rows, error,
          "SELECT no FROM op WHERE circle = ? AND kind IN (20, 27) ORDER BY lamport, id", "i",
          circle->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);

    g_array_append_val (ret_nos, no);
  }
  return !rows.has_failed;
}

static gboolean
index_all (CenCircle *circle, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT INTO search (rowid, title, body) SELECT s.no, s.title, s.body"
                      " FROM object o JOIN searchable s ON s.no = o.no WHERE o.circle = ?"
                      " AND (s.title <> '' OR s.body <> '')",
                      "i", circle->no);
}

gboolean
cen_fold_all (CenCircle *circle, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean ok;

  ok = list_creates (circle, nos, error);
  circle->indexes_later = TRUE;
  for (guint i = 0; ok && i < nos->len; i++)
    ok = cen_fold_object (circle, g_array_index (nos, gint64, i), NULL, error);
  circle->indexes_later = FALSE;
  return ok && index_all (circle, error);
}
