/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carried-private.h"

#include "envelope.h"
#include "log.h"
#include "store-sql.h"

void
cen_carried_row_clear (CenCarriedRow *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->payload, g_bytes_unref);
}

GBytes *
cen_carried_seal_row (CenCarried *self, const CenCarriedKey *key, GBytes *op, GBytes *payload,
                      CenId *ret_id)
{
  static const guint8 erased[CEN_ID_LEN] = { 0 };

  return cen_envelope_seal (&key->key, &self->circle->id, op, payload, erased, ret_id);
}

gboolean
cen_carried_insert (CenCarried *self, CenCarriedKey *key, const CenId *id, gint64 op,
                    GError **error)
{
  CenCarriedEntry entry = { *id, op };

  if (cen_carried_has (self, key, id))
    return TRUE;
  if (!cen_sql_run (self->circle->store, error,
                    "INSERT INTO carried (circle, key, id, op) VALUES (?, ?, ?, ?)", "ibIi",
                    self->circle->no, key->key.key_id, (gsize) CEN_KEYID_LEN, id, op))
    return FALSE;
  cen_held_add (&key->held, id);
  if (key->news->len >= CEN_CARRIED_NEWS_MAX) {
    g_array_remove_range (key->news, 0, CEN_CARRIED_NEWS_MAX / 2);
    key->news_from += CEN_CARRIED_NEWS_MAX / 2;
  }
  g_array_append_val (key->news, entry);
  return TRUE;
}

gboolean
cen_carried_read_row (CenCarried *self, gint64 no, CenCarriedRow *ret_row, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT o.id, o.past, b.op, b.payload FROM op o JOIN body b ON b.no = o.no"
                      " WHERE o.no = ?",
                      "i", no) ||
      !cen_rows_next (&rows, error))
    return FALSE;
  ret_row->no = no;
  ret_row->id = cen_rows_get_id (&rows, 0);
  ret_row->past = cen_rows_get_int (&rows, 1);
  ret_row->bytes = cen_rows_dup_bytes (&rows, 2);
  ret_row->payload = cen_rows_dup_bytes (&rows, 3);
  return cen_op_decode (&ret_row->op, g_bytes_get_data (ret_row->bytes, NULL),
                        g_bytes_get_size (ret_row->bytes), error);
}

/* The JOIN that the ADMIT in @row names goes with it. */
static gboolean
add_join (CenCarried *self, CenCarriedKey *key, const CenCarriedRow *row, GError **error)
{
  g_auto (CenCarriedRow) join = { 0 };
  g_autoptr (GBytes) envelope = NULL;
  CenFrame frame;
  gint64 no;
  CenId id;

  if (row->payload == NULL ||
      !cen_frame_parse (&frame, CEN_OP_ADMIT, g_bytes_get_data (row->payload, NULL),
                        g_bytes_get_size (row->payload), NULL))
    return TRUE;
  if (!cen_circle_find_op (self->circle, &frame.admit.join, &no, error))
    return FALSE;
  if (no == 0)
    return TRUE;
  if (!cen_carried_read_row (self, no, &join, error))
    return FALSE;
  envelope = cen_carried_seal_row (self, key, join.bytes, join.payload, &id);
  return cen_carried_insert (self, key, &id, no, error);
}

static gboolean
goes_alone (const CenOp *op)
{
  return op->kind != CEN_OP_GENESIS && op->kind != CEN_OP_JOIN &&
         (op->kind != CEN_OP_EPOCH || op->has_key);
}

static gboolean
look_at (CenCarried *self, gint64 no, gboolean *ret_is_late, GError **error)
{
  g_auto (CenCarriedRow) row = { 0 };
  g_autoptr (GBytes) envelope = NULL;
  CenCarriedKey *key;
  CenId id;

  *ret_is_late = FALSE;
  if (!cen_carried_read_row (self, no, &row, error))
    return FALSE;
  if (!goes_alone (&row.op))
    return TRUE;
  if (!cen_carried_choose (self, &row, &key, error))
    return FALSE;
  if (key == NULL) {
    *ret_is_late = TRUE;
    return TRUE;
  }
  if (row.op.kind == CEN_OP_ADMIT && !add_join (self, key, &row, error))
    return FALSE;
  envelope = cen_carried_seal_row (self, key, row.bytes, row.payload, &id);
  return cen_carried_insert (self, key, &id, no, error);
}

static gboolean
look_again (CenCarried *self, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT op FROM carried_late WHERE circle = ? ORDER BY op", "i",
                      self->circle->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);

    g_array_append_val (nos, no);
  }
  cen_rows_clear (&rows);
  for (guint i = 0; i < nos->len; i++) {
    gint64 no = g_array_index (nos, gint64, i);
    gboolean is_late;

    if (!look_at (self, no, &is_late, error) ||
        (!is_late && !cen_sql_run (self->circle->store, error,
                                   "DELETE FROM carried_late WHERE op = ?", "i", no)))
      return FALSE;
  }
  self->may_be_late = FALSE;
  return TRUE;
}

static GArray *
list_new (CenCarried *self, guint n_max, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT no FROM op WHERE no > ? AND circle = ? ORDER BY no LIMIT ?", "iii",
                      self->upto, self->circle->no, (gint64) n_max))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);

    g_array_append_val (nos, no);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&nos);
}

static gboolean
look_on (CenCarried *self, GArray *nos, GError **error)
{
  for (guint i = 0; i < nos->len; i++) {
    gint64 no = g_array_index (nos, gint64, i);
    gboolean is_late;

    if (!look_at (self, no, &is_late, error) ||
        (is_late && !cen_sql_run (self->circle->store, error,
                                  "INSERT OR IGNORE INTO carried_late (op, circle) VALUES (?, ?)",
                                  "ii", no, self->circle->no)))
      return FALSE;
    self->upto = no;
  }
  return cen_sql_run (self->circle->store, error,
                      "INSERT INTO carried_upto (circle, op, n_keys) VALUES (?, ?, ?)"
                      " ON CONFLICT DO UPDATE SET op = excluded.op, n_keys = excluded.n_keys",
                      "iii", self->circle->no, self->upto, (gint64) self->n_keys);
}

/* After a failure what is in memory is read anew. */
static void
forget (CenCarried *self)
{
  for (guint i = 0; i < self->keys->len; i++) {
    CenCarriedKey *key = self->keys->pdata[i];

    key->held = (CenHeld){ 0 };
    cen_carried_load_key (self, key, NULL);
  }
  self->is_loaded = FALSE;
}

gboolean
cen_carried_update (CenCarried *self, guint n_max, gboolean *ret_is_done, GError **error)
{
  g_autoptr (GArray) nos = NULL;

  *ret_is_done = TRUE;
  if (!self->is_loaded && !cen_carried_load (self, error))
    return FALSE;
  if (self->authority_no != self->circle->authority_no && !cen_carried_refresh_keys (self, error))
    return FALSE;
  nos = list_new (self, n_max, error);
  if (nos == NULL)
    return FALSE;
  *ret_is_done = nos->len < n_max;
  if (nos->len == 0 && !self->may_be_late)
    return TRUE;
  if (!cen_store_begin (self->circle->store, CEN_STORE_NORMAL, error))
    return FALSE;
  if (look_on (self, nos, error) && (!self->may_be_late || look_again (self, error)) &&
      cen_store_commit (self->circle->store, error))
    return TRUE;
  cen_store_rollback (self->circle->store);
  forget (self);
  return FALSE;
}
