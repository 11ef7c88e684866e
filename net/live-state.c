/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-state.h"

#include "core/cbor.h"

#define OVERHEAD 256 /* of a frame beside the body */
#define N_ITEMS  7

void
net_live_state_clear (NetLiveState *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
}

/* What is signed, beside the circle's id. */
static gsize
write_said (const NetLiveState *self, guint8 *buf, gsize size)
{
  gsize body_len;
  const guint8 *body = g_bytes_get_data (self->body, &body_len);
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, size);
  cen_cbor_put_array (&writer, 5);
  cen_cbor_put_uint (&writer, self->kind);
  cen_cbor_put_bytes (&writer, self->object.bytes, CEN_ID_LEN);
  cen_cbor_put_bytes (&writer, self->device.bytes, CEN_ID_LEN);
  cen_cbor_put_uint (&writer, self->number);
  cen_cbor_put_bytes (&writer, body, body_len);
  g_assert (!writer.has_overflowed);
  return writer.len;
}

void
net_live_state_sign (NetLiveState *self, CenCircle *circle)
{
  guint8 said[NET_LIVE_BODY_MAX + OVERHEAD];
  CenPart parts[2] = { { circle->id.bytes, CEN_ID_LEN }, { said, 0 } };

  self->device = circle->self_device;
  parts[1].len = write_said (self, said, sizeof said);
  cen_crypto_sign (self->sig, &circle->keys->device, "cen1.live", parts, 2);
}

const CenDevice *
net_live_state_check (const NetLiveState *self, CenCircle *circle)
{
  const CenDevice *device = cen_circle_find_device (circle, &self->device);
  guint8 said[NET_LIVE_BODY_MAX + OVERHEAD];
  CenPart parts[2] = { { circle->id.bytes, CEN_ID_LEN }, { said, 0 } };

  if (device == NULL || !cen_circle_device_is_effective (circle, device))
    return NULL;
  parts[1].len = write_said (self, said, sizeof said);
  return cen_crypto_verify (self->sig, self->device.bytes, "cen1.live", parts, 2) ? device : NULL;
}

GBytes *
net_live_state_to_frame (const NetLiveState *self, gint64 age_ms)
{
  gsize body_len;
  const guint8 *body = g_bytes_get_data (self->body, &body_len);
  gsize size = body_len + OVERHEAD;
  guint8 *frame = g_malloc (size);
  CenCborWriter writer;

  frame[0] = NET_FRAME_LIVE;
  cen_cbor_writer_init (&writer, frame + 1, size - 1);
  cen_cbor_put_array (&writer, N_ITEMS);
  cen_cbor_put_uint (&writer, self->kind);
  cen_cbor_put_bytes (&writer, self->object.bytes, CEN_ID_LEN);
  cen_cbor_put_bytes (&writer, self->device.bytes, CEN_ID_LEN);
  cen_cbor_put_uint (&writer, self->number);
  cen_cbor_put_uint (&writer, (guint64) CLAMP (age_ms, 0, NET_LIVE_AGE_MAX));
  cen_cbor_put_bytes (&writer, body, body_len);
  cen_cbor_put_bytes (&writer, self->sig, CEN_SIG_LEN);
  g_assert (!writer.has_overflowed);
  return g_bytes_new_take (frame, writer.len + 1);
}

gboolean
net_frame_is_live_state (const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint64 n;

  if (len < 2 || frame[0] != NET_FRAME_LIVE)
    return FALSE;
  cen_cbor_reader_init (&reader, frame + 1, len - 1);
  return cen_cbor_enter_array (&reader, &n) && n == N_ITEMS;
}

gboolean
net_live_state_from_frame (NetLiveState *ret_state, gint64 *ret_age_ms, const guint8 *frame,
                           gsize len)
{
  NetLiveState state = { 0 };
  CenCborReader reader;
  guint64 n, kind, age_ms;
  const guint8 *body;
  gsize body_len;

  if (len < 2 || frame[0] != NET_FRAME_LIVE)
    return FALSE;
  cen_cbor_reader_init (&reader, frame + 1, len - 1);
  if (!cen_cbor_enter_array (&reader, &n) || n != N_ITEMS ||
      !cen_cbor_read_uint_max (&reader, G_MAXUINT16, &kind) || kind < NET_LIVE_STATE_FIRST ||
      !cen_cbor_read_fixed (&reader, state.object.bytes, CEN_ID_LEN) ||
      !cen_cbor_read_fixed (&reader, state.device.bytes, CEN_ID_LEN) ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_NUMBER_MAX, &state.number) ||
      !cen_cbor_read_uint_max (&reader, NET_LIVE_AGE_MAX, &age_ms) ||
      !cen_cbor_read_bytes (&reader, &body, &body_len) || body_len > NET_LIVE_BODY_MAX ||
      !cen_cbor_read_fixed (&reader, state.sig, CEN_SIG_LEN) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  state.kind = (NetLiveKind) kind;
  state.body = g_bytes_new (body, body_len);
  *ret_state = state;
  *ret_age_ms = (gint64) age_ms;
  return TRUE;
}
