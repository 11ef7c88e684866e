/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ana's hub and those who come with an invite: whatever they say, nobody comes in whom the invite
 * does not let in, and who looks for one by trial costs her little and shuts nobody out. */

#include "core/author-members.h"
#include "core/author-rotate.h"
#include "core/epochs.h"
#include "net/door.h"
#include "net/hub.h"
#include "net/clock.h"
#include "net/wire.h"
#include "tests/support/conns.h"
#include "tests/support/cost.h"
#include "tests/support/forge.h"

#include <string.h>

#define N_GUESSES  10000
#define GROWTH_MAX (4 * 1024 * 1024)
#define SOON_MS    1000

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  TestConns *conns;
  NetHub *hub; /* Ana's */
  guint n_members;
} Scene;

static void
changed_cb (NetHub *hub G_GNUC_UNUSED, gboolean is_status_changed G_GNUC_UNUSED,
            gpointer user_data G_GNUC_UNUSED)
{
}

static guint
count_members (TestPerson *person)
{
  return cen_authority_get_members (person->circle->authority)->len;
}

static void
begin (Scene *scene)
{
  static const NetHubEvents events = { .on_changed = changed_cb };

  scene->world = test_world_new (8);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->bo = test_person_new (scene->world, "Bo");
  test_person_found (scene->ana, "Analysis");
  test_person_join (scene->bo, scene->ana);
  test_person_pull (scene->ana, scene->bo);
  scene->conns = test_conns_new ();
  scene->hub = net_hub_new (scene->ana->circle, scene->ana->replica->secrets, NULL, &events, NULL);
  scene->n_members = count_members (scene->ana);
}

static void
scene_clear (Scene *scene)
{
  net_hub_free (scene->hub);
  test_conns_free (scene->conns);
  test_person_free (scene->ana);
  test_person_free (scene->bo);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

/* --- Coming --- */

static CenInviteLink
make_invite (TestPerson *person, guint n_uses, gint64 expires_ms, CenId *ret_invite)
{
  CenInviteLink link = { .circle = person->circle->id, .expires_ms = expires_ms };
  g_autoptr (GError) error = NULL;

  cen_author_invite (person->circle, CEN_ROLE_MEMBER, n_uses, expires_ms, link.seed, ret_invite,
                     &error);
  g_assert_no_error (error);
  return link;
}

static CenJoinRequest *
request (Scene *scene, const CenInviteLink *link, const char *name)
{
  return cen_join_request_new (&scene->world->world, link, name, NULL);
}

static NetLinkVerdict
knock (Scene *scene, const CenInviteLink *link)
{
  CenInviteKeys keys;
  NetLinkVerdict verdict;

  cen_invite_keys_from_seed (&keys, link->seed);
  verdict = net_hub_admit (scene->hub, keys.curve.public_key);
  cen_invite_keys_clear (&keys);
  return verdict;
}

static NetConn *
come (Scene *scene, const CenInviteLink *link)
{
  CenInviteKeys keys;
  NetConn *conn;

  g_assert_cmpint (knock (scene, link), ==, NET_LINK_ADMIT);
  cen_invite_keys_from_seed (&keys, link->seed);
  conn = test_conns_come (scene->conns, &scene->ana->circle->id, keys.curve.public_key);
  cen_invite_keys_clear (&keys);
  net_hub_open (scene->hub, conn);
  return conn;
}

/* Eats @frame. Returns: the answer's type, of a BYE its code in @ret_bye. */
static guint
say (Scene *scene, NetConn *conn, GBytes *frame, NetBye *ret_bye)
{
  g_autoptr (GBytes) said = frame;
  g_autoptr (GBytes) answer = NULL;
  const guint8 *bytes;
  gsize len;
  guint type;

  net_hub_message (scene->hub, conn, g_bytes_get_data (said, NULL), g_bytes_get_size (said));
  answer = test_conn_take (conn);
  g_assert_nonnull (answer);
  bytes = g_bytes_get_data (answer, &len);
  type = net_frame_get_type (bytes, len);
  if (type == NET_FRAME_BYE)
    g_assert_true (net_bye_from_frame (ret_bye, bytes, len));
  return type;
}

static GBytes *
make_join_frame (GBytes *op, GBytes *payload)
{
  CenIncoming join = { .op = op, .payload = payload };

  return net_ops_to_frame (NET_FRAME_JOIN_REQ, NET_OPS_LAST, &join, 1);
}

static void
assert_joins (Scene *scene, const CenInviteLink *link, const CenJoinRequest *by)
{
  NetBye bye;

  g_assert_cmpuint (say (scene, come (scene, link), make_join_frame (by->op, by->payload), &bye),
                    ==, NET_FRAME_JOIN_OK);
  g_assert_cmpuint (count_members (scene->ana), ==, ++scene->n_members);
}

static void
assert_refused (Scene *scene, const CenInviteLink *link, GBytes *op, GBytes *payload,
                NetBye expected)
{
  guint64 n_ops = scene->ana->circle->n_ops;
  NetBye bye;

  g_assert_cmpuint (say (scene, come (scene, link), make_join_frame (op, payload), &bye), ==,
                    NET_FRAME_BYE);
  g_assert_cmpint (bye, ==, expected);
  g_assert_cmpuint (count_members (scene->ana), ==, scene->n_members);
  g_assert_cmpuint (scene->ana->circle->n_ops, ==, n_ops);
}

/* --- Proofs --- */

static void
read_join (const CenJoinRequest *by, CenFrame *ret_frame)
{
  gsize len;
  const guint8 *payload = g_bytes_get_data (by->payload, &len);

  g_assert_true (cen_frame_parse (ret_frame, CEN_OP_JOIN, payload, len, NULL));
}

/* A JOIN signed with the keys of @by that says what @frame says. */
static TestOp *
sign_join (Scene *scene, const CenJoinRequest *by, const CenFrame *frame)
{
  CenOp op = { .kind = CEN_OP_JOIN, .lamport = 1 };

  return test_op_sign (&op, &scene->ana->circle->id, &by->keys->device,
                       cen_frame_build (frame, &scene->world->world));
}

/* The proof that somebody else made with the invite, with keys of one's own. */
static void
test_other_keys (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenJoinRequest) dan = NULL;
  g_autoptr (CenJoinRequest) thief = NULL;
  g_autoptr (TestOp) forged = NULL;
  CenInviteLink link, none = { .seed = { 9 } };
  CenFrame theirs, frame;
  CenId invite;

  begin (&scene);
  link = make_invite (scene.ana, 2, 0, &invite);
  none.circle = link.circle;
  dan = request (&scene, &link, "Dan");
  thief = request (&scene, &none, "Dan");
  read_join (dan, &theirs);
  read_join (thief, &frame);
  memcpy (frame.join.proof_key, theirs.join.proof_key, CEN_KEY_LEN);
  memcpy (frame.join.proof, theirs.join.proof, CEN_SIG_LEN);
  forged = sign_join (&scene, thief, &frame);
  assert_refused (&scene, &link, forged->bytes, forged->payload, NET_BYE_CANNOT_ADMIT);
  /* Nor with a key of the certificate changed, nor Dan's own under another device. */
  frame = theirs;
  memcpy (frame.join.certificate.curve, thief->keys->curve.public_key, CEN_KEY_LEN);
  g_clear_pointer (&forged, test_op_free);
  forged = sign_join (&scene, dan, &frame);
  assert_refused (&scene, &link, forged->bytes, forged->payload, NET_BYE_CANNOT_ADMIT);
  g_clear_pointer (&forged, test_op_free);
  forged = sign_join (&scene, thief, &theirs);
  assert_refused (&scene, &link, forged->bytes, forged->payload, NET_BYE_CANNOT_ADMIT);
  assert_joins (&scene, &link, dan);
}

static void
test_other_name (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenJoinRequest) dan = NULL;
  g_autoptr (TestOp) forged = NULL;
  CenInviteLink link;
  CenFrame frame;
  CenId invite;

  begin (&scene);
  link = make_invite (scene.ana, 1, 0, &invite);
  dan = request (&scene, &link, "Dan");
  read_join (dan, &frame);
  g_strlcpy (frame.join.name, "Ana", sizeof frame.join.name);
  forged = sign_join (&scene, dan, &frame);
  assert_refused (&scene, &link, forged->bytes, forged->payload, NET_BYE_CANNOT_ADMIT);
  assert_joins (&scene, &link, dan);
}

/* The invite's key proves for one circle; here the very seed stands in both. */
static void
test_other_circle (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenJoinRequest) dan = NULL;
  g_autoptr (CenJoinRequest) elsewhere = NULL;
  g_autoptr (TestOp) forged = NULL;
  CenInviteLink link, other;
  CenInviteKeys keys;
  CenFrame frame, theirs;
  CenId invite, device;

  begin (&scene);
  link = other = make_invite (scene.ana, 1, 0, &invite);
  other.circle.bytes[0] ^= 1;
  elsewhere = request (&scene, &other, "Dan");
  assert_refused (&scene, &link, elsewhere->op, elsewhere->payload, NET_BYE_CANNOT_ADMIT);
  /* Signed and certified for this circle, proven for the other. */
  dan = request (&scene, &link, "Dan");
  read_join (dan, &frame);
  cen_invite_keys_from_seed (&keys, link.seed);
  cen_id_from_bytes (&device, dan->keys->device.public_key);
  cen_frame_join_prove (&frame.join, &other.circle, &device, &keys.proof);
  cen_invite_keys_clear (&keys);
  forged = sign_join (&scene, dan, &frame);
  assert_refused (&scene, &link, forged->bytes, forged->payload, NET_BYE_CANNOT_ADMIT);
  /* Proven for this circle, certified for the other. */
  read_join (dan, &frame);
  read_join (elsewhere, &theirs);
  g_clear_pointer (&forged, test_op_free);
  frame.join.certificate = theirs.join.certificate;
  forged = sign_join (&scene, elsewhere, &frame);
  assert_refused (&scene, &link, forged->bytes, forged->payload, NET_BYE_CANNOT_ADMIT);
  assert_joins (&scene, &link, dan);
}

/* An invite of another circle opens no door here, not even through one that another opened. */
static void
test_other_invite (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (TestPerson) cleo = NULL;
  g_autoptr (CenJoinRequest) dan = NULL;
  g_autoptr (CenJoinRequest) eve = NULL;
  CenInviteLink link, foreign, revoked;
  CenId invite, back;

  begin (&scene);
  cleo = test_person_new (scene.world, "Cleo");
  test_person_found (cleo, "Botany");
  link = make_invite (scene.ana, 1, 0, &invite);
  foreign = make_invite (cleo, 1, 0, &invite);
  g_assert_cmpint (knock (&scene, &foreign), ==, NET_LINK_REFUSE);
  foreign.circle = link.circle;
  dan = request (&scene, &foreign, "Dan");
  assert_refused (&scene, &link, dan->op, dan->payload, NET_BYE_CANNOT_ADMIT);
  /* What counts is the invite that the JOIN proves, not the one whose key opened the door. */
  revoked = make_invite (scene.ana, 1, 0, &back);
  g_assert_true (cen_author_revoke_invite (scene.ana->circle, &back, NULL));
  eve = request (&scene, &revoked, "Eve");
  assert_refused (&scene, &link, eve->op, eve->payload, NET_BYE_CANNOT_ADMIT);
}

/* The very bytes of another's request say nothing new: the same ADMIT, which is of use to who has
 * the keys. */
static void
test_replay (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenJoinRequest) dan = NULL;
  CenInviteLink link;
  CenId invite;
  NetBye bye;

  begin (&scene);
  link = make_invite (scene.ana, 1, 0, &invite);
  dan = request (&scene, &link, "Dan");
  assert_joins (&scene, &link, dan);
  for (guint i = 0; i < 3; i++) {
    guint64 n_ops = scene.ana->circle->n_ops;

    g_assert_cmpuint (say (&scene, come (&scene, &link), make_join_frame (dan->op, dan->payload),
                           &bye),
                      ==, NET_FRAME_JOIN_OK);
    g_assert_cmpuint (scene.ana->circle->n_ops, ==, n_ops);
    g_assert_cmpuint (count_members (scene.ana), ==, scene.n_members);
  }
}

/* --- Between preview and join --- */

static void
assert_previewed (Scene *scene, NetConn *conn)
{
  NetPreview ask = { .is_answer = FALSE };
  NetBye bye;

  g_assert_cmpuint (say (scene, conn, net_preview_to_frame (&ask), &bye), ==, NET_FRAME_PREVIEW);
}

/* What befalls an invite while somebody reads what it is for: they are told, and are not in. */
static void
test_between (void)
{
  static const NetBye byes[] = { NET_BYE_INVITE_REVOKED, NET_BYE_INVITE_EXPIRED,
                                 NET_BYE_INVITE_USED_UP };

  for (guint i = 0; i < G_N_ELEMENTS (byes); i++) {
    g_auto (Scene) scene = { 0 };
    g_autoptr (CenJoinRequest) dan = NULL;
    g_autoptr (CenJoinRequest) eve = NULL;
    CenInviteLink link;
    CenId invite;
    NetConn *conn;
    NetBye bye;

    begin (&scene);
    link = make_invite (scene.ana, 1, scene.world->now_ms + SOON_MS, &invite);
    conn = come (&scene, &link);
    assert_previewed (&scene, conn);
    dan = request (&scene, &link, "Dan");
    eve = request (&scene, &link, "Eve");
    if (byes[i] == NET_BYE_INVITE_REVOKED)
      g_assert_true (cen_author_revoke_invite (scene.ana->circle, &invite, NULL));
    else if (byes[i] == NET_BYE_INVITE_EXPIRED)
      test_world_advance (scene.world, SOON_MS + 1);
    else
      assert_joins (&scene, &link, eve);
    g_assert_cmpuint (say (&scene, conn, make_join_frame (dan->op, dan->payload), &bye), ==,
                      NET_FRAME_BYE);
    g_assert_cmpint (bye, ==, byes[i]);
    g_assert_cmpuint (count_members (scene.ana), ==, scene.n_members);
  }
}

/* --- Any member --- */

/* Bo's invite, at Ana's. And one that she has not heard of is unknown at her door. */
static void
test_any_member (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenJoinRequest) dan = NULL;
  CenInviteLink link;
  CenId invite;

  begin (&scene);
  g_assert_true (cen_author_grant (scene.ana->circle, &scene.bo->circle->self_member,
                                   CEN_ROLE_FACILITATOR, NULL, NULL));
  test_person_pull (scene.bo, scene.ana);
  link = make_invite (scene.bo, 1, 0, &invite);
  g_assert_cmpint (knock (&scene, &link), ==, NET_LINK_REFUSE);
  test_person_pull (scene.ana, scene.bo);
  dan = request (&scene, &link, "Dan");
  assert_joins (&scene, &link, dan);
}

/* --- Under an old key --- */

typedef struct {
  TestPerson *dan; /* let in by Bo, which Ana has not heard of */
  guint8 old_key[CEN_KEY_LEN];
  TestOp *join;
  TestOp *admit;
} Newcomer;

static void
newcomer_clear (Newcomer *self)
{
  test_person_free (self->dan);
  test_op_free (self->join);
  test_op_free (self->admit);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Newcomer, newcomer_clear)

/* Bo lets Dan in while Ana renews the key and writes on. */
static void
let_in_by_bo (Scene *scene, Newcomer *newcomer)
{
  CenInviteLink link;
  const CenKnownEpoch *epoch;
  const guint8 *payload;
  CenFrame frame;
  CenId invite, id = { 0 };
  gsize len;
  g_autoptr (GError) error = NULL;

  link = make_invite (scene->ana, 2, 0, &invite);
  test_person_pull (scene->bo, scene->ana);
  test_person_post (scene->bo, "Ana has not heard this");
  newcomer->dan = test_person_new (scene->world, "Dan");
  test_person_enter (newcomer->dan, scene->bo, link.seed);
  for (guint i = 0; i < scene->bo->circle->frames->len; i++) {
    const CenFrameOp *op = scene->bo->circle->frames->pdata[i];

    if (op->frame.kind == CEN_OP_ADMIT)
      id = op->id;
  }
  newcomer->admit = test_op_read (scene->bo, &id);
  payload = g_bytes_get_data (newcomer->admit->payload, &len);
  g_assert_true (cen_frame_parse (&frame, CEN_OP_ADMIT, payload, len, NULL));
  newcomer->join = test_op_read (scene->bo, &frame.admit.join);
  g_assert_true (cen_epochs_get_writing (scene->ana->circle, &epoch, NULL));
  memcpy (newcomer->old_key, epoch->introduction, CEN_KEY_LEN);
  g_assert_true (cen_author_rotate (scene->ana->circle, &error));
  test_person_post (scene->ana, "Under the new key");
}

static GBytes *
make_introduction (TestOp *const *ops, guint n_ops)
{
  CenIncoming incoming[2];

  for (guint i = 0; i < n_ops; i++)
    incoming[i] = (CenIncoming){ .op = ops[i]->bytes, .payload = ops[i]->payload };
  return net_ops_to_frame (NET_FRAME_INTRODUCE, NET_OPS_MORE, incoming, n_ops);
}

/* The answer to @ops under @key. */
static GBytes *
introduce (Scene *scene, const guint8 key[static CEN_KEY_LEN], TestOp *const *ops, guint n_ops)
{
  NetConn *conn = test_conns_come (scene->conns, &scene->ana->circle->id, key);
  g_autoptr (GBytes) frame = make_introduction (ops, n_ops);

  g_assert_cmpint (net_hub_admit (scene->hub, key), ==, NET_LINK_ADMIT);
  net_hub_open (scene->hub, conn);
  net_hub_message (scene->hub, conn, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  return test_conn_take (conn);
}

static void
assert_turned_away (Scene *scene, const guint8 key[static CEN_KEY_LEN], TestOp *const *ops,
                    guint n_ops)
{
  g_autoptr (GBytes) answer = introduce (scene, key, ops, n_ops);
  NetBye bye;

  g_assert_true (
      net_bye_from_frame (&bye, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer)));
  g_assert_cmpint (bye, ==, NET_BYE_NOT_MEMBER);
}

/* What Ana wrote since is not in the clock, whose length tells what there is of hers. */
static void
test_old_key (void)
{
  g_auto (Scene) scene = { 0 };
  g_auto (Newcomer) newcomer = { NULL };
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GArray) clock = NULL;
  g_autoptr (GArray) whole = NULL;
  const CenDevice *device;
  gboolean has_ana = FALSE;

  begin (&scene);
  let_in_by_bo (&scene, &newcomer);
  device = cen_circle_find_device (scene.ana->circle, &scene.ana->circle->self_device);
  assert_turned_away (&scene, newcomer.old_key, &newcomer.join, 1);
  answer = introduce (&scene, newcomer.old_key, (TestOp *[]){ newcomer.join, newcomer.admit }, 2);
  clock = net_clock_from_frame (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_assert_nonnull (clock);
  whole = net_clock_list (scene.ana->circle);
  g_assert_cmpuint (clock->len, ==, whole->len);
  for (guint i = 0; i < clock->len; i++) {
    const NetClockEntry *entry = &g_array_index (clock, NetClockEntry, i);

    if (memcmp (entry->device, device->key.bytes, NET_CLOCK_KEY_LEN) != 0)
      continue;
    has_ana = TRUE;
    /* The EPOCH itself does not know of itself; the words after it do. */
    g_assert_cmpuint (entry->seq, ==, device->tip_seq - 1);
  }
  g_assert_true (has_ana);
  /* With the past of the ADMIT Dan is in, and comes with a key of his own. */
  test_person_pull (scene.ana, scene.bo);
  g_assert_cmpuint (count_members (scene.ana), ==, scene.n_members + 1);
  g_assert_cmpint (net_hub_admit (scene.hub, newcomer.dan->circle->keys->curve.public_key), ==,
                   NET_LINK_ADMIT);
}

/* An ADMIT that is somebody else's, that was altered, or by one who is out, opens nothing. */
static void
test_old_key_needs_admit (void)
{
  g_auto (Scene) scene = { 0 };
  g_auto (Newcomer) newcomer = { NULL };
  g_autoptr (CenJoinRequest) eve = NULL;
  g_autoptr (TestOp) made_up = NULL;
  g_autoptr (TestOp) broken = NULL;
  CenInviteLink link = { .seed = { 5 } };
  CenFrame frame;

  begin (&scene);
  let_in_by_bo (&scene, &newcomer);
  link.circle = scene.ana->circle->id;
  eve = request (&scene, &link, "Eve");
  read_join (eve, &frame);
  made_up = sign_join (&scene, eve, &frame);
  assert_turned_away (&scene, newcomer.old_key, (TestOp *[]){ made_up, newcomer.admit }, 2);
  broken = test_op_break_signature (newcomer.admit);
  assert_turned_away (&scene, newcomer.old_key, (TestOp *[]){ newcomer.join, broken }, 2);
  g_assert_true (
      cen_author_revoke (scene.ana->circle, &scene.bo->circle->self_member, NULL, 0, NULL, NULL));
  assert_turned_away (&scene, newcomer.old_key, (TestOp *[]){ newcomer.join, newcomer.admit }, 2);
}

/* --- Guessing --- */

/* Keys tried one after the other, all of one network: each is looked up and no more, and nobody who
 * comes from elsewhere, or has an invite, is kept waiting. */
static void
test_guessing (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenJoinRequest) dan = NULL;
  g_autoptr (NetDoor) door = NULL;
  CenInviteLink link;
  TestCost cost;
  NetIp there, here;
  CenId invite;
  guint n_heard = 0;

  begin (&scene);
  for (guint i = 0; i < 100; i++)
    link = make_invite (scene.ana, 1, 0, &invite);
  door = net_door_new (&scene.world->world);
  g_assert_true (net_ip_parse (&there, "203.0.113.9") && net_ip_parse (&here, "198.51.100.4"));
  test_cost_begin (&cost);
  for (guint i = 0; i < N_GUESSES; i++) {
    guint8 guess[CEN_KEY_LEN];

    scene.world->world.random (&scene.world->world, guess, sizeof guess);
    n_heard += net_door_knock (door, &there, guess);
    /* And were there a thousand networks, so that every one is heard: */
    g_assert_cmpint (net_hub_admit (scene.hub, guess), ==, NET_LINK_REFUSE);
    test_cost_look (&cost);
  }
  g_assert_cmpuint (n_heard, <, 100);
  test_cost_end (&cost, "invites tried by chance", "10,000 random keys among 100 invites",
                 "all refused; one address is heard 20 times a minute", GROWTH_MAX);
  g_assert_true (net_door_knock (door, &here, link.seed));
  dan = request (&scene, &link, "Dan");
  assert_joins (&scene, &link, dan);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/guest/other-keys", test_other_keys);
  g_test_add_func ("/guest/other-name", test_other_name);
  g_test_add_func ("/guest/other-circle", test_other_circle);
  g_test_add_func ("/guest/other-invite", test_other_invite);
  g_test_add_func ("/guest/replay", test_replay);
  g_test_add_func ("/guest/between", test_between);
  g_test_add_func ("/guest/any-member", test_any_member);
  g_test_add_func ("/guest/old-key", test_old_key);
  g_test_add_func ("/guest/old-key-needs-admit", test_old_key_needs_admit);
  g_test_add_func ("/guest/guessing", test_guessing);
  return g_test_run ();
}
