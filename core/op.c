/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "op.h"

#include "cbor.h"

#include <string.h>

#define OP_ARITY 12

gboolean
cen_op_is_frame (const CenOp *self)
{
  return self->kind <= CEN_OP_FRAME_LAST;
}

static gboolean
read_optional (CenCborReader *reader, gboolean *ret_is_there, guint8 *ret_bytes, gsize len)
{
  *ret_is_there = !cen_cbor_take_null (reader);
  return !*ret_is_there || cen_cbor_read_fixed (reader, ret_bytes, len);
}

static gboolean
read_deps (CenCborReader *reader, CenOp *op)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n > CEN_OP_DEPS_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!cen_cbor_read_fixed (reader, op->deps[i].bytes, CEN_ID_LEN))
      return FALSE;
    if (i > 0 && cen_id_compare (&op->deps[i - 1], &op->deps[i]) >= 0)
      return FALSE;
    if (op->has_prev && cen_id_equal (&op->deps[i], &op->prev))
      return FALSE;
  }
  op->n_deps = (guint) n;
  return cen_cbor_leave (reader);
}

static gboolean
may_have_object (guint kind)
{
  return kind > CEN_OP_CREATE && kind != CEN_OP_ENDORSE && kind != CEN_OP_SEALED;
}

static gboolean
read_body (CenOp *op)
{
  CenCborReader reader;
  guint64 n, version, kind;

  cen_cbor_reader_init (&reader, op->body, op->body_len);
  if (!cen_cbor_enter_array (&reader, &n) || n != OP_ARITY ||
      !cen_cbor_read_uint (&reader, &version) || version != CEN_PROTOCOL_VERSION ||
      !cen_cbor_read_fixed (&reader, op->device.bytes, CEN_ID_LEN) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &op->seq) ||
      !read_optional (&reader, &op->has_prev, op->prev.bytes, CEN_ID_LEN) ||
      !read_deps (&reader, op) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &op->lamport) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &op->wall_ms) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_KIND_MAX, &kind) ||
      !read_optional (&reader, &op->has_object, op->object.bytes, CEN_ID_LEN) ||
      !read_optional (&reader, &op->has_key, op->key_id, CEN_KEYID_LEN) ||
      !cen_cbor_read_uint_max (&reader, CEN_PAYLOAD_MAX, &op->payload_len) ||
      !cen_cbor_read_fixed (&reader, op->payload_hash, CEN_ID_LEN) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  op->kind = (guint) kind;
  return op->has_prev == (op->seq > 0) && op->lamport > 0 && kind > 0 &&
         (!op->has_object || may_have_object (op->kind));
}

gboolean
cen_op_decode_as (CenOp *ret_op, const guint8 *bytes, gsize len, const CenId *id, GError **error)
{
  CenCborReader reader;
  CenOp op = { 0 };
  guint64 n;

  cen_cbor_reader_init (&reader, bytes, len);
  if (len > CEN_OP_MAX || !cen_cbor_enter_array (&reader, &n) || n != 2 ||
      !cen_cbor_read_bytes (&reader, &op.body, &op.body_len) || op.body_len > CEN_OP_BODY_MAX ||
      !cen_cbor_read_fixed (&reader, op.sig, CEN_SIG_LEN) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader) || !read_body (&op)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "An operation is malformed.");
    return FALSE;
  }
  op.id = *id;
  *ret_op = op;
  return TRUE;
}

gboolean
cen_op_decode (CenOp *ret_op, const guint8 *bytes, gsize len, GError **error)
{
  static const CenId unknown;

  if (!cen_op_decode_as (ret_op, bytes, len, &unknown, error))
    return FALSE;
  cen_crypto_hash (ret_op->id.bytes, "cen1.op.id", bytes, len);
  return TRUE;
}

gboolean
cen_op_verify (const CenOp *self, const CenId *circle)
{
  CenPart parts[] = { { circle->bytes, CEN_ID_LEN }, { self->body, self->body_len } };

  return cen_crypto_verify (self->sig, self->device.bytes, "cen1.sig", parts, G_N_ELEMENTS (parts));
}

void
cen_op_commit_payload (CenOp *self, const guint8 *payload, gsize len)
{
  self->payload_len = len;
  cen_crypto_hash (self->payload_hash, "cen1.pay", payload, len);
}

gboolean
cen_op_matches_payload (const CenOp *self, const guint8 *payload, gsize len)
{
  guint8 hash[CEN_ID_LEN];

  if (len != self->payload_len)
    return FALSE;
  cen_crypto_hash (hash, "cen1.pay", payload, len);
  return memcmp (hash, self->payload_hash, CEN_ID_LEN) == 0;
}

void
cen_op_circle_id (const CenOp *genesis, CenId *ret_circle)
{
  cen_crypto_hash (ret_circle->bytes, "cen1.circle", genesis->body, genesis->body_len);
}

static void
put_optional (CenCborWriter *writer, gboolean is_there, const guint8 *bytes, gsize len)
{
  if (is_there)
    cen_cbor_put_bytes (writer, bytes, len);
  else
    cen_cbor_put_null (writer);
}

static gsize
write_body (const CenOp *op, guint8 *buf, gsize size)
{
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, size);
  cen_cbor_put_array (&writer, OP_ARITY);
  cen_cbor_put_uint (&writer, CEN_PROTOCOL_VERSION);
  cen_cbor_put_bytes (&writer, op->device.bytes, CEN_ID_LEN);
  cen_cbor_put_uint (&writer, op->seq);
  put_optional (&writer, op->has_prev, op->prev.bytes, CEN_ID_LEN);
  cen_cbor_put_array (&writer, op->n_deps);
  for (guint i = 0; i < op->n_deps; i++)
    cen_cbor_put_bytes (&writer, op->deps[i].bytes, CEN_ID_LEN);
  cen_cbor_put_uint (&writer, op->lamport);
  cen_cbor_put_uint (&writer, op->wall_ms);
  cen_cbor_put_uint (&writer, op->kind);
  put_optional (&writer, op->has_object, op->object.bytes, CEN_ID_LEN);
  put_optional (&writer, op->has_key, op->key_id, CEN_KEYID_LEN);
  cen_cbor_put_uint (&writer, op->payload_len);
  cen_cbor_put_bytes (&writer, op->payload_hash, CEN_ID_LEN);
  g_assert (!writer.has_overflowed);
  return writer.len;
}

GBytes *
cen_op_encode (CenOp *self)
{
  guint8 body[CEN_OP_BODY_MAX];
  CenCborWriter writer;
  guint8 *bytes;
  gsize size;

  self->body_len = write_body (self, body, sizeof body);
  size = self->body_len + CEN_SIG_LEN + 16;
  bytes = g_malloc (size);
  cen_cbor_writer_init (&writer, bytes, size);
  cen_cbor_put_array (&writer, 2);
  cen_cbor_put_bytes (&writer, body, self->body_len);
  self->body = bytes + writer.len - self->body_len;
  cen_cbor_put_bytes (&writer, self->sig, CEN_SIG_LEN);
  g_assert (!writer.has_overflowed);
  cen_crypto_hash (self->id.bytes, "cen1.op.id", bytes, writer.len);
  return g_bytes_new_take (bytes, writer.len);
}

GBytes *
cen_op_sign (CenOp *self, const CenId *circle, const CenSignKey *key)
{
  guint8 body[CEN_OP_BODY_MAX];
  CenId founded;

  memcpy (self->device.bytes, key->public_key, CEN_ID_LEN);
  self->body_len = write_body (self, body, sizeof body);
  self->body = body;
  if (circle == NULL) {
    cen_op_circle_id (self, &founded);
    circle = &founded;
  }
  CenPart parts[] = { { circle->bytes, CEN_ID_LEN }, { body, self->body_len } };
  cen_crypto_sign (self->sig, key, "cen1.sig", parts, G_N_ELEMENTS (parts));
  return cen_op_encode (self);
}
