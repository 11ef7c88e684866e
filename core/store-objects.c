/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The objects' side of the queries (queries-objects.h). */

#include "queries-objects.h"

#include "store-rows.h"

#include <string.h>

static void
mark_row_free (gpointer data)
{
  CenMarkRow *row = data;

  g_free (row->key);
  g_bytes_unref (row->value);
  g_free (row);
}

void
cen_object_row_free (CenObjectRow *self)
{
  if (self == NULL)
    return;
  g_free (self->author_name);
  g_free (self->hide_reason);
  g_bytes_unref (self->fields);
  g_ptr_array_unref (self->marks);
  g_free (self);
}

/* --- What a row says --- */

static CenSpan
get_span (GBytes *bytes)
{
  CenSpan span;

  span.bytes = g_bytes_get_data (bytes, &span.len);
  return span;
}

char *
cen_object_row_dup_text (const CenObjectRow *self, guint field)
{
  return cen_fields_dup_text (get_span (self->fields), field);
}

gboolean
cen_object_row_get_bool (const CenObjectRow *self, guint field)
{
  return cen_fields_get_bool (get_span (self->fields), field);
}

guint64
cen_object_row_get_uint (const CenObjectRow *self, guint field, guint64 fallback)
{
  return cen_fields_get_uint (get_span (self->fields), field, fallback);
}

gboolean
cen_object_row_get_ref (const CenObjectRow *self, guint field, CenId *ret_id)
{
  return cen_fields_get_ref (get_span (self->fields), field, ret_id);
}

GStrv
cen_object_row_dup_texts (const CenObjectRow *self, guint field)
{
  return cen_fields_dup_texts (get_span (self->fields), field);
}

GArray *
cen_object_row_dup_refs (const CenObjectRow *self, guint field)
{
  return cen_fields_dup_refs (get_span (self->fields), field);
}

GArray *
cen_object_row_dup_uints (const CenObjectRow *self, guint field)
{
  return cen_fields_dup_uints (get_span (self->fields), field);
}

GBytes *
cen_object_row_dup_bytes (const CenObjectRow *self, guint field)
{
  return cen_fields_dup_bytes (get_span (self->fields), field);
}

const CenMarkRow *
cen_object_row_get_mark (const CenObjectRow *self, guint mark, const char *key, const CenId *member)
{
  for (guint i = 0; i < self->marks->len; i++) {
    const CenMarkRow *row = self->marks->pdata[i];

    if (row->mark == mark && !row->is_late && cen_id_equal (&row->member, member) &&
        strcmp (row->key, key) == 0)
      return row;
  }
  return NULL;
}

guint
cen_object_row_count_marks (const CenObjectRow *self, guint mark)
{
  guint n = 0;

  for (guint i = 0; i < self->marks->len; i++) {
    const CenMarkRow *row = self->marks->pdata[i];

    n += row->mark == mark && !row->is_late;
  }
  return n;
}

char *
cen_mark_row_dup_text (const CenMarkRow *self)
{
  return cen_span_dup_text (get_span (self->value));
}

guint64
cen_mark_row_get_uint (const CenMarkRow *self, guint64 fallback)
{
  return cen_span_get_uint (get_span (self->value), fallback);
}

GArray *
cen_mark_row_dup_uints (const CenMarkRow *self)
{
  return cen_span_dup_uints (get_span (self->value));
}

/* --- Reading --- */

#define COLUMNS                                                                                    \
  "SELECT b.no, o.id, b.kind, m.id, m.name, p.id, b.lamport, b.wall, o.seen, b.state,"             \
  " b.hide_reason, m.id = c.self_member, b.is_edited, b.is_sealed, b.fields, v.id"                 \
  " FROM object b JOIN op o ON o.no = b.no JOIN circle c ON c.no = b.circle"                       \
  " JOIN member m ON m.no = b.author LEFT JOIN op p ON p.no = b.parent"                            \
  " LEFT JOIN member v ON v.no = b.peer "

static gboolean
fill_marks (CenStore *store, CenObjectRow *row, gint64 no, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT k.mark, k.key, m.id, k.value, k.wall, k.is_late FROM mark k"
                      " JOIN member m ON m.no = k.member WHERE k.object = ?"
                      " ORDER BY k.mark, k.key, m.id, k.is_late",
                      "i", no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenMarkRow *mark = g_new0 (CenMarkRow, 1);

    mark->mark = (guint) cen_rows_get_int (&rows, 0);
    mark->key = cen_rows_dup_text (&rows, 1);
    mark->member = cen_rows_get_id (&rows, 2);
    mark->value = cen_rows_dup_bytes (&rows, 3);
    mark->time_ms = cen_rows_get_int (&rows, 4);
    mark->is_late = cen_rows_get_int (&rows, 5) != 0;
    g_ptr_array_add (row->marks, mark);
  }
  return !rows.has_failed;
}

/* NULL on failure. */
static CenObjectRow *
take_object (CenStore *store, CenRows *rows, GError **error)
{
  g_autoptr (CenObjectRow) row = g_new0 (CenObjectRow, 1);

  row->id = cen_rows_get_id (rows, 1);
  row->kind = cen_kind_get ((guint64) cen_rows_get_int (rows, 2));
  row->author = cen_rows_get_id (rows, 3);
  row->author_name = cen_rows_dup_text (rows, 4);
  row->parent = cen_rows_get_id (rows, 5);
  row->lamport = (guint64) cen_rows_get_int (rows, 6);
  row->time_ms = cen_rows_get_int (rows, 7);
  row->seen_ms = cen_rows_get_int (rows, 8);
  row->state = (CenObjectState) cen_rows_get_int (rows, 9);
  row->hide_reason = cen_rows_is_null (rows, 10) ? NULL : cen_rows_dup_text (rows, 10);
  row->is_own = cen_rows_get_int (rows, 11) != 0;
  row->is_edited = cen_rows_get_int (rows, 12) != 0;
  row->is_sealed = cen_rows_get_int (rows, 13) != 0;
  row->fields = cen_rows_dup_bytes (rows, 14);
  row->peer = cen_rows_get_id (rows, 15);
  row->marks = g_ptr_array_new_with_free_func (mark_row_free);
  return fill_marks (store, row, cen_rows_get_int (rows, 0), error) ? g_steal_pointer (&row) : NULL;
}

static gboolean
is_backwards (CenPageDirection direction)
{
  return direction == CEN_PAGE_NEWEST || direction == CEN_PAGE_BEFORE;
}

/* Where the anchor stands; for the newest and the oldest past either end. */
static gboolean
find_anchor (CenStore *store, gint64 circle, const CenObjectPage *page, gint64 *ret_lamport,
             gint64 *ret_tie, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  *ret_lamport = is_backwards (page->direction) ? G_MAXINT64 : -1;
  *ret_tie = 0;
  if (page->direction == CEN_PAGE_NEWEST || page->direction == CEN_PAGE_OLDEST)
    return TRUE;
  g_assert (page->anchor != NULL && page->direction != CEN_PAGE_AROUND);
  if (!cen_sql_query (store, &rows, error,
                      "SELECT b.lamport, b.tie FROM op o JOIN object b ON b.no = o.no"
                      " WHERE " CEN_SQL_IS_SHOWN_O,
                      "Ii", page->anchor, circle))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    *ret_lamport = cen_rows_get_int (&rows, 0);
    *ret_tie = cen_rows_get_int (&rows, 1);
    return TRUE;
  }
  if (!rows.has_failed)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no such thing in this circle.");
  return FALSE;
}

/* 0: it is not here. */
static gboolean
find_no (CenStore *store, gint64 circle, const CenId *id, gint64 *ret_no, GError **error)
{
  return cen_sql_get_int (store, 0, ret_no, error, "SELECT no FROM op WHERE " CEN_SQL_IS_OP, "Ii",
                          id, circle);
}

/* A parent's index leads where there is one, else the kind's. */
#define WHERE_KIND   "WHERE b.circle = ?1 AND b.kind = ?2" FILTER
#define WHERE_PARENT "WHERE b.parent = ?10 AND +b.circle = ?1 AND +b.kind = ?2" FILTER
#define FILTER       " AND b.state IN (0, ?3, ?4) AND (?5 = 0 OR m.id = ?6) AND (b.lamport, b.tie)"
#define UP           " > (?7, ?8) ORDER BY b.lamport, b.tie, o.id LIMIT ?9"
#define DOWN         " < (?7, ?8) ORDER BY b.lamport DESC, b.tie DESC, o.id DESC LIMIT ?9"

static gboolean
start_query (CenStore *store, CenRows *rows, gint64 circle, guint kind, const CenObjectPage *page,
             GError **error)
{
  static const char *const sql[2][2] = {
    { COLUMNS WHERE_KIND UP, COLUMNS WHERE_KIND DOWN },
    { COLUMNS WHERE_PARENT UP, COLUMNS WHERE_PARENT DOWN },
  };
  gint64 hidden = page->states == CEN_OBJECTS_LIVE ? 0 : CEN_OBJECT_HIDDEN;
  gint64 gone = page->states == CEN_OBJECTS_ALL ? CEN_OBJECT_REDACTED : 0;
  gint64 limit = page->limit > 0 ? page->limit : CEN_QUERY_LIMIT;
  const char *text = sql[page->parent != NULL][is_backwards (page->direction)];
  gint64 lamport, tie, parent = 0;

  if (!find_anchor (store, circle, page, &lamport, &tie, error))
    return FALSE;
  if (page->parent == NULL)
    return cen_sql_query (store, rows, error, text, "iiiiiIiii", circle, (gint64) kind, hidden,
                          gone, (gint64) (page->author != NULL), page->author, lamport, tie, limit);
  return find_no (store, circle, page->parent, &parent, error) &&
         cen_sql_query (store, rows, error, text, "iiiiiIiiii", circle, (gint64) kind, hidden, gone,
                        (gint64) (page->author != NULL), page->author, lamport, tie, limit, parent);
}

GPtrArray *
cen_query_objects (CenStore *store, const CenId *circle, guint kind, const CenObjectPage *page,
                   GError **error)
{
  static const CenObjectPage all = { .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_object_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (page == NULL)
    page = &all;
  if (!cen_store_find_circle (store, circle, &no, error) ||
      !start_query (store, &rows, no, kind, page, error))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenObjectRow *row = take_object (store, &rows, error);

    if (row == NULL)
      return NULL;
    if (is_backwards (page->direction))
      g_ptr_array_insert (found, 0, row);
    else
      g_ptr_array_add (found, row);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

CenObjectRow *
cen_query_object (CenStore *store, const CenId *circle, const CenId *object, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error, COLUMNS "WHERE " CEN_SQL_IS_SHOWN_O " AND b.kind > 0",
                      "Ii", object, no))
    return NULL;
  if (cen_rows_next (&rows, error))
    return take_object (store, &rows, error);
  if (!rows.has_failed)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no such thing in this circle.");
  return NULL;
}

gboolean
cen_query_touched (CenStore *store, const CenId *circle, const CenId *object, gint64 *ret_seen_ms,
                   GError **error)
{
  gint64 no, row;

  return cen_store_find_circle (store, circle, &no, error) &&
         find_no (store, no, object, &row, error) &&
         cen_sql_get_int (store, 0, ret_seen_ms, error,
                          "SELECT max (seen) FROM (SELECT seen FROM op WHERE no = ?1 UNION ALL"
                          " SELECT seen FROM op WHERE object = ?1)",
                          "i", row);
}
