/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/blob-wire.h"
#include "tests/support/frames.h"

#include <string.h>

static CenId
make_id (guint8 byte)
{
  CenId id;

  memset (id.bytes, byte, CEN_ID_LEN);
  return id;
}

static gboolean
reads_chunk_req (const guint8 *frame, gsize len)
{
  NetChunkReq req;

  return net_chunk_req_from_frame (&req, frame, len);
}

static gboolean
reads_chunk (const guint8 *frame, gsize len)
{
  NetChunk chunk;

  return net_chunk_from_frame (&chunk, frame, len);
}

static gboolean
reads_hold_req (const guint8 *frame, gsize len)
{
  g_autoptr (GArray) ids = net_hold_req_from_frame (frame, len);

  return ids != NULL;
}

static gboolean
reads_holds (const guint8 *frame, gsize len)
{
  g_autoptr (GArray) holds = net_holds_from_frame (frame, len);

  return holds != NULL;
}

static void
test_chunk_req (void)
{
  NetChunkReq req = { .blob = make_id (3), .n = NET_CHUNKS_ASKED_MAX };
  g_autoptr (GBytes) frame = NULL;
  NetChunkReq back;

  for (guint i = 0; i < req.n; i++)
    req.indices[i] = i * 2000;
  frame = net_chunk_req_to_frame (&req);
  test_frame_only_whole (frame, reads_chunk_req);
  g_assert_true (
      net_chunk_req_from_frame (&back, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
  g_assert_true (cen_id_equal (&back.blob, &req.blob));
  g_assert_cmpmem (back.indices, sizeof back.indices, req.indices, sizeof req.indices);
}

static void
test_chunk_req_bounds (void)
{
  NetChunkReq req = { .blob = make_id (3), .n = 0 };
  g_autoptr (GBytes) none = net_chunk_req_to_frame (&req);
  g_autoptr (GBytes) last = NULL;
  g_autoptr (GBytes) past = NULL;

  g_assert_false (reads_chunk_req (g_bytes_get_data (none, NULL), g_bytes_get_size (none)));
  req.n = 1;
  req.indices[0] = CEN_BLOB_BLOCKS_MAX - 1;
  last = net_chunk_req_to_frame (&req);
  g_assert_true (reads_chunk_req (g_bytes_get_data (last, NULL), g_bytes_get_size (last)));
  req.indices[0] = CEN_BLOB_BLOCKS_MAX;
  past = net_chunk_req_to_frame (&req);
  g_assert_false (reads_chunk_req (g_bytes_get_data (past, NULL), g_bytes_get_size (past)));
}

static void
test_chunk (void)
{
  g_autofree guint8 *ct = g_malloc0 (CEN_BLOB_BLOCK_MAX + 1);
  NetChunk chunk = { make_id (4), 70000 % CEN_BLOB_BLOCKS_MAX, ct, CEN_BLOB_BLOCK_MAX };
  g_autoptr (GBytes) frame = net_chunk_to_frame (&chunk);
  g_autoptr (GBytes) longer = NULL;
  g_autoptr (GBytes) empty = NULL;
  NetChunk back;

  g_assert_cmpuint (g_bytes_get_size (frame), <=, CEN_MESSAGE_MAX);
  test_frame_only_whole (frame, reads_chunk);
  g_assert_true (
      net_chunk_from_frame (&back, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
  g_assert_cmpuint (back.index, ==, chunk.index);
  g_assert_cmpmem (back.ct, back.len, ct, CEN_BLOB_BLOCK_MAX);
  chunk.len = CEN_BLOB_BLOCK_MAX + 1;
  longer = net_chunk_to_frame (&chunk);
  g_assert_false (reads_chunk (g_bytes_get_data (longer, NULL), g_bytes_get_size (longer)));
  chunk.ct = NULL;
  empty = net_chunk_to_frame (&chunk);
  test_frame_only_whole (empty, reads_chunk);
}

/* One that is filled in place is the same. */
static void
test_chunk_in_place (void)
{
  guint8 ct[4096];
  NetChunk chunk = { make_id (4), 70, ct, sizeof ct };
  NetFrameWriter writer;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) filled = NULL;
  guint8 *room;

  for (guint i = 0; i < sizeof ct; i++)
    ct[i] = (guint8) g_test_rand_int ();
  whole = net_chunk_to_frame (&chunk);
  room = net_chunk_begin (&writer, &chunk.blob, chunk.index, chunk.len);
  memcpy (room, ct, sizeof ct);
  filled = net_frame_end (&writer);
  g_assert_true (g_bytes_equal (whole, filled));
}

static void
test_hold_req (void)
{
  CenId ids[NET_HOLDS_MAX];
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GArray) back = NULL;

  for (guint i = 0; i < NET_HOLDS_MAX; i++)
    ids[i] = make_id ((guint8) i);
  frame = net_hold_req_to_frame (ids, NET_HOLDS_MAX);
  test_frame_only_whole (frame, reads_hold_req);
  back = net_hold_req_from_frame (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  g_assert_cmpmem (back->data, back->len * sizeof (CenId), ids, sizeof ids);
}

static void
test_holds (void)
{
  g_autoptr (GArray) holds = net_holds_new ();
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GArray) back = NULL;

  for (guint i = 0; i < NET_HOLDS_MAX; i++) {
    NetHold hold = { make_id ((guint8) i), (CenBlobHeld) (i % 3), NULL };

    if (hold.held == CEN_BLOB_PARTIAL)
      hold.map = g_bytes_new_static ("\x05\x80", i % 2 + 1);
    g_array_append_val (holds, hold);
  }
  frame = net_holds_to_frame ((const NetHold *) holds->data, holds->len);
  test_frame_only_whole (frame, reads_holds);
  back = net_holds_from_frame (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  g_assert_cmpuint (back->len, ==, holds->len);
  for (guint i = 0; i < back->len; i++) {
    const NetHold *a = &g_array_index (holds, NetHold, i);
    const NetHold *b = &g_array_index (back, NetHold, i);

    g_assert_true (cen_id_equal (&a->blob, &b->blob) && a->held == b->held);
    g_assert_true ((a->map == NULL) == (b->map == NULL));
    g_assert_true (a->map == NULL || g_bytes_equal (a->map, b->map));
  }
}

/* A map belongs to a part. */
static void
test_map_of_whole (void)
{
  NetHold hold = { make_id (1), CEN_BLOB_WHOLE, g_bytes_new_static ("\1", 1) };
  g_autoptr (GBytes) frame = net_holds_to_frame (&hold, 1);

  g_assert_false (reads_holds (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
  g_bytes_unref (hold.map);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blob-wire/chunk-req", test_chunk_req);
  g_test_add_func ("/blob-wire/chunk-req-bounds", test_chunk_req_bounds);
  g_test_add_func ("/blob-wire/chunk", test_chunk);
  g_test_add_func ("/blob-wire/chunk-in-place", test_chunk_in_place);
  g_test_add_func ("/blob-wire/hold-req", test_hold_req);
  g_test_add_func ("/blob-wire/holds", test_holds);
  g_test_add_func ("/blob-wire/map-of-a-whole", test_map_of_whole);
  return g_test_run ();
}
