/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A hub frame by frame, over connections with no socket under them: how often those may ask whom
 * nobody knows yet, how many may come, and how seldom one knocks who is not let in. */

#include "core/author-members.h"
#include "core/epochs.h"
#include "core/replica-device.h"
#include "net/device-wire.h"
#include "net/hub-gossip.h"
#include "net/hub-guest.h"
#include "net/hub-records.h"
#include "net/hub-sponsor.h"
#include "net/hub.h"
#include "net/wire.h"
#include "tests/support/conns.h"
#include "tests/support/forge.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  TestConns *conns;
  NetHub *hub; /* Ana's */
} Scene;

static void
changed_cb (NetHub *hub G_GNUC_UNUSED, gboolean is_status_changed G_GNUC_UNUSED,
            gpointer user_data G_GNUC_UNUSED)
{
}

static void
begin (Scene *scene)
{
  static const NetHubEvents events = { .on_changed = changed_cb };

  scene->world = test_world_new (6);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->bo = test_person_new (scene->world, "Bo");
  test_person_found (scene->ana, "Analysis");
  test_person_join (scene->bo, scene->ana);
  scene->conns = test_conns_new ();
  scene->hub = net_hub_new (scene->ana->circle, scene->ana->replica->secrets, NULL, &events, NULL);
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

static NetConn *
come (Scene *scene, const guint8 key[static CEN_KEY_LEN])
{
  NetConn *conn = test_conns_come (scene->conns, &scene->ana->circle->id, key);

  g_assert_cmpint (net_hub_admit (scene->hub, key), ==, NET_LINK_ADMIT);
  net_hub_open (scene->hub, conn);
  return conn;
}

static void
say (Scene *scene, NetConn *conn, GBytes *frame)
{
  net_hub_message (scene->hub, conn, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
}

/* The one answer that waits is of @type. */
static void
assert_answered (NetConn *conn, guint type)
{
  g_autoptr (GBytes) frame = test_conn_take (conn);

  g_assert_nonnull (frame);
  g_assert_cmpuint (net_frame_get_type (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)),
                    ==, type);
  g_assert_null (test_conn_take (conn));
  g_assert_false (test_conn_is_over (conn));
}

static void
assert_hung_up (NetConn *conn, NetBye expected)
{
  g_autoptr (GBytes) frame = test_conn_take (conn);
  NetBye code;

  g_assert_nonnull (frame);
  g_assert_true (
      net_bye_from_frame (&code, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
  g_assert_cmpuint (code, ==, expected);
  g_assert_true (test_conn_is_over (conn));
}

/* The CURVE key of a new invite of Ana's. */
static void
make_invite (Scene *scene, guint8 ret_key[static CEN_KEY_LEN])
{
  guint8 seed[CEN_KEY_LEN];
  CenInviteKeys keys;
  CenId invite;
  g_autoptr (GError) error = NULL;

  cen_author_invite (scene->ana->circle, CEN_ROLE_MEMBER, 1, 0, seed, &invite, &error);
  g_assert_no_error (error);
  cen_invite_keys_from_seed (&keys, seed);
  memcpy (ret_key, keys.curve.public_key, CEN_KEY_LEN);
}

static void
test_guest_requests (void)
{
  g_auto (Scene) scene = { 0 };
  NetPreview ask = { .is_answer = FALSE };
  g_autoptr (GBytes) frame = net_preview_to_frame (&ask);
  guint8 key[CEN_KEY_LEN];
  NetConn *conn;

  begin (&scene);
  make_invite (&scene, key);
  conn = come (&scene, key);
  for (guint i = 0; i < NET_GUEST_REQUESTS_MAX; i++) {
    say (&scene, conn, frame);
    assert_answered (conn, NET_FRAME_PREVIEW);
  }
  say (&scene, conn, frame);
  assert_hung_up (conn, NET_BYE_BUSY);
}

static void
test_sponsor_requests (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenDeviceRequest) request = NULL;
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GError) error = NULL;
  CenDeviceLink link = { .n_addresses = 0 };
  NetConn *conn;

  begin (&scene);
  link.circle = scene.ana->circle->id;
  cen_sponsor_create_link (scene.ana->replica->secrets, scene.ana->circle,
                           scene.world->now_ms + CEN_DEVICE_LINK_MS, link.seed, &error);
  g_assert_no_error (error);
  request = cen_device_request_new (&scene.world->world, &link, NULL);
  frame = net_device_req_to_frame (&request->claim);
  conn = come (&scene, request->link_keys.curve.public_key);
  for (guint i = 0; i < NET_SPONSOR_REQUESTS_MAX; i++) {
    say (&scene, conn, frame);
    assert_answered (conn, NET_FRAME_DEVICE_OK);
  }
  say (&scene, conn, frame);
  assert_hung_up (conn, NET_BYE_BUSY);
}

/* Bo's further device, over words of his that Ana lacks. */
static GBytes *
make_introduction (Scene *scene)
{
  g_autoptr (CenCircleKeys) keys = test_person_make_device (scene->bo);
  g_autoptr (TestOp) tip = NULL;
  g_autoptr (TestOp) add = NULL;
  CenIncoming incoming;

  test_person_post (scene->bo, "A word");
  tip = test_op_read_tip (scene->bo);
  add = test_op_sign_device (scene->bo, keys, (const TestOp *[]){ tip }, 1);
  incoming = (CenIncoming){ .op = add->bytes, .payload = add->payload };
  return net_ops_to_frame (NET_FRAME_INTRODUCE, NET_OPS_LAST, &incoming, 1);
}

static void
test_introduce_frames (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GBytes) introduction = NULL;
  g_autoptr (GBytes) more = NULL;
  g_autoptr (GArray) known = NULL;
  g_autoptr (GError) error = NULL;
  const CenKnownEpoch *epoch;
  NetConn *conn;

  begin (&scene);
  known = test_person_list_ops (scene.ana);
  more = net_ops_to_frame (NET_FRAME_INTRODUCE, NET_OPS_MORE, (const CenIncoming *) known->data, 1);
  introduction = make_introduction (&scene);
  cen_epochs_get_writing (scene.ana->circle, &epoch, &error);
  g_assert_no_error (error);
  conn = come (&scene, epoch->introduction);
  say (&scene, conn, introduction);
  assert_answered (conn, NET_FRAME_CLOCK);
  for (guint i = 0; i < NET_INTRODUCE_FRAMES_MAX; i++) {
    say (&scene, conn, more);
    g_assert_null (test_conn_take (conn));
    g_assert_false (test_conn_is_over (conn));
  }
  say (&scene, conn, more);
  assert_hung_up (conn, NET_BYE_BROKEN);
}

static void
test_links (void)
{
  g_auto (Scene) scene = { 0 };
  guint8 key[CEN_KEY_LEN];

  begin (&scene);
  make_invite (&scene, key);
  for (guint i = 0; i < 2 * CEN_LINKS_MAX; i++) {
    NetConn *conn = come (&scene, key);

    g_assert_null (test_conn_take (conn));
    g_assert_false (test_conn_is_over (conn));
  }
  assert_hung_up (come (&scene, key), NET_BYE_BUSY);
}

static void
test_offline_tells_nothing (void)
{
  g_auto (Scene) scene = { 0 };
  guint8 stranger[CEN_KEY_LEN] = { 1 };
  guint8 key[CEN_KEY_LEN];

  begin (&scene);
  make_invite (&scene, key);
  g_assert_cmpint (net_hub_admit (scene.hub, stranger), ==, NET_LINK_REFUSE);
  net_hub_set_online (scene.hub, FALSE);
  g_assert_cmpint (net_hub_admit (scene.hub, key), ==, NET_LINK_LATER);
  g_assert_cmpint (net_hub_admit (scene.hub, stranger), ==, NET_LINK_LATER);
  net_hub_set_online (scene.hub, TRUE);
  g_assert_cmpint (net_hub_admit (scene.hub, key), ==, NET_LINK_ADMIT);
}

/* Dials @peer in vain. Returns: by how much the next attempt may be put off at most. */
static gint64
dial_in_vain (Scene *scene, NetHubPeer *peer, NetConnEnd end)
{
  gint64 backoff_ms = peer->backoff_ms;

  peer->introduce_next = TRUE; /* tried: what follows is a plain refusal */
  peer->dialing = test_conns_dial (scene->conns, &scene->ana->circle->id, peer->curve);
  net_hub_close (scene->hub, peer->dialing, end);
  g_assert_null (peer->dialing);
  g_assert_cmpint (peer->dial_ms, >=, scene->world->monotonic_ms + backoff_ms / 2);
  g_assert_cmpint (peer->dial_ms, <=, scene->world->monotonic_ms + backoff_ms / 2 + backoff_ms);
  return peer->backoff_ms;
}

/* Twice as long each time, up to the bound and no further. */
static void
test_backoff (void)
{
  static const struct {
    NetConnEnd end;
    gint64 max_ms;
  } rows[] = { { NET_CONN_NO_ANSWER, NET_DIAL_BACKOFF_MAX },
               { NET_CONN_REFUSED, NET_DIAL_REFUSED_MAX } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Scene) scene = { 0 };
    gint64 expected = NET_DIAL_BACKOFF_MS;
    NetHubPeer *peer;

    begin (&scene);
    peer = net_hub_ensure_peer (scene.hub, scene.bo->circle->keys->curve.public_key);
    g_assert_cmpint (peer->backoff_ms, ==, expected);
    for (guint k = 0; k < 20; k++) {
      expected = MIN (2 * expected, rows[i].max_ms);
      g_assert_cmpint (dial_in_vain (&scene, peer, rows[i].end), ==, expected);
    }
    g_assert_cmpint (peer->backoff_ms, ==, rows[i].max_ms);
  }
}

/* Bo comes, holding the same, and goes. Returns: whether Ana told who can be reached where. */
static gboolean
meet (Scene *scene, guint64 caps)
{
  NetConn *conn = come (scene, scene->bo->circle->keys->curve.public_key);
  NetHello hello = { .version = CEN_PROTOCOL_VERSION,
                     .caps = caps,
                     .message_max = CEN_MESSAGE_MAX,
                     .credit = CEN_CREDIT_WINDOW,
                     .has_held = TRUE };
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  cen_held_digest (&scene->ana->circle->held, hello.held_digest);
  frame = net_hello_to_frame (&hello);
  say (scene, conn, frame);
  net_hub_pump (scene->hub);
  first = test_conn_take (conn);
  second = test_conn_take (conn);
  g_assert_nonnull (first);
  g_assert_cmpuint (net_frame_get_type (g_bytes_get_data (first, NULL), 1), ==, NET_FRAME_HELLO);
  g_assert_true (second == NULL ||
                 net_frame_get_type (g_bytes_get_data (second, NULL), 1) == NET_FRAME_PEERS);
  test_world_advance (scene->world, 5000);
  net_hub_close (scene->hub, conn, NET_CONN_LOST);
  return second != NULL;
}

/* Who was told and remembers it is not told again, unless something changed or it is long ago. */
static void
test_peers_once (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene);
  g_assert_true (meet (&scene, 0));
  g_assert_false (meet (&scene, NET_CAPS_HAS_PEERS));
  g_assert_true (meet (&scene, 0));
  g_assert_false (meet (&scene, NET_CAPS_HAS_PEERS));
  g_ptr_array_add (scene.hub->listening, g_strdup ("tcp://10.0.0.9:4000"));
  g_assert_true (meet (&scene, NET_CAPS_HAS_PEERS));
  g_assert_false (meet (&scene, NET_CAPS_HAS_PEERS));
  test_world_advance (scene.world, NET_PEERS_KEPT_MS);
  g_assert_true (meet (&scene, NET_CAPS_HAS_PEERS));
}

/* Others of the circle, with an address each, met at @seen_ms. */
static NetHubPeer *
add_known (Scene *scene, TestPerson **ret_person, const char *name, gint64 seen_ms)
{
  g_autofree char *address = g_strdup_printf ("tcp://192.0.2.%d:47741", 1 + (int) (seen_ms % 200));
  NetHubPeer *peer;

  *ret_person = test_person_new (scene->world, name);
  test_person_join (*ret_person, scene->ana);
  net_hub_refresh (scene->hub);
  peer = net_hub_add_address (scene->hub, (*ret_person)->circle->keys->curve.public_key, address);
  peer->seen_ms = seen_ms;
  return peer;
}

/* Who was met last is dialled first, at the addresses that the home remembers. */
static void
test_dial_order (void)
{
  g_auto (Scene) scene = { 0 };
  TestPerson *people[4];
  NetHubPeer *peers[4];
  gint64 next = G_MAXINT64;

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autofree char *name = g_strdup_printf ("Person %u", i);

    peers[i] = add_known (&scene, &people[i], name, 100 + (i * 7) % 4);
  }
  for (guint i = 0; i < NET_OVERLAY_STICKY; i++) {
    NetHubPeer *first = net_hub_pick_dial (scene.hub, &next);

    for (guint k = 0; k < G_N_ELEMENTS (people); k++)
      g_assert_true (peers[k]->dialing != NULL || peers[k]->seen_ms <= first->seen_ms);
    first->dialing = test_conns_dial (scene.conns, &scene.ana->circle->id, first->curve);
  }
  /* Whose pause is not over waits. */
  for (guint k = 0; k < G_N_ELEMENTS (people); k++)
    peers[k]->dial_ms = scene.world->monotonic_ms + 500 + k;
  next = G_MAXINT64;
  g_assert_null (net_hub_pick_dial (scene.hub, &next));
  g_assert_cmpint (next, >=, scene.world->monotonic_ms + 500);
  g_assert_cmpint (next, <=, scene.world->monotonic_ms + 500 + 3);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    g_clear_pointer (&peers[i]->dialing, net_conn_close);
    test_person_free (people[i]);
  }
}

/* A network that is not what it was ends all pauses. */
static void
test_network_ends_pauses (void)
{
  g_auto (Scene) scene = { 0 };
  TestPerson *cleo;
  NetHubPeer *peer;
  gint64 next = G_MAXINT64;

  begin (&scene);
  peer = add_known (&scene, &cleo, "Cleo", 100);
  for (guint i = 0; i < 10; i++)
    dial_in_vain (&scene, peer, NET_CONN_NO_ANSWER);
  peer->introduce_next = FALSE;
  g_assert_cmpint (peer->backoff_ms, ==, NET_DIAL_BACKOFF_MAX);
  g_assert_null (net_hub_pick_dial (scene.hub, &next));
  net_hub_note_network (scene.hub);
  g_assert_cmpint (peer->backoff_ms, ==, NET_DIAL_BACKOFF_MS);
  g_assert_true (net_hub_pick_dial (scene.hub, &next) == peer);
  test_person_free (cleo);
}

/* @person greets over @conn and holds the same: the session is live. */
static void
greet (Scene *scene, NetConn *conn, TestPerson *person)
{
  static const NetSessionEvents events = { 0 };
  g_autoptr (NetSession) session =
      net_session_new (person->circle, NET_SIDE_DIALLER, 1, &events, NULL, 0);
  g_autoptr (GBytes) hello = net_session_pop (session, NULL);
  GBytes *frame;

  say (scene, conn, hello);
  net_hub_pump (scene->hub);
  while ((frame = test_conn_take (conn)) != NULL) {
    net_session_receive (session, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame), 0,
                         NULL);
    g_bytes_unref (frame);
  }
  g_assert_true (net_session_is_live (session));
}

/* Of those who come, no more than NET_OVERLAY_MAX are kept; who was met last stays, and so does who
 * came just now. */
static void
test_link_limit (void)
{
  g_auto (Scene) scene = { 0 };
  TestPerson *people[NET_OVERLAY_MAX + 4];
  NetConn *conns[NET_OVERLAY_MAX + 4];
  guint n_over = 0;

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autofree char *name = g_strdup_printf ("Person %u", i);

    add_known (&scene, &people[i], name, 100 + i);
    test_person_pull (scene.ana, people[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    test_person_pull (people[i], scene.ana);
    conns[i] = come (&scene, people[i]->circle->keys->curve.public_key);
    greet (&scene, conns[i], people[i]);
    g_assert_false (test_conn_is_over (conns[i]));
  }
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    if (test_conn_is_over (conns[i])) {
      assert_hung_up (conns[i], NET_BYE_BUSY);
      n_over++;
    }
  }
  g_assert_cmpuint (n_over, ==, G_N_ELEMENTS (people) - NET_OVERLAY_MAX);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    test_person_free (people[i]);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hub/guest-requests", test_guest_requests);
  g_test_add_func ("/hub/sponsor-requests", test_sponsor_requests);
  g_test_add_func ("/hub/introduce-frames", test_introduce_frames);
  g_test_add_func ("/hub/links", test_links);
  g_test_add_func ("/hub/offline-tells-nothing", test_offline_tells_nothing);
  g_test_add_func ("/hub/backoff", test_backoff);
  g_test_add_func ("/hub/peers-once", test_peers_once);
  g_test_add_func ("/hub/dial-order", test_dial_order);
  g_test_add_func ("/hub/network-ends-pauses", test_network_ends_pauses);
  g_test_add_func ("/hub/link-limit", test_link_limit);
  return g_test_run ();
}
