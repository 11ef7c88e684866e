/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether an op counts is for authority to say, which no view holds: so the circle is read from the
 * store, without keys, for this one question. */

#include "queries-voided.h"

#include "content.h"
#include "judge.h"
#include "store-rows.h"

static void
voided_row_free (gpointer data)
{
  CenVoidedRow *row = data;

  g_free (row->text);
  g_free (row);
}

/* The words of a CREATE, or of a SET about an object of @kind. */
static char *
dup_words (const CenKind *kind, CenSpan fields)
{
  g_autofree char *body = NULL;

  if (kind == NULL)
    return g_strdup ("");
  body = cen_fields_dup_text (fields, kind->search_body);
  if (*body != '\0')
    return cen_rows_cut_snippet (body);
  g_free (body);
  body = cen_fields_dup_text (fields, kind->search_title);
  return cen_rows_cut_snippet (body);
}

static void
fill_content (CenVoidedRow *row, CenRows *rows)
{
  gsize len;
  const guint8 *payload = cen_rows_get_blob (rows, 6, &len);
  const CenKind *about = cen_kind_get ((guint64) cen_rows_get_int (rows, 7));
  CenContent content;

  if (payload == NULL || (row->op_kind != CEN_OP_CREATE && row->op_kind != CEN_OP_SET) ||
      !cen_content_parse (&content, row->op_kind, payload, len, NULL))
    return;
  if (row->op_kind == CEN_OP_CREATE)
    row->kind = about = cen_kind_get (content.kind);
  g_free (row->text);
  row->text = dup_words (about, content.fields);
}

/* FALSE when the op cannot be read. */
static gboolean
add_row (GPtrArray *found, CenRows *rows, const CenJudged *judged, GError **error)
{
  CenVoidedRow *row;
  CenOp op;
  gsize len;
  const guint8 *bytes = cen_rows_get_blob (rows, 5, &len);

  if (!cen_op_decode (&op, bytes, len, error))
    return FALSE;
  row = g_new0 (CenVoidedRow, 1);
  row->op = judged->id;
  row->time_ms = (gint64) op.wall_ms;
  row->op_kind = judged->kind;
  row->text = g_strdup ("");
  if (op.has_object)
    row->object = op.object;
  fill_content (row, rows);
  g_ptr_array_add (found, row);
  return TRUE;
}

/* Goes through what @member wrote, in order: what is about something comes after that. */
static gboolean
collect (CenCircle *circle, const CenId *member, GPtrArray *found, GError **error)
{
  g_autoptr (GHashTable) listed = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT o.no, o.id, o.device, o.kind, o.past, b.op, b.payload, t.kind, a.id"
                      " FROM member m JOIN device d ON d.member = m.no JOIN op o ON o.device = d.no"
                      " JOIN body b ON b.no = o.no LEFT JOIN op a ON a.no = o.object"
                      " LEFT JOIN object t ON t.no = o.object"
                      " WHERE m.circle = ? AND m.id = ? AND o.kind >= 20 ORDER BY o.lamport, o.id",
                      "iI", circle->no, member))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenJudged op = { .no = cen_rows_get_int (&rows, 0),
                     .id = cen_rows_get_id (&rows, 1),
                     .device = cen_circle_get_device (circle, cen_rows_get_int (&rows, 2)),
                     .kind = (guint) cen_rows_get_int (&rows, 3),
                     .past = cen_rows_get_int (&rows, 4) };
    CenId about = cen_rows_get_id (&rows, 8);
    gboolean is_endorsable;

    if (!cen_judge_is_endorsable (circle, &op, &is_endorsable, error))
      return FALSE;
    if (!is_endorsable || g_hash_table_contains (listed, &about))
      continue;
    if (!add_row (found, &rows, &op, error))
      return FALSE;
    g_hash_table_add (listed, &((CenVoidedRow *) found->pdata[found->len - 1])->op);
  }
  return !rows.has_failed;
}

GPtrArray *
cen_query_voided (CenStore *store, const CenId *circle, const CenId *member, guint limit,
                  GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (voided_row_free);
  g_autoptr (CenCircle) loaded = NULL;
  guint most = MIN (limit > 0 ? limit : CEN_QUERY_LIMIT, CEN_ROWS_LIMIT_MAX);
  gboolean ok;
  gint64 no;

  /* One transaction, so that all parts are of the same moment. */
  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_run (store, error, "BEGIN", ""))
    return NULL;
  loaded = cen_circle_load (store, NULL, no, NULL, error);
  ok = loaded != NULL && collect (loaded, member, found, error);
  cen_sql_run (store, NULL, "COMMIT", "");
  if (!ok)
    return NULL;
  if (found->len > most)
    g_ptr_array_remove_range (found, 0, found->len - most);
  return g_steal_pointer (&found);
}
