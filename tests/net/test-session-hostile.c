/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A member with a program of their own speaks raw frames to a session. Whatever comes, the honest
 * side keeps its replica sound, ends the connection or goes on, and agrees with an honest third. */

#include "net/clock.h"
#include "net/own.h"
#include "net/reconcile.h"
#include "net/gossip-wire.h"
#include "tests/support/forge.h"
#include "tests/support/meeting.h"

#include <string.h>

#define FRAMES_MAX 10000

typedef enum {
  STAGE_HELLO,
  STAGE_FETCH,
  STAGE_RECONCILE, /* a comparison is open */
  STAGE_LIVE,
  N_STAGES,
} StagePoint;

typedef struct {
  TestWorld *world;
  TestPerson *ana; /* honest, as is Bo */
  TestPerson *bo;
  TestPerson *mallory;
  NetSession *session; /* of Ana with Mallory */
  char *before;
} Stage;

static const NetSessionEvents no_events = { 0 };

static void
stage_clear (Stage *stage)
{
  g_clear_pointer (&stage->session, net_session_free);
  test_person_free (stage->ana);
  test_person_free (stage->bo);
  test_person_free (stage->mallory);
  test_world_free (stage->world);
  g_free (stage->before);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stage, stage_clear)

static gboolean throw (Stage * stage, GBytes *frame, GError **error)
{
  g_autoptr (GBytes) owned = frame;

  return net_session_receive (stage->session, g_bytes_get_data (owned, NULL),
                              g_bytes_get_size (owned), stage->world->monotonic_ms, error);
}

static void
throw_well (Stage *stage, GBytes *frame)
{
  g_autoptr (GError) error = NULL;

  throw (stage, frame, &error);
  g_assert_no_error (error);
}

static void
throw_ill (Stage *stage, GBytes *frame)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (throw (stage, frame, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
}

/* Takes all that the session says. Returns: the last frame of @type, or NULL. */
static GBytes *
listen_for (Stage *stage, NetFrameType type)
{
  g_autoptr (GBytes) found = NULL;

  for (guint i = 0;; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) frame = net_session_pop (stage->session, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (i, <, FRAMES_MAX);
    if (frame == NULL)
      return g_steal_pointer (&found);
    g_assert_cmpuint (g_bytes_get_size (frame), <=, CEN_MESSAGE_MAX);
    if (net_frame_get_type (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)) == type) {
      g_clear_pointer (&found, g_bytes_unref);
      found = g_bytes_ref (frame);
    }
  }
}

static void
listen (Stage *stage)
{
  g_autoptr (GBytes) last = listen_for (stage, NET_FRAME_BYE);

  g_assert_null (last);
}

/* --- What Mallory says --- */

static GBytes *
make_hello (Stage *stage, gboolean is_equal)
{
  NetHello hello = { .version = 1, .message_max = CEN_MESSAGE_MAX, .credit = CEN_CREDIT_WINDOW };

  if (is_equal)
    net_clock_digest (stage->ana->circle, hello.clock_digest);
  return net_hello_to_frame (&hello);
}

static GBytes *
make_rbsr (guint round, const void *bytes, gsize len)
{
  g_autoptr (GBytes) message = g_bytes_new (bytes, len);

  return net_rbsr_to_frame (round, message);
}

/* The first message of one who holds @n_items of their own. */
static GBytes *
make_comparison (guint round, guint n_items)
{
  g_autoptr (NetItemSet) items = net_item_set_new (n_items);
  g_autoptr (NetReconcile) side = NULL;
  g_autoptr (GBytes) message = NULL;

  for (guint i = 0; i < n_items; i++) {
    CenId id;

    cen_crypto_hash (id.bytes, "test.hostile", &i, sizeof i);
    net_item_set_add (items, 1 + i, &id, 0);
  }
  g_assert_true (net_item_set_seal (items));
  side = net_reconcile_new (items, 0, NULL);
  message = net_reconcile_initiate (side, NULL);
  return net_rbsr_to_frame (round, message);
}

static GBytes *
make_ops (NetOpsFlag flag, TestOp *const *ops, guint n_ops)
{
  g_autofree CenIncoming *incoming = g_new (CenIncoming, n_ops);

  for (guint i = 0; i < n_ops; i++)
    incoming[i] = (CenIncoming){ .op = ops[i]->bytes, .payload = ops[i]->payload };
  return net_ops_to_frame (NET_FRAME_OPS, flag, incoming, n_ops);
}

static GBytes *
make_range (const guint8 *device, guint64 from, guint64 to, guint n)
{
  g_autofree NetRange *ranges = g_new0 (NetRange, n);

  for (guint i = 0; i < n; i++) {
    ranges[i].from = from;
    ranges[i].to = to;
    memcpy (ranges[i].device, device, NET_CLOCK_KEY_LEN);
  }
  return net_need_ranges_to_frame (ranges, n);
}

/* --- The stage --- */

static void
bring_to (Stage *stage, StagePoint point)
{
  if (point == STAGE_HELLO)
    return;
  throw_well (stage, make_hello (stage, point != STAGE_FETCH));
  listen (stage);
  if (point <= STAGE_FETCH)
    return;
  throw_well (stage, make_comparison (0, 3));
  listen (stage);
  if (point == STAGE_LIVE)
    throw_well (stage, make_rbsr (1, NULL, 0));
  g_assert_cmpint (net_session_is_live (stage->session), ==, point == STAGE_LIVE);
}

static void
start_session (Stage *stage, NetSide side)
{
  g_clear_pointer (&stage->session, net_session_free);
  stage->session =
      net_session_new (stage->ana->circle, side, 7, &no_events, NULL, stage->world->monotonic_ms);
}

static void
stage_init (Stage *stage, NetSide side)
{
  stage->world = test_world_new (11);
  stage->ana = test_person_new (stage->world, "Ana");
  stage->bo = test_person_new (stage->world, "Bo");
  stage->mallory = test_person_new (stage->world, "Mallory");
  test_person_found (stage->ana, "Analysis");
  test_person_join (stage->bo, stage->ana);
  test_person_join (stage->mallory, stage->ana);
  test_person_pull (stage->ana, stage->bo);
  test_person_pull (stage->ana, stage->mallory);
  test_person_post (stage->ana, "Good morning");
  stage->before = test_person_dup_state (stage->ana);
  start_session (stage, side);
}

static void
assert_unharmed (Stage *stage)
{
  g_autofree char *after = test_person_dup_state (stage->ana);

  g_assert_cmpstr (after, ==, stage->before);
  test_assert_verified (stage->ana);
  test_meeting_hold (stage->ana, stage->bo);
}

/* --- Out of turn --- */

#define N_FRAMES 22

static GBytes *
make_frame (Stage *stage, guint which)
{
  static const NetPreview question = { 0 };
  static const NetLive alive = { 0 };
  static const guint8 unknown[] = { 200, 0x80 };
  static const guint8 unknown_sum[CEN_ID_LEN] = { 1 };
  static const guint8 name[NET_NAME_LEN] = { 1 };
  static const NetBranch branch = { 1, 2, FALSE };
  g_autoptr (GArray) early = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_auto (NetOwnNews) news = { NULL };

  switch (which) {
  case 0:
    return make_hello (stage, TRUE);
  case 1:
    return net_clock_to_frame (NULL, 0);
  case 2:
    return net_need_ranges_to_frame (NULL, 0);
  case 3:
    return net_need_ids_to_frame (NULL, 0);
  case 4:
    return make_ops (NET_OPS_MORE, NULL, 0);
  case 5:
    return make_ops (NET_OPS_LAST, NULL, 0);
  case 6:
    return make_comparison (0, 2);
  case 7:
    return make_rbsr (0, NULL, 0);
  case 8:
    return net_ops_to_frame (NET_FRAME_PUSH, NET_OPS_LIVE, NULL, 0);
  case 9:
    return net_credit_to_frame (1);
  case 10:
    return net_peers_to_frame (records);
  case 11:
    return net_live_to_frame (&alive);
  case 12:
    return net_preview_to_frame (&question);
  case 13:
    return net_ops_to_frame (NET_FRAME_JOIN_REQ, NET_OPS_MORE, NULL, 0);
  case 14: /* only between devices of one member */
    net_own_news_init (&news);
    return net_own_to_frame (&news);
  case 15:
    return net_held_to_frame (unknown_sum);
  case 16:
    return net_names_to_frame (NET_FRAME_IHAVE, name, 1);
  case 17:
    return net_names_to_frame (NET_FRAME_PULL, name, 1);
  case 18:
    return net_branch_to_frame (&branch);
  case 19: /* nobody asked for it */
    return make_ops (NET_OPS_EARLY, NULL, 0);
  case 20:
    return net_need_early_to_frame (NULL, 0, early);
  default:
    return g_bytes_new_static (unknown, sizeof unknown);
  }
}

/* One letter for each frame of make_frame: '.' is taken, 'x' ends the connection. */
static void
check_turns (NetSide side, StagePoint point, const char *verdicts)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, side);
  for (guint i = 0; i < N_FRAMES; i++) {
    g_autoptr (GError) error = NULL;
    gboolean is_taken;

    start_session (&stage, side);
    bring_to (&stage, point);
    is_taken = throw (&stage, make_frame (&stage, i), &error);
    g_test_message ("frame %u at point %u", i, (guint) point);
    g_assert_cmpint (is_taken ? '.' : 'x', ==, verdicts[i]);
    g_assert_true (is_taken || g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID));
    listen (&stage);
  }
  assert_unharmed (&stage);
}

static void
test_turns (void)
{
  check_turns (NET_SIDE_LISTENER, STAGE_HELLO, ".xxxxxxxxxxxxxxxxxxxxx");
  check_turns (NET_SIDE_LISTENER, STAGE_FETCH, "x..x.x.x....xxxxxxxx.x");
  check_turns (NET_SIDE_LISTENER, STAGE_RECONCILE, "xxx..xx.....xxxxxxxxxx");
  check_turns (NET_SIDE_LISTENER, STAGE_LIVE, "xxxx.x.x....xxx....xxx");
  check_turns (NET_SIDE_DIALLER, STAGE_HELLO, ".xxxxxxxxxxxxxxxxxxxxx");
  check_turns (NET_SIDE_DIALLER, STAGE_FETCH, "x..x.xx.....xxxxxxxx.x");
}

static void
test_version (void)
{
  g_auto (Stage) stage = { 0 };
  NetHello hello = { .version = 2 };
  g_autoptr (GError) error = NULL;

  stage_init (&stage, NET_SIDE_LISTENER);
  g_assert_false (throw (&stage, net_hello_to_frame (&hello), &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NEWER);
  assert_unharmed (&stage);
}

static void
test_empty (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, NET_SIDE_LISTENER);
  throw_ill (&stage, g_bytes_new (NULL, 0));
  assert_unharmed (&stage);
}

/* --- CLOCK and NEED --- */

static void
test_bogus_clock (void)
{
  g_auto (Stage) stage = { 0 };
  g_autofree NetClockEntry *entries = g_new0 (NetClockEntry, NET_CLOCK_ENTRIES_MAX);
  g_autoptr (GBytes) asked = NULL;
  g_auto (NetNeed) need = { 0 };

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_FETCH);
  for (guint i = 0; i < NET_CLOCK_ENTRIES_MAX; i++) {
    memcpy (entries[i].device, &i, sizeof i);
    entries[i].seq = CEN_OP_NUMBER_MAX;
  }
  throw_well (&stage, net_clock_to_frame (entries, NET_CLOCK_ENTRIES_MAX));
  asked = listen_for (&stage, NET_FRAME_NEED);
  g_assert_true (
      net_need_from_frame (&need, g_bytes_get_data (asked, NULL), g_bytes_get_size (asked)));
  g_assert_cmpuint (need.ranges->len, ==, NET_CLOCK_ENTRIES_MAX);
  throw_well (&stage, make_ops (NET_OPS_LAST, NULL, 0));
  throw_ill (&stage, net_clock_to_frame (entries, 1));
  assert_unharmed (&stage);
}

static void
test_huge_need (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GArray) ops = NULL;
  NetOpsFlag flag;

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_FETCH);
  throw_well (&stage, make_range (stage.ana->circle->self_device.bytes, 0, CEN_OP_NUMBER_MAX,
                                  NET_CLOCK_ENTRIES_MAX));
  frame = listen_for (&stage, NET_FRAME_OPS);
  ops = net_ops_from_frame (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), &flag);
  g_assert_cmpint (flag, ==, NET_OPS_LAST);
  g_assert_cmpuint (ops->len, >, 0);
  g_assert_cmpuint (ops->len, <, stage.ana->circle->n_ops);
  throw_ill (&stage, make_range (stage.ana->circle->self_device.bytes, 0, 1, 1));
  assert_unharmed (&stage);
}

/* --- OPS --- */

/* Who never takes what we say is not listened to for longer than the credit they were given. */
static void
test_credit (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (TestOp) known = NULL;
  g_autofree TestOp **many = g_new (TestOp *, 600);
  g_autoptr (GError) error = NULL;
  gsize n_taken = 0;

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  known = test_op_read_tip (stage.ana);
  for (guint i = 0; i < 600; i++)
    many[i] = known;
  while (error == NULL) {
    GBytes *frame = make_ops (NET_OPS_LIVE, many, 600);

    n_taken += g_bytes_get_size (frame);
    throw (&stage, frame, &error);
    g_assert_cmpuint (n_taken, <=, CEN_CREDIT_WINDOW + 2 * CEN_MESSAGE_MAX);
  }
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_assert_cmpuint (n_taken, >, CEN_CREDIT_WINDOW);
  assert_unharmed (&stage);
}

/* Who takes it gets the credit back. */
static void
test_credit_returns (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (TestOp) known = NULL;
  g_autofree TestOp **many = g_new (TestOp *, 600);
  gsize n_taken = 0;

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  known = test_op_read_tip (stage.ana);
  for (guint i = 0; i < 600; i++)
    many[i] = known;
  while (n_taken < 2 * CEN_CREDIT_WINDOW) {
    g_autoptr (GBytes) credit = NULL;
    GBytes *frame = make_ops (NET_OPS_LIVE, many, 600);
    guint64 n_bytes;
    gsize len = g_bytes_get_size (frame);

    throw_well (&stage, frame);
    n_taken += len;
    credit = listen_for (&stage, NET_FRAME_CREDIT);
    g_assert_true (net_credit_from_frame (&n_bytes, g_bytes_get_data (credit, NULL),
                                          g_bytes_get_size (credit)));
    g_assert_cmpuint (n_bytes, ==, len);
  }
  assert_unharmed (&stage);
}

static void
test_junk (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  for (guint i = 0; i <= NET_SESSION_JUNK_MAX; i++) {
    TestOp op = { .bytes = g_bytes_new (&i, sizeof i) };
    TestOp *ops[] = { &op };
    GBytes *frame = make_ops (NET_OPS_LIVE, ops, 1);

    if (i < NET_SESSION_JUNK_MAX)
      throw_well (&stage, frame);
    else
      throw_ill (&stage, frame);
    g_bytes_unref (op.bytes);
  }
  assert_unharmed (&stage);
}

/* Whoever pulls without listening is hung up on; what is pulled is sent once for each. */
static void
test_pulls (void)
{
  g_auto (Stage) stage = { 0 };
  g_autofree guint8 *names = g_malloc0 (NET_NAMES_MAX * NET_NAME_LEN);
  g_autoptr (TestOp) tip = NULL;
  CenOp op;
  guint n_pulled = 0;

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  tip = test_op_read_tip (stage.ana);
  g_assert_true (cen_op_decode (&op, g_bytes_get_data (tip->bytes, NULL),
                                g_bytes_get_size (tip->bytes), NULL));
  for (guint i = 0; i < NET_NAMES_MAX; i++)
    memcpy (names + i * NET_NAME_LEN, op.id.bytes, NET_NAME_LEN);
  for (; n_pulled + NET_NAMES_MAX <= NET_SESSION_PULLS_MAX; n_pulled += NET_NAMES_MAX)
    throw_well (&stage, net_names_to_frame (NET_FRAME_PULL, names, NET_NAMES_MAX));
  throw_ill (&stage, net_names_to_frame (NET_FRAME_PULL, names, NET_NAMES_MAX));
  assert_unharmed (&stage);
}

/* An op of Mallory's device after @dep, which Ana may not have, with a lamport off by @error. */
static TestOp *
forge_after (Stage *stage, const CenId *dep, guint64 lamport)
{
  CenOp op = { .kind = CEN_OP_MERGE, .seq = 1000, .has_prev = TRUE, .lamport = lamport };

  op.prev = *dep;
  return test_op_sign (&op, &stage->ana->circle->id, &stage->mallory->circle->keys->device,
                       g_bytes_new (NULL, 0));
}

static void
test_orphans (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  for (guint i = 0; i < 3 * CEN_ORPHANS_PER_PEER_MAX; i++) {
    CenId nowhere;
    g_autoptr (TestOp) op = NULL;

    cen_crypto_hash (nowhere.bytes, "test.nowhere", &i, sizeof i);
    op = forge_after (&stage, &nowhere, 2000 + i);
    throw_well (&stage, make_ops (NET_OPS_LIVE, &op, 1));
    g_assert_cmpuint (cen_orphans_get_n (stage.ana->circle->orphans), <=, CEN_ORPHANS_PER_PEER_MAX);
  }
  g_assert_cmpuint (cen_orphans_get_n (stage.ana->circle->orphans), ==, CEN_ORPHANS_PER_PEER_MAX);
  assert_unharmed (&stage);
}

/* Orphans that turn out to be junk when an honest op comes are not held against who brought it. */
static void
test_planted_orphans (void)
{
  g_auto (Stage) stage = { 0 };
  CenId message;

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  test_meeting_hold (stage.ana, stage.bo);
  message = test_person_post (stage.bo, "Not there yet");
  for (guint i = 0; i < 2 * NET_SESSION_JUNK_MAX; i++) {
    g_autoptr (TestOp) op = forge_after (&stage, &message, 5000 + i);

    throw_well (&stage, make_ops (NET_OPS_LIVE, &op, 1));
  }
  test_meeting_hold (stage.ana, stage.bo);
  g_assert_cmpuint (cen_orphans_get_n (stage.ana->circle->orphans), ==, 0);
  test_assert_verified (stage.ana);
}

/* --- RBSR --- */

static void
test_endless_comparisons (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (GError) error = NULL;
  guint n = 0;

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  while (throw (&stage, make_comparison (0, 2), &error)) {
    listen (&stage);
    throw_well (&stage, make_rbsr (1, NULL, 0));
    g_assert_cmpuint (++n, <, 1000);
  }
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  assert_unharmed (&stage);
}

static void
test_endless_rounds (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  for (guint i = 0; i <= CEN_RBSR_ROUNDS_MAX; i++)
    throw_well (&stage, make_comparison (i, 40));
  throw_ill (&stage, make_comparison (CEN_RBSR_ROUNDS_MAX + 1, 40));
  assert_unharmed (&stage);
}

/* A listener whose every answer differs is not asked for ever. */
static void
test_endless_answers (void)
{
  g_auto (Stage) stage = { 0 };
  guint n = 0;

  stage_init (&stage, NET_SIDE_DIALLER);
  listen (&stage);
  throw_well (&stage, make_hello (&stage, TRUE));
  while (!net_session_is_live (stage.session)) {
    listen (&stage);
    g_assert_cmpuint (n, <, CEN_RBSR_ROUNDS_MAX);
    throw_well (&stage, make_comparison (n, 40 + n));
    n++;
  }
  g_assert_false (net_session_is_in_sync (stage.session));
  assert_unharmed (&stage);
}

/* Ids that nobody has are asked for and not had. */
static void
test_bogus_answers (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (GBytes) frame = NULL;

  stage_init (&stage, NET_SIDE_DIALLER);
  listen (&stage);
  throw_well (&stage, make_hello (&stage, TRUE));
  listen (&stage);
  throw_well (&stage, make_comparison (0, 10));
  frame = listen_for (&stage, NET_FRAME_NEED);
  g_assert_nonnull (frame);
  g_assert_false (net_session_is_live (stage.session));
  throw_well (&stage, make_ops (NET_OPS_LAST, NULL, 0));
  listen (&stage);
  g_assert_true (net_session_is_live (stage.session));
  throw_ill (&stage, make_ops (NET_OPS_LAST, NULL, 0));
  assert_unharmed (&stage);
}

/* Sums one after the other are counted like comparisons. */
static void
test_endless_sums (void)
{
  static const guint8 sum[CEN_ID_LEN] = { 1 };
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, NET_SIDE_LISTENER);
  bring_to (&stage, STAGE_LIVE);
  for (guint i = 1; i < NET_SESSION_COMPARE_PER_MINUTE_MAX; i++) {
    throw_well (&stage, net_held_to_frame (sum));
    listen (&stage);
  }
  throw_ill (&stage, net_held_to_frame (sum));
  assert_unharmed (&stage);
}

static void
test_rbsr_garbage (void)
{
  g_auto (Stage) stage = { 0 };
  GRand *rand;

  stage_init (&stage, NET_SIDE_LISTENER);
  rand = stage.world->rand;
  for (guint i = 0; i < 300; i++) {
    g_autoptr (GError) error = NULL;
    guint8 garbage[64];
    gsize len = (gsize) g_rand_int_range (rand, 1, sizeof garbage);

    start_session (&stage, NET_SIDE_LISTENER);
    bring_to (&stage, STAGE_LIVE);
    for (gsize k = 0; k < len; k++)
      garbage[k] = (guint8) g_rand_int_range (rand, 0, 256);
    garbage[0] = i % 4 == 0 ? garbage[0] : 0x61;
    if (!throw (&stage, make_rbsr (0, garbage, len), &error))
      g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
    listen (&stage);
  }
  assert_unharmed (&stage);
}

/* --- Nothing --- */

static void
test_silence (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 deadline;

  stage_init (&stage, NET_SIDE_LISTENER);
  deadline = net_session_get_deadline (stage.session);
  g_assert_cmpint (deadline - stage.world->monotonic_ms, <=, NET_SESSION_HELLO_MS + 1);
  test_world_advance (stage.world, NET_SESSION_HELLO_MS + 1);
  g_assert_false (net_session_tick (stage.session, stage.world->monotonic_ms, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  assert_unharmed (&stage);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-hostile/turns", test_turns);
  g_test_add_func ("/session-hostile/version", test_version);
  g_test_add_func ("/session-hostile/empty", test_empty);
  g_test_add_func ("/session-hostile/bogus-clock", test_bogus_clock);
  g_test_add_func ("/session-hostile/huge-need", test_huge_need);
  g_test_add_func ("/session-hostile/credit", test_credit);
  g_test_add_func ("/session-hostile/credit-returns", test_credit_returns);
  g_test_add_func ("/session-hostile/pulls", test_pulls);
  g_test_add_func ("/session-hostile/junk", test_junk);
  g_test_add_func ("/session-hostile/orphans", test_orphans);
  g_test_add_func ("/session-hostile/planted-orphans", test_planted_orphans);
  g_test_add_func ("/session-hostile/endless-comparisons", test_endless_comparisons);
  g_test_add_func ("/session-hostile/endless-rounds", test_endless_rounds);
  g_test_add_func ("/session-hostile/endless-answers", test_endless_answers);
  g_test_add_func ("/session-hostile/bogus-answers", test_bogus_answers);
  g_test_add_func ("/session-hostile/endless-sums", test_endless_sums);
  g_test_add_func ("/session-hostile/rbsr-garbage", test_rbsr_garbage);
  g_test_add_func ("/session-hostile/silence", test_silence);
  return g_test_run ();
}
