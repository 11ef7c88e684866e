/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Row file_words has the number of its file times PIECES_ROOM and that of its piece. */

#include "file-index.h"

#include "store-sql.h"

#define PIECES_ROOM 128 /* in SQL, too */

G_STATIC_ASSERT (CEN_FILE_PIECES_MAX <= PIECES_ROOM);

GArray *
cen_file_index_list_unread (CenCircle *circle, guint limit, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CenUnreadFile));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT b.id, (SELECT a.ref FROM attached a WHERE a.circle = b.circle"
                      " AND a.blob = b.id LIMIT 1) FROM blob b WHERE b.circle = ?1 AND b.held = 2"
                      " AND NOT EXISTS (SELECT 1 FROM file_index i WHERE i.circle = b.circle"
                      " AND i.blob = b.id AND i.is_done = 1)"
                      " AND EXISTS (SELECT 1 FROM attached a WHERE a.circle = b.circle"
                      " AND a.blob = b.id) LIMIT ?2",
                      "ii", circle->no, (gint64) limit))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenUnreadFile file = { .id = cen_rows_get_id (&rows, 0) };
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 1, &len);

    if (cen_blob_ref_from_bytes (&file.ref, bytes, len, NULL))
      g_array_append_val (found, file);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

static gboolean
find (CenCircle *circle, const CenId *blob, gint64 *ret_no, GError **error)
{
  return cen_sql_get_int (circle->store, 0, ret_no, error,
                          "SELECT no FROM file_index WHERE circle = ? AND blob = ?", "iI",
                          circle->no, blob);
}

gboolean
cen_file_index_drop (CenCircle *circle, const CenId *blob, GError **error)
{
  gint64 no;

  if (!find (circle, blob, &no, error))
    return FALSE;
  return no == 0 ||
         (cen_sql_run (circle->store, error,
                       "DELETE FROM file_words WHERE rowid BETWEEN ?1 * 128 AND ?1 * 128 + 127",
                       "i", no) &&
          cen_sql_run (circle->store, error, "DELETE FROM file_index WHERE no = ?", "i", no));
}

static gboolean
begin (CenCircle *circle, const CenId *blob, GError **error)
{
  return cen_file_index_drop (circle, blob, error) &&
         cen_sql_run (circle->store, error,
                      "INSERT INTO file_index (circle, blob, is_done) VALUES (?, ?, 0)", "iI",
                      circle->no, blob);
}

gboolean
cen_file_index_put (CenCircle *circle, const CenId *blob, guint piece, const char *text, gsize len,
                    GError **error)
{
  g_autofree char *words = g_strndup (text, len);
  gint64 no;

  if (piece >= CEN_FILE_PIECES_MAX)
    return TRUE;
  if ((piece == 0 && !begin (circle, blob, error)) || !find (circle, blob, &no, error))
    return FALSE;
  /* It went meanwhile. */
  if (no == 0)
    return TRUE;
  return cen_sql_run (circle->store, error, "INSERT INTO file_words (rowid, body) VALUES (?, ?)",
                      "it", no * PIECES_ROOM + piece, words);
}

gboolean
cen_file_index_finish (CenCircle *circle, const CenId *blob, GError **error)
{
  gint64 no;

  if (!find (circle, blob, &no, error) || (no == 0 && !begin (circle, blob, error)))
    return FALSE;
  return cen_sql_run (circle->store, error,
                      "UPDATE file_index SET is_done = 1 WHERE circle = ? AND blob = ?", "iI",
                      circle->no, blob);
}

gsize
cen_file_index_cut (const char *text, gsize len)
{
  gsize cut = MIN (len, CEN_FILE_PIECE_LEN);

  if (cut == len)
    return len;
  while (cut > CEN_FILE_PIECE_LEN / 2 && !g_ascii_isspace (text[cut]))
    cut--;
  /* One word without end: between two characters of it. */
  if (!g_ascii_isspace (text[cut]))
    cut = CEN_FILE_PIECE_LEN;
  while (cut > 0 && ((guchar) text[cut] & 0xc0) == 0x80)
    cut--;
  return cut;
}
