/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "queries-faults.h"

#include "store-rows.h"
#include "store-sql.h"

/* What was noted, and what follows from the log: from the few rows to their ops, never the other
 * way round. */
#define FAULTS                                                                                     \
  "SELECT device, what, first, last, n FROM fault WHERE circle = ?1 UNION ALL"                     \
  " SELECT d.key, 5, min (o.seen), max (o.seen), count (*) FROM epoch e"                           \
  " CROSS JOIN op o ON o.no = e.op CROSS JOIN device d ON d.no = o.device"                         \
  " WHERE o.circle = ?1 AND e.is_usable = 0 GROUP BY d.key"                                        \
  " UNION ALL SELECT d.key, 6, min (o.seen), max (o.seen), count (*) FROM overuse u"               \
  " CROSS JOIN op o ON o.no = u.op CROSS JOIN device d ON d.no = o.device"                         \
  " WHERE u.circle = ?1 GROUP BY d.key"

static void
fault_row_free (gpointer data)
{
  CenFaultRow *row = data;

  g_free (row->name);
  g_free (row);
}

GPtrArray *
cen_query_faults (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (fault_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT f.device, m.id, ifnull (m.name, ''), f.what, f.first, f.last, f.n"
                      " FROM (" FAULTS
                      ") f LEFT JOIN device d ON d.circle = ?1 AND d.key = f.device"
                      " LEFT JOIN member m ON m.no = d.member"
                      " GROUP BY f.device, f.what ORDER BY f.last DESC, f.device, f.what",
                      "i", no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenFaultRow *row = g_new0 (CenFaultRow, 1);

    row->device = cen_rows_get_id (&rows, 0);
    if (!cen_rows_is_null (&rows, 1))
      row->member = cen_rows_get_id (&rows, 1);
    row->name = cen_rows_dup_text (&rows, 2);
    row->what = (CenFault) cen_rows_get_int (&rows, 3);
    row->first_ms = cen_rows_get_int (&rows, 4);
    row->last_ms = cen_rows_get_int (&rows, 5);
    row->n = (guint64) cen_rows_get_int (&rows, 6);
    g_ptr_array_add (found, row);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}
