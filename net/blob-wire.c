/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "blob-wire.h"

#include "core/cbor.h"

#include <string.h>

#define MAP_MAX ((CEN_BLOB_BLOCKS_MAX + 7) / 8)

GBytes *
net_chunk_req_to_frame (const NetChunkReq *req)
{
  NetFrameWriter writer;

  g_assert (req->n <= NET_CHUNKS_ASKED_MAX);
  net_frame_begin (&writer, NET_FRAME_CHUNK_REQ, 64 + req->n * 8);
  cen_cbor_put_array (&writer.cbor, 2);
  cen_cbor_put_bytes (&writer.cbor, req->blob.bytes, CEN_ID_LEN);
  cen_cbor_put_array (&writer.cbor, req->n);
  for (guint i = 0; i < req->n; i++)
    cen_cbor_put_uint (&writer.cbor, req->indices[i]);
  return net_frame_end (&writer);
}

static void
begin_chunk (NetFrameWriter *writer, const CenId *blob, guint index, gsize len)
{
  net_frame_begin (writer, NET_FRAME_CHUNK, 64 + len);
  cen_cbor_put_array (&writer->cbor, 3);
  cen_cbor_put_bytes (&writer->cbor, blob->bytes, CEN_ID_LEN);
  cen_cbor_put_uint (&writer->cbor, index);
}

guint8 *
net_chunk_begin (NetFrameWriter *writer, const CenId *blob, guint index, gsize len)
{
  begin_chunk (writer, blob, index, len);
  return cen_cbor_put_room (&writer->cbor, len);
}

GBytes *
net_chunk_to_frame (const NetChunk *chunk)
{
  NetFrameWriter writer;

  begin_chunk (&writer, &chunk->blob, chunk->index, chunk->len);
  if (chunk->ct != NULL)
    cen_cbor_put_bytes (&writer.cbor, chunk->ct, chunk->len);
  else
    cen_cbor_put_null (&writer.cbor);
  return net_frame_end (&writer);
}

GBytes *
net_hold_req_to_frame (const CenId *blobs, guint n_blobs)
{
  NetFrameWriter writer;

  g_assert (n_blobs <= NET_HOLDS_MAX);
  net_frame_begin (&writer, NET_FRAME_HOLD_REQ, 16 + (gsize) n_blobs * CEN_ID_LEN);
  cen_cbor_put_bytes (&writer.cbor, (const guint8 *) blobs, (gsize) n_blobs * CEN_ID_LEN);
  return net_frame_end (&writer);
}

static void
clear_hold (gpointer hold)
{
  g_clear_pointer (&((NetHold *) hold)->map, g_bytes_unref);
}

GArray *
net_holds_new (void)
{
  GArray *holds = g_array_new (FALSE, TRUE, sizeof (NetHold));

  g_array_set_clear_func (holds, clear_hold);
  return holds;
}

GBytes *
net_holds_to_frame (const NetHold *holds, guint n_holds)
{
  gsize size = 16;
  NetFrameWriter writer;

  g_assert (n_holds <= NET_HOLDS_MAX);
  for (guint i = 0; i < n_holds; i++)
    size += 48 + (holds[i].map != NULL ? g_bytes_get_size (holds[i].map) : 0);
  net_frame_begin (&writer, NET_FRAME_HOLD, size);
  cen_cbor_put_array (&writer.cbor, n_holds);
  for (guint i = 0; i < n_holds; i++) {
    cen_cbor_put_array (&writer.cbor, 3);
    cen_cbor_put_bytes (&writer.cbor, holds[i].blob.bytes, CEN_ID_LEN);
    cen_cbor_put_uint (&writer.cbor, holds[i].held);
    if (holds[i].map != NULL)
      cen_cbor_put_bytes (&writer.cbor, g_bytes_get_data (holds[i].map, NULL),
                          g_bytes_get_size (holds[i].map));
    else
      cen_cbor_put_null (&writer.cbor);
  }
  return net_frame_end (&writer);
}

/* --- Reading --- */

gboolean
net_chunk_req_from_frame (NetChunkReq *ret_req, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  NetChunkReq req;
  guint64 n, index;

  if (!net_frame_open (&reader, NET_FRAME_CHUNK_REQ, frame, len, NET_CHUNKS_ASKED_MAX + 4,
                       CEN_ID_LEN) ||
      !cen_cbor_enter_array (&reader, &n) || n != 2 ||
      !cen_cbor_read_fixed (&reader, req.blob.bytes, CEN_ID_LEN) ||
      !cen_cbor_enter_array (&reader, &n) || n == 0 || n > NET_CHUNKS_ASKED_MAX)
    return FALSE;
  req.n = (guint) n;
  for (guint i = 0; i < req.n; i++) {
    if (!cen_cbor_read_uint_max (&reader, CEN_BLOB_BLOCKS_MAX - 1, &index))
      return FALSE;
    req.indices[i] = (guint) index;
  }
  if (!cen_cbor_leave (&reader) || !cen_cbor_leave (&reader) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_req = req;
  return TRUE;
}

gboolean
net_chunk_from_frame (NetChunk *ret_chunk, const guint8 *frame, gsize len)
{
  CenCborReader reader;
  NetChunk chunk = { .ct = NULL };
  guint64 n, index;

  if (!net_frame_open (&reader, NET_FRAME_CHUNK, frame, len, 4, CEN_BLOB_BLOCK_MAX) ||
      !cen_cbor_enter_array (&reader, &n) || n != 3 ||
      !cen_cbor_read_fixed (&reader, chunk.blob.bytes, CEN_ID_LEN) ||
      !cen_cbor_read_uint_max (&reader, CEN_BLOB_BLOCKS_MAX - 1, &index))
    return FALSE;
  chunk.index = (guint) index;
  if (!cen_cbor_take_null (&reader) &&
      (!cen_cbor_read_bytes (&reader, &chunk.ct, &chunk.len) || chunk.len == 0))
    return FALSE;
  if (!cen_cbor_leave (&reader) || !cen_cbor_finish (&reader))
    return FALSE;
  *ret_chunk = chunk;
  return TRUE;
}

GArray *
net_hold_req_from_frame (const guint8 *frame, gsize len)
{
  CenCborReader reader;
  const guint8 *bytes;
  gsize bytes_len;
  GArray *ids;

  if (!net_frame_open (&reader, NET_FRAME_HOLD_REQ, frame, len, 1, NET_HOLDS_MAX * CEN_ID_LEN) ||
      !cen_cbor_read_bytes (&reader, &bytes, &bytes_len) || bytes_len % CEN_ID_LEN != 0 ||
      bytes_len == 0 || !cen_cbor_finish (&reader))
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  return g_array_append_vals (ids, bytes, (guint) (bytes_len / CEN_ID_LEN));
}

static gboolean
read_hold (CenCborReader *reader, GArray *holds)
{
  NetHold hold = { .map = NULL };
  const guint8 *map;
  gsize map_len;
  guint64 n, held;

  if (!cen_cbor_enter_array (reader, &n) || n != 3 ||
      !cen_cbor_read_fixed (reader, hold.blob.bytes, CEN_ID_LEN) ||
      !cen_cbor_read_uint_max (reader, CEN_BLOB_WHOLE, &held))
    return FALSE;
  hold.held = (CenBlobHeld) held;
  if (!cen_cbor_take_null (reader)) {
    if (!cen_cbor_read_bytes (reader, &map, &map_len) || held != CEN_BLOB_PARTIAL)
      return FALSE;
    hold.map = g_bytes_new (map, map_len);
  }
  g_array_append_val (holds, hold);
  return cen_cbor_leave (reader);
}

GArray *
net_holds_from_frame (const guint8 *frame, gsize len)
{
  g_autoptr (GArray) holds = net_holds_new ();
  CenCborReader reader;
  guint64 n;

  if (!net_frame_open (&reader, NET_FRAME_HOLD, frame, len, 4 * NET_HOLDS_MAX + 1, MAP_MAX) ||
      !cen_cbor_enter_array (&reader, &n) || n > NET_HOLDS_MAX)
    return NULL;
  for (guint64 i = 0; i < n; i++) {
    if (!read_hold (&reader, holds))
      return NULL;
  }
  return cen_cbor_leave (&reader) && cen_cbor_finish (&reader) ? g_steal_pointer (&holds) : NULL;
}
