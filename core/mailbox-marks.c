/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mailboxes.h"

#include "store-sql.h"

static void
clear_mail (gpointer data)
{
  g_clear_pointer (&((CenMail *) data)->bytes, g_bytes_unref);
}

static gboolean
count_marks (CenStore *store, const CenDrawer *drawer, const guint8 *slot, gint64 *ret_n_others,
             gint64 *ret_n_here, GError **error)
{
  return cen_sql_get_int (store, 0, ret_n_others, error,
                          "SELECT count (*) FROM relay_mark WHERE drawer = ? AND slot != ?", "ib",
                          drawer->no, slot, (gsize) CEN_MAIL_SLOT_LEN) &&
         cen_sql_get_int (store, 0, ret_n_here, error,
                          "SELECT count (*) FROM relay_mark WHERE drawer = ? AND slot = ?", "ib",
                          drawer->no, slot, (gsize) CEN_MAIL_SLOT_LEN);
}

gboolean
cen_mailboxes_mark (CenStore *store, const CenVisitor *visitor, const CenDrawer *drawer,
                    const guint8 slot[static CEN_MAIL_SLOT_LEN], GBytes *mark, GError **error)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (mark, &len);
  gint64 n, n_here;

  if (!count_marks (store, drawer, slot, &n, &n_here, error))
    return FALSE;
  return n >= (drawer->is_tray ? CEN_TRAY_MARKS_MAX : CEN_DRAWER_MARKS_MAX) ||
         (visitor->kind == CEN_VISITOR_TRAY && n_here > 0) || len > CEN_MAIL_MARK_MAX ||
         cen_sql_run (store, error,
                      "INSERT OR REPLACE INTO relay_mark (drawer, slot, bytes) VALUES (?, ?, ?)",
                      "ibb", drawer->no, slot, (gsize) CEN_MAIL_SLOT_LEN, bytes, len);
}

GArray *
cen_mailboxes_list_marks (CenStore *store, gint64 drawer, gint64 after, gsize size_max,
                          GError **error)
{
  g_autoptr (GArray) mail = g_array_new (FALSE, FALSE, sizeof (CenMail));
  g_auto (CenRows) rows = { 0 };
  gsize size = 0;

  g_array_set_clear_func (mail, clear_mail);
  if (!cen_sql_query (store, &rows, error,
                      "SELECT no, bytes FROM relay_mark WHERE drawer = ? AND no > ? ORDER BY no",
                      "ii", drawer, after))
    return NULL;
  while (size <= size_max && cen_rows_next (&rows, error)) {
    CenMail one = { cen_rows_get_int (&rows, 0), cen_rows_dup_bytes (&rows, 1) };

    size += g_bytes_get_size (one.bytes);
    g_array_append_val (mail, one);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&mail);
}
