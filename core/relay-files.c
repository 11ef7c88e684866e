/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-files.h"

#include "kinds-far.h"
#include "queries-objects.h"
#include "store-rows.h"
#include "store-sql.h"

#include <string.h>

gboolean
cen_relay_files_offer (CenCircle *circle, const CenId *blob, gboolean is_offered, GError **error)
{
  const char *statement = is_offered
                              ? "INSERT OR IGNORE INTO relay_offer (circle, blob) VALUES (?, ?)"
                              : "DELETE FROM relay_offer WHERE circle = ? AND blob = ?";

  circle->changes |= CEN_CHANGED_FILES;
  circle->has_new_files = TRUE;
  return cen_sql_run (circle->store, error, statement, "iI", circle->no, blob);
}

gboolean
cen_relay_files_is_offered (CenStore *store, const CenId *circle, const CenId *blob)
{
  gint64 no, found;

  return cen_store_find_circle (store, circle, &no, NULL) &&
         cen_sql_get_int (store, 0, &found, NULL,
                          "SELECT 1 FROM relay_offer WHERE circle = ? AND blob = ?", "iI", no,
                          blob) &&
         found != 0;
}

/* --- What is brought --- */

static void
reverse (GArray *files)
{
  for (guint i = 0; i < files->len / 2; i++) {
    CenWantedBlob *a = &g_array_index (files, CenWantedBlob, i);
    CenWantedBlob *b = &g_array_index (files, CenWantedBlob, files->len - 1 - i);
    CenWantedBlob c = *a;

    *a = *b;
    *b = c;
  }
}

GArray *
cen_relay_files_list (CenCircle *circle, guint64 auto_max, guint64 room, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (CenWantedBlob));
  g_auto (CenRows) rows = { 0 };
  CenBlobLayout layout;

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT a.blob, a.ref, max (a.object) FROM attached a"
                      " JOIN blob b ON b.circle = a.circle AND b.id = a.blob AND b.held = 2"
                      " WHERE a.circle = ?1 AND (a.size <= ?2 OR EXISTS (SELECT 1 FROM relay_offer"
                      "  o WHERE o.circle = a.circle AND o.blob = a.blob))"
                      " GROUP BY a.blob ORDER BY 3 DESC",
                      "ii", circle->no, (gint64) MIN (auto_max, CEN_BLOB_SIZE_MAX)))
    return NULL;
  while (files->len < CEN_RELAY_GIVEN_MAX && cen_rows_next (&rows, error)) {
    CenWantedBlob one = { .id = cen_rows_get_id (&rows, 0) };
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 1, &len);
    guint64 needed;

    if (!cen_blob_ref_from_bytes (&one.ref, bytes, len, NULL))
      continue;
    cen_blob_layout_init (&layout, one.ref.size);
    needed = (guint64) layout.n_blocks * CEN_PARCEL_MAX;
    if (needed > room)
      continue;
    room -= needed;
    g_array_append_val (files, one);
  }
  reverse (files);
  return rows.has_failed ? NULL : g_steal_pointer (&files);
}

/* --- What lies there --- */

static gboolean
waits_at (CenStore *store, gint64 circle, const CenId *blob, const CenId *relay)
{
  gint64 found;

  return cen_sql_get_int (store, 0, &found, NULL,
                          "SELECT 1 FROM blob_copy WHERE circle = ? AND id = ? AND device = ?",
                          "iII", circle, blob, relay) &&
         found != 0;
}

gboolean
cen_relay_files_waits_at (CenCircle *circle, const CenId *blob, const CenId *relay)
{
  return waits_at (circle->store, circle->no, blob, relay);
}

gboolean
cen_relay_files_note (CenCircle *circle, const CenId *relay, const CenBlobRef *ref, GError **error)
{
  CenBlobLayout layout;
  CenParcelKey key;
  gboolean ok;
  CenId blob;

  cen_blob_ref_get_id (ref, &blob);
  cen_blob_layout_init (&layout, ref->size);
  cen_parcel_key_init (&key, ref, relay->bytes);
  ok = cen_sql_run (circle->store, error,
                    "INSERT OR IGNORE INTO relay_file (circle, relay, blob, key, n)"
                    " VALUES (?, ?, ?, ?, ?)",
                    "iIIbi", circle->no, relay, &blob, key.bytes, (gsize) CEN_KEY_LEN,
                    (gint64) layout.n_blocks);
  cen_parcel_key_clear (&key);
  return ok;
}

GArray *
cen_relay_files_list_there (CenCircle *circle, const CenId *relay, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (CenWantedBlob));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT r.blob, a.ref FROM relay_file r JOIN attached a"
                      " ON a.circle = r.circle AND a.blob = r.blob"
                      " WHERE r.circle = ? AND r.relay = ? GROUP BY r.blob"
                      " ORDER BY max (a.object) DESC LIMIT ?",
                      "iIi", circle->no, relay, (gint64) CEN_RELAY_GIVEN_MAX))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenWantedBlob one = { .id = cen_rows_get_id (&rows, 0) };
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 1, &len);

    if (cen_blob_ref_from_bytes (&one.ref, bytes, len, NULL))
      g_array_append_val (files, one);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&files);
}

GArray *
cen_relay_files_list_left (CenCircle *circle, const CenId *relay, GError **error)
{
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (CenLeftBlob));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT blob, key, n FROM relay_file r WHERE circle = ? AND relay = ?"
                      " AND NOT EXISTS (SELECT 1 FROM attached a WHERE a.circle = r.circle"
                      "  AND a.blob = r.blob)",
                      "iI", circle->no, relay))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenLeftBlob one = { .blob = cen_rows_get_id (&rows, 0),
                        .n_blocks = (guint) cen_rows_get_int (&rows, 2) };
    CenId key = cen_rows_get_id (&rows, 1);

    memcpy (one.key.bytes, key.bytes, CEN_KEY_LEN);
    g_array_append_val (left, one);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&left);
}

gboolean
cen_relay_files_forget (CenCircle *circle, const CenId *relay, const CenId *blob, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "DELETE FROM relay_file WHERE circle = ? AND relay = ? AND blob = ?", "iII",
                      circle->no, relay, blob) &&
         cen_sql_run (circle->store, error, "DELETE FROM relay_offer WHERE circle = ? AND blob = ?",
                      "iI", circle->no, blob) &&
         cen_shelf_note_copy (circle, blob, relay, FALSE, error);
}

/* --- What is erased --- */

GArray *
cen_relay_files_list_erased (CenCircle *circle, const guint8 *key_id, const CenId *drawer,
                             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT c.id FROM body b JOIN carried c ON c.circle = ?1 AND c.op = b.no"
                      " WHERE b.payload IS NULL AND c.key = ?2 AND NOT EXISTS"
                      " (SELECT 1 FROM relay_drop d WHERE d.circle = ?1 AND d.drawer = ?3"
                      "  AND d.id = c.id) LIMIT ?4",
                      "ibIi", circle->no, key_id, (gsize) CEN_KEYID_LEN, drawer,
                      (gint64) CEN_RELAY_DROPPED_MAX))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    g_array_append_val (ids, id);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&ids);
}

gboolean
cen_relay_files_note_dropped (CenCircle *circle, const CenId *drawer, const CenId *ids, guint n_ids,
                              GError **error)
{
  for (guint i = 0; i < n_ids; i++) {
    if (!cen_sql_run (circle->store, error,
                      "INSERT OR IGNORE INTO relay_drop (circle, drawer, id) VALUES (?, ?, ?)",
                      "iII", circle->no, drawer, &ids[i]))
      return FALSE;
  }
  return TRUE;
}

/* --- For who asks --- */

GPtrArray *
cen_relay_files_list_places (CenStore *store, const CenId *circle, const CenId *blob,
                             GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_RELAY, NULL, error);
  gint64 no;

  if (rows == NULL || !cen_store_find_circle (store, circle, &no, error))
    return NULL;
  for (guint i = 0; i < MIN (rows->len, CEN_RELAYS_MAX); i++) {
    g_autoptr (GBytes) key = cen_object_row_dup_bytes (rows->pdata[i], CEN_RELAY_KEY);

    if (key != NULL && g_bytes_get_size (key) == CEN_ID_LEN &&
        waits_at (store, no, blob, g_bytes_get_data (key, NULL)))
      g_ptr_array_add (names, cen_object_row_dup_text (rows->pdata[i], CEN_RELAY_NAME));
  }
  return g_steal_pointer (&names);
}

guint
cen_relay_files_count (CenStore *store, const CenId *circle, const CenId *relay)
{
  gint64 no, n = 0;

  return cen_store_find_circle (store, circle, &no, NULL) &&
                 cen_sql_get_int (store, 0, &n, NULL,
                                  "SELECT count (*) FROM blob_copy c WHERE circle = ?1"
                                  " AND device = ?2 AND EXISTS (SELECT 1 FROM attached a"
                                  "  WHERE a.circle = c.circle AND a.blob = c.id)",
                                  "iI", no, relay)
             ? (guint) n
             : 0;
}
