/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is always true: a drawer's n and sum are of all its rows, those that were let go among them;
 * a mailbox's bytes are the lengths of the rows that still have theirs. So who compares sums is not
 * told of something missing by what only grew old. */

#include "mailbox-private.h"

#include "envelope.h"
#include "store-sql.h"

#include <string.h>

#define VISIT_STEP_MS (60 * 60 * 1000) /* a visit is noted so often */

/* --- Keys --- */

gboolean
cen_mailboxes_add_grant (CenStore *store, const guint8 key[static CEN_KEY_LEN], gint64 now_ms,
                         gint64 expires_ms, GError **error)
{
  gint64 n;

  if (!cen_sql_get_int (store, 0, &n, error,
                        "SELECT count (*) FROM relay_grant WHERE mailbox IS NULL"
                        " AND (expires = 0 OR expires > ?)",
                        "i", now_ms))
    return FALSE;
  if (n >= CEN_GRANTS_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "Too many links of this relay wait to be used.");
    return FALSE;
  }
  return cen_sql_run (store, error, "INSERT INTO relay_grant (key, made, expires) VALUES (?, ?, ?)",
                      "bii", key, (gsize) CEN_KEY_LEN, now_ms, expires_ms);
}

static gboolean
recognise_drawer (CenStore *store, CenVisitor *visitor, gint64 now_ms, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT no, mailbox, is_tray FROM drawer WHERE id = ?"
                      " AND (expires = 0 OR expires > ?)",
                      "bi", visitor->key, (gsize) CEN_KEY_LEN, now_ms))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    visitor->kind = cen_rows_get_int (&rows, 2) != 0 ? CEN_VISITOR_TRAY : CEN_VISITOR_DRAWER;
    visitor->drawer = cen_rows_get_int (&rows, 0);
    visitor->mailbox = cen_rows_get_int (&rows, 1);
  }
  return !rows.has_failed;
}

/* A grant with a mailbox goes on opening it, whenever it expires. */
static gboolean
recognise_grant (CenStore *store, CenVisitor *visitor, gint64 now_ms, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT coalesce (mailbox, 0) FROM relay_grant WHERE key = ?"
                      " AND (mailbox IS NOT NULL OR expires = 0 OR expires > ?)",
                      "bi", visitor->key, (gsize) CEN_KEY_LEN, now_ms))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    visitor->kind = CEN_VISITOR_GRANT;
    visitor->mailbox = cen_rows_get_int (&rows, 0);
  }
  return !rows.has_failed;
}

gboolean
cen_mailboxes_recognise (CenStore *store, const guint8 key[static CEN_KEY_LEN], gint64 now_ms,
                         CenVisitor *ret_visitor, GError **error)
{
  memset (ret_visitor, 0, sizeof *ret_visitor);
  memcpy (ret_visitor->key, key, CEN_KEY_LEN);
  return recognise_drawer (store, ret_visitor, now_ms, error) &&
         (ret_visitor->kind != CEN_VISITOR_NONE ||
          recognise_grant (store, ret_visitor, now_ms, error));
}

/* --- Drawers --- */

#define DRAWER_COLUMNS                                                                             \
  "SELECT no, mailbox, n, sum, last, EXISTS (SELECT 1 FROM drawer f WHERE f.parent = d.no),"       \
  " is_tray FROM drawer d WHERE "

static void
read_drawer (CenRows *rows, CenDrawer *ret_drawer)
{
  CenId sum = cen_rows_get_id (rows, 3);

  *ret_drawer = (CenDrawer){ .no = cen_rows_get_int (rows, 0),
                             .mailbox = cen_rows_get_int (rows, 1),
                             .held.n = (guint64) cen_rows_get_int (rows, 2),
                             .last = cen_rows_get_int (rows, 4),
                             .is_followed = cen_rows_get_int (rows, 5) != 0,
                             .is_tray = cen_rows_get_int (rows, 6) != 0 };
  memcpy (ret_drawer->held.sum, sum.bytes, CEN_ID_LEN);
}

gboolean
cen_mailboxes_find (CenStore *store, const CenId *id, CenDrawer *ret_drawer, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  memset (ret_drawer, 0, sizeof *ret_drawer);
  if (!cen_sql_query (store, &rows, error, DRAWER_COLUMNS "id = ?", "I", id))
    return FALSE;
  if (cen_rows_next (&rows, error))
    read_drawer (&rows, ret_drawer);
  return !rows.has_failed;
}

gboolean
cen_mailboxes_get (CenStore *store, gint64 no, CenDrawer *ret_drawer, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  memset (ret_drawer, 0, sizeof *ret_drawer);
  if (!cen_sql_query (store, &rows, error, DRAWER_COLUMNS "no = ?", "i", no))
    return FALSE;
  if (cen_rows_next (&rows, error))
    read_drawer (&rows, ret_drawer);
  return !rows.has_failed;
}

gboolean
cen_mailboxes_visit (CenStore *store, const CenDrawer *drawer, gint64 now_ms, GError **error)
{
  gint64 visited;

  if (!cen_sql_get_int (store, 0, &visited, error, "SELECT visited FROM drawer WHERE no = ?", "i",
                        drawer->no))
    return FALSE;
  if (now_ms - visited < VISIT_STEP_MS)
    return TRUE;
  return cen_sql_run (store, error, "UPDATE drawer SET visited = ? WHERE no = ?", "ii", now_ms,
                      drawer->no) &&
         cen_sql_run (store, error, "UPDATE mailbox SET visited = ? WHERE no = ?", "ii", now_ms,
                      drawer->mailbox);
}

/* The mailbox that a grant opens for the first time. */
static gboolean
make_mailbox (CenStore *store, CenVisitor *visitor, gint64 now_ms, GError **error)
{
  if (!cen_sql_run (store, error, "INSERT INTO mailbox (made, visited) VALUES (?, ?)", "ii", now_ms,
                    now_ms))
    return FALSE;
  visitor->mailbox = cen_store_get_last_no (store);
  return cen_sql_run (store, error, "UPDATE relay_grant SET mailbox = ? WHERE key = ?", "ib",
                      visitor->mailbox, visitor->key, (gsize) CEN_KEY_LEN);
}

/* A tray follows no drawer, and is none that could be followed. */
static gboolean
has_room_for_drawer (CenStore *store, const CenVisitor *visitor, const CenDrawerWish *wish,
                     gboolean *ret_has_room, GError **error)
{
  gint64 n_drawers, n_followers;

  if (!cen_sql_get_int (store, 0, &n_drawers, error,
                        "SELECT count (*) FROM drawer WHERE mailbox = ? AND is_tray = ?", "ii",
                        visitor->mailbox, (gint64) wish->is_tray) ||
      !cen_sql_get_int (store, 0, &n_followers, error,
                        "SELECT count (*) FROM drawer WHERE parent = ?", "i", visitor->drawer))
    return FALSE;
  *ret_has_room = wish->is_tray
                      ? n_drawers < CEN_TRAYS_MAX
                      : n_drawers < CEN_DRAWERS_MAX && n_followers < CEN_DRAWER_FOLLOWERS_MAX;
  return TRUE;
}

static gboolean
insert_drawer (CenStore *store, CenVisitor *visitor, const CenDrawerWish *wish, gint64 now_ms,
               CenMailAnswer *ret_answer, GError **error)
{
  gboolean has_room;

  if (visitor->mailbox == 0 && !make_mailbox (store, visitor, now_ms, error))
    return FALSE;
  if (!has_room_for_drawer (store, visitor, wish, &has_room, error))
    return FALSE;
  *ret_answer = has_room ? CEN_MAIL_DONE : CEN_MAIL_FULL;
  return !has_room ||
         cen_sql_run (store, error,
                      "INSERT INTO drawer (mailbox, id, parent, made, visited, is_tray, expires)"
                      " VALUES (?, ?, nullif (?, 0), ?, ?, ?, ?)",
                      "iIiiiii", visitor->mailbox, &wish->id, wish->is_tray ? 0 : visitor->drawer,
                      now_ms, now_ms, (gint64) wish->is_tray, wish->is_tray ? wish->expires_ms : 0);
}

gboolean
cen_mailboxes_make (CenStore *store, CenVisitor *visitor, const CenDrawerWish *wish, gint64 now_ms,
                    CenMailAnswer *ret_answer, GError **error)
{
  CenDrawer found;
  gint64 mailbox = visitor->mailbox;

  if (!cen_mailboxes_find (store, &wish->id, &found, error))
    return FALSE;
  if (found.no != 0 || visitor->kind == CEN_VISITOR_TRAY) {
    *ret_answer = visitor->kind != CEN_VISITOR_TRAY && found.mailbox == visitor->mailbox
                      ? CEN_MAIL_DONE
                      : CEN_MAIL_DENIED;
    return TRUE;
  }
  if (!cen_store_begin (store, CEN_STORE_FULL, error))
    return FALSE;
  if (!insert_drawer (store, visitor, wish, now_ms, ret_answer, error)) {
    cen_store_rollback (store);
    visitor->mailbox = mailbox;
    return FALSE;
  }
  return cen_store_commit (store, error);
}

/* --- Envelopes --- */

typedef enum {
  ENVELOPE_NEW,
  ENVELOPE_LET_GO,
  ENVELOPE_HERE,
} Presence;

static gboolean
find_envelope (CenStore *store, gint64 drawer, const CenId *id, Presence *ret_presence,
               gint64 *ret_no, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  *ret_presence = ENVELOPE_NEW;
  if (!cen_sql_query (store, &rows, error,
                      "SELECT no, bytes IS NULL FROM envelope WHERE drawer = ? AND id = ?", "iI",
                      drawer, id))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    *ret_no = cen_rows_get_int (&rows, 0);
    *ret_presence = cen_rows_get_int (&rows, 1) != 0 ? ENVELOPE_LET_GO : ENVELOPE_HERE;
  }
  return !rows.has_failed;
}

/* One that came back keeps its number: who has passed it took it in before it went. */
static gboolean
insert_envelope (CenStore *store, CenDrawer *drawer, const CenId *id, GBytes *envelope,
                 gint64 now_ms, guint *n_new, GError **error)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (envelope, &len);
  Presence presence;
  gint64 no;

  if (!find_envelope (store, drawer->no, id, &presence, &no, error))
    return FALSE;
  if (presence == ENVELOPE_HERE)
    return TRUE;
  if (presence == ENVELOPE_LET_GO)
    return cen_sql_run (store, error,
                        "UPDATE envelope SET bytes = ?, len = ?, seen = ?"
                        " WHERE no = ?",
                        "biii", bytes, len, (gint64) len, now_ms, no) &&
           cen_mailboxes_count (store, drawer->mailbox, (gint64) len, error);
  if (!cen_sql_run (store, error,
                    "INSERT INTO envelope (drawer, id, seen, len, bytes) VALUES (?, ?, ?, ?, ?)",
                    "iIiib", drawer->no, id, now_ms, (gint64) len, bytes, len))
    return FALSE;
  drawer->last = cen_store_get_last_no (store);
  cen_held_add (&drawer->held, id);
  (*n_new)++;
  return cen_mailboxes_count (store, drawer->mailbox, (gint64) len, error);
}

static gboolean
save_drawer (CenStore *store, const CenDrawer *drawer, gint64 n_late, GError **error)
{
  return cen_sql_run (store, error,
                      "UPDATE drawer SET n = ?, sum = ?, last = ?, late = late + ? WHERE no = ?",
                      "ibiii", (gint64) drawer->held.n, drawer->held.sum, (gsize) CEN_ID_LEN,
                      drawer->last, n_late, drawer->no);
}

/* Whether all of @envelopes are some, and how long they are together. */
static gboolean
peek_all (GPtrArray *envelopes, GArray *ids, gint64 *ret_n_bytes)
{
  *ret_n_bytes = 0;
  for (guint i = 0; i < envelopes->len; i++) {
    gsize len;
    const guint8 *bytes = g_bytes_get_data (envelopes->pdata[i], &len);
    guint8 key_id[CEN_KEYID_LEN];
    CenId id;

    if (len > CEN_ENVELOPE_MAX || !cen_envelope_peek (bytes, len, &id, key_id, NULL))
      return FALSE;
    g_array_append_val (ids, id);
    *ret_n_bytes += (gint64) len;
  }
  return TRUE;
}

static gboolean
may_enter (CenStore *store, const CenDrawer *drawer, gint64 n_bytes, gint64 now_ms,
           CenMailAnswer *ret_answer, GError **error)
{
  gboolean has_room;
  gint64 late = 0;

  if (drawer->is_followed &&
      !cen_sql_get_int (store, 0, &late, error, "SELECT late FROM drawer WHERE no = ?", "i",
                        drawer->no))
    return FALSE;
  if (drawer->is_tray || (drawer->is_followed && late + n_bytes > CEN_DRAWER_LATE_MAX)) {
    *ret_answer = drawer->is_tray ? CEN_MAIL_DENIED : CEN_MAIL_LATE;
    return TRUE;
  }
  if (!cen_mailboxes_make_room (store, drawer->mailbox, CEN_ROOM_FOR_ENVELOPES, n_bytes, now_ms,
                                &has_room, error))
    return FALSE;
  *ret_answer = has_room ? CEN_MAIL_DONE : CEN_MAIL_FULL;
  return TRUE;
}

static gboolean
put_all (CenStore *store, CenDrawer *drawer, GPtrArray *envelopes, GArray *ids, gint64 n_bytes,
         gint64 now_ms, guint *ret_n_new, CenMailAnswer *ret_answer, GError **error)
{
  if (!may_enter (store, drawer, n_bytes, now_ms, ret_answer, error))
    return FALSE;
  for (guint i = 0; *ret_answer == CEN_MAIL_DONE && i < envelopes->len; i++) {
    if (!insert_envelope (store, drawer, &g_array_index (ids, CenId, i), envelopes->pdata[i],
                          now_ms, ret_n_new, error))
      return FALSE;
  }
  return *ret_answer != CEN_MAIL_DONE ||
         save_drawer (store, drawer, drawer->is_followed ? n_bytes : 0, error);
}

gboolean
cen_mailboxes_put (CenStore *store, CenDrawer *drawer, GPtrArray *envelopes, gint64 now_ms,
                   guint *ret_n_new, CenMailAnswer *ret_answer, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  CenDrawer before;
  gint64 n_bytes;

  *ret_n_new = 0;
  if (!peek_all (envelopes, ids, &n_bytes)) {
    *ret_answer = CEN_MAIL_BROKEN;
    return TRUE;
  }
  if (!cen_mailboxes_get (store, drawer->no, drawer, error) ||
      !cen_store_begin (store, CEN_STORE_FULL, error))
    return FALSE;
  before = *drawer;
  if (put_all (store, drawer, envelopes, ids, n_bytes, now_ms, ret_n_new, ret_answer, error) &&
      cen_store_commit (store, error))
    return TRUE;
  cen_store_rollback (store);
  *drawer = before;
  return FALSE;
}

static void
clear_mail (gpointer data)
{
  g_clear_pointer (&((CenMail *) data)->bytes, g_bytes_unref);
}

GArray *
cen_mailboxes_list_after (CenStore *store, gint64 drawer, gint64 after, gsize size_max,
                          GError **error)
{
  g_autoptr (GArray) mail = g_array_new (FALSE, FALSE, sizeof (CenMail));
  g_auto (CenRows) rows = { 0 };
  gsize size = 0;

  g_array_set_clear_func (mail, clear_mail);
  if (!cen_sql_query (store, &rows, error,
                      "SELECT no, len, bytes FROM envelope INDEXED BY envelope_place"
                      " WHERE drawer = ? AND no > ? AND bytes IS NOT NULL ORDER BY no",
                      "ii", drawer, after))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenMail one = { cen_rows_get_int (&rows, 0), NULL };

    size += (gsize) cen_rows_get_int (&rows, 1);
    if (mail->len > 0 && size > size_max)
      break;
    one.bytes = cen_rows_dup_bytes (&rows, 2);
    g_array_append_val (mail, one);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&mail);
}

GBytes *
cen_mailboxes_read (CenStore *store, gint64 drawer, gint64 no, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error, "SELECT bytes FROM envelope WHERE no = ? AND drawer = ?",
                      "ii", no, drawer) ||
      !cen_rows_next (&rows, error))
    return NULL;
  return cen_rows_dup_bytes (&rows, 0);
}

gboolean
cen_mailboxes_foreach (CenStore *store, gint64 drawer, CenMailFunc func, gpointer user_data,
                       GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error, "SELECT id, no FROM envelope WHERE drawer = ?", "i",
                      drawer))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    func (&id, cen_rows_get_int (&rows, 1), user_data);
  }
  return !rows.has_failed;
}

/* --- Time --- */

static gboolean
forget (CenStore *store, gint64 now_ms, gint64 forget_ms, GError **error)
{
  gint64 before = now_ms - forget_ms;

  return cen_sql_run (store, error,
                      "DELETE FROM envelope WHERE drawer IN"
                      " (SELECT no FROM drawer WHERE visited < ?)",
                      "i", before) &&
         cen_sql_run (store, error,
                      "DELETE FROM drawer WHERE visited < ? OR (expires > 0 AND expires < ?)", "ii",
                      before, now_ms) &&
         cen_sql_run (store, error,
                      "DELETE FROM relay_mark WHERE drawer NOT IN (SELECT no FROM drawer)", "") &&
         cen_sql_run (store, error,
                      "DELETE FROM mailbox WHERE visited < ? AND no NOT IN"
                      " (SELECT mailbox FROM drawer)",
                      "i", before) &&
         cen_sql_run (
             store, error,
             "DELETE FROM parcel WHERE seen < ? OR mailbox NOT IN (SELECT no FROM mailbox)", "i",
             before) &&
         cen_sql_run (store, error,
                      "DELETE FROM relay_grant WHERE (mailbox IS NULL AND expires != 0 AND"
                      " expires < ?) OR mailbox NOT IN (SELECT no FROM mailbox)",
                      "i", now_ms);
}

gboolean
cen_mailboxes_expire (CenStore *store, gint64 now_ms, gint64 keep_ms, GError **error)
{
  if (!cen_store_begin (store, CEN_STORE_NORMAL, error))
    return FALSE;
  if (cen_mailboxes_let_go_before (store, now_ms - keep_ms, error) &&
      forget (store, now_ms, 3 * keep_ms, error))
    return cen_store_commit (store, error);
  cen_store_rollback (store);
  return FALSE;
}
