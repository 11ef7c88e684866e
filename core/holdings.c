/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "holdings.h"

#include "store-sql.h"

static void
holding_free (gpointer data)
{
  CenHolding *holding = data;

  g_clear_pointer (&holding->clock, g_bytes_unref);
  g_free (holding);
}

GPtrArray *
cen_holdings_list (CenCircle *circle, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (holding_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT d.key, h.op, h.clock FROM holding h JOIN device d ON d.no = h.device"
                      " WHERE h.circle = ?",
                      "i", circle->no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenHolding *holding = g_new0 (CenHolding, 1);

    holding->device = cen_rows_get_id (&rows, 0);
    holding->op_no = cen_rows_get_int (&rows, 1);
    holding->clock = cen_rows_dup_bytes (&rows, 2);
    g_ptr_array_add (found, holding);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

gboolean
cen_holdings_note (CenCircle *circle, const CenDevice *device, gint64 op_no, GBytes *clock,
                   GError **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO holding (circle, device, op, seen, clock)"
                            " VALUES (?, ?, ?, ?, ?)";
  gint64 now = circle->world->now_ms (circle->world);
  gsize len = 0;
  const guint8 *bytes = clock != NULL ? g_bytes_get_data (clock, &len) : NULL;

  g_assert (len <= CEN_HOLDING_CLOCK_MAX);
  circle->changes |= CEN_CHANGED_COPIES;
  if (clock == NULL)
    return cen_sql_run (circle->store, error, sql, "iiii0", circle->no, device->no, op_no, now);
  return cen_sql_run (circle->store, error, sql, "iiiib", circle->no, device->no, op_no, now, bytes,
                      len);
}
