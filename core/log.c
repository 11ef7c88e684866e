/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "log.h"

#include "epoch.h"
#include "faults.h"
#include "spared.h"
#include "store-sql.h"

#include <string.h>

static void
note_recent (CenCircle *circle, const CenId *id, const CenLogRow *row)
{
  circle->recent[cen_id_hash (id) % CEN_CIRCLE_N_FOUND] = (CenRecentOp){ *id, *row };
}

gboolean
cen_log_find (CenCircle *circle, const CenId *id, CenLogRow *ret_row, GError **error)
{
  const CenRecentOp *recent = &circle->recent[cen_id_hash (id) % CEN_CIRCLE_N_FOUND];
  g_auto (CenRows) rows = { 0 };

  if (recent->row.no != 0 && cen_id_equal (&recent->id, id)) {
    *ret_row = recent->row;
    return TRUE;
  }
  memset (ret_row, 0, sizeof *ret_row);
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT no, device, seq, lamport, past, kind FROM op"
                      " WHERE " CEN_SQL_IS_OP,
                      "Ii", id, circle->no))
    return FALSE;
  if (cen_rows_next (&rows, error))
    *ret_row =
        (CenLogRow){ cen_rows_get_int (&rows, 0),           cen_rows_get_int (&rows, 1),
                     (guint64) cen_rows_get_int (&rows, 2), (guint64) cen_rows_get_int (&rows, 3),
                     cen_rows_get_int (&rows, 4),           (guint) cen_rows_get_int (&rows, 5) };
  if (ret_row->no != 0)
    note_recent (circle, id, ret_row);
  return !rows.has_failed;
}

/* --- Pasts --- */

static void
add_parent (CenCircle *circle, CenBitset *past, const CenId *id, const CenLogRow *row)
{
  cen_bitset_union (past, cen_circle_get_past (circle, row->past));
  if (row->kind <= CEN_OP_FRAME_LAST) {
    guint number = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, id));

    g_assert (number > 0);
    cen_bitset_add (past, number - 1);
  }
}

static gboolean
intern_past_of (CenCircle *circle, const CenOp *op, const CenLogRow *parents, guint n_parents,
                gint64 *ret_past, GError **error)
{
  g_autoptr (CenBitset) past = NULL;
  gboolean is_shared = n_parents > 0;
  guint k = 0;

  for (guint i = 0; is_shared && i < n_parents; i++)
    is_shared = parents[i].past == parents[0].past && parents[i].kind > CEN_OP_FRAME_LAST;
  if (is_shared) {
    *ret_past = parents[0].past;
    return TRUE;
  }
  past = cen_bitset_new ();
  if (op->has_prev)
    add_parent (circle, past, &op->prev, &parents[k++]);
  for (guint i = 0; i < op->n_deps; i++)
    add_parent (circle, past, &op->deps[i], &parents[k++]);
  return cen_circle_intern_past (circle, past, ret_past, error);
}

/* --- Frame ops --- */

/* E1 with the signatures that a payload carries. Those of a JOIN and a DEVICE_ADD were checked when
 * they were accepted. */
static gboolean
check_frame (const CenPending *pending, CenFrame *ret_frame)
{
  const CenOp *op = &pending->op;
  CenEpoch epoch;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (pending->payload, &len);

  if (!cen_frame_parse (ret_frame, op->kind, bytes, len, NULL))
    return FALSE;
  switch (op->kind) {
  case CEN_OP_GENESIS:
    return cen_certificate_is_valid (&ret_frame->genesis, NULL, &op->device);
  case CEN_OP_EPOCH:
    return cen_epoch_parse (&epoch, bytes, len, NULL);
  default:
    return TRUE;
  }
}

static const CenCertificate *
get_certificate (const CenFrame *frame)
{
  switch (frame->kind) {
  case CEN_OP_GENESIS:
    return &frame->genesis;
  case CEN_OP_DEVICE_ADD:
    return &frame->device_add.certificate;
  case CEN_OP_JOIN:
    return &frame->join.certificate;
  default:
    return NULL;
  }
}

static gboolean
insert_member (CenCircle *circle, const CenId *member, gint64 *ret_no, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT OR IGNORE INTO member (circle, id) VALUES (?, ?)", "iI", circle->no,
                      member) &&
         cen_sql_get_int (circle->store, 0, ret_no, error,
                          "SELECT no FROM member WHERE circle = ? AND id = ?", "iI", circle->no,
                          member);
}

/* A chain begins: its device row, with the member when the certificate holds. */
static CenDevice *
insert_device (CenCircle *circle, const CenOp *op, const CenFrame *frame, gboolean is_valid,
               gint64 root, GError **error)
{
  const CenCertificate *cert = is_valid ? get_certificate (frame) : NULL;
  g_autofree CenDevice *device = g_new0 (CenDevice, 1);

  device->root = root;
  device->key = op->device;
  device->root_number = circle->frames->len;
  if (cert != NULL) {
    device->member = cert->member;
    memcpy (device->box, cert->box, CEN_KEY_LEN);
    memcpy (device->curve, cert->curve, CEN_KEY_LEN);
    if (!insert_member (circle, &cert->member, &device->member_no, error))
      return NULL;
  }
  if (!cen_sql_run (circle->store, error,
                    "INSERT INTO device (circle, root, key, member, box, curve)"
                    " VALUES (?, ?, ?, nullif (?, 0), ?, ?)",
                    "iiIibb", circle->no, root, &op->device, device->member_no, device->box,
                    (gsize) CEN_KEY_LEN, device->curve, (gsize) CEN_KEY_LEN))
    return NULL;
  device->no = cen_store_get_last_no (circle->store);
  g_ptr_array_add (circle->devices, device);
  g_hash_table_insert (circle->devices_by_no, &device->no, device);
  return g_steal_pointer (&device);
}

/* Whether a GRANT or GENESIS in @past makes @member more than a plain member. */
static gboolean
was_facilitator (CenCircle *circle, const CenId *member, const CenBitset *past)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];

    if (!cen_bitset_has (past, i))
      continue;
    if ((op->frame.kind == CEN_OP_GENESIS && cen_id_equal (&op->member, member)) ||
        (op->frame.kind == CEN_OP_GRANT && op->frame.grant.role <= CEN_ROLE_FACILITATOR &&
         cen_id_equal (&op->frame.grant.member, member)))
      return TRUE;
  }
  return FALSE;
}

/* E2 for a removal with a cut. One whose author can never have had the right is void whatever it
 * cuts at, and costs no walk. */
static gboolean
check_cut (CenCircle *circle, const CenFrame *frame, const CenDevice *device, const CenLogRow *row,
           gboolean *is_valid, GError **error)
{
  const CenBitset *past = cen_circle_get_past (circle, row->past);

  if (!*is_valid || (frame->kind != CEN_OP_REVOKE && frame->kind != CEN_OP_DEVICE_REMOVE) ||
      frame->revoke.n_cut == 0)
    return TRUE;
  if (frame->kind == CEN_OP_REVOKE && !was_facilitator (circle, &device->member, past)) {
    *is_valid = FALSE;
    return TRUE;
  }
  return cen_spared_check_cut (circle, &frame->revoke, past, row->no, is_valid, error);
}

static gboolean
insert_frame (CenCircle *circle, const CenOp *op, const CenFrame *frame, gboolean is_valid,
              const CenDevice *device, const CenLogRow *row, GError **error)
{
  CenFrameOp *added;
  guint number = circle->frames->len;

  if (!check_cut (circle, frame, device, row, &is_valid, error))
    return FALSE;
  added = g_new0 (CenFrameOp, 1);
  added->id = op->id;
  added->lamport = op->lamport;
  added->wall_ms = op->wall_ms;
  added->device = op->device;
  added->member = device->member;
  added->root = device->root_number;
  added->frame = *frame;
  added->frame.kind = op->kind;
  added->is_valid = is_valid;
  added->past = cen_bitset_copy (cen_circle_get_past (circle, row->past));
  g_ptr_array_add (circle->frames, added);
  g_hash_table_insert (circle->frame_numbers, &added->id, GUINT_TO_POINTER (number + 1));
  return cen_sql_run (circle->store, error,
                      "INSERT INTO frame (op, circle, number, is_valid) VALUES (?, ?, ?, ?)",
                      "iiii", row->no, circle->no, (gint64) number, (gint64) is_valid) &&
         cen_circle_fill_cut_past (circle, added, error);
}

/* --- Content ops --- */

/* The object's row; an object that is not here is noted, and the op is folded when it comes. */
static gboolean
resolve_object (CenCircle *circle, const CenOp *op, gint64 *ret_object, GError **error)
{
  *ret_object = 0;
  return !op->has_object || op->kind < CEN_OP_CREATE ||
         cen_circle_find_subject (circle, &op->object, ret_object, error);
}

static gboolean
note_dangling (CenCircle *circle, const CenOp *op, gint64 no, GError **error)
{
  circle->n_dangling++;
  return cen_sql_run (circle->store, error, "INSERT OR IGNORE INTO dangling (id, op) VALUES (?, ?)",
                      "Ii", &op->object, no);
}

static void
update_memory (CenCircle *circle, const CenOp *op, CenDevice *device, gint64 no,
               gboolean has_payload)
{
  CenItem item = { op->lamport, op->id, no };

  if (!device->has_tip || op->seq > device->tip_seq ||
      (op->seq == device->tip_seq && cen_id_compare (&op->id, &device->tip_id) < 0)) {
    device->has_tip = TRUE;
    device->tip_seq = op->seq;
    device->tip_id = op->id;
  }
  cen_circle_note_seq (circle, &op->device, op->seq);
  if (op->kind == CEN_OP_CREATE)
    cen_circle_note_object (circle, &op->id, no);
  if (op->has_prev)
    g_hash_table_remove (circle->heads, &op->prev);
  for (guint i = 0; i < op->n_deps; i++)
    g_hash_table_remove (circle->heads, &op->deps[i]);
  g_hash_table_insert (circle->heads, cen_id_dup (&op->id), g_memdup2 (&no, sizeof no));
  circle->lamport_max = MAX (circle->lamport_max, op->lamport);
  circle->n_ops++;
  if (has_payload)
    cen_circle_add_held (circle, &item);
}

static gboolean
insert_rows (CenCircle *circle, const CenPending *pending, gint64 device, gint64 object,
             gint64 past, gint64 *ret_no, GError **error)
{
  const CenOp *op = &pending->op;
  gsize len, payload_len = 0;
  const guint8 *bytes = g_bytes_get_data (pending->bytes, &len);
  const guint8 *payload =
      pending->payload != NULL ? g_bytes_get_data (pending->payload, &payload_len) : NULL;

  if (!cen_sql_run (circle->store, error,
                    "INSERT INTO op (circle, id, device, seq, lamport, kind, object, past, seen,"
                    " prefix) VALUES (?, ?, ?, ?, ?, ?, nullif (?, 0), ?, ?, cen_prefix (?2))",
                    "iIiiiiiii", circle->no, &op->id, device, (gint64) op->seq,
                    (gint64) op->lamport, (gint64) op->kind, object, past,
                    circle->world->now_ms (circle->world)))
    return FALSE;
  *ret_no = cen_store_get_last_no (circle->store);
  if (pending->payload == NULL)
    return cen_sql_run (circle->store, error, "INSERT INTO body (no, op) VALUES (?, ?)", "ib",
                        *ret_no, bytes, len) &&
           cen_sql_run (circle->store, error, "INSERT INTO wanted (op) VALUES (?)", "i", *ret_no);
  return cen_sql_run (circle->store, error, "INSERT INTO body (no, op, payload) VALUES (?, ?, ?)",
                      "ibb", *ret_no, bytes, len, payload, payload_len);
}

static gboolean
insert_root (CenCircle *circle, const CenPending *pending, const CenFrame *frame, gboolean is_valid,
             gint64 no, CenDevice **ret_device, GError **error)
{
  *ret_device = insert_device (circle, &pending->op, frame, is_valid, no, error);
  return *ret_device != NULL &&
         cen_sql_run (circle->store, error, "UPDATE op SET device = ? WHERE no = ?", "ii",
                      (*ret_device)->no, no);
}

gboolean
cen_log_insert (CenCircle *circle, const CenPending *pending, const CenLogRow *parents,
                guint n_parents, CenLogRow *ret_row, gint64 *ret_object, GError **error)
{
  const CenOp *op = &pending->op;
  gboolean is_frame = cen_op_is_frame (op);
  CenFrame frame = { 0 };
  gboolean is_valid = is_frame && check_frame (pending, &frame);
  CenLogRow row = { 0, 0, op->seq, op->lamport, 0, op->kind };
  CenDevice *device;
  gint64 object;

  row.device = op->has_prev ? parents[0].device : 0;
  if (!intern_past_of (circle, op, parents, n_parents, &row.past, error) ||
      !resolve_object (circle, op, &object, error) ||
      !insert_rows (circle, pending, row.device, object, row.past, &row.no, error))
    return FALSE;
  if (!op->has_prev) {
    if (!insert_root (circle, pending, &frame, is_valid, row.no, &device, error))
      return FALSE;
    row.device = device->no;
  }
  device = cen_circle_get_device (circle, row.device);
  if (is_frame && !insert_frame (circle, op, &frame, is_valid, device, &row, error))
    return FALSE;
  if (op->has_object && op->kind >= CEN_OP_CREATE && object == 0 &&
      !note_dangling (circle, op, row.no, error))
    return FALSE;
  if (device->has_tip && op->seq <= device->tip_seq &&
      !cen_faults_note (circle, &op->device, CEN_FAULT_FORK, error))
    return FALSE;
  update_memory (circle, op, device, row.no, pending->payload != NULL);
  note_recent (circle, &op->id, &row);
  *ret_row = row;
  *ret_object = op->kind == CEN_OP_CREATE ? row.no : object;
  return TRUE;
}

gboolean
cen_log_read (CenCircle *circle, gint64 no, GBytes **ret_op, GBytes **ret_payload, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error, "SELECT op, payload FROM body WHERE no = ?", "i",
                      no))
    return FALSE;
  if (!cen_rows_next (&rows, error)) {
    if (!rows.has_failed)
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                           "There is no such operation here.");
    return FALSE;
  }
  *ret_op = cen_rows_dup_bytes (&rows, 0);
  *ret_payload = cen_rows_dup_bytes (&rows, 1);
  return TRUE;
}

static gboolean
knows_any (const CenBitset *past, const CenBitset *frames)
{
  for (guint i = 0; i < MIN (past->n_words, frames->n_words); i++) {
    if ((past->words[i] & frames->words[i]) != 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
cen_log_find_tip_before (CenCircle *circle, const CenDevice *device, const CenBitset *later,
                         guint64 *ret_seq, CenId *ret_id)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, NULL,
                      "SELECT seq, id, past FROM op WHERE device = ? ORDER BY seq DESC, id", "i",
                      device->no))
    return FALSE;
  while (cen_rows_next (&rows, NULL)) {
    if (knows_any (cen_circle_get_past (circle, cen_rows_get_int (&rows, 2)), later))
      continue;
    *ret_seq = (guint64) cen_rows_get_int (&rows, 0);
    *ret_id = cen_rows_get_id (&rows, 1);
    return TRUE;
  }
  return FALSE;
}

gboolean
cen_log_find_redaction (CenCircle *circle, gint64 no, gint64 *ret_no, GError **error)
{
  return cen_sql_get_int (circle->store, 0, ret_no, error,
                          "SELECT r.no FROM op o JOIN op r ON r.object = ifnull (o.object, o.no)"
                          " WHERE o.no = ? AND r.kind = 24 ORDER BY r.lamport, r.id LIMIT 1",
                          "i", no);
}
