/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "shelf.h"

#include "file-index.h"
#include "store-rows.h"
#include "store-sql.h"

#include <errno.h>

char *
cen_shelf_dup_folder (const CenStore *store, const CenId *circle)
{
  g_autofree char *name = cen_id_dup_text (circle);

  if (cen_store_get_blobs (store) == NULL)
    return NULL;
  return g_build_filename (cen_store_get_blobs (store), name, NULL);
}

gboolean
cen_shelf_make_folder (const CenCircle *circle, GError **error)
{
  g_autofree char *folder = cen_shelf_dup_folder (circle->store, &circle->id);

  if (folder != NULL && g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE,
               "The folder of the library's files could not be made: %s.",
               g_strerror (folder != NULL ? errno : EROFS));
  return FALSE;
}

char *
cen_shelf_dup_path (const CenStore *store, const CenId *circle, const CenId *blob)
{
  g_autofree char *folder = cen_shelf_dup_folder (store, circle);

  return folder != NULL ? cen_blob_file_dup_path (folder, blob) : NULL;
}

/* --- Rows --- */

#define DAY_MS  (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define COLUMNS "SELECT id, size, held, wish, is_kept, used FROM blob WHERE circle = ?"

static CenShelfRow
take_row (CenRows *rows)
{
  return (CenShelfRow){ .id = cen_rows_get_id (rows, 0),
                        .size = (guint64) cen_rows_get_int (rows, 1),
                        .held = (CenBlobHeld) cen_rows_get_int (rows, 2),
                        .wish = (CenWish) cen_rows_get_int (rows, 3),
                        .is_kept = cen_rows_get_int (rows, 4) != 0,
                        .used_ms = cen_rows_get_int (rows, 5) };
}

gboolean
cen_shelf_get (CenStore *store, const CenId *circle, const CenId *blob, gboolean *ret_found,
               CenShelfRow *ret_row, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error, COLUMNS " AND id = ?", "iI", no, blob))
    return FALSE;
  *ret_found = cen_rows_next (&rows, error);
  if (*ret_found)
    *ret_row = take_row (&rows);
  return !rows.has_failed;
}

gboolean
cen_shelf_put (CenCircle *circle, const CenShelfRow *row, GError **error)
{
  circle->changes |= CEN_CHANGED_FILES;
  if (row->held != CEN_BLOB_WHOLE && !cen_file_index_drop (circle, &row->id, error))
    return FALSE;
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO blob (circle, id, size, held, wish, is_kept, used)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?)",
                      "iIiiiii", circle->no, &row->id, (gint64) row->size, (gint64) row->held,
                      (gint64) row->wish, (gint64) row->is_kept, row->used_ms);
}

gboolean
cen_shelf_remove (CenCircle *circle, const CenId *blob, GError **error)
{
  g_autofree char *path = cen_shelf_dup_path (circle->store, &circle->id, blob);

  circle->changes |= CEN_CHANGED_FILES;
  if (path != NULL)
    cen_blob_file_remove (path);
  return cen_file_index_drop (circle, blob, error) &&
         cen_sql_run (circle->store, error, "DELETE FROM blob WHERE circle = ? AND id = ?", "iI",
                      circle->no, blob);
}

GArray *
cen_shelf_list (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CenShelfRow));
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error, COLUMNS " ORDER BY used DESC, id", "i", no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenShelfRow row = take_row (&rows);

    g_array_append_val (found, row);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

gboolean
cen_shelf_check (CenCircle *circle, GError **error)
{
  g_autoptr (GArray) all = cen_shelf_list (circle->store, &circle->id, error);

  for (guint i = 0; all != NULL && i < all->len; i++) {
    CenShelfRow *row = &g_array_index (all, CenShelfRow, i);
    g_autofree char *path = cen_shelf_dup_path (circle->store, &circle->id, &row->id);
    guint64 bytes;
    CenBlobHeld held = path != NULL ? cen_blob_file_look (path, &bytes) : CEN_BLOB_ABSENT;

    if (held == row->held)
      continue;
    row->held = held;
    if (!cen_shelf_put (circle, row, error))
      return FALSE;
  }
  return all != NULL;
}

gboolean
cen_shelf_note_used (CenCircle *circle, const CenId *blob, GError **error)
{
  return cen_sql_run (circle->store, error, "UPDATE blob SET used = ? WHERE circle = ? AND id = ?",
                      "iiI", circle->world->now_ms (circle->world), circle->no, blob);
}

/* --- What is wanted --- */

GArray *
cen_shelf_list_wanted (CenCircle *circle, gint64 from_no, guint64 auto_max, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CenWantedBlob));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT a.blob, a.ref FROM attached a"
                      " LEFT JOIN blob b ON b.circle = a.circle AND b.id = a.blob"
                      " WHERE a.circle = ?1 AND a.object >= ?2 AND a.size <= ?3 AND b.id IS NULL"
                      " UNION SELECT a.blob, a.ref FROM blob b JOIN attached a"
                      " ON a.circle = b.circle AND a.blob = b.id"
                      " WHERE b.circle = ?1 AND b.held <> 2 AND b.wish IN (1, 2)",
                      "iii", circle->no, from_no, (gint64) auto_max))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenWantedBlob wanted = { .id = cen_rows_get_id (&rows, 0) };
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 1, &len);

    if (cen_blob_ref_from_bytes (&wanted.ref, bytes, len, NULL))
      g_array_append_val (found, wanted);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

gboolean
cen_shelf_find_ref (CenStore *store, const CenId *circle, const CenId *blob, gboolean *ret_found,
                    CenBlobRef *ret_ref, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT ref FROM attached WHERE circle = ? AND blob = ? LIMIT 1", "iI", no,
                      blob))
    return FALSE;
  *ret_found = cen_rows_next (&rows, error);
  if (*ret_found) {
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 0, &len);

    *ret_found = cen_blob_ref_from_bytes (ret_ref, bytes, len, NULL);
  }
  return !rows.has_failed;
}

gboolean
cen_shelf_find_object (CenStore *store, const CenId *circle, const CenId *blob, gboolean *ret_found,
                       CenId *ret_object, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT o.id FROM attached a JOIN op o ON o.no = a.object"
                      " WHERE a.circle = ? AND a.blob = ? ORDER BY a.object LIMIT 1",
                      "iI", no, blob))
    return FALSE;
  *ret_found = cen_rows_next (&rows, error);
  if (*ret_found)
    *ret_object = cen_rows_get_id (&rows, 0);
  return !rows.has_failed;
}

/* --- Copies elsewhere --- */

gboolean
cen_shelf_note_copy (CenCircle *circle, const CenId *blob, const CenId *device, gboolean is_there,
                     GError **error)
{
  if (!is_there)
    return cen_sql_run (circle->store, error,
                        "DELETE FROM blob_copy WHERE circle = ? AND id = ? AND device = ?", "iII",
                        circle->no, blob, device);
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO blob_copy (circle, id, device, seen)"
                      " VALUES (?, ?, ?, ?)",
                      "iIIi", circle->no, blob, device, circle->world->now_ms (circle->world));
}

GPtrArray *
cen_shelf_list_copies (CenStore *store, const CenId *circle, const CenId *blob, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT DISTINCT m.name FROM blob_copy c"
                      " JOIN device d ON d.circle = c.circle AND d.key = c.device"
                      " JOIN member m ON m.no = d.member WHERE c.circle = ? AND c.id = ?"
                      " AND d.state = 0 AND m.state = 0 ORDER BY m.name COLLATE NOCASE",
                      "iI", no, blob))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (names, cen_rows_dup_text (&rows, 0));
  return rows.has_failed ? NULL : g_steal_pointer (&names);
}

/* --- Room --- */

static gboolean
remove_all (CenCircle *circle, GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++) {
    if (!cen_shelf_remove (circle, &g_array_index (ids, CenId, i), error))
      return FALSE;
  }
  return TRUE;
}

/* Thrown out for room: it stays known, so that it does not come back by itself. */
static gboolean
throw_out (CenCircle *circle, CenShelfRow *row, GError **error)
{
  g_autofree char *path = cen_shelf_dup_path (circle->store, &circle->id, &row->id);

  cen_blob_file_remove (path);
  row->held = CEN_BLOB_ABSENT;
  row->wish = CEN_WISH_NONE;
  return cen_shelf_put (circle, row, error);
}

static gboolean
tidy_unnamed (CenCircle *circle, guint64 *ret_freed, GError **error)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT b.id, iif (b.held = 0, 0, b.size) FROM blob b WHERE b.circle = ?1"
                      " AND NOT EXISTS (SELECT 1 FROM attached a WHERE a.circle = ?1"
                      " AND a.blob = b.id)",
                      "i", circle->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    *ret_freed += (guint64) cen_rows_get_int (&rows, 1);
    g_array_append_val (gone, id);
  }
  return !rows.has_failed && remove_all (circle, gone, error);
}

/* Whether @row was not used for as long as things stay in sight here, and others have it. */
static gboolean
is_put_away (CenCircle *circle, const CenShelfRow *row, guint64 days)
{
  gint64 now_ms = circle->world->now_ms (circle->world);
  g_autoptr (GPtrArray) copies = NULL;

  if (days == 0 || row->used_ms >= now_ms - (gint64) days * DAY_MS)
    return FALSE;
  copies = cen_shelf_list_copies (circle->store, &circle->id, &row->id, NULL);
  return copies != NULL && copies->len > 0;
}

/* Which of the files here are too much: read through all circles in the order of last use. What is
 * of other circles counts, and is theirs to throw out. */
static gboolean
list_too_much (CenCircle *circle, GArray *ret_rows, GError **error)
{
  guint64 quota = cen_preference_get (circle->store, NULL, CEN_PREFERENCE_QUOTA);
  guint64 own_quota = cen_preference_get (circle->store, &circle->id, CEN_PREFERENCE_CIRCLE_QUOTA);
  guint64 days = cen_preference_get (circle->store, &circle->id, CEN_PREFERENCE_RETENTION);
  guint64 total = 0, own = 0;
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT circle, id, size, used FROM blob WHERE held = 2 AND is_kept = 0"
                      " ORDER BY used DESC, circle, id",
                      ""))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gboolean is_own = cen_rows_get_int (&rows, 0) == circle->no;
    CenShelfRow row = { .id = cen_rows_get_id (&rows, 1),
                        .size = (guint64) cen_rows_get_int (&rows, 2),
                        .used_ms = cen_rows_get_int (&rows, 3) };

    total += row.size;
    own += is_own ? row.size : 0;
    if (is_own && (total > quota || own > own_quota || is_put_away (circle, &row, days)))
      g_array_append_val (ret_rows, row);
  }
  return !rows.has_failed;
}

gboolean
cen_shelf_tidy (CenCircle *circle, guint64 *ret_freed, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CenShelfRow));

  *ret_freed = 0;
  if (cen_store_get_blobs (circle->store) == NULL)
    return TRUE;
  if (!tidy_unnamed (circle, ret_freed, error) || !list_too_much (circle, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    CenShelfRow *row = &g_array_index (rows, CenShelfRow, i);

    *ret_freed += row->size;
    if (!throw_out (circle, row, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_shelf_get_room (CenStore *store, const CenId *circle, guint64 *ret_room, GError **error)
{
  guint64 quota = cen_preference_get (store, NULL, CEN_PREFERENCE_QUOTA);
  guint64 own_quota = cen_preference_get (store, circle, CEN_PREFERENCE_CIRCLE_QUOTA);
  guint64 all, loose;
  gint64 no, own;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_shelf_measure (store, &all, &loose, error) ||
      !cen_sql_get_int (store, 0, &own, error,
                        "SELECT ifnull (sum (size), 0) FROM blob WHERE circle = ? AND held = 2"
                        " AND is_kept = 0",
                        "i", no))
    return FALSE;
  *ret_room = MIN (quota - MIN (quota, loose), own_quota - MIN (own_quota, (guint64) own));
  return TRUE;
}

gboolean
cen_shelf_measure (CenStore *store, guint64 *ret_all, guint64 *ret_loose, GError **error)
{
  gint64 all, loose;

  if (!cen_sql_get_int (store, 0, &all, error,
                        "SELECT ifnull (sum (size), 0) FROM blob WHERE held = 2", "") ||
      !cen_sql_get_int (store, 0, &loose, error,
                        "SELECT ifnull (sum (size), 0) FROM blob WHERE held = 2 AND is_kept = 0",
                        ""))
    return FALSE;
  *ret_all = (guint64) all;
  *ret_loose = (guint64) loose;
  return TRUE;
}

/* --- Preferences --- */

static const struct {
  const char *name;
  guint64 fallback;
} preferences[] = {
  [CEN_PREFERENCE_AUTO_MAX] = { "auto-max", CEN_SHELF_AUTO_MAX },
  [CEN_PREFERENCE_QUOTA] = { "quota", CEN_SHELF_QUOTA },
  [CEN_PREFERENCE_CIRCLE_QUOTA] = { "circle-quota", G_MAXINT64 },
  [CEN_PREFERENCE_RETENTION] = { "retention", 0 },
  [CEN_PREFERENCE_METERED] = { "metered", 0 },
};

guint64
cen_preference_get (CenStore *store, const CenId *circle, CenPreference preference)
{
  gint64 value = (gint64) preferences[preference].fallback;
  gint64 no = 0;

  if (circle == NULL || cen_store_find_circle (store, circle, &no, NULL))
    cen_sql_get_int (store, value, &value, NULL,
                     "SELECT value FROM preference WHERE circle = ? AND name = ?", "it", no,
                     preferences[preference].name);
  return (guint64) value;
}

gboolean
cen_preference_set (CenStore *store, const CenId *circle, CenPreference preference, guint64 value,
                    GError **error)
{
  gint64 no = 0;

  return (circle == NULL || cen_store_find_circle (store, circle, &no, error)) &&
         cen_sql_run (store, error,
                      "INSERT OR REPLACE INTO preference (circle, name, value) VALUES (?, ?, ?)",
                      "iti", no, preferences[preference].name, (gint64) MIN (value, G_MAXINT64));
}
