/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/swarm.h"

#include <glib/gstdio.h>
#include <string.h>

#define LAN                                                                                        \
  {                                                                                                \
    1, 50 << 20                                                                                    \
  }
#define SLOW                                                                                       \
  {                                                                                                \
    20, 1 << 20                                                                                    \
  }
#define MIB ((gsize) 1 << 20)

static const TestSwarmRoad lan = LAN;
static const TestSwarmRoad slow = SLOW;

static NetFetchState
get_state (TestSwarm *swarm, guint person, const CenId *blob, guint64 *ret_done)
{
  g_autoptr (GArray) rows = net_transfer_list (test_swarm_get_transfer (swarm, person));

  for (guint i = 0; i < rows->len; i++) {
    const NetFetchRow *row = &g_array_index (rows, NetFetchRow, i);

    if (!cen_id_equal (&row->blob, blob))
      continue;
    *ret_done = row->done;
    return row->state;
  }
  *ret_done = 0;
  return NET_FETCH_PAUSED;
}

static void
run_until_done (TestSwarm *swarm, guint person, const CenId *blob, guint64 done)
{
  guint64 n = 0;

  for (guint i = 0; i < 100000 && n < done; i++) {
    test_swarm_run (swarm, 1);
    get_state (swarm, person, blob, &n);
  }
  g_assert_cmpuint (n, >=, done);
}

/* Small ones come by themselves, large ones when they are asked for. */
static void
test_automatic (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (1, 2);
  CenId small, large, empty;

  test_swarm_link (swarm, 0, 1, &lan);
  small = test_swarm_share (swarm, 0, CEN_SHELF_AUTO_MAX, 1);
  empty = test_swarm_share (swarm, 0, 0, 1);
  large = test_swarm_share (swarm, 0, CEN_SHELF_AUTO_MAX + 1, 1);
  test_swarm_until_here (swarm, 1, &small, 5000);
  test_swarm_until_here (swarm, 1, &empty, 5000);
  test_swarm_run (swarm, 2000);
  g_assert_false (test_swarm_is_here (swarm, 1, &large));
  test_swarm_fetch (swarm, 1, &large);
  test_swarm_until_here (swarm, 1, &large, 5000);
  test_swarm_assert_content (swarm, 1, &small, CEN_SHELF_AUTO_MAX, 1);
  test_swarm_assert_content (swarm, 1, &empty, 0, 1);
  test_swarm_assert_content (swarm, 1, &large, CEN_SHELF_AUTO_MAX + 1, 1);
  g_assert_null (test_swarm_get_broken (swarm));
}

/* What a circle said about the size, and whether small ones come at all. */
static void
test_preference (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (2, 2);
  CenCircle *circle = test_swarm_get_person (swarm, 1)->circle;
  CenId small, smaller;

  g_assert_true (
      cen_preference_set (circle->store, &circle->id, CEN_PREFERENCE_AUTO_MAX, 1000, NULL));
  test_swarm_link (swarm, 0, 1, &lan);
  small = test_swarm_share (swarm, 0, 1001, 1);
  smaller = test_swarm_share (swarm, 0, 1000, 1);
  test_swarm_until_here (swarm, 1, &smaller, 5000);
  g_assert_false (test_swarm_is_here (swarm, 1, &small));
  net_transfer_set_way (test_swarm_get_transfer (swarm, 1), NET_WAY_METERED);
  smaller = test_swarm_share (swarm, 0, 999, 1);
  test_swarm_run (swarm, 2000);
  g_assert_false (test_swarm_is_here (swarm, 1, &smaller));
  g_assert_true (cen_preference_set (circle->store, NULL, CEN_PREFERENCE_METERED, 1, NULL));
  net_transfer_look (test_swarm_get_transfer (swarm, 1));
  test_swarm_until_here (swarm, 1, &smaller, 5000);
}

/* Who comes later is told, and who has only a part gives that. */
static void
test_chain (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (3, 3);
  CenId blob = test_swarm_share (swarm, 0, 6 * MIB, 1);

  test_swarm_link (swarm, 1, 2, &lan);
  test_swarm_fetch (swarm, 1, &blob);
  test_swarm_fetch (swarm, 2, &blob);
  test_swarm_run (swarm, 500);
  test_swarm_link (swarm, 0, 1, &slow);
  test_swarm_until_here (swarm, 1, &blob, 20000);
  /* By then the second has nearly all of it, of what the first had meanwhile. */
  g_assert_cmpuint (test_swarm_get_n_received (swarm, 2, 1), >, 4 * MIB);
  test_swarm_until_here (swarm, 2, &blob, 2000);
  test_swarm_assert_content (swarm, 2, &blob, 6 * MIB, 1);
}

static void
test_several (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (4, 5);
  CenId blob = test_swarm_share (swarm, 0, 16 * MIB, 1);
  gint64 begun_ms;

  for (guint i = 1; i < 4; i++)
    test_swarm_give (swarm, i, 16 * MIB, 1);
  for (guint i = 0; i < 4; i++)
    test_swarm_link (swarm, i, 4, &slow);
  test_swarm_fetch (swarm, 4, &blob);
  begun_ms = test_swarm_get_now_ms (swarm);
  test_swarm_until_here (swarm, 4, &blob, 10000);
  /* Four at 1 MiB/s each: not much more than four seconds, and each did its part, once. */
  g_assert_cmpint (test_swarm_get_now_ms (swarm) - begun_ms, <, 6500);
  for (guint i = 0; i < 4; i++) {
    g_assert_cmpuint (test_swarm_get_n_received (swarm, 4, i), >, 2 * MIB);
    g_assert_cmpuint (test_swarm_get_n_received (swarm, 4, i), <, 7 * MIB);
  }
}

/* Who has no more than others waits for what is rare: three who fetch from one seed get most of it
 * from each other. */
static void
test_rarest_first (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (5, 4);
  CenId blob = test_swarm_share (swarm, 0, 24 * MIB, 1);
  guint64 from_seed = 0;

  for (guint i = 1; i < 4; i++)
    test_swarm_link (swarm, 0, i, &slow);
  test_swarm_link (swarm, 1, 2, &lan);
  test_swarm_link (swarm, 2, 3, &lan);
  test_swarm_link (swarm, 1, 3, &lan);
  for (guint i = 1; i < 4; i++)
    test_swarm_fetch (swarm, i, &blob);
  for (guint i = 1; i < 4; i++)
    test_swarm_until_here (swarm, i, &blob, 60000);
  for (guint i = 1; i < 4; i++)
    from_seed += test_swarm_get_n_received (swarm, i, 0);
  g_assert_cmpuint (from_seed, <, 40 * MIB);
}

static void
test_source_vanishes (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (6, 3);
  CenId blob = test_swarm_share (swarm, 0, 8 * MIB, 1);
  guint64 done;

  test_swarm_link (swarm, 0, 1, &slow);
  test_swarm_fetch (swarm, 1, &blob);
  run_until_done (swarm, 1, &blob, 3 * MIB);
  test_swarm_cut (swarm, 0, 1);
  test_swarm_run (swarm, 2000);
  g_assert_cmpint (get_state (swarm, 1, &blob, &done), ==, NET_FETCH_WAITING);
  /* Another one turns up with the same file. */
  test_swarm_give (swarm, 2, 8 * MIB, 1);
  test_swarm_link (swarm, 1, 2, &lan);
  test_swarm_until_here (swarm, 1, &blob, 5000);
  g_assert_cmpuint (test_swarm_get_n_received (swarm, 1, 2), <, 6 * MIB);
  test_swarm_assert_content (swarm, 1, &blob, 8 * MIB, 1);
}

/* Silent, not gone: the blocks it was asked for are asked of the other one. */
static GBytes *
mute_cb (guint from, guint to G_GNUC_UNUSED, GBytes *frame, gpointer user_data)
{
  const guint8 *bytes = g_bytes_get_data (frame, NULL);

  if (from != GPOINTER_TO_UINT (user_data) || bytes[0] != NET_FRAME_CHUNK)
    return frame;
  g_bytes_unref (frame);
  return NULL;
}

static void
test_silent_source (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (7, 3);
  CenId blob = test_swarm_share (swarm, 0, 4 * MIB, 1);

  test_swarm_give (swarm, 2, 4 * MIB, 1);
  test_swarm_set_filter (swarm, mute_cb, GUINT_TO_POINTER (0));
  test_swarm_link (swarm, 0, 1, &lan);
  test_swarm_link (swarm, 2, 1, &lan);
  test_swarm_fetch (swarm, 1, &blob);
  test_swarm_until_here (swarm, 1, &blob, 20000);
}

static void
test_restart (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (8, 2);
  CenId blob = test_swarm_share (swarm, 0, 8 * MIB, 1);
  guint64 received, done;

  test_swarm_link (swarm, 0, 1, &slow);
  test_swarm_fetch (swarm, 1, &blob);
  for (guint i = 1; i < 8; i++) {
    run_until_done (swarm, 1, &blob, i * MIB);
    test_swarm_restart (swarm, i % 2);
    test_swarm_run (swarm, 1000);
    get_state (swarm, 1, &blob, &done);
    g_assert_cmpuint (done, >=, i * MIB);
  }
  test_swarm_until_here (swarm, 1, &blob, 10000);
  received = test_swarm_get_n_received (swarm, 1, 0);
  /* What was under way when it ended came again, no more. */
  g_assert_cmpuint (received, <, 8 * MIB + 7 * NET_WINDOW_MAX * CEN_BLOB_BLOCK_MAX);
  test_swarm_assert_content (swarm, 1, &blob, 8 * MIB, 1);
}

/* One byte of every block from the liar is another one. */
static GBytes *
lie_cb (guint from, guint to G_GNUC_UNUSED, GBytes *frame, gpointer user_data)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (frame, &len);
  guint8 *lie;

  if (from != GPOINTER_TO_UINT (user_data) || bytes[0] != NET_FRAME_CHUNK)
    return frame;
  lie = g_memdup2 (bytes, len);
  lie[len - 1] ^= 1;
  g_bytes_unref (frame);
  return g_bytes_new_take (lie, len);
}

static void
test_liar (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (9, 3);
  CenId blob = test_swarm_share (swarm, 0, 8 * MIB, 1);

  test_swarm_give (swarm, 2, 8 * MIB, 1);
  test_swarm_set_filter (swarm, lie_cb, GUINT_TO_POINTER (0));
  test_swarm_link (swarm, 0, 1, &lan);
  test_swarm_link (swarm, 2, 1, &lan);
  test_swarm_fetch (swarm, 1, &blob);
  test_swarm_until_here (swarm, 1, &blob, 10000);
  g_assert_cmpuint (test_swarm_get_n_liars (swarm, 1), >=, 1);
  g_assert_cmpuint (test_swarm_get_n_received (swarm, 1, 0), <,
                    (NET_LIES_MAX + 1) * NET_WINDOW_MAX * CEN_BLOB_BLOCK_MAX);
  test_swarm_assert_content (swarm, 1, &blob, 8 * MIB, 1);
}

static void
test_only_liar (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (10, 2);
  CenId blob = test_swarm_share (swarm, 0, MIB, 1);

  test_swarm_set_filter (swarm, lie_cb, GUINT_TO_POINTER (0));
  test_swarm_link (swarm, 0, 1, &lan);
  test_swarm_run (swarm, 5000);
  g_assert_false (test_swarm_is_here (swarm, 1, &blob));
  g_assert_cmpuint (test_swarm_get_n_liars (swarm, 1), ==, 1);
  g_assert_cmpuint (test_swarm_get_n_received (swarm, 1, 0), <, MIB);
}

/* A key that does not open the manifest: the fault of who shared it, not of who gives it. */
static void
test_lying_manifest (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (11, 2);
  CenId blob = test_swarm_share (swarm, 0, MIB, 1);
  CenCircle *circle = test_swarm_get_person (swarm, 0)->circle;
  CenShelfRow row = { .size = MIB, .held = CEN_BLOB_WHOLE };
  g_autofree char *path = cen_shelf_dup_path (circle->store, &circle->id, &blob);
  g_autofree char *lying_path = NULL;
  g_autofree char *bytes = NULL;
  gboolean is_found;
  CenBlobRef ref;
  CenId lying;
  guint64 done;
  gsize len;

  g_assert_true (cen_shelf_find_ref (circle->store, &circle->id, &blob, &is_found, &ref, NULL));
  ref.key[3] ^= 1;
  cen_blob_ref_get_id (&ref, &lying);
  lying_path = cen_shelf_dup_path (circle->store, &circle->id, &lying);
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_assert_true (g_file_set_contents (lying_path, bytes, (gssize) len, NULL));
  row.id = lying;
  g_assert_true (cen_shelf_put (circle, &row, NULL));
  test_swarm_tell (swarm, 0, &ref);
  test_swarm_link (swarm, 0, 1, &lan);
  test_swarm_until_here (swarm, 1, &blob, 5000);
  test_swarm_run (swarm, 1000);
  g_assert_cmpint (get_state (swarm, 1, &lying, &done), ==, NET_FETCH_BROKEN);
  g_assert_cmpuint (test_swarm_get_n_liars (swarm, 1), ==, 0);
}

/* The size in the reference is not that of the file: the blob is another one, which nobody has. */
static void
test_wrong_size (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (12, 2);
  CenId blob = test_swarm_share (swarm, 0, MIB, 1);
  CenCircle *circle = test_swarm_get_person (swarm, 0)->circle;
  gboolean is_found;
  CenBlobRef ref;
  CenId wrong;

  g_assert_true (cen_shelf_find_ref (circle->store, &circle->id, &blob, &is_found, &ref, NULL));
  ref.size += 1;
  wrong = test_swarm_tell (swarm, 0, &ref);
  test_swarm_link (swarm, 0, 1, &lan);
  test_swarm_until_here (swarm, 1, &blob, 5000);
  test_swarm_run (swarm, 1000);
  g_assert_false (test_swarm_is_here (swarm, 1, &wrong));
  g_assert_null (test_swarm_get_broken (swarm));
}

static void
test_disk_full (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (13, 2);
  CenCircle *circle = test_swarm_get_person (swarm, 1)->circle;
  CenId blob = test_swarm_share (swarm, 0, MIB, 1);
  g_autofree char *folder = cen_shelf_dup_folder (circle->store, &circle->id);
  guint64 done;

  /* A folder in which nothing can be made stands for a disk that is full. */
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (cen_shelf_make_folder (circle, NULL));
  {
    g_autofree char *path = cen_shelf_dup_path (circle->store, &circle->id, &blob);
    g_autofree char *part = g_strconcat (path, ".part", NULL);

    g_assert_cmpint (g_mkdir_with_parents (part, 0700), ==, 0);
    test_swarm_link (swarm, 0, 1, &lan);
    test_swarm_run (swarm, 2000);
    g_assert_cmpint (get_state (swarm, 1, &blob, &done), ==, NET_FETCH_STUCK);
    g_assert_cmpint (g_rmdir (part), ==, 0);
  }
  test_swarm_until_here (swarm, 1, &blob, 60000);
}

static void
test_pause (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (14, 2);
  NetTransfer *transfer = test_swarm_get_transfer (swarm, 1);
  CenId blob = test_swarm_share (swarm, 0, 8 * MIB, 1);
  guint64 received, done;

  test_swarm_link (swarm, 0, 1, &slow);
  test_swarm_fetch (swarm, 1, &blob);
  run_until_done (swarm, 1, &blob, 2 * MIB);
  g_assert_true (net_transfer_pause (transfer, &blob, NULL));
  test_swarm_run (swarm, 3000);
  received = test_swarm_get_n_received (swarm, 1, 0);
  test_swarm_run (swarm, 3000);
  g_assert_cmpuint (test_swarm_get_n_received (swarm, 1, 0), ==, received);
  g_assert_false (test_swarm_is_here (swarm, 1, &blob));
  test_swarm_fetch (swarm, 1, &blob);
  test_swarm_run (swarm, 100);
  get_state (swarm, 1, &blob, &done);
  g_assert_cmpuint (done, >=, 2 * MIB);
  test_swarm_until_here (swarm, 1, &blob, 20000);
  g_assert_null (test_swarm_get_broken (swarm));
}

static void
test_cancel (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (15, 2);
  CenCircle *circle = test_swarm_get_person (swarm, 1)->circle;
  CenId blob = test_swarm_share (swarm, 0, 8 * MIB, 1);
  g_autofree char *path = cen_shelf_dup_path (circle->store, &circle->id, &blob);
  guint64 bytes;

  test_swarm_link (swarm, 0, 1, &slow);
  test_swarm_fetch (swarm, 1, &blob);
  run_until_done (swarm, 1, &blob, 2 * MIB);
  g_assert_true (net_transfer_cancel (test_swarm_get_transfer (swarm, 1), &blob, NULL));
  test_swarm_run (swarm, 5000);
  g_assert_cmpint (cen_blob_file_look (path, &bytes), ==, CEN_BLOB_ABSENT);
  g_assert_null (test_swarm_get_broken (swarm));
}

/* A message that goes out while a file does waits for no more than a few blocks. */
static void
test_window (void)
{
  static const TestSwarmRoad roads[] = { { 1, 200 << 20 }, { 1, 20 << 20 }, { 30, 5 << 20 } };

  for (guint i = 0; i < G_N_ELEMENTS (roads); i++) {
    g_autoptr (TestSwarm) swarm = test_swarm_new (16 + i, 2);
    gsize len = (gsize) roads[i].bytes_per_s * 2;
    CenId blob = test_swarm_share (swarm, 0, len, 1);
    gint64 begun_ms = test_swarm_get_now_ms (swarm);
    gint64 block_ms = CEN_BLOB_BLOCK_MAX * 1000 / (gint64) roads[i].bytes_per_s;

    test_swarm_link (swarm, 0, 1, &roads[i]);
    test_swarm_fetch (swarm, 1, &blob);
    test_swarm_until_here (swarm, 1, &blob, 20000);
    g_test_message ("%d MiB/s: %d ms for 2000 of it, queue at most %d ms",
                    (int) (roads[i].bytes_per_s >> 20),
                    (int) (test_swarm_get_now_ms (swarm) - begun_ms),
                    (int) test_swarm_get_queued_ms (swarm, 1, 0));
    g_assert_cmpint (test_swarm_get_now_ms (swarm) - begun_ms, <, 4000);
    g_assert_cmpint (test_swarm_get_queued_ms (swarm, 1, 0), <, 40 + 2 * block_ms);
  }
}

/* Many small ones: a few open at a time, all there in the end. */
static void
test_many (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (20, 2);
  const NetSource *source;
  CenId blobs[200];

  for (guint i = 0; i < G_N_ELEMENTS (blobs); i++)
    blobs[i] = test_swarm_share (swarm, 0, 100 + i, (guint8) i);
  test_swarm_link (swarm, 0, 1, &lan);
  for (guint i = 0; i < G_N_ELEMENTS (blobs); i++)
    test_swarm_until_here (swarm, 1, &blobs[i], 20000);
  test_swarm_assert_content (swarm, 1, &blobs[199], 299, 199);
  g_assert_cmpuint (G_N_ELEMENTS (blobs), >, NET_FETCHES_ACTIVE_MAX);
  g_assert_cmpuint (G_N_ELEMENTS (blobs), <, NET_FETCHES_MAX);
  /* Nothing is remembered of what came. */
  source = test_swarm_get_transfer (swarm, 1)->sources->pdata[0];
  g_assert_cmpuint (g_hash_table_size (source->havings), ==, 0);
  g_assert_cmpuint (g_hash_table_size (source->told), ==, 0);
}

/* What was not asked for, or too much of it, ends the link. */
static void
test_unasked (void)
{
  CenId blob = { { 1 } };
  g_autoptr (TestSwarm) swarm = test_swarm_new (21, 2);
  NetTransfer *transfer = test_swarm_get_transfer (swarm, 1);
  NetSource *source =
      net_transfer_add_source (transfer, &test_swarm_get_person (swarm, 0)->circle->self_device);
  NetChunkReq req = { .blob = blob, .n = NET_CHUNKS_ASKED_MAX };
  NetChunk chunk = { .blob = blob, .ct = (const guint8 *) "x", .len = 1 };
  NetHold hold = { .blob = blob, .held = CEN_BLOB_WHOLE };
  GBytes *frames[] = { net_chunk_to_frame (&chunk), net_holds_to_frame (&hold, 1),
                       net_chunk_req_to_frame (&req) };
  gboolean is_flood;

  for (guint i = 0; i < 2; i++)
    g_assert_false (net_transfer_receive (transfer, source, g_bytes_get_data (frames[i], NULL),
                                          g_bytes_get_size (frames[i]), 0, &is_flood, NULL));
  for (guint i = 0; i <= NET_BLOB_ASKED_MAX / NET_CHUNKS_ASKED_MAX; i++)
    g_assert_true (net_transfer_receive (transfer, source, g_bytes_get_data (frames[2], NULL),
                                         g_bytes_get_size (frames[2]), 0, &is_flood,
                                         NULL) == (i < NET_BLOB_ASKED_MAX / NET_CHUNKS_ASKED_MAX));
  g_assert_true (is_flood);
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    g_bytes_unref (frames[i]);
}

/* What waits for one peer is bounded, however much it asks for. */
static void
test_bounds (void)
{
  g_autoptr (TestSwarm) swarm = test_swarm_new (22, 2);
  CenId blob = test_swarm_share (swarm, 0, 40 * CEN_BLOB_CHUNK_LEN, 1);
  NetTransfer *transfer = test_swarm_get_transfer (swarm, 0);
  NetSource *source =
      net_transfer_add_source (transfer, &test_swarm_get_person (swarm, 1)->circle->self_device);
  NetChunkReq req = { .blob = blob, .n = NET_CHUNKS_ASKED_MAX };
  g_autoptr (GBytes) ask = NULL;
  g_autoptr (GBytes) holds = NULL;
  GBytes *frame;
  gboolean is_flood;
  guint n = 0;

  for (guint i = 0; i < req.n; i++)
    req.indices[i] = i + 1;
  ask = net_chunk_req_to_frame (&req);
  g_assert_true (net_transfer_receive (transfer, source, g_bytes_get_data (ask, NULL),
                                       g_bytes_get_size (ask), 0, &is_flood, NULL));
  test_swarm_run (swarm, 10);
  while ((frame = net_transfer_pop_block (transfer, source)) != NULL) {
    g_bytes_unref (frame);
    n++;
  }
  g_assert_cmpuint (n, ==, NET_BLOB_AHEAD_MAX);
  g_assert_cmpuint (NET_WRITING_MAX, >=, NET_WINDOW_MAX);
  /* Asked about more than is remembered, it answers all and remembers no more. */
  for (guint i = 0; i < NET_BLOB_CURIOUS_MAX / NET_HOLDS_MAX + 4; i++) {
    CenId ids[NET_HOLDS_MAX];
    g_autoptr (GBytes) about = NULL;

    for (guint k = 0; k < NET_HOLDS_MAX; k++) {
      memset (&ids[k], 0, sizeof ids[k]);
      memcpy (&ids[k], &i, sizeof i);
      memcpy (ids[k].bytes + 8, &k, sizeof k);
    }
    about = net_hold_req_to_frame (ids, NET_HOLDS_MAX);
    g_assert_true (net_transfer_receive (transfer, source, g_bytes_get_data (about, NULL),
                                         g_bytes_get_size (about), 0, &is_flood, NULL));
    holds = net_transfer_pop_word (transfer, source);
    g_assert_nonnull (holds);
    g_clear_pointer (&holds, g_bytes_unref);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/transfer/automatic", test_automatic);
  g_test_add_func ("/transfer/preference", test_preference);
  g_test_add_func ("/transfer/chain", test_chain);
  g_test_add_func ("/transfer/several-sources", test_several);
  g_test_add_func ("/transfer/rarest-first", test_rarest_first);
  g_test_add_func ("/transfer/source-vanishes", test_source_vanishes);
  g_test_add_func ("/transfer/silent-source", test_silent_source);
  g_test_add_func ("/transfer/restart", test_restart);
  g_test_add_func ("/transfer/liar", test_liar);
  g_test_add_func ("/transfer/only-a-liar", test_only_liar);
  g_test_add_func ("/transfer/lying-manifest", test_lying_manifest);
  g_test_add_func ("/transfer/wrong-size", test_wrong_size);
  g_test_add_func ("/transfer/disk-full", test_disk_full);
  g_test_add_func ("/transfer/pause", test_pause);
  g_test_add_func ("/transfer/cancel", test_cancel);
  g_test_add_func ("/transfer/window", test_window);
  g_test_add_func ("/transfer/many", test_many);
  g_test_add_func ("/transfer/unasked", test_unasked);
  g_test_add_func ("/transfer/bounds", test_bounds);
  return g_test_run ();
}
