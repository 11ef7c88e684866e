/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What who runs a relay asks and changes. */

#include "mailboxes.h"

#include "store-settings.h"
#include "store-sql.h"

GPtrArray *
cen_mailboxes_list (CenStore *store, GError **error)
{
  g_autoptr (GPtrArray) mailboxes = g_ptr_array_new_with_free_func (g_free);
  gint64 each = cen_setting_get (store, CEN_SETTING_MAILBOX_QUOTA, CEN_MAILBOX_QUOTA);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT m.no, m.made, m.visited, m.quota, m.bytes,"
                      " (SELECT count (*) FROM drawer d WHERE d.mailbox = m.no AND d.is_tray = 0),"
                      " (SELECT count (*) FROM drawer d JOIN envelope e ON e.drawer = d.no"
                      "   WHERE d.mailbox = m.no AND e.bytes IS NOT NULL),"
                      " (SELECT min (e.seen) FROM drawer d JOIN envelope e ON e.drawer = d.no"
                      "   WHERE d.mailbox = m.no AND e.bytes IS NOT NULL),"
                      " (SELECT count (*) FROM parcel p"
                      "   WHERE p.mailbox = m.no AND p.bytes IS NOT NULL),"
                      " (SELECT coalesce (sum (p.len), 0) FROM parcel p"
                      "   WHERE p.mailbox = m.no AND p.bytes IS NOT NULL)"
                      " FROM mailbox m ORDER BY m.no",
                      ""))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenMailboxRow *row = g_new0 (CenMailboxRow, 1);

    row->no = cen_rows_get_int (&rows, 0);
    row->made_ms = cen_rows_get_int (&rows, 1);
    row->visited_ms = cen_rows_get_int (&rows, 2);
    row->quota = cen_rows_get_int (&rows, 3) > 0 ? cen_rows_get_int (&rows, 3) : each;
    row->bytes = cen_rows_get_int (&rows, 4);
    row->n_drawers = (guint) cen_rows_get_int (&rows, 5);
    row->n_envelopes = (guint64) cen_rows_get_int (&rows, 6);
    row->oldest_ms = cen_rows_get_int (&rows, 7);
    row->n_parcels = (guint64) cen_rows_get_int (&rows, 8);
    row->parcel_bytes = cen_rows_get_int (&rows, 9);
    g_ptr_array_add (mailboxes, row);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&mailboxes);
}

static gboolean
require_mailbox (CenStore *store, gint64 mailbox, GError **error)
{
  gint64 found;

  if (!cen_sql_get_int (store, 0, &found, error, "SELECT no FROM mailbox WHERE no = ?", "i",
                        mailbox))
    return FALSE;
  if (found == 0)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no mailbox of this number.");
  return found != 0;
}

gboolean
cen_mailboxes_set_quota (CenStore *store, gint64 mailbox, gint64 quota, GError **error)
{
  return require_mailbox (store, mailbox, error) &&
         cen_sql_run (store, error, "UPDATE mailbox SET quota = ? WHERE no = ?", "ii", quota,
                      mailbox);
}

static gboolean
remove_all (CenStore *store, gint64 mailbox, GError **error)
{
  return cen_sql_run (store, error,
                      "DELETE FROM envelope WHERE drawer IN"
                      " (SELECT no FROM drawer WHERE mailbox = ?)",
                      "i", mailbox) &&
         cen_sql_run (store, error, "DELETE FROM drawer WHERE mailbox = ?", "i", mailbox) &&
         cen_sql_run (store, error,
                      "DELETE FROM relay_mark WHERE drawer NOT IN (SELECT no FROM drawer)", "") &&
         cen_sql_run (store, error, "DELETE FROM parcel WHERE mailbox = ?", "i", mailbox) &&
         cen_sql_run (store, error, "DELETE FROM relay_grant WHERE mailbox = ?", "i", mailbox) &&
         cen_sql_run (store, error, "DELETE FROM mailbox WHERE no = ?", "i", mailbox);
}

gboolean
cen_mailboxes_remove (CenStore *store, gint64 mailbox, GError **error)
{
  if (!require_mailbox (store, mailbox, error) || !cen_store_begin (store, CEN_STORE_FULL, error))
    return FALSE;
  if (remove_all (store, mailbox, error))
    return cen_store_commit (store, error);
  cen_store_rollback (store);
  return FALSE;
}
