/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Parcels: what lies in a mailbox beside its drawers, found by name alone. One that was let go
 * keeps its name, so that nobody brings it again; one that was dropped is as if it had never been
 * there. */

#include "mailbox-private.h"

#include "envelope.h"
#include "parcel.h"
#include "store-sql.h"

gboolean
cen_mailboxes_look_for (CenStore *store, gint64 mailbox, const CenId *name,
                        CenParcelState *ret_state, GError **error)
{
  gint64 state;

  if (!cen_sql_get_int (store, CEN_PARCEL_UNKNOWN, &state, error,
                        "SELECT iif (bytes IS NULL, 2, 1) FROM parcel"
                        " WHERE mailbox = ? AND name = ?",
                        "iI", mailbox, name))
    return FALSE;
  *ret_state = (CenParcelState) state;
  return TRUE;
}

static gboolean
store_parcel (CenStore *store, const CenDrawer *drawer, const CenId *name, GBytes *parcel,
              gint64 now_ms, CenMailAnswer *ret_answer, GError **error)
{
  gint64 len = (gint64) g_bytes_get_size (parcel);
  gboolean has_room;

  if (!cen_mailboxes_make_room (store, drawer->mailbox, CEN_ROOM_FOR_PARCELS, len, now_ms,
                                &has_room, error))
    return FALSE;
  *ret_answer = has_room ? CEN_MAIL_DONE : CEN_MAIL_FULL;
  return !has_room ||
         (cen_sql_run (store, error,
                       "INSERT INTO parcel (mailbox, name, seen, len, bytes) VALUES (?, ?, ?, ?, ?)"
                       " ON CONFLICT (mailbox, name) DO UPDATE SET seen = excluded.seen,"
                       " len = excluded.len, bytes = excluded.bytes",
                       "iIiib", drawer->mailbox, name, now_ms, len, g_bytes_get_data (parcel, NULL),
                       (gsize) len) &&
          cen_mailboxes_count (store, drawer->mailbox, len, error));
}

/* Who holds the key of the drawer that is written into may change things. */
static CenMailAnswer
judge (const CenDrawer *drawer)
{
  return drawer->no == 0 || drawer->is_tray ? CEN_MAIL_DENIED
         : drawer->is_followed              ? CEN_MAIL_LATE
                                            : CEN_MAIL_DONE;
}

gboolean
cen_mailboxes_store (CenStore *store, const CenDrawer *drawer, const CenId *name, GBytes *parcel,
                     gint64 now_ms, CenMailAnswer *ret_answer, GError **error)
{
  gsize len = g_bytes_get_size (parcel);
  CenParcelState state;

  *ret_answer = len < CEN_PARCEL_MIN || len > CEN_PARCEL_MAX ? CEN_MAIL_BROKEN : judge (drawer);
  if (*ret_answer != CEN_MAIL_DONE)
    return TRUE;
  if (!cen_mailboxes_look_for (store, drawer->mailbox, name, &state, error))
    return FALSE;
  if (state == CEN_PARCEL_HERE)
    return TRUE;
  if (!cen_store_begin (store, CEN_STORE_FULL, error))
    return FALSE;
  if (store_parcel (store, drawer, name, parcel, now_ms, ret_answer, error))
    return cen_store_commit (store, error);
  cen_store_rollback (store);
  return FALSE;
}

GBytes *
cen_mailboxes_fetch (CenStore *store, gint64 mailbox, const CenId *name, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT bytes FROM parcel WHERE mailbox = ? AND name = ?", "iI", mailbox,
                      name) ||
      !cen_rows_next (&rows, error))
    return NULL;
  return cen_rows_dup_bytes (&rows, 0);
}

/* --- What shall not lie there any more --- */

static gboolean
drop_parcel (CenStore *store, gint64 mailbox, const CenId *name, GError **error)
{
  gint64 len;

  return cen_sql_get_int (store, 0, &len, error,
                          "SELECT len FROM parcel WHERE mailbox = ? AND name = ?"
                          " AND bytes IS NOT NULL",
                          "iI", mailbox, name) &&
         cen_sql_run (store, error, "DELETE FROM parcel WHERE mailbox = ? AND name = ?", "iI",
                      mailbox, name) &&
         cen_mailboxes_count (store, mailbox, -len, error);
}

/* The same envelope, with the same id, without what it carries. */
static gboolean
drop_content (CenStore *store, const CenDrawer *drawer, const CenId *id, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) bare = NULL;
  g_auto (CenRows) rows = { 0 };
  gint64 no, saved;

  if (!cen_sql_query (store, &rows, error,
                      "SELECT no, bytes FROM envelope WHERE drawer = ? AND id = ?"
                      " AND bytes IS NOT NULL",
                      "iI", drawer->no, id))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  no = cen_rows_get_int (&rows, 0);
  bytes = cen_rows_dup_bytes (&rows, 1);
  cen_rows_clear (&rows);
  bare = cen_envelope_strip (bytes);
  if (bare == NULL)
    return TRUE;
  saved = (gint64) g_bytes_get_size (bytes) - (gint64) g_bytes_get_size (bare);
  return cen_sql_run (store, error, "UPDATE envelope SET bytes = ?, len = ? WHERE no = ?", "bii",
                      g_bytes_get_data (bare, NULL), g_bytes_get_size (bare),
                      (gint64) g_bytes_get_size (bare), no) &&
         cen_mailboxes_count (store, drawer->mailbox, -saved, error);
}

static gboolean
drop_all (CenStore *store, const CenDrawer *by, const CenDrawer *drawer, const CenId *ids,
          guint n_ids, GError **error)
{
  for (guint i = 0; i < n_ids; i++) {
    if (drawer != NULL ? !drop_content (store, drawer, &ids[i], error)
                       : !drop_parcel (store, by->mailbox, &ids[i], error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_mailboxes_drop (CenStore *store, const CenDrawer *by, const CenDrawer *drawer, const CenId *ids,
                    guint n_ids, CenMailAnswer *ret_answer, GError **error)
{
  *ret_answer = judge (by);
  if (drawer != NULL && (drawer->no == 0 || drawer->is_tray || drawer->mailbox != by->mailbox))
    *ret_answer = CEN_MAIL_DENIED;
  if (*ret_answer != CEN_MAIL_DONE)
    return TRUE;
  if (!cen_store_begin (store, CEN_STORE_FULL, error))
    return FALSE;
  if (drop_all (store, by, drawer, ids, n_ids, error))
    return cen_store_commit (store, error);
  cen_store_rollback (store);
  return FALSE;
}
