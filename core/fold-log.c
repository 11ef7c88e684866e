/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fold-log.h"

#include "opened.h"
#include "store-sql.h"

static void
fold_op_free (gpointer data)
{
  CenFoldOp *op = data;

  g_clear_pointer (&op->payload, g_bytes_unref);
  g_clear_pointer (&op->named, g_bytes_unref);
  g_free (op);
}

gboolean
cen_fold_op_is_sealed (const CenFoldOp *self)
{
  return self->op.kind == CEN_OP_SEALED;
}

/* Puts what is inside in the place of what is outside; closed, there is nothing to read. */
static void
open_sealed (CenCircle *circle, CenFoldOp *op, const guint8 *key)
{
  g_autoptr (GBytes) outer = g_steal_pointer (&op->payload);
  g_auto (CenSealedInner) inner = { 0 };
  CenSealed sealed;

  if (key == NULL || outer == NULL ||
      !cen_opened_read (circle, op->op.device, outer, key, &sealed, &inner))
    return;
  op->kind = inner.kind;
  op->payload = g_steal_pointer (&inner.payload);
  op->named = g_bytes_new (sealed.named, sealed.n_named * sizeof *sealed.named);
}

static CenFoldOp *
read_op (CenCircle *circle, CenRows *rows)
{
  CenFoldOp *op = g_new0 (CenFoldOp, 1);
  gsize len;
  const guint8 *bytes = cen_rows_get_blob (rows, 6, &len);
  CenOp decoded;

  op->op = (CenJudged){ .no = cen_rows_get_int (rows, 0),
                        .id = cen_rows_get_id (rows, 1),
                        .device = cen_circle_get_device (circle, cen_rows_get_int (rows, 2)),
                        .kind = (guint) cen_rows_get_int (rows, 4),
                        .past = cen_rows_get_int (rows, 5) };
  op->lamport = (guint64) cen_rows_get_int (rows, 3);
  op->kind = op->op.kind;
  if (bytes != NULL && cen_op_decode (&decoded, bytes, len, NULL))
    op->wall_ms = decoded.wall_ms;
  op->payload = cen_rows_dup_bytes (rows, 7);
  if (cen_fold_op_is_sealed (op)) {
    const guint8 *key = cen_rows_get_blob (rows, 8, &len);

    open_sealed (circle, op, len == CEN_KEY_LEN ? key : NULL);
  }
  return op;
}

#define COLUMNS                                                                                    \
  "SELECT o.no, o.id, o.device, o.lamport, o.kind, o.past, b.op, b.payload,"                       \
  " iif (o.kind = 27, (SELECT key FROM sealed s WHERE s.op = o.no), NULL)"

GPtrArray *
cen_fold_log_read (CenCircle *circle, gint64 no, GError **error)
{
  static const char *const sql = COLUMNS
      ", 0 FROM op o JOIN body b ON b.no = o.no WHERE o.no = ?1 UNION ALL " COLUMNS
      ", 1 FROM op o JOIN body b ON b.no = o.no WHERE o.object = ?1 AND o.kind <> 23"
      " UNION ALL " COLUMNS ", 1 FROM sealed x JOIN op o ON o.no = x.op JOIN body b ON b.no = o.no"
      " WHERE x.object = ?1 AND x.op <> ?1 ORDER BY 10, 4, 2";
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func (fold_op_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error, sql, "i", no))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (ops, read_op (circle, &rows));
  return rows.has_failed ? NULL : g_steal_pointer (&ops);
}

GPtrArray *
cen_fold_log_take (gint64 no, const CenFoldFresh *fresh)
{
  GPtrArray *ops = g_ptr_array_new_with_free_func (fold_op_free);
  CenFoldOp *op = g_new0 (CenFoldOp, 1);

  op->op = (CenJudged){ no, fresh->op->id, fresh->device, fresh->op->kind, fresh->past };
  op->lamport = fresh->op->lamport;
  op->wall_ms = fresh->op->wall_ms;
  op->kind = fresh->op->kind;
  op->payload = fresh->payload != NULL ? g_bytes_ref (fresh->payload) : NULL;
  g_ptr_array_add (ops, op);
  return ops;
}
