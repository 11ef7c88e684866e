/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The correspondents' side of queries-letters.h. */

#include "queries-letters.h"

#include "store-rows.h"

static void
correspondent_row_free (gpointer data)
{
  CenCorrespondentRow *row = data;

  g_free (row->name);
  g_free (row->last_text);
  g_free (row->draft);
  g_free (row);
}

#define UNREAD                                                                                     \
  "u.peer = m.no AND u.kind = 5 AND u.state = 0 AND u.author = m.no AND u.no >"                    \
  " ifnull ((SELECT op FROM letter_mark WHERE member = m.no), 0)"                                  \
  " AND u.lamport >= m.horizon AND m.no NOT IN " CEN_ROWS_IGNORED

static CenCorrespondentRow *
read_correspondent (CenRows *rows)
{
  CenCorrespondentRow *row = g_new0 (CenCorrespondentRow, 1);
  g_autofree char *text = cen_rows_dup_text (rows, 8);

  row->member = cen_rows_get_id (rows, 0);
  row->name = cen_rows_dup_text (rows, 1);
  row->state = (CenMemberState) cen_rows_get_int (rows, 2);
  row->n_letters = (guint) cen_rows_get_int (rows, 3);
  row->n_unread = (guint) cen_rows_get_int (rows, 4);
  row->first_unread = cen_rows_get_id (rows, 5);
  row->draft = cen_rows_dup_text (rows, 6);
  row->last = cen_rows_get_id (rows, 7);
  row->last_text = cen_rows_cut_snippet (text);
  row->last_ms = cen_rows_get_int (rows, 9);
  row->last_is_own = cen_rows_get_int (rows, 10) != 0;
  return row;
}

GPtrArray *
cen_query_correspondents (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (correspondent_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (
          store, &rows, error,
          "SELECT m.id, m.name, m.state, m.n, (SELECT count(*) FROM object u WHERE " UNREAD "),"
          " (SELECT o.id FROM object u JOIN op o ON o.no = u.no WHERE " UNREAD
          "  ORDER BY u.lamport, u.tie LIMIT 1),"
          " m.draft, o.id, iif (l.state = 0, cen_body (l.kind, l.fields), ''), l.wall,"
          " l.author <> m.no"
          " FROM (SELECT x.*, c.horizon AS horizon, (SELECT count(*) FROM object b WHERE b.peer ="
          "  x.no AND b.kind = 5) AS n, ifnull ((SELECT text FROM draft d WHERE d.circle = "
          "x.circle AND d.channel ="
          "  x.id), '') AS draft, (SELECT b.no FROM object b WHERE b.peer = x.no AND b.kind = 5"
          "  AND b.state <> 1 AND b.lamport >= c.horizon"
          "  ORDER BY b.lamport DESC, b.tie DESC LIMIT 1) AS last"
          "  FROM member x JOIN circle c ON c.no = x.circle WHERE x.circle = ?) m"
          " LEFT JOIN object l ON l.no = m.last LEFT JOIN op o ON o.no = m.last"
          " WHERE m.n > 0 OR m.draft <> ''"
          " ORDER BY l.lamport IS NULL, l.lamport DESC, l.tie DESC, m.name COLLATE NOCASE, m.id",
          "i", no))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (found, read_correspondent (&rows));
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}
