/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-local.h"

#include "store-sql.h"

#include <string.h>

void
cen_told_clear (CenTold *self)
{
  g_clear_pointer (&self->reason, g_free);
}

static void
peer_address_free (gpointer data)
{
  CenPeerAddress *address = data;

  g_free (address->address);
  g_free (address);
}

/* The mark is an arrival number, so it stands for everything that arrived up to what is shown. */
static gboolean
mark_channel (CenCircle *circle, const CenId *channel, const CenId *message, GError **error)
{
  gint64 channel_no, message_no = 0, newest;

  if (!cen_circle_find_op (circle, channel, &channel_no, error) ||
      (message != NULL && !cen_circle_find_op (circle, message, &message_no, error)))
    return FALSE;
  if (channel_no == 0 || (message != NULL && message_no == 0)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such message here.");
    return FALSE;
  }
  if (!cen_sql_get_int (circle->store, 0, &newest, error,
                        "SELECT max (b.no) FROM object b LEFT JOIN object m ON m.no = ?2"
                        " WHERE b.parent = ?1 AND (?2 = 0 OR (b.lamport, b.tie) <="
                        " (m.lamport, m.tie))",
                        "ii", channel_no, message_no))
    return FALSE;
  circle->changes |= CEN_CHANGED_LOCAL;
  return cen_sql_run (circle->store, error,
                      "INSERT INTO read_mark (channel, op) VALUES (?1, ?2) ON CONFLICT (channel)"
                      " DO UPDATE SET op = max (op, excluded.op)",
                      "ii", channel_no, newest);
}

/* The same for the letters with one member. */
static gboolean
mark_letters (CenCircle *circle, gint64 member, const CenId *letter, GError **error)
{
  gint64 letter_no = 0, newest;

  if (letter != NULL && !cen_circle_find_op (circle, letter, &letter_no, error))
    return FALSE;
  if (letter != NULL && letter_no == 0) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such message here.");
    return FALSE;
  }
  if (!cen_sql_get_int (circle->store, 0, &newest, error,
                        "SELECT max (b.no) FROM object b LEFT JOIN object m ON m.no = ?2"
                        " WHERE b.peer = ?1 AND (?2 = 0 OR (b.lamport, b.tie) <="
                        " (m.lamport, m.tie))",
                        "ii", member, letter_no))
    return FALSE;
  circle->changes |= CEN_CHANGED_LOCAL;
  return cen_sql_run (circle->store, error,
                      "INSERT INTO letter_mark (member, op) VALUES (?1, ?2) ON CONFLICT (member)"
                      " DO UPDATE SET op = max (op, excluded.op)",
                      "ii", member, newest);
}

static gboolean
mark_all_letters (CenCircle *circle, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT INTO letter_mark (member, op) SELECT peer, max (no) FROM object"
                      " WHERE circle = ? AND peer IS NOT NULL GROUP BY peer ON CONFLICT (member)"
                      " DO UPDATE SET op = max (op, excluded.op)",
                      "i", circle->no);
}

gboolean
cen_local_mark_read (CenCircle *circle, const CenId *channel, const CenId *message, GError **error)
{
  gint64 member = 0;

  if (channel != NULL && !cen_sql_get_int (circle->store, 0, &member, error,
                                           "SELECT no FROM member WHERE circle = ? AND id = ?",
                                           "iI", circle->no, channel))
    return FALSE;
  if (channel != NULL)
    return member != 0 ? mark_letters (circle, member, message, error)
                       : mark_channel (circle, channel, message, error);
  circle->changes |= CEN_CHANGED_LOCAL;
  return mark_all_letters (circle, error) &&
         cen_sql_run (circle->store, error,
                      "INSERT INTO read_mark (channel, op) SELECT c.no, ifnull ((SELECT max (b.no)"
                      " FROM object b WHERE b.parent = c.no), 0) FROM object c WHERE c.circle = ?"
                      " AND c.kind = 3 ON CONFLICT (channel) DO UPDATE SET"
                      " op = max (op, excluded.op)",
                      "i", circle->no);
}

GPtrArray *
cen_local_list_addresses (CenCircle *circle, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (peer_address_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT curve, address, good FROM address WHERE circle = ?"
                      " ORDER BY good DESC, curve, address",
                      "i", circle->no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenPeerAddress *address = g_new0 (CenPeerAddress, 1);
    CenId curve = cen_rows_get_id (&rows, 0);

    memcpy (address->curve, curve.bytes, CEN_KEY_LEN);
    address->address = cen_rows_dup_text (&rows, 1);
    address->good_ms = cen_rows_get_int (&rows, 2);
    g_ptr_array_add (found, address);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

gboolean
cen_local_add_address (CenCircle *circle, const guint8 curve[static CEN_KEY_LEN],
                       const char *address, gint64 good_ms, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT INTO address (circle, curve, address, good) VALUES (?, ?, ?, ?)"
                      " ON CONFLICT DO UPDATE SET good = max (good, excluded.good)",
                      "ibti", circle->no, curve, (gsize) CEN_KEY_LEN, address, good_ms) &&
         cen_sql_run (circle->store, error,
                      "DELETE FROM address WHERE circle = ?1 AND curve = ?2 AND address NOT IN"
                      " (SELECT address FROM address WHERE circle = ?1 AND curve = ?2"
                      "  ORDER BY good DESC, address = ?4 DESC, address LIMIT ?3)",
                      "ibit", circle->no, curve, (gsize) CEN_KEY_LEN,
                      (gint64) CEN_ADDRESSES_PER_PEER, address);
}

gboolean
cen_local_note_meeting (CenCircle *circle, const CenId *device, gint64 now_ms, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT INTO meeting (circle, device, seen) VALUES (?, ?, ?)"
                      " ON CONFLICT DO UPDATE SET seen = max (seen, excluded.seen)",
                      "iIi", circle->no, device, now_ms);
}

gboolean
cen_local_get_meeting (CenCircle *circle, const CenId *device, gint64 *ret_seen_ms, GError **error)
{
  return cen_sql_get_int (circle->store, 0, ret_seen_ms, error,
                          "SELECT seen FROM meeting WHERE circle = ? AND device = ?", "iI",
                          circle->no, device);
}

gboolean
cen_local_get_told (CenCircle *circle, CenTold *ret_told, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT by, kind, reason FROM told WHERE circle = ? AND device = ?", "iI",
                      circle->no, &circle->self_device))
    return FALSE;
  *ret_told = (CenTold){ .kind = 0 };
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed;
  ret_told->by = cen_rows_get_id (&rows, 0);
  ret_told->kind = (guint) cen_rows_get_int (&rows, 1);
  ret_told->reason = cen_rows_dup_text (&rows, 2);
  return TRUE;
}

gboolean
cen_local_set_told (CenCircle *circle, const CenTold *told, GError **error)
{
  if (told->kind == 0)
    return cen_sql_run (circle->store, error, "DELETE FROM told WHERE circle = ?", "i", circle->no);
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO told (circle, device, by, kind, reason)"
                      " VALUES (?, ?, ?, ?, ?)",
                      "iIIit", circle->no, &circle->self_device, &told->by, (gint64) told->kind,
                      told->reason != NULL ? told->reason : "");
}

gboolean
cen_local_get_port (CenCircle *circle, guint *ret_port, GError **error)
{
  gint64 port;

  if (!cen_sql_get_int (circle->store, 0, &port, error, "SELECT port FROM port WHERE circle = ?",
                        "i", circle->no))
    return FALSE;
  *ret_port = (guint) port;
  return TRUE;
}

gboolean
cen_local_set_port (CenCircle *circle, guint port, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO port (circle, port) VALUES (?, ?)", "ii", circle->no,
                      (gint64) port);
}

gboolean
cen_local_set_verified (CenCircle *circle, const CenId *member, CenVerified verified,
                        GError **error)
{
  gint64 n;

  if (!cen_sql_get_int (circle->store, 0, &n, error,
                        "SELECT count (*) FROM member WHERE circle = ? AND id = ?"
                        " AND state IS NOT NULL",
                        "iI", circle->no, member))
    return FALSE;
  if (n == 0) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such member here.");
    return FALSE;
  }
  circle->changes |= CEN_CHANGED_LOCAL | CEN_CHANGED_MEMBERS;
  return cen_sql_run (circle->store, error,
                      verified == CEN_VERIFIED_YES
                          ? "INSERT OR IGNORE INTO verified (circle, member) VALUES (?, ?)"
                          : "DELETE FROM verified WHERE circle = ? AND member = ?",
                      "iI", circle->no, member);
}

GHashTable *
cen_local_list_verified (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GHashTable) found =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT v.member FROM verified v JOIN circle c ON c.no = v.circle"
                      " WHERE c.id = ?",
                      "I", circle))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenId member = cen_rows_get_id (&rows, 0);

    g_hash_table_add (found, g_memdup2 (&member, sizeof member));
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}
