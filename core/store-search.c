/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Search, behind queries.h. */

#include "queries.h"

#include "content.h"
#include "kinds-library.h"
#include "store-rows.h"

static void
search_row_free (gpointer data)
{
  CenSearchRow *row = data;

  g_free (row->kind);
  g_free (row->title);
  g_free (row->channel_name);
  g_free (row->circle_name);
  g_free (row->author_name);
  g_free (row->peer_name);
  g_free (row->snippet);
  g_free (row);
}

/* Every word quoted, so that nothing a person types is syntax; the last one also as a prefix.
 * What stands between quotation marks stays one phrase. */
static char *
build_match (const char *text)
{
  GString *match = g_string_new (NULL);
  gboolean in_phrase = FALSE;
  gboolean ends_in_word = FALSE;
  const char *p = text;

  while (*p != '\0') {
    const char *end;

    if (*p == '"') {
      in_phrase = !in_phrase;
      p++;
      continue;
    }
    if (!in_phrase && g_unichar_isspace (g_utf8_get_char (p))) {
      p = g_utf8_next_char (p);
      continue;
    }
    end = p;
    while (*end != '\0' && *end != '"' && (in_phrase || !g_unichar_isspace (g_utf8_get_char (end))))
      end = g_utf8_next_char (end);
    g_string_append_printf (match, "%s\"%.*s\"", match->len > 0 ? " " : "", (int) (end - p), p);
    ends_in_word = *end == '\0' && !in_phrase;
    p = end;
  }
  if (ends_in_word)
    g_string_append_c (match, '*');
  return g_string_free (match, FALSE);
}

static CenSearchRow *
read_found (CenRows *rows)
{
  CenSearchRow *row = g_new0 (CenSearchRow, 1);
  const CenKind *kind = cen_kind_get ((guint64) cen_rows_get_int (rows, 2));
  gboolean is_message = kind != NULL && kind->id == CEN_KIND_MESSAGE;

  row->id = cen_rows_get_id (rows, 0);
  row->circle = cen_rows_get_id (rows, 1);
  row->kind = g_strdup (kind != NULL ? kind->name : "");
  row->title = g_strdup ("");
  if (is_message)
    row->channel = cen_rows_get_id (rows, 3);
  row->channel_name = is_message
                          ? cen_fields_dup_text (cen_rows_get_span (rows, 4), CEN_CHANNEL_NAME)
                          : g_strdup ("");
  row->circle_name = cen_fields_dup_text (cen_rows_get_span (rows, 5), CEN_CIRCLE_NAME);
  row->author = cen_rows_get_id (rows, 6);
  row->author_name = cen_rows_dup_text (rows, 7);
  row->time_ms = cen_rows_get_int (rows, 8);
  row->snippet = cen_rows_dup_text (rows, 9);
  row->score = -cen_rows_get_double (rows, 10);
  row->peer = cen_rows_get_id (rows, 11);
  row->peer_name = cen_rows_dup_text (rows, 12);
  return row;
}

#define FILE_PIECES_READ 4 /* for each file that is told */

/* The name of the circle in @b, as fields. */
#define CIRCLE_FIELDS                                                                              \
  "(SELECT x.fields FROM object x WHERE x.circle = b.circle AND x.kind = 1 AND x.state <> 1"       \
  " ORDER BY x.lamport, x.tie LIMIT 1)"

static gboolean
find_objects (CenStore *store, const CenSearch *search, const char *match, guint64 kind,
              guint limit, GPtrArray *found, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (
          store, &rows, error,
          "SELECT o.id, c.id, b.kind, p.id, pb.fields, " CIRCLE_FIELDS
          ", m.id, m.name, b.wall, snippet (search, -1, char (2), char (3), '…', 24), bm25 "
          "(search), q.id, q.name"
          " FROM search JOIN object b ON b.no = search.rowid JOIN op o ON o.no = b.no"
          " JOIN circle c ON c.no = b.circle JOIN member m ON m.no = b.author"
          " LEFT JOIN op p ON p.no = b.parent LEFT JOIN object pb ON pb.no = b.parent"
          " LEFT JOIN member q ON q.no = b.peer"
          " WHERE search MATCH ?1 AND b.state = 0 AND (?2 IS NULL OR c.id = ?2) AND (?3 IS NULL OR "
          "m.id = ?3)"
          " AND (?4 IS NULL OR p.id = ?4) AND (?5 = 0 OR b.kind = ?5) AND b.wall >= ?6"
          " ORDER BY bm25 (search), b.lamport DESC LIMIT ?7",
          "tIIIiii", match, search->circle, search->author, search->channel, (gint64) kind,
          search->since_ms, (gint64) limit))
    return FALSE;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (found, read_found (&rows));
  return !rows.has_failed;
}

/* --- In the words of files --- */

static gboolean
is_known (GPtrArray *found, const CenSearchRow *row)
{
  for (guint i = 0; i < found->len; i++) {
    const CenSearchRow *other = found->pdata[i];

    if (cen_id_equal (&other->id, &row->id) && g_str_equal (other->kind, row->kind))
      return TRUE;
  }
  return FALSE;
}

static CenSearchRow *
read_file_found (CenRows *rows)
{
  CenSearchRow *row = g_new0 (CenSearchRow, 1);

  row->id = cen_rows_get_id (rows, 0);
  row->circle = cen_rows_get_id (rows, 1);
  row->kind = g_strdup ("file");
  row->title = cen_fields_dup_text (cen_rows_get_span (rows, 2), CEN_RESOURCE_NAME);
  row->channel_name = g_strdup ("");
  row->circle_name = cen_fields_dup_text (cen_rows_get_span (rows, 3), CEN_CIRCLE_NAME);
  row->author = cen_rows_get_id (rows, 4);
  row->author_name = cen_rows_dup_text (rows, 5);
  row->time_ms = cen_rows_get_int (rows, 6);
  row->snippet = cen_rows_dup_text (rows, 7);
  row->score = -cen_rows_get_double (rows, 8);
  row->peer_name = g_strdup ("");
  return row;
}

/* Each resource once, by its best place; a version stands for its resource. */
static gboolean
find_files (CenStore *store, const CenSearch *search, const char *match, guint limit,
            GPtrArray *found, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  guint n = 0;

  if (!cen_sql_query (store, &rows, error,
                      "SELECT coalesce (po.id, o.id), c.id, b.fields, " CIRCLE_FIELDS
                      ", m.id, m.name, b.wall,"
                      " snippet (file_words, 0, char (2), char (3), '…', 24), bm25 (file_words)"
                      " FROM file_words JOIN file_index i ON i.no = file_words.rowid / 128"
                      " JOIN attached a ON a.circle = i.circle AND a.blob = i.blob"
                      " JOIN object b ON b.no = a.object JOIN op o ON o.no = b.no"
                      " JOIN circle c ON c.no = b.circle JOIN member m ON m.no = b.author"
                      " LEFT JOIN object r ON b.kind = 41 AND r.no = b.parent"
                      " LEFT JOIN op po ON po.no = r.no"
                      " WHERE file_words MATCH ?1 AND i.is_done = 1 AND b.state = 0"
                      " AND (b.kind <> 41 OR r.state = 0) AND (?2 IS NULL OR c.id = ?2)"
                      " AND (?3 IS NULL OR m.id = ?3) AND b.wall >= ?4"
                      " ORDER BY bm25 (file_words), b.lamport DESC LIMIT ?5",
                      "tIIii", match, search->circle, search->author, search->since_ms,
                      (gint64) limit * FILE_PIECES_READ))
    return FALSE;
  while (n < limit && cen_rows_next (&rows, error)) {
    CenSearchRow *row = read_file_found (&rows);

    if (is_known (found, row)) {
      search_row_free (row);
    } else {
      g_ptr_array_add (found, row);
      n++;
    }
  }
  return !rows.has_failed;
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const CenSearchRow *x = *(CenSearchRow *const *) a;
  const CenSearchRow *y = *(CenSearchRow *const *) b;

  return x->score > y->score ? -1 : x->score < y->score;
}

GPtrArray *
cen_query_search (CenStore *store, const CenSearch *search, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (search_row_free);
  g_autofree char *match =
      g_utf8_validate (search->text, -1, NULL) ? build_match (search->text) : NULL;
  const CenKind *kind = search->kind != NULL ? cen_kind_from_name (search->kind) : NULL;
  gboolean only_files = g_strcmp0 (search->kind, "file") == 0;
  guint limit = MIN (search->limit > 0 ? search->limit : CEN_QUERY_LIMIT, CEN_ROWS_LIMIT_MAX);
  guint n;

  if (match == NULL || *match == '\0' || (search->kind != NULL && kind == NULL && !only_files))
    return g_steal_pointer (&found);
  if (!only_files &&
      !find_objects (store, search, match, kind != NULL ? kind->id : 0, limit, found, error))
    return NULL;
  n = found->len;
  /* A file stands in no channel. */
  if ((search->kind == NULL || only_files) && search->channel == NULL &&
      !find_files (store, search, match, limit, found, error))
    return NULL;
  if (n > 0 && found->len > n)
    g_ptr_array_sort (found, compare_found);
  if (found->len > limit)
    g_ptr_array_set_size (found, (gint) limit);
  return g_steal_pointer (&found);
}
