/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of a circle, as they stand in memory. "Past" of an op here means the set of frame ops in
 * its past, by frame number. Few such sets are distinct, so each is stored once and ops name its
 * row. */

#include "circle.h"

#include "early-log.h"
#include "orphans.h"
#include "store-sql.h"

#include <string.h>

static void
device_free (gpointer device)
{
  g_free (device);
}

static void
init_tables (CenCircle *self)
{
  self->pasts =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) cen_bitset_free);
  self->past_numbers = g_hash_table_new_full (cen_bitset_hash, cen_bitset_equal, NULL, g_free);
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_frame_op_free);
  self->frame_numbers = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  self->devices = g_ptr_array_new_with_free_func (device_free);
  self->devices_by_no = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->lengths = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
  self->heads = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
  memset (self->found, 0, sizeof self->found);
  memset (self->recent, 0, sizeof self->recent);
}

void
cen_circle_forget_keyring (CenCircle *self)
{
  if (self->keyring != NULL)
    self->keyring_free (g_steal_pointer (&self->keyring));
}

static void
clear_tables (CenCircle *self)
{
  g_clear_pointer (&self->authority, cen_authority_free);
  cen_circle_forget_keyring (self);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_clear_pointer (&self->past_numbers, g_hash_table_unref);
  g_clear_pointer (&self->pasts, g_hash_table_unref);
  g_clear_pointer (&self->frame_numbers, g_hash_table_unref);
  g_clear_pointer (&self->frames, g_ptr_array_unref);
  g_clear_pointer (&self->devices_by_no, g_hash_table_unref);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_pointer (&self->lengths, g_hash_table_unref);
  g_clear_pointer (&self->heads, g_hash_table_unref);
  g_clear_pointer (&self->items, g_array_unref);
}

static void
remember_past (CenCircle *self, gint64 no, CenBitset *past)
{
  g_hash_table_insert (self->pasts, g_memdup2 (&no, sizeof no), past);
  g_hash_table_insert (self->past_numbers, past, g_memdup2 (&no, sizeof no));
}

static gboolean
load_pasts (CenCircle *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->store, &rows, error, "SELECT no, bits FROM past WHERE circle = ?", "i",
                      self->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gsize len;
    const guint8 *bits = cen_rows_get_blob (&rows, 1, &len);

    remember_past (self, cen_rows_get_int (&rows, 0), cen_bitset_from_bytes (bits, len));
  }
  return !rows.has_failed;
}

static gboolean
load_devices (CenCircle *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gsize len;
  const guint8 *bytes;

  if (!cen_sql_query (self->store, &rows, error,
                      "SELECT d.no, d.root, d.key, d.member, m.id, d.box, d.curve, f.number"
                      " FROM device d JOIN frame f ON f.op = d.root"
                      " LEFT JOIN member m ON m.no = d.member WHERE d.circle = ? ORDER BY d.no",
                      "i", self->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenDevice *device = g_new0 (CenDevice, 1);

    device->no = cen_rows_get_int (&rows, 0);
    device->root = cen_rows_get_int (&rows, 1);
    device->key = cen_rows_get_id (&rows, 2);
    device->member_no = cen_rows_get_int (&rows, 3);
    device->member = cen_rows_get_id (&rows, 4);
    bytes = cen_rows_get_blob (&rows, 5, &len);
    if (len == CEN_KEY_LEN)
      memcpy (device->box, bytes, len);
    bytes = cen_rows_get_blob (&rows, 6, &len);
    if (len == CEN_KEY_LEN)
      memcpy (device->curve, bytes, len);
    device->root_number = (guint) cen_rows_get_int (&rows, 7);
    g_ptr_array_add (self->devices, device);
    g_hash_table_insert (self->devices_by_no, &device->no, device);
  }
  return !rows.has_failed;
}

static gboolean
load_tips (CenCircle *self, GError **error)
{
  for (guint i = 0; i < self->devices->len; i++) {
    CenDevice *device = self->devices->pdata[i];
    g_auto (CenRows) rows = { 0 };

    if (!cen_sql_query (self->store, &rows, error,
                        "SELECT seq, id FROM op WHERE device = ?1 AND seq ="
                        " (SELECT max(seq) FROM op WHERE device = ?1) ORDER BY id LIMIT 1",
                        "i", device->no))
      return FALSE;
    if (cen_rows_next (&rows, error)) {
      device->has_tip = TRUE;
      device->tip_seq = (guint64) cen_rows_get_int (&rows, 0);
      device->tip_id = cen_rows_get_id (&rows, 1);
      cen_circle_note_seq (self, &device->key, device->tip_seq);
    }
    if (rows.has_failed)
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_circle_fill_cut_past (CenCircle *self, CenFrameOp *frame, GError **error)
{
  const CenFrameRevoke *revoke = &frame->frame.revoke;

  if ((frame->frame.kind != CEN_OP_REVOKE && frame->frame.kind != CEN_OP_DEVICE_REMOVE) ||
      !frame->is_valid || revoke->n_cut == 0)
    return TRUE;
  frame->cut_past = cen_bitset_new ();
  for (guint i = 0; i < revoke->n_cut; i++) {
    guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->frame_numbers, &revoke->cut[i]));
    gint64 past;

    if (!cen_sql_get_int (self->store, 0, &past, error, "SELECT past FROM op WHERE " CEN_SQL_IS_OP,
                          "Ii", &revoke->cut[i], self->no))
      return FALSE;
    cen_bitset_union (frame->cut_past, cen_circle_get_past (self, past));
    if (number > 0)
      cen_bitset_add (frame->cut_past, number - 1);
  }
  return TRUE;
}

static gboolean
load_frames (CenCircle *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->store, &rows, error,
                      "SELECT o.device, o.past, f.is_valid, b.op, b.payload, f.is_walked"
                      " FROM frame f"
                      " JOIN op o ON o.no = f.op JOIN body b ON b.no = f.op"
                      " WHERE f.circle = ? ORDER BY f.number",
                      "i", self->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenFrameOp *frame = g_new0 (CenFrameOp, 1);
    const CenDevice *device = cen_circle_get_device (self, cen_rows_get_int (&rows, 0));
    gsize len, payload_len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 3, &len);
    const guint8 *payload = cen_rows_get_blob (&rows, 4, &payload_len);
    CenOp op;

    g_ptr_array_add (self->frames, frame);
    if (device == NULL || payload == NULL || !cen_op_decode (&op, bytes, len, error)) {
      g_prefix_error (error, "The log of a circle is damaged. ");
      return FALSE;
    }
    frame->id = op.id;
    frame->lamport = op.lamport;
    frame->wall_ms = op.wall_ms;
    frame->device = op.device;
    frame->member = device->member;
    frame->root = device->root_number;
    frame->is_valid = cen_rows_get_int (&rows, 2) != 0 &&
                      cen_frame_parse (&frame->frame, op.kind, payload, payload_len, NULL);
    frame->frame.kind = op.kind;
    frame->is_walked = cen_rows_get_int (&rows, 5) != 0;
    frame->past = cen_bitset_copy (cen_circle_get_past (self, cen_rows_get_int (&rows, 1)));
    g_hash_table_insert (self->frame_numbers, &frame->id, GUINT_TO_POINTER (self->frames->len));
    if (!cen_circle_fill_cut_past (self, frame, error))
      return FALSE;
  }
  return !rows.has_failed;
}

static gboolean
load_heads (CenCircle *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->store, &rows, error,
                      "SELECT o.id, o.no, o.lamport FROM circle c, json_each (c.heads) h"
                      " JOIN op o ON o.no = h.value WHERE c.no = ?",
                      "i", self->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);
    gint64 no = cen_rows_get_int (&rows, 1);

    self->lamport_max = MAX (self->lamport_max, (guint64) cen_rows_get_int (&rows, 2));
    /* Nobody has seen what came last. */
    self->last_before = MAX (self->last_before, no);
    g_hash_table_insert (self->heads, cen_id_dup (&id), g_memdup2 (&no, sizeof no));
  }
  return !rows.has_failed;
}

static gboolean
load_counts (CenCircle *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  CenId sum;

  if (!cen_sql_query (self->store, &rows, error,
                      "SELECT n_ops, n_held, held_sum, (SELECT count(*) FROM dangling) FROM circle"
                      " WHERE no = ?",
                      "i", self->no))
    return FALSE;
  if (cen_rows_next (&rows, error)) {
    sum = cen_rows_get_id (&rows, 2);
    self->n_ops = (guint64) cen_rows_get_int (&rows, 0);
    self->held.n = (guint64) cen_rows_get_int (&rows, 1);
    memcpy (self->held.sum, sum.bytes, CEN_ID_LEN);
    self->n_dangling = (guint) cen_rows_get_int (&rows, 3);
  }
  self->items = g_array_new (FALSE, FALSE, sizeof (CenItem));
  self->items_from = self->held.n;
  return !rows.has_failed;
}

static gboolean
load_identity (CenCircle *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->store, &rows, error,
                      "SELECT id, self_member, self_device FROM circle WHERE no = ?", "i",
                      self->no))
    return FALSE;
  if (!cen_rows_next (&rows, error)) {
    if (!rows.has_failed)
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such circle here.");
    return FALSE;
  }
  self->id = cen_rows_get_id (&rows, 0);
  self->self_member = cen_rows_get_id (&rows, 1);
  self->self_device = cen_rows_get_id (&rows, 2);
  return TRUE;
}

static gboolean
load_all (CenCircle *self, GError **error)
{
  init_tables (self);
  self->lamport_max = 0;
  self->last_before = 0;
  if (!load_identity (self, error) || !load_pasts (self, error) || !load_devices (self, error) ||
      !load_tips (self, error) || !load_frames (self, error) || !load_heads (self, error) ||
      !load_counts (self, error) ||
      !cen_early_log_load (self->store, self->no, self->orphans, error))
    return FALSE;
  self->authority = cen_authority_evaluate (self->frames, NULL);
  self->authority_no++;
  return TRUE;
}

CenCircle *
cen_circle_load (CenStore *store, const CenWorld *world, gint64 no, CenCircleKeys *keys,
                 GError **error)
{
  g_autoptr (CenCircle) self = g_new0 (CenCircle, 1);

  self->store = store;
  self->world = world;
  self->no = no;
  self->keys = keys;
  self->orphans = cen_orphans_new ();
  return load_all (self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
cen_circle_reload (CenCircle *self, GError **error)
{
  clear_tables (self);
  return load_all (self, error);
}

void
cen_circle_free (CenCircle *self)
{
  if (self == NULL)
    return;
  clear_tables (self);
  cen_orphans_free (self->orphans);
  g_free (self);
}

gint64
cen_circle_insert (CenStore *store, const CenId *id, const CenId *self_member,
                   const CenId *self_device, GError **error)
{
  if (!cen_sql_run (store, error,
                    "INSERT INTO circle (id, self_member, self_device) VALUES (?, ?, ?)", "III", id,
                    self_member, self_device))
    return 0;
  return cen_store_get_last_no (store);
}

gboolean
cen_circle_intern_past (CenCircle *self, const CenBitset *past, gint64 *ret_no, GError **error)
{
  const gint64 *known = g_hash_table_lookup (self->past_numbers, past);
  g_autoptr (GBytes) bytes = NULL;
  gsize len;
  const guint8 *bits;

  if (known != NULL) {
    *ret_no = *known;
    return TRUE;
  }
  bytes = cen_bitset_to_bytes (past);
  bits = g_bytes_get_data (bytes, &len);
  if (!cen_sql_run (self->store, error, "INSERT INTO past (circle, bits) VALUES (?, ?)", "ib",
                    self->no, bits, len))
    return FALSE;
  *ret_no = cen_store_get_last_no (self->store);
  remember_past (self, *ret_no, cen_bitset_copy (past));
  return TRUE;
}
