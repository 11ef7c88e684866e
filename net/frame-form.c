/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "frame-form.h"

#include "core/limits.h"

guint
net_frame_get_type (const guint8 *frame, gsize len)
{
  return len > 0 ? frame[0] : 0;
}

void
net_frame_begin (NetFrameWriter *self, guint type, gsize size)
{
  self->frame = g_malloc (size + 1);
  self->frame[0] = (guint8) type;
  cen_cbor_writer_init (&self->cbor, self->frame + 1, size);
}

GBytes *
net_frame_end (NetFrameWriter *self)
{
  g_assert (!self->cbor.has_overflowed);
  return g_bytes_new_take (self->frame, self->cbor.len + 1);
}

void
net_frame_put (CenCborWriter *cbor, GBytes *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  cen_cbor_put_bytes (cbor, data, len);
}

gboolean
net_frame_open (CenCborReader *reader, guint type, const guint8 *frame, gsize len, guint items_max,
                gsize item_max)
{
  if (len < 2 || len > CEN_MESSAGE_MAX || frame[0] != type)
    return FALSE;
  cen_cbor_reader_init_large (reader, frame + 1, len - 1, items_max, item_max);
  return TRUE;
}

gboolean
net_frame_enter (CenCborReader *reader, guint64 n)
{
  guint64 found;

  return cen_cbor_enter_array (reader, &found) && found == n;
}

gboolean
net_frame_read_small (CenCborReader *reader, guint max, guint *ret_value)
{
  guint64 value;

  if (!cen_cbor_read_uint_max (reader, max, &value))
    return FALSE;
  *ret_value = (guint) value;
  return TRUE;
}

gboolean
net_frame_leave_open (CenCborReader *reader)
{
  while (cen_cbor_has_more (reader)) {
    if (!cen_cbor_skip (reader, NULL, NULL))
      return FALSE;
  }
  return cen_cbor_leave (reader);
}

gboolean
net_frame_close (CenCborReader *reader)
{
  return cen_cbor_leave (reader) && cen_cbor_finish (reader);
}
