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
  incoming = (CenIncoming){ .op = request->op, .payload = request->payload };
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
  twice[0] = twice[1] = (CenIncoming){ .op = made->bytes, .payload = made->payload };
  g_assert_true (
      cen_dag_receive (scene.ana->circle, twice, 2, 1, CEN_STORE_NORMAL, &received, NULL));
  g_assert_cmpuint (received.accepted->len, ==, 1);
  cen_received_clear (&received);
  g_assert_true (
      cen_dag_receive (scene.ana->circle, twice, 2, 1, CEN_STORE_NORMAL, &received, NULL));
  g_assert_cmpuint (received.accepted->len, ==, 0);
  g_assert_cmpuint (received.n_known, ==, 2);
}

/* --- What may begin a chain --- */

/* A newcomer whom nobody of the circle knows, and what a hostile member makes for them. */
typedef struct {
  CenSignKey device, member, invite;
  CenFrameJoin claims;
} Newcomer;

static void
make_newcomer (Newcomer *newcomer, Scene *scene)
{
  const CenWorld *world = &scene->world->world;
  CenBoxKey box, curve;
  CenId device;

  memset (newcomer, 0, sizeof *newcomer);
  cen_sign_key_generate (&newcomer->device, world);
  cen_sign_key_generate (&newcomer->member, world);
  cen_sign_key_generate (&newcomer->invite, world);
  cen_box_key_generate (&box, world);
  cen_box_key_generate (&curve, world);
  memcpy (newcomer->claims.certificate.box, box.public_key, CEN_KEY_LEN);
  memcpy (newcomer->claims.certificate.curve, curve.public_key, CEN_KEY_LEN);
  g_strlcpy (newcomer->claims.name, "Eve", sizeof newcomer->claims.name);
  cen_id_from_bytes (&device, newcomer->device.public_key);
  cen_certificate_sign (&newcomer->claims.certificate, &scene->ana->circle->id, &device,
                        &newcomer->member);
  cen_frame_join_prove (&newcomer->claims, &scene->ana->circle->id, &device, &newcomer->invite);
}

static TestOp *
sign_join (Scene *scene, const Newcomer *newcomer)
{
  CenFrame frame = { .kind = CEN_OP_JOIN, .join = newcomer->claims };
  CenOp op = { .kind = CEN_OP_JOIN, .lamport = 1 };

  return test_op_sign (&op, &scene->ana->circle->id, &newcomer->device,
                       test_payload_frame (scene->ana, &frame));
}

static TestOp *
forge_invite (Scene *scene, const TestOp *prev, const CenSignKey *key)
{
  CenFrame frame = { .kind = CEN_OP_INVITE };

  memcpy (frame.invite.proof_key, key->public_key, CEN_KEY_LEN);
  frame.invite.role = CEN_ROLE_MEMBER;
  frame.invite.max_uses = 5;
  return test_op_forge (scene->bo, CEN_OP_INVITE, prev, NULL, 0, NULL,
                        test_payload_frame (scene->bo, &frame));
}

static TestOp *
forge_admit (Scene *scene, const TestOp *prev, const TestOp *join, const CenId *named,
             const CenId *invite)
{
  CenFrame frame = { .kind = CEN_OP_ADMIT };

  frame.admit.join = *named;
  frame.admit.invite = *invite;
  return test_op_forge (scene->bo, CEN_OP_ADMIT, prev, &join, join != NULL, NULL,
                        test_payload_frame (scene->bo, &frame));
}

/* A JOIN that claims what does not hold is junk, with an ADMIT or without. */
static void
test_join_false_claims (void)
{
  g_auto (Scene) scene = { 0 };
  Newcomer newcomer;
  guint8 *places[] = {
    newcomer.claims.certificate.sig, newcomer.claims.certificate.box, newcomer.claims.proof,
    newcomer.claims.proof_key,       (guint8 *) newcomer.claims.name,
  };

  begin (&scene, 17);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (TestOp) invite = NULL;
    g_autoptr (TestOp) join = NULL;
    g_autoptr (TestOp) admit = NULL;

    make_newcomer (&newcomer, &scene);
    invite = forge_invite (&scene, scene.tip, &newcomer.invite);
    places[i][1] ^= 1;
    join = sign_join (&scene, &newcomer);
    admit = forge_admit (&scene, invite, join, &join->op.id, &invite->op.id);
    g_test_message ("place %u", i);
    g_assert_cmpuint (test_person_give (scene.ana, (TestOp *[]){ admit, join, invite }, 3), ==, 1);
    g_assert_true (is_junk (scene.ana, join));
    g_assert_true (is_junk (scene.ana, admit));
  }
  g_assert_cmpuint (count_orphans (scene.ana), ==, 0);
}

/* The ADMIT has to name the JOIN, and an INVITE in its past that has the JOIN's I. */
static void
test_join_needs_right_admit (void)
{
  g_auto (Scene) scene = { 0 };
  Newcomer newcomer, other;
  g_autoptr (TestOp) invite = NULL;
  g_autoptr (TestOp) foreign = NULL;
  g_autoptr (TestOp) join = NULL;
  g_autoptr (TestOp) bad = NULL;
  g_autoptr (TestOp) good = NULL;

  begin (&scene, 18);
  make_newcomer (&newcomer, &scene);
  make_newcomer (&other, &scene);
  invite = forge_invite (&scene, scene.tip, &newcomer.invite);
  foreign = forge_invite (&scene, scene.tip, &other.invite);
  join = sign_join (&scene, &newcomer);
  g_assert_cmpuint (test_person_give (scene.ana, (TestOp *[]){ invite, foreign }, 2), ==, 2);
  g_assert_cmpuint (test_person_give_one (scene.ana, join), ==, 0);
  for (guint i = 0; i < 3; i++) {
    g_clear_pointer (&bad, test_op_free);
    if (i == 0) /* names another op */
      bad = forge_admit (&scene, invite, join, &invite->op.id, &invite->op.id);
    else if (i == 1) /* the INVITE is not in its past */
      bad = forge_admit (&scene, foreign, join, &join->op.id, &invite->op.id);
    else /* the INVITE has another I */
      bad = forge_admit (&scene, foreign, join, &join->op.id, &foreign->op.id);
    g_test_message ("ADMIT %u", i);
    g_assert_cmpuint (test_person_give_one (scene.ana, bad), ==, 0);
    g_assert_false (is_junk (scene.ana, join));
  }
  good = forge_admit (&scene, invite, join, &join->op.id, &invite->op.id);
  /* Once the JOIN is here so are the ADMITs that waited for it; they are void. */
  g_assert_cmpuint (test_person_give_one (scene.ana, good), ==, 5);
  g_assert_cmpuint (count_orphans (scene.ana), ==, 0);
  /* Those who get all at once agree. */
  g_assert_cmpuint (test_person_give (scene.bo, (TestOp *[]){ good, join, invite }, 3), ==, 3);
  test_person_pull (scene.bo, scene.ana);
  test_assert_same_state (scene.ana, scene.bo);
  test_assert_verified (scene.ana);
}

/* A certificate names its circle: no chain begins in two of them. */
static void
test_join_of_another_circle (void)
{
  g_auto (Scene) scene = { 0 };
  g_auto (Scene) other = { 0 };
  Newcomer newcomer;
  g_autoptr (TestOp) join = NULL;

  begin (&scene, 19);
  begin (&other, 20);
  make_newcomer (&newcomer, &scene);
  join = sign_join (&scene, &newcomer);
  g_assert_cmpuint (test_person_give_one (scene.ana, join), ==, 0);
  g_assert_false (is_junk (scene.ana, join));
  g_assert_cmpuint (test_person_give_one (other.ana, join), ==, 0);
  g_assert_true (is_junk (other.ana, join));
}

static void
test_device_add (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenCircleKeys) keys = NULL;
  g_autoptr (CenCircleKeys) stranger = NULL;
  g_autoptr (TestOp) good = NULL;
  g_autoptr (TestOp) early = NULL;
  g_autoptr (TestOp) unknown = NULL;
  g_autoptr (TestOp) false_claims = NULL;
  CenId other = { { 5 } };

  begin (&scene, 21);
  keys = test_person_make_device (scene.bo);
  stranger = cen_circle_keys_generate (&scene.world->world);
  stranger->circle = scene.bo->circle->id;
  good = test_op_sign_device (scene.bo, keys, (const TestOp *const[]){ scene.tip }, 1);
  /* Bo's JOIN is not in the past of the founding. */
  early = test_op_sign_device (scene.bo, keys, (const TestOp *const[]){ scene.root }, 1);
  unknown = test_op_sign_device (scene.bo, stranger, (const TestOp *const[]){ scene.tip }, 1);
  keys->circle = other;
  false_claims = test_op_sign_device (scene.bo, keys, (const TestOp *const[]){ scene.tip }, 1);
  g_assert_cmpuint (test_person_give_one (scene.ana, early), ==, 0);
  g_assert_true (is_junk (scene.ana, early));
  g_assert_cmpuint (test_person_give_one (scene.ana, unknown), ==, 0);
  g_assert_true (is_junk (scene.ana, unknown));
  g_assert_cmpuint (test_person_give_one (scene.ana, false_claims), ==, 0);
  g_assert_true (is_junk (scene.ana, false_claims));
  g_assert_cmpuint (test_person_give_one (scene.ana, good), ==, 1);
  g_assert_true (cen_circle_device_is_effective (scene.ana->circle,
                                                 cen_circle_find_device (scene.ana->circle,
                                                                         &good->op.device)));
  test_assert_verified (scene.ana);
}

/* The JOIN, the ADMIT and the device of one who is new, all at once and to one who has nothing. */
static void
test_device_add_with_join (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestPerson) fresh = NULL;
  g_autoptr (TestPerson) laptop = NULL;

  begin (&scene, 22);
  laptop = test_person_link (scene.bo, scene.world, "Bo's laptop");
  fresh = test_person_new (scene.world, "Fresh");
  test_person_open_empty (fresh, &scene.ana->circle->id);
  test_person_pull (fresh, laptop);
  test_assert_same_state (fresh, laptop);
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
  g_test_add_func ("/dag/join-false-claims", test_join_false_claims);
  g_test_add_func ("/dag/join-needs-right-admit", test_join_needs_right_admit);
  g_test_add_func ("/dag/join-of-another-circle", test_join_of_another_circle);
  g_test_add_func ("/dag/device-add", test_device_add);
  g_test_add_func ("/dag/device-add-with-join", test_device_add_with_join);
  g_test_add_func ("/dag/permutations", test_permutations);
  return g_test_run ();
}
