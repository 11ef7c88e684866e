/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One attack a case. After each the honest ones hold and show the same, their memory stayed within
 * bounds, and what a rule forbids is told of whom it came from.
 * What is aimed at who is in the circle stands in test-byzantine-circle.c. */

#include "core/author-members.h"
#include "core/queries.h"
#include "net/peers.h"
#include "tests/support/byzantine.h"
#include "tests/support/meeting.h"

#include <locale.h>
#include <string.h>

#define MIB      (1 << 20)
#define PROTOCOL (1u << CEN_FAULT_PROTOCOL)
#define JUNK     (1u << CEN_FAULT_JUNK)
#define FLOOD    (1u << CEN_FAULT_FLOOD)
#define FORK     (1u << CEN_FAULT_FORK)

/* An op in the name of @device's chain after @prev, signed by Mallory. */
static TestOp *
forge_as (TestByzantine *stage, const CenId *device, const TestOp *prev)
{
  CenOp op = { .kind = CEN_OP_MERGE };
  CenSignKey key = stage->mallory->circle->keys->device;

  test_op_set_parents (&op, prev, NULL, 0);
  /* The name stands in the key's public half, the signature is by its secret half. */
  memcpy (key.public_key, device->bytes, CEN_KEY_LEN);
  return test_op_sign (&op, &stage->ana->circle->id, &key, test_payload_empty (stage->mallory));
}

static void
test_forged (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (TestOp) tip = test_op_read_tip (stage->bo);
  guint64 n_before = stage->ana->circle->n_ops;

  for (guint i = 0; i < 2000; i++) {
    g_autoptr (TestOp) op = forge_as (stage, &stage->bo->circle->self_device, tip);

    g_assert_true (test_byzantine_send_ops (stage, &op, 1));
  }
  g_assert_cmpuint (stage->ana->circle->n_ops, ==, n_before);
  g_assert_cmpuint (cen_orphans_get_n (stage->ana->circle->orphans), <=, CEN_ORPHANS_PER_PEER_MAX);
  test_byzantine_end (stage, "forged: ops in another's name", "none accepted, 1,024 wait", 0,
                      16 * MIB);
}

static void
test_replayed (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (GArray) all = test_person_list_ops (stage->ana);
  guint64 n_before = stage->ana->circle->n_ops;

  for (guint i = 0; i < 50; i++)
    g_assert_true (
        test_byzantine_send (stage, net_ops_to_frame (NET_FRAME_OPS, NET_OPS_LIVE,
                                                      (const CenIncoming *) all->data, all->len)));
  stage->n_ops = 50 * all->len;
  g_assert_cmpuint (stage->ana->circle->n_ops, ==, n_before);
  test_byzantine_end (stage, "replayed: all there is, 50 times", "known already", 0, 8 * MIB);
}

/* Removed, and then writing in a past that does not know of it. */
static void
test_back_dated (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (TestOp) tip = test_op_read_tip (stage->mallory);
  g_autoptr (TestOp) late = NULL;
  g_autoptr (GError) error = NULL;
  CenId channel = test_person_get_channel (stage->mallory);
  g_autofree char *before = NULL;
  g_auto (CenState) then = { 0 };
  g_auto (CenState) now = { 0 };

  g_assert_true (cen_author_revoke (stage->ana->circle, &stage->mallory->circle->self_member, NULL,
                                    0, "spam", &error));
  g_assert_no_error (error);
  cen_state_digest (stage->ana->replica->store, &stage->ana->circle->id, &then, &error);
  late = test_op_forge (stage->mallory, CEN_OP_CREATE, tip, NULL, 0, NULL,
                        test_payload_create (stage->mallory, &channel, "I was here before"));
  g_assert_true (test_byzantine_send_ops (stage, &late, 1));
  g_assert_true (test_person_has (stage->ana, &late->op.id));
  cen_state_digest (stage->ana->replica->store, &stage->ana->circle->id, &now, &error);
  g_assert_no_error (error);
  /* It is in the graph, and shows nothing. */
  g_assert_cmpmem (then.view_digest, CEN_ID_LEN, now.view_digest, CEN_ID_LEN);
  test_byzantine_end (stage, "back-dated: written after a removal", "in the graph, void", 0,
                      8 * MIB);
}

static void
test_wrong_lamport (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (TestOp) tip = test_op_read_tip (stage->mallory);
  guint64 n_before = stage->ana->circle->n_ops;
  guint n_taken = 0;

  for (guint i = 0; stage->session != NULL; i++) {
    CenOp op = { .kind = CEN_OP_MERGE };
    g_autoptr (TestOp) made = NULL;

    test_op_set_parents (&op, tip, NULL, 0);
    op.lamport += 1 + i;
    made = test_op_sign (&op, &stage->ana->circle->id, &stage->mallory->circle->keys->device,
                         test_payload_empty (stage->mallory));
    n_taken += test_byzantine_send_ops (stage, &made, 1);
  }
  g_assert_cmpuint (n_taken, ==, NET_SESSION_JUNK_MAX);
  g_assert_cmpuint (stage->ana->circle->n_ops, ==, n_before);
  test_byzantine_end (stage, "wrong lamport", "junk; hung up on after 64", JUNK | FLOOD, 8 * MIB);
}

static void
test_equivocating (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (TestOp) tip = test_op_read_tip (stage->mallory);
  CenId channel = test_person_get_channel (stage->mallory);
  TestOp *ops[2];

  for (guint i = 0; i < 2; i++)
    ops[i] = test_op_forge (stage->mallory, CEN_OP_CREATE, tip, NULL, 0, NULL,
                            test_payload_create (stage->mallory, &channel, i == 0 ? "Yes" : "No"));
  /* One to each. */
  g_assert_true (test_byzantine_send_ops (stage, &ops[0], 1));
  g_assert_cmpuint (test_person_give_one (stage->bo, ops[1]), ==, 1);
  test_meeting_hold (stage->ana, stage->bo);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (test_person_has (stage->ana, &ops[i]->op.id));
    g_assert_true (test_person_has (stage->bo, &ops[i]->op.id));
    test_op_free (ops[i]);
  }
  test_byzantine_end (stage, "equivocating: one thing to each", "both have both", FORK, 8 * MIB);
}

/* Ops after what nobody has, as large as they may be. */
static void
test_orphans (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  guint64 n_before = stage->ana->circle->n_ops;
  g_autofree guint8 *filler = g_malloc0 (CEN_PAYLOAD_MAX);

  for (guint i = 0; i < 1500; i++) {
    CenOp op = { .kind = CEN_OP_MERGE, .seq = 1000, .has_prev = TRUE, .lamport = 2000 + i };
    g_autoptr (TestOp) made = NULL;

    op.prev = test_byzantine_make_nowhere (i);
    made = test_op_sign (&op, &stage->ana->circle->id, &stage->mallory->circle->keys->device,
                         g_bytes_new (filler, CEN_PAYLOAD_MAX));
    g_assert_true (test_byzantine_send_ops (stage, &made, 1));
  }
  g_assert_cmpuint (stage->ana->circle->n_ops, ==, n_before);
  g_assert_cmpuint (cen_orphans_get_n (stage->ana->circle->orphans), <=,
                    CEN_ORPHAN_BYTES_MAX / CEN_PAYLOAD_MAX);
  test_byzantine_end (stage, "dangling deps: a flood of orphans", "8 MiB of them wait", 0,
                      32 * MIB);
}

/* --- Frames --- */

/* Each claims far more than it holds; each ends a session. */
static void
test_huge_counts (void)
{
  static const guint8 heads[][9] = {
    { 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
    { 0x9a, 0xff, 0xff, 0xff, 0xff },
    { 0xbb, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00 },
    { 0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
    { 0x5a, 0x80, 0x00, 0x00, 0x00 },
  };
  static const NetFrameType types[] = { NET_FRAME_CLOCK, NET_FRAME_NEED,  NET_FRAME_OPS,
                                        NET_FRAME_RBSR,  NET_FRAME_PEERS, NET_FRAME_LIVE };
  g_autoptr (TestByzantine) stage = test_byzantine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (heads) * G_N_ELEMENTS (types); i++) {
    guint8 frame[10];

    frame[0] = (guint8) types[i % G_N_ELEMENTS (types)];
    memcpy (frame + 1, heads[i / G_N_ELEMENTS (types)], 9);
    g_assert_false (test_byzantine_send (stage, g_bytes_new (frame, sizeof frame)));
    test_byzantine_begin (stage);
  }
  test_byzantine_end (stage, "huge counts in CBOR heads", "hung up on, 30 times", PROTOCOL,
                      8 * MIB);
}

/* Ana's answers are never taken, so she gives no credit back. */
static void
test_credit_abuse (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (GArray) all = test_person_list_ops (stage->ana);
  g_autoptr (GError) error = NULL;

  while (error == NULL) {
    g_autoptr (GBytes) frame =
        net_ops_to_frame (NET_FRAME_OPS, NET_OPS_LIVE, (const CenIncoming *) all->data, all->len);

    stage->n_bytes += g_bytes_get_size (frame);
    stage->n_ops += all->len;
    net_session_receive (stage->session, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame),
                         stage->world->monotonic_ms, &error);
    g_assert_cmpuint (stage->n_bytes, <=, CEN_CREDIT_WINDOW + 2 * CEN_MESSAGE_MAX);
  }
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  test_byzantine_end (stage, "credit abuse: speaking without listening",
                      "hung up on past 4 MiB and a frame", FLOOD, 16 * MIB);
}

static void
test_endless_reconciliation (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  guint n = 0;

  while (test_byzantine_send (stage, test_byzantine_make_comparison (0, 2))) {
    g_assert_true (test_byzantine_send (stage, net_rbsr_to_frame (1, nothing)));
    g_assert_cmpuint (++n, <=, NET_SESSION_COMPARE_PER_MINUTE_MAX);
  }
  test_byzantine_end (stage, "endless reconciliation", "hung up on after 120 in a minute", FLOOD,
                      8 * MIB);
}

static void
test_slow_loris (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (GError) error = NULL;

  /* Live, and then not a word: ended when 45 s are over, and not before. */
  test_world_advance (stage->world, NET_SESSION_SILENCE_MS);
  g_assert_true (net_session_tick (stage->session, stage->world->monotonic_ms, &error));
  test_world_advance (stage->world, 1);
  g_assert_false (net_session_tick (stage->session, stage->world->monotonic_ms, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  test_byzantine_end (stage, "slow loris: alive and silent", "ended after 45 s", 0, 8 * MIB);
}

/* Where Bo could be reached, by Mallory. */
static void
test_peers_poisoning (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) forged = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GBytes) record = NULL;
  guint8 *bytes;
  gsize len;

  g_ptr_array_add (addresses, (char *) "tcp://192.0.2.66:666");
  record = net_peer_record_sign (stage->mallory->circle, addresses);
  len = g_bytes_get_size (record);
  for (guint i = 0; i < NET_PEERS_MAX; i++) {
    bytes = g_memdup2 (g_bytes_get_data (record, NULL), len);
    for (gsize k = 0; k + CEN_KEY_LEN <= len; k++) {
      if (memcmp (bytes + k, stage->mallory->circle->self_device.bytes, CEN_KEY_LEN) == 0)
        memcpy (bytes + k, stage->bo->circle->self_device.bytes, CEN_KEY_LEN);
    }
    bytes[len - 1] ^= (guint8) i;
    g_ptr_array_add (forged, g_bytes_new_take (bytes, len));
  }
  for (guint i = 0; i < 100; i++)
    g_assert_true (test_byzantine_send (stage, net_peers_to_frame (forged)));
  g_assert_cmpuint (stage->records->len, ==, 100 * NET_PEERS_MAX);
  for (guint i = 0; i < stage->records->len; i++) {
    g_autoptr (GPtrArray) found = NULL;
    gint64 wall_ms;

    g_assert_null (
        net_peer_record_check (stage->ana->circle, stage->records->pdata[i], &found, &wall_ms));
  }
  test_byzantine_end (stage, "PEERS poisoning: addresses for another", "none believed", 0,
                      16 * MIB);
}

#define ADD(name, func) g_test_add_func ("/byzantine/" name, func)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("forged", test_forged);
  ADD ("replayed", test_replayed);
  ADD ("back-dated", test_back_dated);
  ADD ("wrong-lamport", test_wrong_lamport);
  ADD ("equivocating", test_equivocating);
  ADD ("orphans", test_orphans);
  ADD ("huge-counts", test_huge_counts);
  ADD ("credit-abuse", test_credit_abuse);
  ADD ("endless-reconciliation", test_endless_reconciliation);
  ADD ("slow-loris", test_slow_loris);
  ADD ("peers-poisoning", test_peers_poisoning);
  return g_test_run ();
}
