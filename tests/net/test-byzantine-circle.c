/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* As test-byzantine.c, with attacks on who is in the circle, what they may do and what they can
 * read. */

#include "core/epoch.h"
#include "core/epochs.h"
#include "core/queries.h"
#include "tests/support/byzantine.h"

#include <locale.h>
#include <string.h>

#define MIB    (1 << 20)
#define JUNK   (1u << CEN_FAULT_JUNK)
#define FLOOD  (1u << CEN_FAULT_FLOOD)
#define FORK   (1u << CEN_FAULT_FORK)
#define EPOCH  (1u << CEN_FAULT_EPOCH)
#define INVITE (1u << CEN_FAULT_INVITE)

/* --- Keys --- */

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  const CenDevice *const *x = a;
  const CenDevice *const *y = b;

  return cen_id_compare (&(*x)->key, &(*y)->key);
}

/* The @i-th epoch by Mallory, with a wrap for everybody that only Bo cannot open. */
static TestOp *
forge_epoch (TestByzantine *stage, const TestOp *prev, guint i)
{
  g_autoptr (GPtrArray) devices = cen_circle_list_effective_devices (stage->mallory->circle);
  guint8 secret[CEN_KEY_LEN] = { 9, (guint8) i };
  guint8 boxes[3 * CEN_KEY_LEN];
  CenEpochKey key;

  g_assert_cmpuint (devices->len, ==, 3);
  g_ptr_array_sort (devices, compare_devices);
  cen_epoch_key_from_bytes (&key, secret);
  for (guint k = 0; k < 3; k++) {
    const CenDevice *device = devices->pdata[k];
    CenBoxKey other;

    cen_box_key_generate (&other, &stage->world->world);
    memcpy (boxes + k * CEN_KEY_LEN,
            cen_id_equal (&device->key, &stage->bo->circle->self_device) ? other.public_key
                                                                         : device->box,
            CEN_KEY_LEN);
  }
  return test_op_forge (stage->mallory, CEN_OP_EPOCH, prev, NULL, 0, NULL,
                        cen_epoch_build (&key, 900 + i, NULL, 0, boxes, 3, &stage->world->world));
}

static void
test_junk_wraps (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  TestOp *prev = test_op_read_tip (stage->mallory);
  g_autoptr (TestOp) before = NULL;
  g_autoptr (TestOp) after = NULL;
  CenId post = test_person_post (stage->ana, "Before");

  before = test_op_read (stage->ana, &post);
  for (guint i = 0; i < 20; i++) {
    TestOp *epoch = forge_epoch (stage, prev, i);

    g_assert_true (test_byzantine_send_ops (stage, &epoch, 1));
    g_assert_true (test_person_has (stage->ana, &epoch->op.id));
    test_op_free (prev);
    prev = epoch;
  }
  test_op_free (prev);
  post = test_person_post (stage->ana, "After");
  after = test_op_read (stage->ana, &post);
  g_assert_cmpmem (before->op.key_id, CEN_KEYID_LEN, after->op.key_id, CEN_KEYID_LEN);
  test_byzantine_end (stage, "junk wraps: epochs that leave one out",
                      "in the graph, not written with", EPOCH, 8 * MIB);
}

/* --- Roles and devices --- */

/* Chains that no certificate vouches for. */
static void
test_device_chains (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  g_autoptr (TestOp) genesis = NULL;
  guint64 n_before = stage->ana->circle->n_ops;
  guint n_devices = stage->ana->circle->devices->len;
  guint n_taken = 0;

  genesis = test_op_read (stage->ana, &((CenFrameOp *) stage->ana->circle->frames->pdata[0])->id);
  for (guint i = 0; stage->session != NULL && i < 1000; i++) {
    g_autoptr (CenCircleKeys) keys = cen_circle_keys_generate (&stage->world->world);
    CenFrame frame = { .kind = CEN_OP_DEVICE_ADD };
    CenOp op = { .kind = CEN_OP_DEVICE_ADD };
    const TestOp *deps[] = { genesis };
    g_autoptr (TestOp) made = NULL;

    memcpy (frame.device_add.certificate.member.bytes, keys->member.public_key, CEN_KEY_LEN);
    memcpy (frame.device_add.certificate.box, keys->box.public_key, CEN_KEY_LEN);
    memcpy (frame.device_add.certificate.curve, keys->curve.public_key, CEN_KEY_LEN);
    test_op_set_parents (&op, NULL, deps, 1);
    made = test_op_sign (&op, &stage->ana->circle->id, &keys->device,
                         test_payload_frame (stage->mallory, &frame));
    n_taken += test_byzantine_send_ops (stage, &made, 1);
  }
  g_assert_null (stage->session);
  g_assert_cmpuint (n_taken, ==, NET_SESSION_JUNK_MAX);
  g_assert_cmpuint (stage->ana->circle->n_ops, ==, n_before);
  g_assert_cmpuint (stage->ana->circle->devices->len, ==, n_devices);
  test_byzantine_end (stage, "DEVICE_ADD chains without certificate", "junk; hung up on after 64",
                      JUNK | FLOOD, 8 * MIB);
}

/* A member who has no right to remove anybody. */
static void
test_revoke_flood (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  TestOp *prev = test_op_read_tip (stage->mallory);
  guint n_members = test_byzantine_count_members (stage->ana);

  for (guint i = 0; i < 300; i++) {
    CenFrame frame = { .kind = CEN_OP_REVOKE };
    TestOp *made;

    frame.revoke.member =
        i % 2 == 0 ? stage->ana->circle->self_member : stage->bo->circle->self_member;
    made = test_op_forge (stage->mallory, CEN_OP_REVOKE, prev, NULL, 0, NULL,
                          test_payload_frame (stage->mallory, &frame));
    g_assert_true (test_byzantine_send_ops (stage, &made, 1));
    test_op_free (prev);
    prev = made;
  }
  test_op_free (prev);
  g_assert_cmpuint (test_byzantine_count_members (stage->ana), ==, n_members);
  g_assert_true (
      cen_circle_device_is_effective (stage->ana->circle,
                                      cen_circle_find_device (stage->ana->circle,
                                                              &stage->bo->circle->self_device)));
  test_byzantine_end (stage, "REVOKE flood by a plain member", "in the graph, void", 0, 16 * MIB);
}

static CenRole
get_role (TestPerson *person, TestPerson *of)
{
  return cen_authority_get_member (person->circle->authority, &of->circle->self_member)->role;
}

/* A member who appoints: themself, everybody, nobody that is known. */
static void
test_grant_flood (void)
{
  g_autoptr (TestByzantine) stage = test_byzantine_new ();
  TestOp *prev = test_op_read_tip (stage->mallory);
  guint n_members = test_byzantine_count_members (stage->ana);

  for (guint i = 0; i < 300; i++) {
    CenFrame frame = { .kind = CEN_OP_GRANT };
    TestOp *made;

    frame.grant.member = i % 3 == 0   ? stage->mallory->circle->self_member
                         : i % 3 == 1 ? stage->bo->circle->self_member
                                      : test_byzantine_make_nowhere (i);
    frame.grant.role = i % 2 == 0 ? CEN_ROLE_FACILITATOR : CEN_ROLE_GUEST;
    made = test_op_forge (stage->mallory, CEN_OP_GRANT, prev, NULL, 0, NULL,
                          test_payload_frame (stage->mallory, &frame));
    g_assert_true (test_byzantine_send_ops (stage, &made, 1));
    g_assert_true (test_person_has (stage->ana, &made->op.id));
    test_op_free (prev);
    prev = made;
  }
  test_op_free (prev);
  g_assert_cmpuint (test_byzantine_count_members (stage->ana), ==, n_members);
  g_assert_cmpint (get_role (stage->ana, stage->mallory), ==, CEN_ROLE_MEMBER);
  g_assert_cmpint (get_role (stage->ana, stage->bo), ==, CEN_ROLE_MEMBER);
  test_byzantine_end (stage, "GRANT flood by a plain member", "in the graph, void", 0, 16 * MIB);
}

/* --- Invites --- */

/* Somebody who asks to be let in by the invite of @link. */
static TestOp *
ask_to_join (TestByzantine *stage, const CenInviteLink *link, guint8 ret_box[static CEN_KEY_LEN])
{
  g_autoptr (TestPerson) newcomer = test_person_new (stage->world, "Friend");
  g_autoptr (GError) error = NULL;
  g_autoptr (CenJoinRequest) request =
      cen_replica_begin_join (newcomer->replica, link, "Friend", &error);
  TestOp *join = g_new0 (TestOp, 1);
  CenFrame frame;
  gsize len;
  const guint8 *payload = g_bytes_get_data (request->payload, &len);

  g_assert_no_error (error);
  join->bytes = g_bytes_ref (request->op);
  join->payload = g_bytes_ref (request->payload);
  g_assert_true (cen_op_decode (&join->op, g_bytes_get_data (join->bytes, NULL),
                                g_bytes_get_size (join->bytes), NULL));
  g_assert_true (cen_frame_parse (&frame, CEN_OP_JOIN, payload, len, NULL));
  memcpy (ret_box, frame.join.certificate.box, CEN_KEY_LEN);
  return join;
}

/* Mallory's ADMIT of @join after @prev, without a look at what the invite allows. */
static TestOp *
forge_admit (TestByzantine *stage, const TestOp *prev, const TestOp *join,
             const guint8 box[static CEN_KEY_LEN], const CenId *invite)
{
  CenFrame frame = { .kind = CEN_OP_ADMIT };
  g_autoptr (GError) error = NULL;
  const CenKnownEpoch *epoch;

  cen_epochs_get_writing (stage->mallory->circle, &epoch, &error);
  g_assert_no_error (error);
  frame.admit.join = join->op.id;
  frame.admit.invite = *invite;
  g_assert_true (cen_key_wrap_seal (&frame.admit.wrap, &epoch->key, box, &stage->world->world));
  return test_op_forge (stage->mallory, CEN_OP_ADMIT, prev, &join, 1, NULL,
                        test_payload_frame (stage->mallory, &frame));
}

typedef enum {
  OVER_USE_IN_A_ROW, /* each ADMIT knows of those before it */
  OVER_USE_AT_ONCE,  /* none knows of another */
} OverUse;

static guint
count_to_look_at (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members =
      cen_query_members (person->replica->store, &person->circle->id, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < members->len; i++)
    n += ((const CenMemberRow *) members->pdata[i])->needs_look;
  return n;
}

/* An invite for one by Ana. Returns: Mallory's op after it, so that what follows has it in its
 * past.
 */
static TestOp *
take_invite (TestByzantine *stage, CenInviteLink *ret_link, CenId *ret_invite)
{
  g_autoptr (TestOp) tip = NULL;
  g_autoptr (TestOp) of_ana = NULL;
  g_autoptr (GError) error = NULL;
  TestOp *merge;

  *ret_link = (CenInviteLink){ .circle = stage->ana->circle->id };
  cen_author_invite (stage->ana->circle, CEN_ROLE_MEMBER, 1, 0, ret_link->seed, ret_invite, &error);
  g_assert_no_error (error);
  test_person_pull (stage->mallory, stage->ana);
  tip = test_op_read_tip (stage->mallory);
  of_ana = test_op_read (stage->ana, ret_invite);
  merge = test_op_forge (stage->mallory, CEN_OP_MERGE, tip, (const TestOp *[]){ of_ana }, 1, NULL,
                         test_payload_empty (stage->mallory));
  g_assert_true (test_byzantine_send_ops (stage, &merge, 1));
  return merge;
}

/* Lets in @n_friends by it. */
static TestByzantine *
over_use (OverUse how, guint n_friends)
{
  TestByzantine *stage = test_byzantine_new ();
  CenInviteLink link;
  CenId invite;
  TestOp *prev = take_invite (stage, &link, &invite);

  for (guint i = 0; i < n_friends; i++) {
    guint8 box[CEN_KEY_LEN];
    g_autoptr (TestOp) join = ask_to_join (stage, &link, box);
    TestOp *admit = forge_admit (stage, prev, join, box, &invite);

    g_assert_true (test_byzantine_send_ops (stage, (TestOp *[]){ join, admit }, 2));
    g_assert_true (test_person_has (stage->ana, &admit->op.id));
    if (how == OVER_USE_IN_A_ROW) {
      test_op_free (prev);
      prev = admit;
    } else {
      test_op_free (admit);
    }
  }
  test_op_free (prev);
  return stage;
}

static void
test_over_use_in_a_row (void)
{
  g_autoptr (TestByzantine) stage = over_use (OVER_USE_IN_A_ROW, 20);

  /* The one who was invited; nobody else became a member. */
  g_assert_cmpuint (test_byzantine_count_members (stage->ana), ==, 4);
  g_assert_cmpuint (count_to_look_at (stage->ana), ==, 0);
  test_byzantine_end (stage, "over-use: an invite for one, 20 in a row", "one is in, 19 are not",
                      INVITE, 8 * MIB);
  g_assert_cmpuint (test_byzantine_count_members (stage->bo), ==, 4);
}

static void
test_over_use_at_once (void)
{
  g_autoptr (TestByzantine) stage = over_use (OVER_USE_AT_ONCE, 20);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (test_byzantine_count_members (stage->ana), ==, 23);
  g_assert_cmpuint (count_to_look_at (stage->ana), ==, 19);
  test_byzantine_end (stage, "over-use: an invite for one, 20 at once",
                      "all are in, 19 need a look", INVITE | FORK, 8 * MIB);
  g_assert_cmpuint (count_to_look_at (stage->bo), ==, 19);
}

#define ADD(name, func) g_test_add_func ("/byzantine/" name, func)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("junk-wraps", test_junk_wraps);
  ADD ("device-chains", test_device_chains);
  ADD ("revoke-flood", test_revoke_flood);
  ADD ("grant-flood", test_grant_flood);
  ADD ("over-use-in-a-row", test_over_use_in_a_row);
  ADD ("over-use-at-once", test_over_use_at_once);
  return g_test_run ();
}
