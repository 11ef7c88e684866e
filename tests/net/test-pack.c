/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/pack.h"

#include "core/cbor.h"
#include "net/wire.h"
#include "tests/support/world.h"

#include <string.h>

#define N_DEVICES 4
#define BUF_LEN   4096

/* Chains of several devices that depend on each other at random. */
typedef struct {
  TestWorld *world;
  CenSignKey keys[N_DEVICES];
  CenId tips[N_DEVICES];
  guint64 seqs[N_DEVICES];
  CenId circle;
  GArray *ops; /* CenIncoming */
  GArray *ids; /* CenId */
} Log;

static void
log_init (Log *log, guint32 seed)
{
  memset (log, 0, sizeof *log);
  log->world = test_world_new (seed);
  log->ops = net_ops_array_new ();
  log->ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  for (guint i = 0; i < N_DEVICES; i++)
    cen_sign_key_generate (&log->keys[i], &log->world->world);
}

static void
log_clear (Log *log)
{
  g_array_unref (log->ops);
  g_array_unref (log->ids);
  test_world_free (log->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Log, log_clear)

static guint
pick (Log *log, guint n)
{
  return (guint) g_rand_int_range (log->world->rand, 0, (gint32) n);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (a, b);
}

static void
pick_deps (Log *log, CenOp *op)
{
  guint n = pick (log, 4);

  for (guint i = 0; i < n && log->ids->len > 0; i++) {
    const CenId *id = &g_array_index (log->ids, CenId, pick (log, log->ids->len));
    gboolean is_new = !op->has_prev || !cen_id_equal (id, &op->prev);

    for (guint k = 0; k < op->n_deps; k++)
      is_new = is_new && !cen_id_equal (id, &op->deps[k]);
    if (is_new)
      op->deps[op->n_deps++] = *id;
  }
  qsort (op->deps, op->n_deps, sizeof op->deps[0], compare_ids);
}

static void
log_add (Log *log)
{
  guint device = pick (log, N_DEVICES);
  CenOp op = { .kind = 20 + pick (log, 5), .lamport = 1 + pick (log, 1 << 20) };
  CenIncoming incoming = { .op = NULL };
  guint8 payload[64];
  gsize len = pick (log, sizeof payload);

  op.wall_ms = pick (log, 1 << 30);
  op.seq = log->seqs[device]++;
  op.has_prev = op.seq > 0;
  op.prev = log->tips[device];
  pick_deps (log, &op);
  op.has_object = op.kind != CEN_OP_CREATE && log->ids->len > 0;
  if (op.has_object)
    op.object = g_array_index (log->ids, CenId, pick (log, log->ids->len));
  op.has_key = pick (log, 4) > 0;
  memset (op.key_id, (int) pick (log, 2), CEN_KEYID_LEN);
  log->world->world.random (&log->world->world, payload, len);
  incoming.payload = pick (log, 8) > 0 ? g_bytes_new (payload, len) : NULL;
  cen_op_commit_payload (&op, payload, pick (log, 10) > 0 ? len : len / 2);
  incoming.op = cen_op_sign (&op, &log->circle, &log->keys[device]);
  log->tips[device] = op.id;
  g_array_append_val (log->ids, op.id);
  g_array_append_val (log->ops, incoming);
}

static const CenIncoming *
get (const Log *log, guint i)
{
  return &g_array_index (log->ops, CenIncoming, i);
}

/* What is said to be known of it would be found again, and is said only of what left out what
 * follows from the payload. */
static void
assert_known (const CenIncoming *incoming)
{
  gsize len, op_len;
  const guint8 *bytes = g_bytes_get_data (incoming->op, &op_len);
  const guint8 *payload;
  CenOp op;

  if (!incoming->is_made)
    return;
  payload = g_bytes_get_data (incoming->payload, &len);
  g_assert_true (cen_op_decode (&op, bytes, op_len, NULL));
  g_assert_true (cen_id_equal (&op.id, &incoming->id));
  g_assert_true (cen_op_matches_payload (&op, payload, len));
}

/* Whatever part of a log stands in a list, it comes out as it went in. */
static void
test_round_trip (void)
{
  guint n_known = 0;

  for (guint32 seed = 1; seed <= 60; seed++) {
    g_auto (Log) log = { 0 };
    guint from, to;
    g_autoptr (GBytes) frame = NULL;
    g_autoptr (GArray) read = NULL;
    NetOpsFlag flag;

    log_init (&log, seed);
    for (guint i = 0; i < 120; i++)
      log_add (&log);
    from = pick (&log, 60);
    to = from + pick (&log, 60);
    frame = net_ops_to_frame (NET_FRAME_OPS, NET_OPS_LAST, get (&log, from), to - from);
    read = net_ops_from_frame (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), &flag);
    g_assert_nonnull (read);
    g_assert_cmpuint (read->len, ==, to - from);
    for (guint i = from; i < to; i++) {
      const CenIncoming *made = &g_array_index (read, CenIncoming, i - from);

      g_assert_true (g_bytes_equal (made->op, get (&log, i)->op));
      g_assert_true ((made->payload == NULL) == (get (&log, i)->payload == NULL));
      assert_known (made);
      n_known += made->is_made;
    }
  }
  g_assert_cmpuint (n_known, >, 60);
}

/* One device in one epoch: what is left of an op is its signature and some numbers. */
static void
test_size (void)
{
  g_auto (Log) log = { 0 };
  gsize whole = 0;
  g_autoptr (GBytes) frame = NULL;

  log_init (&log, 1);
  for (guint i = 0; i < 100; i++) {
    CenOp op = { .kind = CEN_OP_CREATE, .seq = i, .lamport = 70000 + i, .has_key = TRUE };
    CenIncoming incoming = { .op = NULL, .payload = g_bytes_new_static ("0123456789", 10) };

    op.wall_ms = G_GUINT64_CONSTANT (1700000000000) + i;
    op.has_prev = i > 0;
    op.prev = log.tips[0];
    cen_op_commit_payload (&op, (const guint8 *) "0123456789", 10);
    incoming.op = cen_op_sign (&op, &log.circle, &log.keys[0]);
    log.tips[0] = op.id;
    whole += g_bytes_get_size (incoming.op);
    g_array_append_val (log.ops, incoming);
  }
  frame = net_ops_to_frame (NET_FRAME_OPS, NET_OPS_LAST, get (&log, 0), 100);
  g_assert_cmpuint (g_bytes_get_size (frame), <, whole / 2);
}

/* A short form by hand: nine good items around the three that a case is about. */
typedef struct {
  guint64 device_places;
  gboolean is_implied;
  gboolean follows;
  guint64 prev_places;
  gboolean is_key_same;
  gboolean has_payload;
  gboolean is_good;
} Case;

/* The bytes of the op that was taken; NULL for none. */
static GBytes *
take (NetPack *pack, const guint8 *bytes, gsize len, GBytes *payload)
{
  CenIncoming incoming;

  if (!net_pack_take (pack, bytes, len, payload, &incoming))
    return NULL;
  g_clear_pointer (&incoming.payload, g_bytes_unref);
  return incoming.op;
}

static GBytes *
take_case (NetPack *pack, const Case *given, const CenId *device)
{
  static const guint8 sig[CEN_SIG_LEN] = { 1 };
  g_autoptr (GBytes) payload = given->has_payload ? g_bytes_new_static ("x", 1) : NULL;
  guint8 buf[BUF_LEN];
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_put_array (&writer, 12);
  if (given->device_places == G_MAXUINT64)
    cen_cbor_put_bytes (&writer, device->bytes, CEN_ID_LEN);
  else
    cen_cbor_put_uint (&writer, given->device_places);
  if (given->is_implied) {
    cen_cbor_put_null (&writer);
    cen_cbor_put_bool (&writer, given->follows);
  } else {
    cen_cbor_put_uint (&writer, 1);
    cen_cbor_put_uint (&writer, given->prev_places);
  }
  cen_cbor_put_array (&writer, 0);
  for (guint i = 0; i < 3; i++)
    cen_cbor_put_uint (&writer, 20);
  cen_cbor_put_null (&writer);
  if (given->is_key_same)
    cen_cbor_put_bool (&writer, TRUE);
  else
    cen_cbor_put_null (&writer);
  cen_cbor_put_null (&writer);
  cen_cbor_put_null (&writer);
  cen_cbor_put_bytes (&writer, sig, sizeof sig);
  return take (pack, buf, writer.len, payload);
}

static void
test_bad_references (void)
{
  static const Case cases[] = {
    { 1, TRUE, TRUE, 0, TRUE, TRUE, TRUE },
    { 1, FALSE, FALSE, 1, FALSE, TRUE, TRUE },
    { G_MAXUINT64, FALSE, FALSE, 1, FALSE, TRUE, TRUE },
    { 0, TRUE, TRUE, 0, FALSE, TRUE, FALSE }, /* itself */
    { 2, TRUE, TRUE, 0, FALSE, TRUE, FALSE }, /* before the list */
    { G_MAXUINT32, TRUE, TRUE, 0, FALSE, TRUE, FALSE },
    { G_MAXUINT64, TRUE, TRUE, 0, FALSE, TRUE, FALSE }, /* follows nobody */
    { 1, TRUE, FALSE, 0, FALSE, TRUE, FALSE },
    { 1, FALSE, FALSE, 0, FALSE, TRUE, FALSE },
    { 1, FALSE, FALSE, 2, FALSE, TRUE, FALSE },
    { 1, TRUE, TRUE, 0, TRUE, FALSE, FALSE }, /* commits to what is not there */
  };
  g_auto (Log) log = { 0 };

  log_init (&log, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (NetPack) pack = { NULL, NULL, NULL };
    g_autoptr (GBytes) first = NULL;
    g_autoptr (GBytes) made = NULL;
    CenOp op = { .kind = CEN_OP_CREATE, .lamport = 1, .has_key = TRUE };

    net_pack_init (&pack);
    cen_op_commit_payload (&op, NULL, 0);
    first = cen_op_sign (&op, &log.circle, &log.keys[0]);
    g_bytes_unref (take (&pack, g_bytes_get_data (first, NULL), g_bytes_get_size (first), NULL));
    made = take_case (&pack, &cases[i], &op.device);
    g_assert_cmpint (made != NULL, ==, cases[i].is_good);
  }
}

static void
test_cuts (void)
{
  g_auto (Log) log = { 0 };
  guint8 buf[BUF_LEN];
  g_auto (NetPack) out = { NULL, NULL, NULL };
  CenCborWriter writer;
  CenCborReader reader;
  const guint8 *bytes;
  gsize len;

  log_init (&log, 9);
  log_add (&log);
  net_pack_init (&out);
  cen_cbor_writer_init (&writer, buf, sizeof buf);
  net_pack_put (&out, &writer, get (&log, 0));
  cen_cbor_reader_init (&reader, buf, writer.len);
  g_assert_true (cen_cbor_read_bytes (&reader, &bytes, &len));
  for (gsize cut = 1; cut < len; cut++) {
    g_auto (NetPack) in = { NULL, NULL, NULL };
    g_autofree guint8 *part = g_memdup2 (bytes, cut);

    net_pack_init (&in);
    g_assert_null (take (&in, part, cut, get (&log, 0)->payload));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/pack/round-trip", test_round_trip);
  g_test_add_func ("/pack/size", test_size);
  g_test_add_func ("/pack/bad-references", test_bad_references);
  g_test_add_func ("/pack/cuts", test_cuts);
  return g_test_run ();
}
