/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carried-private.h"

#include "envelope.h"
#include "store-sql.h"

gboolean
cen_carried_has (CenCarried *self, const CenCarriedKey *key, const CenId *id)
{
  gint64 found;

  return cen_sql_get_int (self->circle->store, 0, &found, NULL,
                          "SELECT 1 FROM carried WHERE circle = ? AND key = ? AND id = ?", "ibI",
                          self->circle->no, key->key.key_id, (gsize) CEN_KEYID_LEN, id) &&
         found != 0;
}

/* @name: an epoch's key_id, or a drawer for what is junk in it. */
static gboolean foreach (CenCarried *self, const guint8 *name, gsize len, CenCarriedFunc func,
                         gpointer user_data, GError * *error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT id, op FROM carried WHERE circle = ? AND key = ?", "ib",
                      self->circle->no, name, len))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    func (&id, cen_rows_get_int (&rows, 1), user_data);
  }
  return !rows.has_failed;
}

gboolean
cen_carried_foreach (CenCarried *self, const CenCarriedKey *key, CenCarriedFunc func,
                     gpointer user_data, GError **error)
{
  return foreach (self, key->key.key_id, CEN_KEYID_LEN, func, user_data, error);
}

static gboolean
drop (CenCarried *self, CenCarriedKey *key, const CenId *id, GError **error)
{
  if (!cen_sql_run (self->circle->store, error,
                    "DELETE FROM carried WHERE circle = ? AND key = ? AND id = ?", "ibI",
                    self->circle->no, key->key.key_id, (gsize) CEN_KEYID_LEN, id))
    return FALSE;
  key->held = (CenHeld){ 0 };
  return cen_carried_load_key (self, key, error);
}

GBytes *
cen_carried_seal (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op, GError **error)
{
  g_auto (CenCarriedRow) row = { 0 };
  g_autoptr (GBytes) envelope = NULL;
  CenId made;

  if (!cen_carried_read_row (self, op, &row, error))
    return NULL;
  envelope = cen_carried_seal_row (self, key, row.bytes, row.payload, &made);
  if (cen_id_equal (&made, id))
    return g_steal_pointer (&envelope);
  if (drop (self, key, id, error))
    cen_carried_insert (self, key, &made, op, error);
  return NULL;
}

gboolean
cen_carried_open (CenCarried *self, const CenCarriedKey *key, const guint8 *bytes, gsize len,
                  CenId *ret_id, CenIncoming *ret_incoming, GError **error)
{
  guint8 key_id[CEN_KEYID_LEN];
  g_autoptr (GBytes) op_bytes = NULL;
  g_autoptr (GBytes) payload = NULL;
  CenOp op;

  if (!cen_envelope_peek (bytes, len, ret_id, key_id, error) ||
      !cen_envelope_open (&key->key, &self->circle->id, bytes, len, &op_bytes, &payload, error))
    return FALSE;
  if (!cen_op_decode (&op, g_bytes_get_data (op_bytes, NULL), g_bytes_get_size (op_bytes), error))
    return FALSE;
  if (payload != NULL &&
      !cen_op_matches_payload (&op, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload))) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "An envelope does not fit what is in it.");
    return FALSE;
  }
  *ret_incoming =
      (CenIncoming){ .op = g_steal_pointer (&op_bytes), .payload = g_steal_pointer (&payload) };
  return TRUE;
}

gboolean
cen_carried_note (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op, GError **error)
{
  return cen_carried_insert (self, key, id, op, error);
}

gboolean
cen_carried_note_junk (CenCarried *self, const CenId *drawer, const CenId *id, GError **error)
{
  gint64 n;

  return cen_sql_get_int (self->circle->store, 0, &n, error,
                          "SELECT count (*) FROM carried WHERE circle = ? AND key = ?", "iI",
                          self->circle->no, drawer) &&
         n < CEN_CARRIED_JUNK_MAX &&
         cen_sql_run (self->circle->store, error,
                      "INSERT OR IGNORE INTO carried (circle, key, id, op) VALUES (?, ?, ?, 0)",
                      "iII", self->circle->no, drawer, id);
}

gboolean
cen_carried_foreach_junk (CenCarried *self, const CenId *drawer, CenCarriedFunc func,
                          gpointer user_data, GError **error)
{
  return foreach (self, drawer->bytes, CEN_ID_LEN, func, user_data, error);
}

/* --- Cursors --- */

gint64
cen_carried_get_cursor (CenCarried *self, const CenId *drawer)
{
  gint64 no = 0;

  cen_sql_get_int (self->circle->store, 0, &no, NULL,
                   "SELECT no FROM relay_cursor WHERE circle = ? AND drawer = ?", "iI",
                   self->circle->no, drawer);
  return no;
}

gboolean
cen_carried_set_cursor (CenCarried *self, const CenId *drawer, gint64 no, GError **error)
{
  return cen_sql_run (self->circle->store, error,
                      "INSERT INTO relay_cursor (circle, drawer, no) VALUES (?, ?, ?)"
                      " ON CONFLICT DO UPDATE SET no = excluded.no",
                      "iIi", self->circle->no, drawer, no);
}

gboolean
cen_carried_set_where (CenCarried *self, CenCarriedWhere where, GError **error)
{
  gint64 upto = where == CEN_CARRIED_AT_RELAY ? self->upto : 0;

  if (self->at_relay < 0 &&
      !cen_sql_get_int (self->circle->store, 0, &self->at_relay, error,
                        "SELECT op FROM relay_upto WHERE circle = ?", "i", self->circle->no))
    return FALSE;
  if (self->at_relay == upto)
    return TRUE;
  self->at_relay = upto;
  self->circle->changes |= CEN_CHANGED_COPIES;
  return cen_sql_run (self->circle->store, error,
                      "INSERT OR REPLACE INTO relay_upto (circle, op) VALUES (?, ?)", "ii",
                      self->circle->no, upto);
}
