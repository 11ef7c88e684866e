/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "device-wire.h"

#include "core/cbor.h"

#include <string.h>

#define REQ_SIZE    (3 * CEN_KEY_LEN + 16)
#define OK_OVERHEAD (CEN_OP_DEPS_MAX * (CEN_ID_LEN + 2) + 512)
#define OK_ITEMS    (CEN_OP_DEPS_MAX + 16)

GBytes *
net_device_req_to_frame (const CenDeviceClaim *claim)
{
  guint8 buf[REQ_SIZE + 1];
  CenCborWriter cbor;

  buf[0] = NET_FRAME_DEVICE_REQ;
  cen_cbor_writer_init (&cbor, buf + 1, REQ_SIZE);
  cen_cbor_put_array (&cbor, 3);
  cen_cbor_put_bytes (&cbor, claim->device.bytes, CEN_ID_LEN);
  cen_cbor_put_bytes (&cbor, claim->box, CEN_KEY_LEN);
  cen_cbor_put_bytes (&cbor, claim->curve, CEN_KEY_LEN);
  g_assert (!cbor.has_overflowed);
  return g_bytes_new (buf, cbor.len + 1);
}

static void
put_blob (CenCborWriter *cbor, GBytes *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  cen_cbor_put_bytes (cbor, data, len);
}

static void
put_start (CenCborWriter *cbor, const CenDeviceStart *start)
{
  cen_cbor_put_array (cbor, start->n_heads);
  for (guint i = 0; i < start->n_heads; i++)
    cen_cbor_put_bytes (cbor, start->heads[i].bytes, CEN_ID_LEN);
  cen_cbor_put_uint (cbor, start->lamport);
  if (!start->has_wrap) {
    cen_cbor_put_null (cbor);
    return;
  }
  cen_cbor_put_array (cbor, 3);
  cen_cbor_put_bytes (cbor, start->wrap.key_id, CEN_KEYID_LEN);
  cen_cbor_put_bytes (cbor, start->wrap.sender, CEN_KEY_LEN);
  cen_cbor_put_bytes (cbor, start->wrap.wrap, CEN_WRAP_LEN);
}

GBytes *
net_device_ok_to_frame (const CenDeviceAnswer *answer)
{
  gsize size =
      OK_OVERHEAD + g_bytes_get_size (answer->genesis) + g_bytes_get_size (answer->genesis_payload);
  guint8 *buf = g_malloc (size + 1);
  CenCborWriter cbor;

  buf[0] = NET_FRAME_DEVICE_OK;
  cen_cbor_writer_init (&cbor, buf + 1, size);
  cen_cbor_put_array (&cbor, 7);
  put_blob (&cbor, answer->genesis);
  put_blob (&cbor, answer->genesis_payload);
  cen_cbor_put_bytes (&cbor, answer->sig, CEN_SIG_LEN);
  cen_cbor_put_bytes (&cbor, answer->secret, CEN_DEVICE_SECRET_LEN);
  put_start (&cbor, &answer->start);
  g_assert (!cbor.has_overflowed);
  return g_bytes_new_take (buf, cbor.len + 1);
}

static gboolean
open_frame (CenCborReader *reader, NetFrameType type, const guint8 *frame, gsize len, guint items)
{
  if (len < 2 || len > CEN_MESSAGE_MAX || frame[0] != type)
    return FALSE;
  cen_cbor_reader_init_large (reader, frame + 1, len - 1, items, CEN_OP_MAX);
  return TRUE;
}

gboolean
net_device_req_from_frame (CenDeviceClaim *ret_claim, const guint8 *frame, gsize len)
{
  CenDeviceClaim claim;
  CenCborReader reader;
  guint64 n;

  if (!open_frame (&reader, NET_FRAME_DEVICE_REQ, frame, len, 4) ||
      !cen_cbor_enter_array (&reader, &n) || n != 3 ||
      !cen_cbor_read_fixed (&reader, claim.device.bytes, CEN_ID_LEN) ||
      !cen_cbor_read_fixed (&reader, claim.box, CEN_KEY_LEN) ||
      !cen_cbor_read_fixed (&reader, claim.curve, CEN_KEY_LEN) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  *ret_claim = claim;
  return TRUE;
}

static gboolean
read_blob (CenCborReader *reader, GBytes **ret_bytes)
{
  const guint8 *bytes;
  gsize len;

  if (!cen_cbor_read_bytes (reader, &bytes, &len))
    return FALSE;
  *ret_bytes = g_bytes_new (bytes, len);
  return TRUE;
}

/* Heads ascend, as in the deps that they become. */
static gboolean
read_heads (CenCborReader *reader, CenDeviceStart *start)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n < 1 || n > CEN_OP_DEPS_MAX)
    return FALSE;
  for (start->n_heads = 0; start->n_heads < n; start->n_heads++) {
    CenId *head = &start->heads[start->n_heads];

    if (!cen_cbor_read_fixed (reader, head->bytes, CEN_ID_LEN) ||
        (start->n_heads > 0 && cen_id_compare (head - 1, head) >= 0))
      return FALSE;
  }
  return cen_cbor_leave (reader);
}

static gboolean
read_start (CenCborReader *reader, CenDeviceStart *start)
{
  guint64 n;

  if (!read_heads (reader, start) ||
      !cen_cbor_read_uint_max (reader, CEN_OP_NUMBER_MAX - 1, &start->lamport))
    return FALSE;
  start->has_wrap = !cen_cbor_take_null (reader);
  return !start->has_wrap ||
         (cen_cbor_enter_array (reader, &n) && n == 3 &&
          cen_cbor_read_fixed (reader, start->wrap.key_id, CEN_KEYID_LEN) &&
          cen_cbor_read_fixed (reader, start->wrap.sender, CEN_KEY_LEN) &&
          cen_cbor_read_fixed (reader, start->wrap.wrap, CEN_WRAP_LEN) && cen_cbor_leave (reader));
}

gboolean
net_device_ok_from_frame (CenDeviceAnswer *ret_answer, const guint8 *frame, gsize len)
{
  g_auto (CenDeviceAnswer) answer = { 0 };
  CenCborReader reader;
  guint64 n;

  if (!open_frame (&reader, NET_FRAME_DEVICE_OK, frame, len, OK_ITEMS) ||
      !cen_cbor_enter_array (&reader, &n) || n != 7 || !read_blob (&reader, &answer.genesis) ||
      !read_blob (&reader, &answer.genesis_payload) ||
      !cen_cbor_read_fixed (&reader, answer.sig, CEN_SIG_LEN) ||
      !cen_cbor_read_fixed (&reader, answer.secret, CEN_DEVICE_SECRET_LEN) ||
      !read_start (&reader, &answer.start) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  *ret_answer = answer;
  answer = (CenDeviceAnswer){ 0 };
  return TRUE;
}
