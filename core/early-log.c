/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "early-log.h"

#include "store-sql.h"

gboolean
cen_early_log_load (CenStore *store, gint64 circle, CenOrphans *orphans, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT o.no, b.op, b.payload FROM op o JOIN body b ON b.no = o.no"
                      " WHERE o.no < 0 AND o.circle = -?",
                      "i", circle))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    g_autoptr (GBytes) bytes = cen_rows_dup_bytes (&rows, 1);
    g_autoptr (GBytes) payload = cen_rows_dup_bytes (&rows, 2);
    g_autoptr (CenPending) pending = NULL;
    CenOp op;

    if (bytes == NULL ||
        !cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
      continue;
    pending = cen_pending_new (&op, bytes, payload, 0);
    pending->early_no = cen_rows_get_int (&rows, 0);
    cen_orphans_add_early (orphans, pending);
  }
  return !rows.has_failed;
}

gboolean
cen_early_log_insert (CenStore *store, gint64 circle, gint64 seen_ms, CenPending *pending,
                      GError **error)
{
  const CenOp *op = &pending->op;
  gsize len, payload_len;
  const guint8 *bytes = g_bytes_get_data (pending->bytes, &len);
  const guint8 *payload = g_bytes_get_data (pending->payload, &payload_len);
  gint64 no;

  if (!cen_sql_get_int (store, -1, &no, error, "SELECT min (min (no), 0) - 1 FROM op", "") ||
      !cen_sql_run (store, error,
                    "INSERT INTO op (no, circle, id, device, seq, lamport, kind, object, past,"
                    " seen, prefix) VALUES (?2, -?3, ?1, 0, ?4, ?5, ?6, NULL, 0, ?7,"
                    " cen_prefix (?1))",
                    "Iiiiiii", &op->id, no, circle, (gint64) op->seq, (gint64) op->lamport,
                    (gint64) op->kind, seen_ms) ||
      !cen_sql_run (store, error, "INSERT INTO body (no, op, payload) VALUES (?, ?, ?)", "ibb", no,
                    bytes, len, payload, payload_len))
    return FALSE;
  pending->early_no = no;
  return TRUE;
}

gboolean
cen_early_log_remove (CenStore *store, gint64 no, GError **error)
{
  g_assert (no < 0);
  return cen_sql_run (store, error, "DELETE FROM body WHERE no = ?", "i", no) &&
         cen_sql_run (store, error, "DELETE FROM op WHERE no = ?", "i", no);
}

gboolean
cen_early_log_find (CenStore *store, gint64 circle, const CenId *id, gint64 *ret_no, GError **error)
{
  return cen_sql_get_int (store, 0, ret_no, error, "SELECT no FROM op WHERE " CEN_SQL_IS_OP, "Ii",
                          id, -circle);
}
