/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A hub and one who is not known yet. The first byte says who comes (Role); then come frames, each
 * after its length in two bytes, the low one first. With the highest bit set the two bytes are no
 * length: the low one is the number of a frame that is as it should be (Prepared), the rest of the
 * high one says how many of its bytes are changed, each told by its place in two bytes and what is
 * to be flipped. A frame of length 0 hangs up and comes again a second later. All inputs meet the
 * same people: what one of them does is rolled back. */

#include "fuzz.h"

#include "core/author-members.h"
#include "core/epochs.h"
#include "core/replica-device.h"
#include "net/clock.h"
#include "net/device-wire.h"
#include "net/hub.h"
#include "net/wire.h"
#include "tests/support/conns.h"
#include "tests/support/forge.h"

#include <string.h>

#define FRAMES_MAX 4096
#define USES       1

typedef enum {
  ROLE_GUEST,       /* with Ana's invite */
  ROLE_INTRODUCED,  /* with the key of the epoch */
  ROLE_SPONSORED,   /* with Ana's device link */
  ROLE_INTRODUCING, /* Ana, whom Eve has dialled */
  ROLE_MEMBER,      /* Bo */
  N_ROLES,
} Role;

typedef enum {
  PREPARED_PREVIEW,
  PREPARED_JOIN,
  PREPARED_OTHER_JOIN,
  PREPARED_INTRODUCE, /* Cleo's JOIN and the ADMIT by Bo */
  PREPARED_PAST,      /* what Bo wrote before */
  PREPARED_INTRODUCE_DEVICE,
  PREPARED_DEVICE_REQ,
  PREPARED_DEVICE_ADD,
  PREPARED_REVOKE, /* of Eve, by Ana */
  PREPARED_CLOCK,
  PREPARED_INTRODUCED, /* BYE */
  N_PREPARED,
} Prepared;

static TestWorld *world;
static TestPerson *ana, *bo, *cleo, *dan, *eve;
static GBytes *prepared[N_PREPARED];
static guint8 keys_of[N_ROLES][CEN_KEY_LEN];
static CenLinkSecret device_link;
static guint n_members;

/* --- The people --- */

static GBytes *
make_ops_frame (NetFrameType type, TestOp *const *ops, guint n_ops)
{
  g_autofree CenIncoming *incoming = g_new (CenIncoming, n_ops);

  for (guint i = 0; i < n_ops; i++)
    incoming[i] = (CenIncoming){ .op = ops[i]->bytes, .payload = ops[i]->payload };
  return net_ops_to_frame (type, NET_OPS_LAST, incoming, n_ops);
}

static GBytes *
make_one_op_frame (NetFrameType type, TestOp *op)
{
  GBytes *frame = make_ops_frame (type, &op, 1);

  test_op_free (op);
  return frame;
}

static GBytes *
make_join (TestPerson *person, const CenInviteLink *link, CenJoinRequest **ret_request)
{
  CenJoinRequest *request = cen_replica_begin_join (person->replica, link, person->name, NULL);
  CenIncoming join = { .op = request->op, .payload = request->payload };

  *ret_request = request;
  return net_ops_to_frame (NET_FRAME_JOIN_REQ, NET_OPS_LAST, &join, 1);
}

/* Both have Ana's invite; Bo lets Cleo in by it. */
static void
prepare_joins (void)
{
  CenInviteLink link = { .circle = ana->circle->id };
  g_autoptr (CenJoinRequest) request = NULL;
  g_autoptr (CenJoinRequest) other = NULL;
  g_autoptr (TestOp) join = NULL;
  g_autoptr (TestOp) admit = NULL;
  CenInviteKeys keys;
  CenId invite, id;

  g_assert (cen_author_invite (ana->circle, CEN_ROLE_MEMBER, USES, 0, link.seed, &invite, NULL));
  cen_invite_keys_from_seed (&keys, link.seed);
  memcpy (keys_of[ROLE_GUEST], keys.curve.public_key, CEN_KEY_LEN);
  test_person_pull (bo, ana);
  prepared[PREPARED_JOIN] = make_join (cleo, &link, &request);
  prepared[PREPARED_OTHER_JOIN] = make_join (dan, &link, &other);
  g_assert (cen_author_admit (bo->circle, request->op, request->payload, &id, NULL));
  admit = test_op_read (bo, &id);
  join = test_op_read (bo, &admit->op.deps[admit->op.n_deps - 1]);
  for (guint i = 0; join->op.kind != CEN_OP_JOIN; i++) {
    test_op_free (join);
    join = test_op_read (bo, &admit->op.deps[i]);
  }
  prepared[PREPARED_INTRODUCE] =
      make_ops_frame (NET_FRAME_INTRODUCE, (TestOp *[]){ join, admit }, 2);
}

static void
prepare_devices (void)
{
  CenDeviceLink link = { .circle = ana->circle->id };
  g_autoptr (CenCircleKeys) further = test_person_make_device (bo);
  g_autoptr (TestOp) bo_tip = test_op_read_tip (bo);
  g_autoptr (TestOp) ana_tip = test_op_read_tip (ana);
  g_autoptr (CenDeviceRequest) request = NULL;

  prepared[PREPARED_INTRODUCE_DEVICE] =
      make_one_op_frame (NET_FRAME_INTRODUCE,
                         test_op_sign_device (bo, further, (const TestOp *[]){ bo_tip }, 1));
  g_assert (cen_sponsor_create_link (ana->replica->secrets, ana->circle,
                                     world->now_ms + CEN_DEVICE_LINK_MS, link.seed, NULL));
  device_link = g_array_index (ana->circle->keys->links, CenLinkSecret, 0);
  memcpy (keys_of[ROLE_SPONSORED], device_link.curve, CEN_KEY_LEN);
  request = cen_device_request_new (&world->world, &link, NULL);
  prepared[PREPARED_DEVICE_REQ] = net_device_req_to_frame (&request->claim);
  request->keys->member = ana->circle->keys->member;
  prepared[PREPARED_DEVICE_ADD] =
      make_one_op_frame (NET_FRAME_DEVICE_ADD,
                         test_op_sign_device (ana, request->keys, (const TestOp *[]){ ana_tip },
                                              1));
}

static void
prepare_rest (void)
{
  NetPreview ask = { .is_answer = FALSE };
  g_autoptr (GArray) past = test_person_list_ops (bo);
  g_autoptr (GArray) clock = net_clock_list (bo->circle);
  g_autoptr (TestOp) tip = test_op_read_tip (ana);
  CenFrame revoke = { .kind = CEN_OP_REVOKE };
  const CenKnownEpoch *epoch;

  revoke.revoke.member = eve->circle->self_member;
  prepared[PREPARED_PREVIEW] = net_preview_to_frame (&ask);
  prepared[PREPARED_PAST] = net_ops_to_frame (NET_FRAME_INTRODUCE, NET_OPS_LAST,
                                              (const CenIncoming *) past->data, past->len);
  prepared[PREPARED_REVOKE] =
      make_one_op_frame (NET_FRAME_INTRODUCE, test_op_forge (ana, CEN_OP_REVOKE, tip, NULL, 0, NULL,
                                                             test_payload_frame (ana, &revoke)));
  prepared[PREPARED_CLOCK] = net_clock_to_frame ((const NetClockEntry *) clock->data, clock->len);
  prepared[PREPARED_INTRODUCED] = net_bye_to_frame (NET_BYE_INTRODUCED);
  g_assert (cen_epochs_get_writing (ana->circle, &epoch, NULL) && epoch != NULL);
  memcpy (keys_of[ROLE_INTRODUCED], epoch->introduction, CEN_KEY_LEN);
  memcpy (keys_of[ROLE_INTRODUCING], ana->circle->keys->curve.public_key, CEN_KEY_LEN);
  memcpy (keys_of[ROLE_MEMBER], bo->circle->keys->curve.public_key, CEN_KEY_LEN);
}

static void
make_people (void)
{
  if (ana != NULL)
    return;
  cen_crypto_init ();
  world = test_world_new (23);
  ana = test_person_new (world, "Ana");
  bo = test_person_new (world, "Bo");
  cleo = test_person_new (world, "Cléo");
  dan = test_person_new (world, "Dan");
  eve = test_person_new (world, "Eve");
  test_person_found (ana, "Analysis");
  test_person_join (bo, ana);
  test_person_join (eve, ana);
  test_person_pull (ana, bo);
  test_person_pull (ana, eve);
  prepare_joins ();
  test_person_post (bo, "A word");
  prepare_devices ();
  prepare_rest ();
  n_members = cen_authority_get_members (ana->circle->authority)->len;
}

/* --- One who comes --- */

typedef struct {
  Role role;
  NetHub *hub;
  TestConns *conns;
  NetConn *conn;
} Visit;

static void
changed_cb (NetHub *hub G_GNUC_UNUSED, gboolean is_status_changed G_GNUC_UNUSED,
            gpointer user_data G_GNUC_UNUSED)
{
}

static void
typing_cb (NetHub *hub G_GNUC_UNUSED, const CenId *channel G_GNUC_UNUSED,
           const CenId *member G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
}

static void
live_cb (NetHub *hub G_GNUC_UNUSED, const NetLiveState *state G_GNUC_UNUSED,
         const CenId *member G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
}

static void
listen (Visit *visit)
{
  net_hub_pump (visit->hub);
  for (guint i = 0;; i++) {
    g_autoptr (GBytes) frame = test_conn_take (visit->conn);

    if (frame == NULL)
      return;
    g_assert (i < FRAMES_MAX && g_bytes_get_size (frame) <= CEN_MESSAGE_MAX);
    net_hub_pump (visit->hub);
  }
}

/* As the link does before it lets one in; FALSE when nobody is let in. */
static gboolean
come (Visit *visit)
{
  const guint8 *key = keys_of[visit->role];
  const CenId *circle = &visit->hub->circle->id;

  if (visit->role == ROLE_INTRODUCING) {
    NetHubPeer *peer = net_hub_ensure_peer (visit->hub, key);

    visit->conn = test_conns_dial (visit->conns, circle, key);
    peer->dialing = visit->conn;
    peer->introduce_next = TRUE;
  } else if (net_hub_admit (visit->hub, key) == NET_LINK_ADMIT) {
    visit->conn = test_conns_come (visit->conns, circle, key);
  } else {
    return FALSE;
  }
  net_hub_open (visit->hub, visit->conn);
  listen (visit);
  return TRUE;
}

static void
hang_up (Visit *visit)
{
  net_hub_close (visit->hub, visit->conn,
                 test_conn_is_over (visit->conn) ? NET_CONN_CLOSED_BY_US : NET_CONN_LOST);
  visit->conn = NULL;
}

static gboolean
say (Visit *visit, const guint8 *frame, gsize len)
{
  if (len > 0 && !test_conn_is_over (visit->conn)) {
    net_hub_message (visit->hub, visit->conn, frame, len);
    listen (visit);
  }
  if (len > 0)
    return TRUE;
  hang_up (visit);
  test_world_advance (world, 1000);
  net_hub_tick (visit->hub);
  return come (visit);
}

/* A prepared frame with @n_edits at @bytes. Returns: how many bytes these take. */
static gsize
edit (guint8 *frame, gsize frame_len, guint n_edits, const guint8 *bytes, gsize len)
{
  gsize at = 0;

  for (guint i = 0; i < n_edits && at + 3 <= len; i++, at += 3)
    frame[(bytes[at] | (gsize) bytes[at + 1] << 8) % frame_len] ^= bytes[at + 2];
  return at;
}

static void
play (Visit *visit, const guint8 *bytes, gsize len)
{
  gboolean is_there = come (visit);

  for (gsize at = 0; is_there && at + 2 <= len;) {
    guint low = bytes[at], high = bytes[at + 1];

    at += 2;
    if (high & 0x80) {
      GBytes *good = prepared[low % N_PREPARED];
      gsize frame_len = g_bytes_get_size (good);
      g_autofree guint8 *frame = g_memdup2 (g_bytes_get_data (good, NULL), frame_len);

      at += edit (frame, frame_len, high & 0x7f, bytes + at, len - at);
      is_there = say (visit, frame, frame_len);
    } else {
      gsize frame_len = MIN (low | high << 8, len - at);

      is_there = say (visit, bytes + at, frame_len);
      at += frame_len;
    }
  }
}

/* --- Afterwards --- */

static void
check (const Visit *visit)
{
  CenCircle *circle = visit->hub->circle;
  guint n_now = cen_authority_get_members (ana->circle->authority)->len;

  g_assert (cen_orphans_get_n (circle->orphans) <= CEN_ORPHANS_PER_PEER_MAX);
  /* Whatever is said, no more come in by an invite than it allows. */
  g_assert (n_now <= n_members + (visit->role == ROLE_GUEST ? USES : 1));
  g_assert (visit->role == ROLE_GUEST || visit->role == ROLE_INTRODUCED ||
            visit->role == ROLE_MEMBER || n_now == n_members);
}

static void
roll_back (TestPerson *person)
{
  cen_store_rollback (person->replica->store);
  cen_orphans_free (person->circle->orphans);
  person->circle->orphans = cen_orphans_new ();
  g_assert (cen_circle_reload (person->circle, NULL));
  cen_circle_take_changes (person->circle);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  static const NetHubEvents events = { changed_cb, typing_cb, live_cb };
  Visit visit = { 0 };
  gint64 now_ms, monotonic_ms;
  TestPerson *host;

  make_people ();
  if (len == 0)
    return 0;
  visit.role = bytes[0] % N_ROLES;
  host = visit.role == ROLE_INTRODUCING ? eve : ana;
  now_ms = world->now_ms;
  monotonic_ms = world->monotonic_ms;
  g_rand_set_seed (world->rand, 5);
  g_assert (cen_store_begin (host->replica->store, CEN_STORE_NORMAL, NULL));
  visit.hub = net_hub_new (host->circle, host->replica->secrets, NULL, &events, NULL);
  visit.conns = test_conns_new ();
  play (&visit, bytes + 1, len - 1);
  check (&visit);
  net_hub_free (visit.hub);
  test_conns_free (visit.conns);
  roll_back (host);
  g_array_set_size (ana->circle->keys->links, 0);
  g_array_append_val (ana->circle->keys->links, device_link);
  world->now_ms = now_ms;
  world->monotonic_ms = monotonic_ms;
  return 0;
}
