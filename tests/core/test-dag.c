/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Acceptance, A1 to A6, with ops that an honest program would never make. Bo is the hostile one:
 * what he forges is signed with his own device's key. */

#include "core/orphans.h"
#include "tests/support/forge.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  CenId channel;
  TestOp *root; /* GENESIS */
  TestOp *tip;  /* Bo's last */
} Scene;

static void
scene_clear (Scene *scene)
{
  test_op_free (scene->root);
  test_op_free (scene->tip);
  test_person_free (scene->ana);
  test_person_free (scene->bo);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
begin (Scene *scene, guint32 seed)
{
  scene->world = test_world_new (seed);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->bo = test_person_new (scene->world, "Bo");
  test_person_found (scene->ana, "Analysis");
  test_person_join (scene->bo, scene->ana);
  test_person_pull (scene->ana, scene->bo);
  scene->channel = test_person_get_channel (scene->ana);
  scene->root =
      test_op_read (scene->ana, &((CenFrameOp *) scene->ana->circle->frames->pdata[0])->id);
  scene->tip = test_op_read_tip (scene->bo);
}

/* A message by Bo after @prev and @deps. */
static TestOp *
forge_message (Scene *scene, const TestOp *prev, const TestOp *const *deps, guint n_deps)
{
  return test_op_forge (scene->bo, CEN_OP_CREATE, prev, deps, n_deps, NULL,
                        test_payload_create (scene->bo, &scene->channel, "forged"));
}

static guint
count_orphans (TestPerson *person)
{
  return cen_orphans_get_n (person->circle->orphans);
}

static gboolean
is_junk (TestPerson *person, const TestOp *op)
{
  return cen_orphans_is_junk (person->circle->orphans, &op->op.id);
}

/* --- A1 to A5: one op that breaks one rule --- */

static void
break_lamport_up (CenOp *op)
{
  op->lamport++;
}

static void
break_lamport_far (CenOp *op)
{
  op->lamport = CEN_OP_NUMBER_MAX;
}

static void
break_lamport_down (CenOp *op)
{
  op->lamport--;
}

static void
break_seq_up (CenOp *op)
{
  op->seq++;
}

static void
break_seq_down (CenOp *op)
{
  op->seq--;
}

static void
break_chain_start (CenOp *op)
{
  op->deps[0] = op->prev;
  op->n_deps = 1;
  op->has_prev = FALSE;
  op->seq = 0;
}

static void
break_join_kind (CenOp *op)
{
  op->kind = CEN_OP_JOIN;
}

static void
break_genesis_kind (CenOp *op)
{
  op->kind = CEN_OP_GENESIS;
}

static const struct {
  const char *name;
  void (*change) (CenOp *op);
} broken_rows[] = {
  { "lamport one too large", break_lamport_up },
  { "lamport far too large", break_lamport_far },
  { "lamport too small", break_lamport_down },
  { "seq one too large", break_seq_up },
  { "seq too small", break_seq_down },
  { "a chain that begins with a message", break_chain_start },
  { "JOIN within a chain", break_join_kind },
  { "GENESIS within a chain", break_genesis_kind },
};

static void
test_broken_rules (void)
{
  g_auto (Scene) scene = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  begin (&scene, 1);
  before = test_person_dup_state (scene.ana);
  for (guint i = 0; i < G_N_ELEMENTS (broken_rows); i++) {
    CenOp op = { .kind = CEN_OP_CREATE };
    g_autoptr (TestOp) made = NULL;

    g_test_message ("%s", broken_rows[i].name);
    test_op_set_parents (&op, scene.tip, NULL, 0);
    broken_rows[i].change (&op);
    made = test_op_sign (&op, &scene.ana->circle->id, &scene.bo->circle->keys->device,
                         test_payload_create (scene.bo, &scene.channel, "x"));
    g_assert_cmpuint (test_person_give_one (scene.ana, made), ==, 0);
    g_assert_true (is_junk (scene.ana, made));
    g_assert_cmpuint (test_person_give_one (scene.ana, made), ==, 0);
  }
  g_assert_cmpuint (count_orphans (scene.ana), ==, 0);
  after = test_person_dup_state (scene.ana);
  g_assert_cmpstr (before, ==, after);
}

/* prev must be of the same device; of another it is no chain. */
static void
test_foreign_prev (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) ana_tip = NULL;
  g_autoptr (TestOp) made = NULL;

  begin (&scene, 2);
  ana_tip = test_op_read_tip (scene.ana);
  made = forge_message (&scene, ana_tip, NULL, 0);
  g_assert_cmpuint (test_person_give_one (scene.ana, made), ==, 0);
  g_assert_true (is_junk (scene.ana, made));
}

static void
test_dangling_deps (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) first = NULL;
  g_autoptr (TestOp) second = NULL;
  g_autoptr (TestOp) third = NULL;

  begin (&scene, 3);
  first = forge_message (&scene, scene.tip, NULL, 0);
  second = forge_message (&scene, first, NULL, 0);
  third = forge_message (&scene, scene.tip, (const TestOp *const[]){ second }, 1);
  g_assert_cmpuint (test_person_give_one (scene.ana, third), ==, 0);
  g_assert_cmpuint (test_person_give_one (scene.ana, second), ==, 0);
  g_assert_cmpuint (count_orphans (scene.ana), ==, 2);
  g_assert_cmpuint (test_person_give_one (scene.ana, third), ==, 0);
  g_assert_cmpuint (count_orphans (scene.ana), ==, 2);
  g_assert_cmpuint (test_person_give_one (scene.ana, first), ==, 3);
  g_assert_cmpuint (count_orphans (scene.ana), ==, 0);
  test_assert_verified (scene.ana);
}

/* What hangs on junk is junk, whichever of its parents that is. */
static void
test_child_of_junk (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) bad = NULL;
  g_autoptr (TestOp) child = NULL;
  g_autoptr (TestOp) other = NULL;
  CenOp op = { .kind = CEN_OP_CREATE };

  begin (&scene, 4);
  test_op_set_parents (&op, scene.tip, NULL, 0);
  op.lamport += 5;
  bad = test_op_sign (&op, &scene.ana->circle->id, &scene.bo->circle->keys->device,
                      test_payload_create (scene.bo, &scene.channel, "x"));
  child = forge_message (&scene, bad, NULL, 0);
  other = forge_message (&scene, scene.tip, (const TestOp *const[]){ bad }, 1);
  g_assert_cmpuint (test_person_give_one (scene.ana, bad), ==, 0);
  g_assert_cmpuint (test_person_give_one (scene.ana, child), ==, 0);
  g_assert_cmpuint (test_person_give_one (scene.ana, other), ==, 0);
  g_assert_true (is_junk (scene.ana, child));
  g_assert_true (is_junk (scene.ana, other));
  g_assert_cmpuint (count_orphans (scene.ana), ==, 0);
}

/* The same device, twice the same seq: both are accepted, and all agree. */
static void
test_fork (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestPerson) cleo = NULL;
  g_autoptr (TestOp) left = NULL;
  g_autoptr (TestOp) right = NULL;
  g_autoptr (TestOp) after = NULL;

  begin (&scene, 5);
  cleo = test_person_new (scene.world, "Cleo");
  test_person_join (cleo, scene.ana);
  test_person_pull (scene.ana, cleo);
  test_person_pull (scene.bo, scene.ana);
  left = forge_message (&scene, scene.tip, NULL, 0);
  right = forge_message (&scene, scene.tip, NULL, 0);
  after = forge_message (&scene, right, (const TestOp *const[]){ left }, 1);
  g_assert_cmpuint (test_person_give (scene.ana, (TestOp *[]){ left, right, after }, 3), ==, 3);
  g_assert_cmpuint (test_person_give (cleo, (TestOp *[]){ after, right }, 2), ==, 1);
  g_assert_cmpuint (test_person_give_one (cleo, left), ==, 2);
  test_assert_same_state (scene.ana, cleo);
  /* Whoever was forked goes on from one of the branches. */
  test_person_pull (scene.bo, scene.ana);
  test_person_post (scene.bo, "and on");
  test_person_pull (scene.ana, scene.bo);
  test_person_pull (cleo, scene.ana);
  test_assert_same_state (scene.ana, scene.bo);
  test_assert_same_state (scene.ana, cleo);
  test_assert_verified (cleo);
}

/* --- A6: runs --- */

static void
test_bad_signature_waits (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) good = NULL;
  g_autoptr (TestOp) bad = NULL;
  g_autoptr (TestOp) next = NULL;
  g_autoptr (TestOp) voucher = NULL;

  begin (&scene, 6);
  good = forge_message (&scene, scene.tip, NULL, 0);
  bad = test_op_break_signature (good);
  next = forge_message (&scene, bad, NULL, 0);
  voucher = test_op_break_signature (next);
  g_assert_cmpuint (test_person_give_one (scene.ana, bad), ==, 0);
  g_assert_false (is_junk (scene.ana, bad));
  g_assert_cmpuint (test_person_give_one (scene.ana, voucher), ==, 0);
  g_assert_cmpuint (count_orphans (scene.ana), ==, 2);
  g_assert_cmpuint (test_person_give_one (scene.ana, next), ==, 2);
  g_assert_true (test_person_has (scene.ana, &bad->op.id));
  g_assert_false (test_person_has (scene.ana, &voucher->op.id));
  test_assert_verified (scene.ana);
}

/* Only an op of the same chain vouches: to stand in somebody's past is not enough. */
static void
test_dep_does_not_vouch (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) good = NULL;
  g_autoptr (TestOp) bad = NULL;
  g_autoptr (TestOp) ana_tip = NULL;
  g_autoptr (TestOp) citing = NULL;

  begin (&scene, 7);
  good = forge_message (&scene, scene.tip, NULL, 0);
  bad = test_op_break_signature (good);
  ana_tip = test_op_read_tip (scene.ana);
  citing = test_op_forge (scene.ana, CEN_OP_CREATE, ana_tip, (const TestOp *const[]){ bad }, 1,
                          NULL, test_payload_create (scene.ana, &scene.channel, "citing"));
  g_assert_cmpuint (test_person_give (scene.bo, (TestOp *[]){ bad, citing }, 2), ==, 0);
  g_assert_cmpuint (count_orphans (scene.bo), ==, 2);
}

/* A run whose voucher lacks a dep waits as a whole. */
static void
test_run_waits_whole (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) missing = NULL;
  g_autoptr (TestOp) first_good = NULL;
  g_autoptr (TestOp) first = NULL;
  g_autoptr (TestOp) second_good = NULL;
  g_autoptr (TestOp) second = NULL;
  g_autoptr (TestOp) voucher = NULL;
  TestOp *run[3];

  begin (&scene, 8);
  missing = forge_message (&scene, scene.tip, NULL, 0);
  first_good = forge_message (&scene, scene.tip, NULL, 0);
  first = test_op_break_signature (first_good);
  second_good = forge_message (&scene, first, NULL, 0);
  second = test_op_break_signature (second_good);
  voucher = forge_message (&scene, second, (const TestOp *const[]){ missing }, 1);
  run[0] = first;
  run[1] = second;
  run[2] = voucher;
  g_assert_cmpuint (test_person_give (scene.ana, run, 3), ==, 0);
  g_assert_cmpuint (count_orphans (scene.ana), ==, 3);
  g_assert_cmpuint (test_person_give_one (scene.ana, missing), ==, 4);
  test_assert_verified (scene.ana);
}

/* --- JOIN, GENESIS, payloads --- */

static void
test_join_needs_admit (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestPerson) cleo = NULL;
  CenInviteLink link = { 0 };
  g_autoptr (CenJoinRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CenReceived) received = { 0 };
  CenIncoming incoming;
  CenId invite, admit_id;

  begin (&scene, 9);
  cleo = test_person_new (scene.world, "Cleo");
  link.circle = scene.ana->circle->id;
  cen_author_invite (scene.ana->circle, CEN_ROLE_MEMBER, 1, 0, link.seed, &invite, &error);
  request = cen_replica_begin_join (cleo->replica, &link, "Cleo", &error);
  g_assert_no_error (error);
  incoming = (CenIncoming){ request->op, request->payload };
  cen_dag_receive (scene.bo->circle, &incoming, 1, 1, CEN_STORE_NORMAL, &received, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (received.accepted->len, ==, 0);
  g_assert_false (test_person_has (scene.bo, &request->join));
  g_assert_true (
      cen_author_admit (scene.ana->circle, request->op, request->payload, &admit_id, &error));
  test_person_pull (scene.bo, scene.ana);
  g_assert_true (test_person_has (scene.bo, &request->join));
  test_assert_same_state (scene.ana, scene.bo);
}

static void
test_other_genesis (void)
{
  g_auto (Scene) scene = { 0 };
  g_auto (Scene) other = { 0 };

  begin (&scene, 10);
  begin (&other, 11);
  g_assert_cmpuint (test_person_give_one (scene.ana, other.root), ==, 0);
  g_assert_true (is_junk (scene.ana, other.root));
  g_assert_cmpuint (test_person_give_one (scene.ana, scene.root), ==, 0);
  g_assert_false (is_junk (scene.ana, scene.root));
}

static void
test_payload_mismatch (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) made = NULL;
  g_autoptr (TestOp) other = NULL;
  GBytes *right;

  begin (&scene, 12);
  made = forge_message (&scene, scene.tip, NULL, 0);
  other = forge_message (&scene, scene.tip, NULL, 0);
  right = made->payload;
  made->payload = other->payload;
  g_assert_cmpuint (test_person_give_one (scene.ana, made), ==, 0);
  made->payload = NULL;
  g_assert_cmpuint (test_person_give_one (scene.ana, made), ==, 0);
  g_assert_cmpuint (count_orphans (scene.ana), ==, 0);
  /* A wrong payload says nothing of the op: with its own it is welcome. */
  made->payload = right;
  g_assert_cmpuint (test_person_give_one (scene.ana, made), ==, 1);
}

/* A frame op never comes without its payload, nor does a REDACT. */
static void
test_payload_always (void)
{
  static const guint kinds[] = { CEN_OP_LEAVE, CEN_OP_MERGE, CEN_OP_REDACT };
  g_auto (Scene) scene = { 0 };
  CenId id;

  begin (&scene, 13);
  id = test_person_post (scene.ana, "x");
  test_person_pull (scene.bo, scene.ana);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (TestOp) made =
        test_op_forge (scene.bo, kinds[i], scene.tip, NULL, 0,
                       kinds[i] == CEN_OP_REDACT ? &id : NULL, test_payload_empty (scene.bo));

    g_clear_pointer (&made->payload, g_bytes_unref);
    g_assert_cmpuint (test_person_give_one (scene.ana, made), ==, 0);
    g_assert_cmpuint (count_orphans (scene.ana), ==, 0);
  }
}

static void
test_payload_erased (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) message = NULL;
  g_autoptr (TestOp) redact = NULL;
  GBytes *payload;

  begin (&scene, 14);
  message = forge_message (&scene, scene.tip, NULL, 0);
  redact = test_op_forge (scene.bo, CEN_OP_REDACT, message, NULL, 0, &message->op.id,
                          test_payload_empty (scene.bo));
  payload = g_steal_pointer (&message->payload);
  g_assert_cmpuint (test_person_give_one (scene.ana, message), ==, 0);
  g_assert_cmpuint (test_person_give (scene.ana, (TestOp *[]){ message, redact }, 2), ==, 2);
  message->payload = payload;
  g_assert_cmpuint (test_person_give (scene.bo, (TestOp *[]){ message, redact }, 2), ==, 2);
  test_assert_same_state (scene.ana, scene.bo);
  test_assert_verified (scene.ana);
}

/* More heads than an op can name: writing gathers them first. */
static void
test_many_heads (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) test_op_free);

  begin (&scene, 15);
  for (guint i = 0; i < 50; i++)
    g_ptr_array_add (made, forge_message (&scene, scene.tip, NULL, 0));
  g_assert_cmpuint (test_person_give (scene.ana, (TestOp *const *) made->pdata, 50), ==, 50);
  g_assert_cmpuint (g_hash_table_size (scene.ana->circle->heads), >=, 50);
  test_person_post (scene.ana, "over all of them");
  g_assert_cmpuint (g_hash_table_size (scene.ana->circle->heads), ==, 1);
  test_person_pull (scene.bo, scene.ana);
  test_assert_same_state (scene.ana, scene.bo);
  test_assert_verified (scene.bo);
}

static void
test_duplicates (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestOp) made = NULL;
  g_auto (CenReceived) received = { 0 };
  CenIncoming twice[2];

  begin (&scene, 16);
  made = forge_message (&scene, scene.tip, NULL, 0);
  twice[0] = twice[1] = (CenIncoming){ made->bytes, made->payload };
  g_assert_true (
      cen_dag_receive (scene.ana->circle, twice, 2, 1, CEN_STORE_NORMAL, &received, NULL));
  g_assert_cmpuint (received.accepted->len, ==, 1);
  cen_received_clear (&received);
  g_assert_true (
      cen_dag_receive (scene.ana->circle, twice, 2, 1, CEN_STORE_NORMAL, &received, NULL));
  g_assert_cmpuint (received.accepted->len, ==, 0);
  g_assert_cmpuint (received.n_known, ==, 2);
}

/* The same first op of a chain, accepted in two circles of one replica: the second circle's chain
 * vouches for it. Neither circle may stop for that. */
static void
test_one_op_in_two_circles (void)
{
  g_autoptr (TestWorld) world = test_world_new (17);
  g_autoptr (TestPerson) ana = test_person_new (world, "Ana");
  CenSignKey device;
  CenId circles[2];
  CenFrame frame = { .kind = CEN_OP_JOIN };
  CenOp op = { .kind = CEN_OP_JOIN, .lamport = 1 };
  g_autoptr (TestOp) join = NULL;

  cen_sign_key_generate (&device, &world->world);
  test_person_found (ana, "One");
  circles[0] = ana->circle->id;
  test_person_found (ana, "Two");
  circles[1] = ana->circle->id;
  g_strlcpy (frame.join.name, "Eve", sizeof frame.join.name);
  join = test_op_sign (&op, &circles[0], &device, test_payload_frame (ana, &frame));
  for (guint i = 0; i < 2; i++) {
    CenOp admit = { .kind = CEN_OP_ADMIT };
    g_autoptr (TestOp) made = NULL;
    CenFrame content = { .kind = CEN_OP_ADMIT };

    ana->circle = cen_replica_find (ana->replica, &circles[i]);
    test_op_set_parents (&admit, join, NULL, 0);
    made = test_op_sign (&admit, &circles[i], &device, test_payload_frame (ana, &content));
    g_assert_cmpuint (test_person_give (ana, (TestOp *[]){ join, made }, 2), ==, 2);
  }
  test_assert_verified (ana);
}

/* --- Any order, any grouping, any duplication --- */

static void
shuffle (GRand *rand, GPtrArray *ops)
{
  for (guint i = ops->len; i > 1; i--) {
    guint k = (guint) g_rand_int_range (rand, 0, (gint32) i);
    gpointer moved = ops->pdata[i - 1];

    ops->pdata[i - 1] = ops->pdata[k];
    ops->pdata[k] = moved;
  }
}

static TestOp *
pick (GRand *rand, GPtrArray *ops)
{
  return ops->pdata[g_rand_int_range (rand, 0, (gint32) ops->len)];
}

/* An op about a random earlier one: an honest one, or one that breaks some rule. */
static TestOp *
forge_random (Scene *scene, GRand *rand, GPtrArray *chain, GPtrArray *others, gboolean is_wrong)
{
  TestPerson *bo = scene->bo;
  TestOp *prev =
      g_rand_int_range (rand, 0, 4) == 0 ? pick (rand, chain) : chain->pdata[chain->len - 1];
  const TestOp *dep = pick (rand, others);
  const TestOp *about = pick (rand, others);
  CenOp op = { .kind = CEN_OP_CREATE };
  GBytes *payload = NULL;
  TestOp *made;

  test_op_set_parents (&op, prev, &dep,
                       !cen_id_equal (&dep->op.id, &prev->op.id) && g_rand_boolean (rand) ? 1 : 0);
  switch (g_rand_int_range (rand, 0, 8)) {
  case 0:
    op.kind = CEN_OP_SET;
    payload = test_payload_text (bo, "changed");
    break;
  case 1:
    op.kind = CEN_OP_MARK;
    payload =
        cen_content_build_mark (CEN_MESSAGE_REACTION, "❤", CEN_MARK_PUT, &scene->world->world);
    break;
  case 2:
    op.kind = CEN_OP_REDACT;
    payload = test_payload_empty (bo);
    break;
  case 3: /* in a place that is no channel, or not there yet */
    payload = test_payload_create (bo, &about->op.id, "nowhere");
    break;
  case 4: {
    CenFrame frame = { .kind = CEN_OP_REVOKE };

    frame.revoke.member =
        g_rand_boolean (rand) ? scene->ana->circle->self_member : bo->circle->self_member;
    frame.revoke.n_cut = g_rand_boolean (rand);
    frame.revoke.cut[0] = about->op.id;
    op.kind = CEN_OP_REVOKE;
    payload = test_payload_frame (bo, &frame);
    break;
  }
  default:
    payload = test_payload_create (bo, &scene->channel, "words");
    break;
  }
  if (op.kind == CEN_OP_SET || op.kind == CEN_OP_MARK || op.kind == CEN_OP_REDACT) {
    op.has_object = TRUE;
    op.object = about->op.id;
  }
  if (is_wrong)
    op.lamport += 1;
  made = test_op_sign (&op, &bo->circle->id, &bo->circle->keys->device, payload);
  if (g_rand_int_range (rand, 0, 4) == 0) {
    TestOp *broken = test_op_break_signature (made);

    test_op_free (made);
    made = broken;
  }
  return made;
}

static void
add_log (GPtrArray *all, TestPerson *person)
{
  g_autoptr (GArray) ops = test_person_list_ops (person);

  for (guint i = 0; i < ops->len; i++) {
    const CenIncoming *incoming = &g_array_index (ops, CenIncoming, i);
    TestOp *op = g_new0 (TestOp, 1);

    op->bytes = g_bytes_ref (incoming->op);
    op->payload = incoming->payload != NULL ? g_bytes_ref (incoming->payload) : NULL;
    cen_op_decode (&op->op, g_bytes_get_data (op->bytes, NULL), g_bytes_get_size (op->bytes), NULL);
    g_ptr_array_add (all, op);
  }
}

/* Ana (the founder) writes on what Bo made too, and once removes him, with a cut or without. */
static void
add_honest (Scene *scene, GRand *rand, GPtrArray *all)
{
  TestPerson *ana = scene->ana;
  CenFrame frame = { .kind = CEN_OP_REVOKE };
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;
  CenId id = test_person_post (ana, "honest");

  if (g_rand_boolean (rand))
    cen_author_redact (ana->circle, &id, NULL);
  frame.revoke.member = scene->bo->circle->self_member;
  frame.revoke.n_cut = g_rand_boolean (rand);
  frame.revoke.cut[0] = scene->tip->op.id;
  payload = test_payload_frame (ana, &frame);
  if (g_rand_int_range (rand, 0, 3) > 0)
    g_assert_true (cen_author_write (ana->circle, CEN_OP_REVOKE, NULL, payload, &id, &error));
  test_person_post (ana, "after");
  add_log (all, ana);
}

static void
deliver (GRand *rand, TestPerson *to, GPtrArray *ops, guint n_rounds)
{
  for (guint round = 0; round < n_rounds; round++) {
    shuffle (rand, ops);
    for (guint i = 0; i < ops->len;) {
      guint wish = (guint) g_rand_int_range (rand, 1, 7);
      guint n = MIN (wish, ops->len - i);

      test_person_give (to, (TestOp *const *) &ops->pdata[i], n);
      i += n;
    }
  }
}

static void
run_permutations (guint32 seed)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) test_op_free);
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autofree char *expected = NULL;

  begin (&scene, seed);
  add_honest (&scene, rand, all);
  g_ptr_array_add (chain, scene.tip);
  for (guint i = 0; i < 40; i++) {
    gboolean is_wrong = i % 10 == 9;
    TestOp *made = forge_random (&scene, rand, chain, all, is_wrong);

    /* To go on from what is wrong would only make more junk. */
    if (!is_wrong)
      g_ptr_array_add (chain, made);
    g_ptr_array_add (all, made);
  }
  for (guint i = 0; i < 3; i++) {
    g_autoptr (TestPerson) fresh = test_person_new (scene.world, "Fresh");
    g_autofree char *state = NULL;

    test_person_open_empty (fresh, &scene.ana->circle->id);
    deliver (rand, fresh, all, 2);
    state = test_person_dup_state (fresh);
    if (expected == NULL)
      expected = g_strdup (state);
    g_test_message ("seed %u: %s", seed, state);
    g_assert_cmpstr (state, ==, expected);
    test_assert_verified (fresh);
    test_assert_rebuilt (fresh);
  }
}

static void
test_permutations (void)
{
  for (guint32 seed = 0; seed < 50; seed++)
    run_permutations (seed);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dag/broken-rules", test_broken_rules);
  g_test_add_func ("/dag/foreign-prev", test_foreign_prev);
  g_test_add_func ("/dag/dangling-deps", test_dangling_deps);
  g_test_add_func ("/dag/child-of-junk", test_child_of_junk);
  g_test_add_func ("/dag/fork", test_fork);
  g_test_add_func ("/dag/bad-signature-waits", test_bad_signature_waits);
  g_test_add_func ("/dag/dep-does-not-vouch", test_dep_does_not_vouch);
  g_test_add_func ("/dag/run-waits-whole", test_run_waits_whole);
  g_test_add_func ("/dag/join-needs-admit", test_join_needs_admit);
  g_test_add_func ("/dag/other-genesis", test_other_genesis);
  g_test_add_func ("/dag/payload-mismatch", test_payload_mismatch);
  g_test_add_func ("/dag/payload-always", test_payload_always);
  g_test_add_func ("/dag/payload-erased", test_payload_erased);
  g_test_add_func ("/dag/many-heads", test_many_heads);
  g_test_add_func ("/dag/duplicates", test_duplicates);
  g_test_add_func ("/dag/one-op-in-two-circles", test_one_op_in_two_circles);
  g_test_add_func ("/dag/permutations", test_permutations);
  return g_test_run ();
}
