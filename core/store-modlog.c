/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "queries-modlog.h"

#include "store-rows.h"

static void
modlog_row_free (gpointer data)
{
  CenModlogRow *row = data;

  g_free (row->by_name);
  g_free (row->target_name);
  g_free (row->reason);
  g_free (row);
}

static CenModlogRow *
read_row (CenRows *rows)
{
  CenModlogRow *row = g_new0 (CenModlogRow, 1);

  row->op = cen_rows_get_id (rows, 0);
  row->time_ms = cen_rows_get_int (rows, 1);
  row->by = cen_rows_get_id (rows, 2);
  row->by_name = cen_rows_dup_text (rows, 3);
  row->action = (CenModAction) cen_rows_get_int (rows, 4);
  row->target = cen_rows_get_id (rows, 5);
  row->target_name = cen_rows_dup_text (rows, 6);
  row->object = cen_rows_get_id (rows, 7);
  row->has_role = !cen_rows_is_null (rows, 8);
  row->role = (CenRole) cen_rows_get_int (rows, 8);
  row->reason = cen_rows_dup_text (rows, 9);
  return row;
}

GPtrArray *
cen_query_modlog (CenStore *store, const CenId *circle, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (modlog_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (
          store, &rows, error,
          "SELECT * FROM (SELECT o.id, l.wall, m.id AS by, m.name, l.action, t.id AS target,"
          "  t.name AS target_name, l.object, l.role, l.reason, o.lamport"
          "  FROM modlog l JOIN op o ON o.no = l.op JOIN device d ON d.no = o.device"
          "  JOIN member m ON m.no = d.member LEFT JOIN member t ON t.no = l.target"
          "  WHERE l.circle = ? ORDER BY o.lamport DESC, o.id DESC, l.object DESC LIMIT ?)"
          " ORDER BY lamport, id, object",
          "ii", no, (gint64) MIN (limit > 0 ? limit : CEN_QUERY_LIMIT, CEN_ROWS_LIMIT_MAX)))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (found, read_row (&rows));
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}
