/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-settings.h"

#include "store-sql.h"

gint64
cen_setting_get (CenStore *store, CenSetting setting, gint64 otherwise)
{
  g_auto (CenRows) rows = { 0 };

  return cen_sql_query (store, &rows, NULL, "SELECT value FROM setting WHERE setting = ?", "i",
                        (gint64) setting) &&
                 cen_rows_next (&rows, NULL)
             ? cen_rows_get_int (&rows, 0)
             : otherwise;
}

gboolean
cen_setting_set (CenStore *store, CenSetting setting, gint64 value, GError **error)
{
  return cen_sql_run (store, error,
                      "INSERT INTO setting (setting, value) VALUES (?, ?)"
                      " ON CONFLICT DO UPDATE SET value = excluded.value",
                      "ii", (gint64) setting, value);
}
