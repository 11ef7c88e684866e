/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "queries-copies.h"

#include "store-rows.h"

static void
copy_row_free (gpointer data)
{
  CenCopyRow *row = data;

  g_free (row->member_name);
  g_free (row);
}

GPtrArray *
cen_query_copies (CenStore *store, const CenId *circle, const CenId *id, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (copy_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 circle_no, op_no;

  if (!cen_store_find_circle (store, circle, &circle_no, error) ||
      !cen_sql_get_int (store, 0, &op_no, error, "SELECT no FROM op WHERE " CEN_SQL_IS_OP, "Ii", id,
                        circle_no))
    return NULL;
  if (op_no == 0) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no such thing in this circle.");
    return NULL;
  }
  if (!cen_sql_query (store, &rows, error,
                      "SELECT d.key, m.id, m.name, ifnull (h.op, 0) >= ?2, ifnull (h.seen, 0)"
                      " FROM device d JOIN member m ON m.no = d.member"
                      " JOIN circle c ON c.no = d.circle"
                      " LEFT JOIN holding h ON h.circle = d.circle AND h.device = d.no"
                      " WHERE d.circle = ?1 AND d.state = 0 AND m.state = 0"
                      " AND d.key <> c.self_device"
                      " ORDER BY 4 DESC, m.name COLLATE NOCASE, m.id, d.key",
                      "ii", circle_no, op_no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenCopyRow *row = g_new0 (CenCopyRow, 1);

    row->device = cen_rows_get_id (&rows, 0);
    row->member = cen_rows_get_id (&rows, 1);
    row->member_name = cen_rows_dup_text (&rows, 2);
    row->is_holder = cen_rows_get_int (&rows, 3) != 0;
    row->seen_ms = cen_rows_get_int (&rows, 4);
    g_ptr_array_add (found, row);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}
