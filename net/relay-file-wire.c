/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-file-wire.h"

#include "core/op.h"

void
net_relay_drop_clear (NetRelayDrop *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
}

static void
put_ids (CenCborWriter *cbor, const CenId *ids, guint n_ids)
{
  g_assert (n_ids > 0 && n_ids <= NET_RELAY_NAMES_MAX);
  cen_cbor_put_bytes (cbor, (const guint8 *) ids, (gsize) n_ids * CEN_ID_LEN);
}

static GArray *
read_ids (CenCborReader *reader)
{
  const guint8 *bytes;
  GArray *ids;
  gsize len;

  if (!cen_cbor_read_bytes (reader, &bytes, &len) || len == 0 || len % CEN_ID_LEN != 0 ||
      len > NET_RELAY_NAMES_MAX * CEN_ID_LEN)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_array_append_vals (ids, bytes, (guint) (len / CEN_ID_LEN));
  return ids;
}

/* --- HAVE and HAVING --- */

GBytes *
net_relay_have_to_frame (const CenId *names, guint n_names)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_HAVE, (gsize) n_names * CEN_ID_LEN + 16);
  put_ids (&writer.cbor, names, n_names);
  return net_frame_end (&writer);
}

GArray *
net_relay_have_from_frame (const guint8 *frame, gsize len)
{
  g_autoptr (GArray) names = NULL;
  CenCborReader reader;

  if (!net_frame_open (&reader, NET_RELAY_HAVE, frame, len, 1, CEN_CBOR_ITEM_MAX))
    return NULL;
  names = read_ids (&reader);
  return names != NULL && cen_cbor_finish (&reader) ? g_steal_pointer (&names) : NULL;
}

GBytes *
net_relay_having_to_frame (const guint8 *states, guint n_states)
{
  NetFrameWriter writer;

  g_assert (n_states > 0 && n_states <= NET_RELAY_NAMES_MAX);
  net_frame_begin (&writer, NET_RELAY_HAVING, (gsize) n_states + 16);
  cen_cbor_put_bytes (&writer.cbor, states, n_states);
  return net_frame_end (&writer);
}

const guint8 *
net_relay_having_from_frame (const guint8 *frame, gsize len, guint *ret_n_states)
{
  CenCborReader reader;
  const guint8 *states;
  gsize n;

  if (!net_frame_open (&reader, NET_RELAY_HAVING, frame, len, 1, NET_RELAY_NAMES_MAX) ||
      !cen_cbor_read_bytes (&reader, &states, &n) || !cen_cbor_finish (&reader) || n == 0)
    return NULL;
  for (gsize i = 0; i < n; i++) {
    if (states[i] > CEN_PARCEL_LAST)
      return NULL;
  }
  *ret_n_states = (guint) n;
  return states;
}

/* --- STORE and STORED --- */

GBytes *
net_relay_store_to_frame (const NetRelayParcel *parcel)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_STORE, parcel->len + CEN_ID_LEN + 32);
  cen_cbor_put_array (&writer.cbor, 3);
  cen_cbor_put_uint (&writer.cbor, parcel->drawer);
  cen_cbor_put_bytes (&writer.cbor, parcel->name.bytes, CEN_ID_LEN);
  cen_cbor_put_bytes (&writer.cbor, parcel->bytes, parcel->len);
  return net_frame_end (&writer);
}

gboolean
net_relay_store_from_frame (NetRelayParcel *ret_parcel, const guint8 *frame, gsize len)
{
  NetRelayParcel parcel;
  CenCborReader reader;

  if (!net_frame_open (&reader, NET_RELAY_STORE, frame, len, 4, CEN_PARCEL_MAX) ||
      !net_frame_enter (&reader, 3) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &parcel.drawer) ||
      !cen_cbor_read_fixed (&reader, parcel.name.bytes, CEN_ID_LEN) ||
      !cen_cbor_read_bytes (&reader, &parcel.bytes, &parcel.len) || !net_frame_close (&reader))
    return FALSE;
  *ret_parcel = parcel;
  return TRUE;
}

GBytes *
net_relay_stored_to_frame (const NetRelayStored *stored)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_STORED, 48);
  cen_cbor_put_array (&writer.cbor, 3);
  cen_cbor_put_uint (&writer.cbor, stored->answer);
  cen_cbor_put_uint (&writer.cbor, stored->wait_ms);
  cen_cbor_put_uint (&writer.cbor, stored->bytes);
  return net_frame_end (&writer);
}

gboolean
net_relay_stored_from_frame (NetRelayStored *ret_stored, const guint8 *frame, gsize len)
{
  NetRelayStored stored;
  CenCborReader reader;
  guint answer;

  if (!net_frame_open (&reader, NET_RELAY_STORED, frame, len, 4, 16) ||
      !net_frame_enter (&reader, 3) || !net_frame_read_small (&reader, CEN_MAIL_LAST, &answer) ||
      !cen_cbor_read_uint_max (&reader, G_MAXINT32, &stored.wait_ms) ||
      !cen_cbor_read_uint_max (&reader, G_MAXINT64, &stored.bytes) || !net_frame_close (&reader))
    return FALSE;
  stored.answer = (CenMailAnswer) answer;
  *ret_stored = stored;
  return TRUE;
}

/* --- FETCH and PARCEL --- */

GBytes *
net_relay_fetch_to_frame (const CenId *name)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_FETCH, CEN_ID_LEN + 8);
  cen_cbor_put_bytes (&writer.cbor, name->bytes, CEN_ID_LEN);
  return net_frame_end (&writer);
}

gboolean
net_relay_fetch_from_frame (CenId *ret_name, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  CenId name;

  if (!net_frame_open (&reader, NET_RELAY_FETCH, frame, len, 1, CEN_ID_LEN) ||
      !cen_cbor_read_fixed (&reader, name.bytes, CEN_ID_LEN) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_name = name;
  return TRUE;
}

GBytes *
net_relay_parcel_to_frame (GBytes *parcel)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_PARCEL,
                   16 + (parcel != NULL ? g_bytes_get_size (parcel) : 0));
  if (parcel != NULL)
    net_frame_put (&writer.cbor, parcel);
  else
    cen_cbor_put_null (&writer.cbor);
  return net_frame_end (&writer);
}

gboolean
net_relay_parcel_from_frame (NetRelayParcel *ret_parcel, const guint8 *frame, gsize len)
{
  NetRelayParcel parcel = { .bytes = NULL };
  CenCborReader reader;

  if (!net_frame_open (&reader, NET_RELAY_PARCEL, frame, len, 1, CEN_PARCEL_MAX) ||
      (!cen_cbor_take_null (&reader) &&
       !cen_cbor_read_bytes (&reader, &parcel.bytes, &parcel.len)) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  *ret_parcel = parcel;
  return TRUE;
}

/* --- DROP and DROPPED --- */

GBytes *
net_relay_drop_to_frame (const NetRelayDrop *drop)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_DROP, (gsize) drop->ids->len * CEN_ID_LEN + 32);
  cen_cbor_put_array (&writer.cbor, 4);
  cen_cbor_put_uint (&writer.cbor, drop->by);
  cen_cbor_put_uint (&writer.cbor, drop->what);
  cen_cbor_put_uint (&writer.cbor, drop->drawer);
  put_ids (&writer.cbor, (const CenId *) drop->ids->data, drop->ids->len);
  return net_frame_end (&writer);
}

gboolean
net_relay_drop_from_frame (NetRelayDrop *ret_drop, const guint8 *frame, gsize len)
{
  g_auto (NetRelayDrop) drop = { 0 };
  CenCborReader reader;
  guint what;

  if (!net_frame_open (&reader, NET_RELAY_DROP, frame, len, 5, CEN_CBOR_ITEM_MAX) ||
      !net_frame_enter (&reader, 4) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &drop.by) ||
      !net_frame_read_small (&reader, NET_RELAY_DROP_LAST, &what) ||
      !net_frame_read_small (&reader, NET_RELAY_DRAWERS_MAX - 1, &drop.drawer))
    return FALSE;
  drop.ids = read_ids (&reader);
  if (drop.ids == NULL || !net_frame_close (&reader))
    return FALSE;
  drop.what = (NetRelayDropWhat) what;
  *ret_drop = drop;
  drop.ids = NULL;
  return TRUE;
}

GBytes *
net_relay_dropped_to_frame (CenMailAnswer answer)
{
  NetFrameWriter writer;

  net_frame_begin (&writer, NET_RELAY_DROPPED, 8);
  cen_cbor_put_uint (&writer.cbor, answer);
  return net_frame_end (&writer);
}

gboolean
net_relay_dropped_from_frame (CenMailAnswer *ret_answer, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  guint answer;

  if (!net_frame_open (&reader, NET_RELAY_DROPPED, frame, len, 1, 8) ||
      !net_frame_read_small (&reader, CEN_MAIL_LAST, &answer) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_answer = (CenMailAnswer) answer;
  return TRUE;
}
