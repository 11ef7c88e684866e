/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "private-notes.h"

#include "store-rows.h"
#include "store-sql.h"

#include <string.h>

gboolean
cen_private_set (CenCircle *circle, const CenId *object, const char *key, const char *text,
                 GError **error)
{
  if (*key == '\0' || strlen (key) > CEN_PRIVATE_KEY_MAX || strlen (text) > CEN_PRIVATE_TEXT_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "This note is too long to keep.");
    return FALSE;
  }
  circle->changes |= CEN_CHANGED_LOCAL;
  if (*text == '\0')
    return cen_sql_run (circle->store, error,
                        "DELETE FROM private_note WHERE circle = ? AND object = ? AND key = ?",
                        "iIt", circle->no, object, key);
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO private_note (circle, object, key, text)"
                      " VALUES (?, ?, ?, ?)",
                      "iItt", circle->no, object, key, text);
}

GHashTable *
cen_private_list (CenStore *store, const CenId *circle, const char *key, GError **error)
{
  g_autoptr (GHashTable) found =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT object, text FROM private_note WHERE circle = ? AND key = ?", "it",
                      no, key))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    g_hash_table_insert (found, cen_id_dup (&id), cen_rows_dup_text (&rows, 1));
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}
