/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "queries-devices.h"

#include "store-rows.h"

const char *
cen_device_state_to_name (CenDeviceState state)
{
  return state == CEN_DEVICE_ACTIVE ? "active" : "removed";
}

static void
device_row_free (gpointer data)
{
  CenDeviceRow *row = data;

  g_free (row->member_name);
  g_free (row);
}

static CenDeviceRow *
read_device (CenRows *rows)
{
  CenDeviceRow *row = g_new0 (CenDeviceRow, 1);

  row->id = cen_rows_get_id (rows, 0);
  row->member = cen_rows_get_id (rows, 1);
  row->member_name = cen_rows_dup_text (rows, 2);
  row->added_ms = cen_rows_get_int (rows, 3);
  row->last_seen_ms = cen_rows_get_int (rows, 4);
  row->is_self = cen_rows_get_int (rows, 5) != 0;
  row->state = (CenDeviceState) cen_rows_get_int (rows, 6);
  return row;
}

GPtrArray *
cen_query_devices (CenStore *store, const CenId *circle, const CenId *member, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (device_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT d.key, m.id, m.name, d.added, ifnull (t.seen, 0),"
                      " d.key = c.self_device, d.state FROM device d"
                      " JOIN member m ON m.no = d.member JOIN circle c ON c.no = d.circle"
                      " JOIN op o ON o.no = d.root"
                      " LEFT JOIN meeting t ON t.circle = d.circle AND t.device = d.key"
                      " WHERE d.circle = ?1 AND d.state IS NOT NULL AND (?2 IS NULL OR m.id = ?2)"
                      " ORDER BY m.state <> 0, m.name COLLATE NOCASE, m.id, o.lamport, o.id",
                      "iI", no, member))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (found, read_device (&rows));
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}
