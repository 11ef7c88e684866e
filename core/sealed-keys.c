/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sealed-keys.h"

#include "fold.h"
#include "opened.h"
#include "store-sql.h"

#include <string.h>

static void
sealed_key_clear (gpointer data)
{
  cen_crypto_wipe (data, sizeof (CenSealedKey));
}

GArray *
cen_sealed_list_keys (CenCircle *circle, gint64 after, guint max, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (CenSealedKey));
  g_auto (CenRows) rows = { 0 };

  g_array_set_clear_func (keys, sealed_key_clear);
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT s.no, o.id, s.key FROM sealed s JOIN op o ON o.no = s.op"
                      " WHERE o.circle = ? AND s.no > ? ORDER BY s.no LIMIT ?",
                      "iii", circle->no, after, (gint64) max))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenSealedKey key = { cen_rows_get_int (&rows, 0), cen_rows_get_id (&rows, 1), { 0 } };
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 2, &len);

    if (len == CEN_KEY_LEN)
      memcpy (key.key, bytes, len);
    g_array_append_val (keys, key);
    cen_crypto_wipe (&key, sizeof key);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&keys);
}

static gboolean
keep_early (CenCircle *circle, const CenId *op, const guint8 *key, GError **error)
{
  gint64 n;

  return cen_sql_get_int (circle->store, 0, &n, error,
                          "SELECT count(*) FROM sealed_early WHERE circle = ?", "i", circle->no) &&
         (n >= CEN_OPENED_EARLY_MAX ||
          cen_sql_run (circle->store, error,
                       "INSERT OR REPLACE INTO sealed_early (circle, id, key) VALUES (?, ?, ?)",
                       "iIb", circle->no, op, key, (gsize) CEN_KEY_LEN));
}

static gboolean
open_with (CenCircle *circle, gint64 no, const guint8 *key, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GBytes) payload = NULL;
  const CenDevice *author;
  gboolean is_of;
  gint64 object;

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT o.device, b.payload FROM op o JOIN body b ON b.no = o.no"
                      " WHERE o.no = ? AND o.kind = 27 AND b.payload IS NOT NULL"
                      " AND NOT EXISTS (SELECT 1 FROM sealed s WHERE s.op = o.no)",
                      "i", no))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  author = cen_circle_get_device (circle, cen_rows_get_int (&rows, 0));
  payload = cen_rows_dup_bytes (&rows, 1);
  cen_rows_clear (&rows);
  return cen_opened_admit_key (circle, no, author, payload, key, &is_of, &object, error) &&
         (object == 0 || cen_fold_object (circle, object, NULL, error)) &&
         cen_fold_note_erased (circle, error);
}

static gboolean
take_key (CenCircle *circle, const CenId *op, const guint8 *key, GError **error)
{
  gint64 no;

  if (!cen_circle_find_op (circle, op, &no, error))
    return FALSE;
  return no == 0 ? keep_early (circle, op, key, error) : open_with (circle, no, key, error);
}

gboolean
cen_sealed_take_key (CenCircle *circle, const CenId *op, const guint8 key[static CEN_KEY_LEN],
                     GError **error)
{
  if (!cen_store_begin (circle->store, CEN_STORE_NORMAL, error))
    return FALSE;
  if (!take_key (circle, op, key, error))
    cen_store_rollback (circle->store);
  else if (cen_store_commit (circle->store, error))
    return TRUE;
  circle->changes = 0;
  cen_circle_reload (circle, NULL);
  return FALSE;
}
