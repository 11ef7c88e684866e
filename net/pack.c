/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An op names a device, its predecessor, what it depends on and is about: mostly ops that stand a
 * few places before it in the same list. A reference is the number of places back; 0 is never one.
 * A short form begins with the head of an array of twelve, which no op does: whatever begins
 * otherwise stands as it is. */

#include "pack.h"

#include <string.h>

#define PACKED_ARITY 12
#define PACKED_HEAD  0x8c /* of an array of twelve */

typedef struct {
  CenId id;
  CenId device;
  guint64 seq;
  gboolean has_key;
  guint8 key_id[CEN_KEYID_LEN];
} Packed;

void
net_pack_init (NetPack *self)
{
  self->ops = g_array_new (FALSE, TRUE, sizeof (Packed));
  self->by_id = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  self->by_chain = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
}

void
net_pack_clear (NetPack *self)
{
  g_clear_pointer (&self->ops, g_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->by_chain, g_hash_table_unref);
}

/* The op @places back; NULL when there is none. */
static const Packed *
look_back (const NetPack *self, guint64 places)
{
  return places > 0 && places <= self->ops->len
             ? &g_array_index (self->ops, Packed, self->ops->len - (guint) places)
             : NULL;
}

static void
note (NetPack *self, const CenOp *op)
{
  Packed packed = { .id = op->id, .device = op->device, .seq = op->seq, .has_key = op->has_key };

  memcpy (packed.key_id, op->key_id, CEN_KEYID_LEN);
  g_array_append_val (self->ops, packed);
}

/* --- Packing --- */

static guint64
find_places (const NetPack *self, GHashTable *table, const CenId *id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (table, id));

  return place > 0 ? self->ops->len - (place - 1) : 0;
}

static void
put_reference (const NetPack *self, CenCborWriter *cbor, GHashTable *table, const CenId *id)
{
  guint64 places = find_places (self, table, id);

  if (places > 0)
    cen_cbor_put_uint (cbor, places);
  else
    cen_cbor_put_bytes (cbor, id->bytes, CEN_ID_LEN);
}

static void
put_chain (const NetPack *self, CenCborWriter *cbor, const CenOp *op)
{
  const Packed *last = look_back (self, find_places (self, self->by_chain, &op->device));

  put_reference (self, cbor, self->by_chain, &op->device);
  if (last != NULL && op->has_prev && op->seq == last->seq + 1 &&
      cen_id_equal (&op->prev, &last->id)) {
    cen_cbor_put_null (cbor);
    cen_cbor_put_bool (cbor, TRUE);
    return;
  }
  cen_cbor_put_uint (cbor, op->seq);
  if (op->has_prev)
    put_reference (self, cbor, self->by_id, &op->prev);
  else
    cen_cbor_put_null (cbor);
}

static void
put_key (const NetPack *self, CenCborWriter *cbor, const CenOp *op)
{
  const Packed *last = look_back (self, 1);

  if (!op->has_key)
    cen_cbor_put_null (cbor);
  else if (last != NULL && last->has_key && memcmp (last->key_id, op->key_id, CEN_KEYID_LEN) == 0)
    cen_cbor_put_bool (cbor, TRUE);
  else
    cen_cbor_put_bytes (cbor, op->key_id, CEN_KEYID_LEN);
}

static void
put_commitment (CenCborWriter *cbor, const CenOp *op, GBytes *payload)
{
  if (payload != NULL &&
      cen_op_matches_payload (op, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload))) {
    cen_cbor_put_null (cbor);
    cen_cbor_put_null (cbor);
    return;
  }
  cen_cbor_put_uint (cbor, op->payload_len);
  cen_cbor_put_bytes (cbor, op->payload_hash, CEN_ID_LEN);
}

static void
put_fields (const NetPack *self, CenCborWriter *cbor, const CenOp *op, GBytes *payload)
{
  cen_cbor_put_array (cbor, PACKED_ARITY);
  put_chain (self, cbor, op);
  cen_cbor_put_array (cbor, op->n_deps);
  for (guint i = 0; i < op->n_deps; i++)
    put_reference (self, cbor, self->by_id, &op->deps[i]);
  cen_cbor_put_uint (cbor, op->lamport);
  cen_cbor_put_uint (cbor, op->wall_ms);
  cen_cbor_put_uint (cbor, op->kind);
  if (op->has_object)
    put_reference (self, cbor, self->by_id, &op->object);
  else
    cen_cbor_put_null (cbor);
  put_key (self, cbor, op);
  put_commitment (cbor, op, payload);
  cen_cbor_put_bytes (cbor, op->sig, CEN_SIG_LEN);
}

void
net_pack_put (NetPack *self, CenCborWriter *cbor, const CenIncoming *incoming)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (incoming->op, &len);
  guint8 buf[CEN_OP_BODY_MAX + CEN_SIG_LEN + NET_PACK_OVERHEAD];
  CenCborWriter writer;
  CenOp op;

  if (!cen_op_decode (&op, bytes, len, NULL)) {
    cen_cbor_put_bytes (cbor, bytes, len);
    memset (&op, 0, sizeof op);
    note (self, &op);
    return;
  }
  cen_cbor_writer_init (&writer, buf, sizeof buf);
  put_fields (self, &writer, &op, incoming->payload);
  g_assert (!writer.has_overflowed);
  cen_cbor_put_bytes (cbor, buf, writer.len);
  note (self, &op);
  g_hash_table_insert (self->by_id, cen_id_dup (&op.id), GUINT_TO_POINTER (self->ops->len));
  g_hash_table_insert (self->by_chain, cen_id_dup (&op.device), GUINT_TO_POINTER (self->ops->len));
}

/* --- Unpacking --- */

/* Bytes of an id, or how many places back it is; @ret_from tells of what, and may be NULL. */
static gboolean
take_reference (const NetPack *self, CenCborReader *reader, CenId *ret_id, const Packed **ret_from)
{
  guint64 places;

  *ret_from = NULL;
  if (cen_cbor_peek (reader) == CEN_CBOR_BYTES)
    return cen_cbor_read_fixed (reader, ret_id->bytes, CEN_ID_LEN);
  if (!cen_cbor_read_uint (reader, &places))
    return FALSE;
  *ret_from = look_back (self, places);
  if (*ret_from != NULL)
    *ret_id = (*ret_from)->id;
  return *ret_from != NULL;
}

static gboolean
take_chain (const NetPack *self, CenCborReader *reader, CenOp *op)
{
  const Packed *last, *prev;
  gboolean follows;

  if (!take_reference (self, reader, &op->device, &last))
    return FALSE;
  if (last != NULL)
    op->device = last->device;
  if (cen_cbor_take_null (reader)) {
    op->has_prev = TRUE;
    if (last == NULL || !cen_cbor_read_bool (reader, &follows) || !follows)
      return FALSE;
    op->seq = last->seq + 1;
    op->prev = last->id;
    return TRUE;
  }
  if (!cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &op->seq))
    return FALSE;
  op->has_prev = !cen_cbor_take_null (reader);
  return !op->has_prev || take_reference (self, reader, &op->prev, &prev);
}

static gboolean
take_deps (const NetPack *self, CenCborReader *reader, CenOp *op)
{
  const Packed *from;
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n > CEN_OP_DEPS_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!take_reference (self, reader, &op->deps[i], &from))
      return FALSE;
  }
  op->n_deps = (guint) n;
  return cen_cbor_leave (reader);
}

static gboolean
take_key (const NetPack *self, CenCborReader *reader, CenOp *op)
{
  const Packed *last = look_back (self, 1);
  gboolean is_same;

  op->has_key = !cen_cbor_take_null (reader);
  if (!op->has_key)
    return TRUE;
  if (cen_cbor_peek (reader) == CEN_CBOR_BYTES)
    return cen_cbor_read_fixed (reader, op->key_id, CEN_KEYID_LEN);
  if (last == NULL || !last->has_key || !cen_cbor_read_bool (reader, &is_same) || !is_same)
    return FALSE;
  memcpy (op->key_id, last->key_id, CEN_KEYID_LEN);
  return TRUE;
}

/* @ret_is_left_out: it is that of the payload which came along. */
static gboolean
take_commitment (CenCborReader *reader, CenOp *op, GBytes *payload, gboolean *ret_is_left_out)
{
  *ret_is_left_out = cen_cbor_take_null (reader);
  if (!*ret_is_left_out)
    return cen_cbor_read_uint_max (reader, CEN_PAYLOAD_MAX, &op->payload_len) &&
           cen_cbor_read_fixed (reader, op->payload_hash, CEN_ID_LEN);
  if (payload == NULL || g_bytes_get_size (payload) > CEN_PAYLOAD_MAX ||
      !cen_cbor_read_null (reader))
    return FALSE;
  cen_op_commit_payload (op, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload));
  return TRUE;
}

static gboolean
take_fields (const NetPack *self, CenCborReader *reader, CenOp *op, GBytes *payload,
             gboolean *ret_is_made)
{
  const Packed *about;
  guint64 kind, n;

  if (!cen_cbor_enter_array (reader, &n) || n != PACKED_ARITY || !take_chain (self, reader, op) ||
      !take_deps (self, reader, op) ||
      !cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &op->lamport) ||
      !cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX, &op->wall_ms) ||
      !cen_cbor_read_uint_max (reader, CEN_OP_KIND_MAX, &kind))
    return FALSE;
  op->kind = (guint) kind;
  op->has_object = !cen_cbor_take_null (reader);
  return (!op->has_object || take_reference (self, reader, &op->object, &about)) &&
         take_key (self, reader, op) && take_commitment (reader, op, payload, ret_is_made) &&
         cen_cbor_read_fixed (reader, op->sig, CEN_SIG_LEN) && cen_cbor_leave (reader) &&
         cen_cbor_finish (reader);
}

gboolean
net_pack_take (NetPack *self, const guint8 *bytes, gsize len, GBytes *payload,
               CenIncoming *ret_incoming)
{
  CenIncoming incoming = { .op = NULL, .payload = payload };
  CenCborReader reader;
  CenOp op = { 0 };

  if (len == 0 || bytes[0] != PACKED_HEAD) {
    if (!cen_op_decode (&op, bytes, len, NULL))
      memset (&op, 0, sizeof op);
    incoming.op = g_bytes_new (bytes, len);
  } else {
    cen_cbor_reader_init (&reader, bytes, len);
    if (!take_fields (self, &reader, &op, payload, &incoming.is_made))
      return FALSE;
    incoming.op = cen_op_encode (&op);
    incoming.id = op.id;
  }
  note (self, &op);
  if (payload != NULL)
    g_bytes_ref (payload);
  *ret_incoming = incoming;
  return TRUE;
}
