/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A newcomer against a host that answers what the case says, over real sockets on loopback. */

#include "app/control/system-world.h"
#include "net/join.h"

#include <string.h>

#define DEADLINE_MS 15000
#define TURN_MS     5
#define WAIT_MS     15000
#define SHORT_MS    300
#define HANDSHAKES  1000 /* a minute: more than any case makes */
#define REPLIES_MAX 4
#define UNUSED_PORT "tcp://127.0.0.1:1"

typedef struct {
  NetLink *link;
  CenBoxKey key;
  char *endpoint;
  gboolean is_closed_to_all;
  guint n_opened;
  guint n_asked; /* frames */
  guint last_type;
  gboolean closes; /* hangs up instead of answering */
  GBytes *replies[REPLIES_MAX];
} Host;

static const CenId circle = { { 7, 1, 2 } };
static Host host;
static NetLink *newcomer;
static NetJoin *join;

/* --- The host --- */

static NetLinkVerdict
host_admit_cb (NetLink *link G_GNUC_UNUSED, const CenId *asked,
               const guint8 key[static CEN_KEY_LEN] G_GNUC_UNUSED,
               const char *address G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
  g_assert_true (cen_id_equal (asked, &circle));
  return host.is_closed_to_all ? NET_LINK_REFUSE : NET_LINK_ADMIT;
}

static void
host_open_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn G_GNUC_UNUSED,
              gpointer user_data G_GNUC_UNUSED)
{
  host.n_opened++;
}

static void
host_message_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, const guint8 *bytes, gsize len,
                 gpointer user_data G_GNUC_UNUSED)
{
  host.n_asked++;
  host.last_type = net_frame_get_type (bytes, len);
  for (guint i = 0; i < REPLIES_MAX && host.replies[i] != NULL; i++)
    net_conn_send (conn, g_bytes_ref (host.replies[i]));
  if (host.closes)
    net_conn_close (conn);
}

static void
host_close_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn G_GNUC_UNUSED,
               NetConnEnd end G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
}

/* --- The newcomer --- */

static NetLinkVerdict
admit_cb (NetLink *link G_GNUC_UNUSED, const CenId *asked G_GNUC_UNUSED,
          const guint8 key[static CEN_KEY_LEN] G_GNUC_UNUSED, const char *address G_GNUC_UNUSED,
          gpointer user_data G_GNUC_UNUSED)
{
  return NET_LINK_REFUSE;
}

static void
open_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, gpointer user_data G_GNUC_UNUSED)
{
  if (net_knock_owns (&join->knock, conn))
    net_join_open (join, conn);
}

static void
message_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, const guint8 *bytes, gsize len,
            gpointer user_data G_GNUC_UNUSED)
{
  if (net_knock_owns (&join->knock, conn))
    net_join_message (join, conn, bytes, len);
}

static void
close_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, NetConnEnd end,
          gpointer user_data G_GNUC_UNUSED)
{
  if (join != NULL && net_knock_owns (&join->knock, conn))
    net_join_close (join, conn, end);
}

static void
set_up (void)
{
  static const NetLinkEvents host_events = { host_admit_cb, host_open_cb, host_message_cb,
                                             host_close_cb };
  static const NetLinkEvents events = { admit_cb, open_cb, message_cb, close_cb };
  const CenWorld *world = cenacle_system_world_get ();
  g_autoptr (GError) error = NULL;
  guint port;

  host = (Host){ 0 };
  cen_box_key_generate (&host.key, world);
  host.link = net_link_new (&host_events, NULL, world, &error);
  g_assert_no_error (error);
  net_link_set_handshake_limit (host.link, HANDSHAKES);
  port = net_link_listen (host.link, &circle, &host.key, "tcp://127.0.0.1:0", &error);
  g_assert_no_error (error);
  host.endpoint = g_strdup_printf ("tcp://127.0.0.1:%u", port);
  newcomer = net_link_new (&events, NULL, world, &error);
  g_assert_no_error (error);
}

static void
tear_down (void)
{
  g_clear_pointer (&join, net_join_free);
  g_clear_pointer (&newcomer, net_link_free);
  g_clear_pointer (&host.link, net_link_free);
  g_clear_pointer (&host.endpoint, g_free);
  for (guint i = 0; i < REPLIES_MAX; i++)
    g_clear_pointer (&host.replies[i], g_bytes_unref);
}

static void
add_address (CenInviteLink *link, const char *endpoint)
{
  CenInviteAddress *address = &link->addresses[link->n_addresses++];

  memcpy (address->curve, host.key.public_key, CEN_KEY_LEN);
  g_strlcpy (address->address, endpoint, sizeof address->address);
}

typedef enum {
  FOR_PREVIEW,
  FOR_JOIN,
} Purpose;

static void
begin_with (const CenInviteLink *link, Purpose purpose, gint64 wait_ms)
{
  const CenWorld *world = cenacle_system_world_get ();
  CenJoinRequest *request =
      purpose == FOR_JOIN ? cen_join_request_new (world, link, "Bo", NULL) : NULL;

  join = net_join_new (newcomer, world, link, request, wait_ms);
}

static void
begin (Purpose purpose, gint64 wait_ms)
{
  CenInviteLink link = { .circle = circle, .seed = { 1 } };

  add_address (&link, host.endpoint);
  begin_with (&link, purpose, wait_ms);
}

static void
turn (void)
{
  net_join_tick (join);
  net_link_run_once (newcomer, TURN_MS);
  net_link_run_once (host.link, TURN_MS);
}

static void
turn_until_over (void)
{
  const CenWorld *world = cenacle_system_world_get ();
  gint64 deadline = world->monotonic_ms (world) + DEADLINE_MS;

  while (join->state == NET_JOIN_ASKING) {
    g_assert_cmpint (world->monotonic_ms (world), <, deadline);
    turn ();
  }
}

static void
turn_until_asked (guint n)
{
  const CenWorld *world = cenacle_system_world_get ();
  gint64 deadline = world->monotonic_ms (world) + DEADLINE_MS;

  while (host.n_asked < n) {
    g_assert_cmpint (world->monotonic_ms (world), <, deadline);
    turn ();
  }
}

static GBytes *
make_answer (void)
{
  NetPreview answer = { .is_answer = TRUE,
                        .name = (char *) "Analysis",
                        .intention = (char *) "To learn",
                        .charter = (char *) "",
                        .inviter = (char *) "Ana",
                        .expires_ms = 5000,
                        .n_members = 3 };

  return net_preview_to_frame (&answer);
}

static GBytes *
make_join_ok (guint n_ops, gboolean has_payload)
{
  g_autoptr (GBytes) op = g_bytes_new_static ("op", 2);
  g_autoptr (GBytes) payload = g_bytes_new_static ("payload", 7);
  CenIncoming ops[4];

  for (guint i = 0; i < n_ops; i++)
    ops[i] = (CenIncoming){ .op = op, .payload = has_payload || i == 0 ? payload : NULL };
  return net_ops_to_frame (NET_FRAME_JOIN_OK, NET_OPS_LAST, ops, n_ops);
}

/* --- Cases --- */

static void
test_preview (void)
{
  set_up ();
  host.replies[0] = make_answer ();
  begin (FOR_PREVIEW, WAIT_MS);
  turn_until_over ();
  g_assert_cmpint (join->state, ==, NET_JOIN_ANSWERED);
  g_assert_cmpuint (host.last_type, ==, NET_FRAME_PREVIEW);
  g_assert_cmpstr (join->preview.name, ==, "Analysis");
  g_assert_cmpstr (join->preview.intention, ==, "To learn");
  g_assert_cmpstr (join->preview.inviter, ==, "Ana");
  g_assert_cmpuint (join->preview.n_members, ==, 3);
  g_assert_cmpuint (join->preview.expires_ms, ==, 5000);
  tear_down ();
}

static void
test_join (void)
{
  set_up ();
  host.replies[0] = make_join_ok (2, TRUE);
  begin (FOR_JOIN, WAIT_MS);
  turn_until_over ();
  g_assert_cmpint (join->state, ==, NET_JOIN_ANSWERED);
  g_assert_cmpuint (host.last_type, ==, NET_FRAME_JOIN_REQ);
  g_assert_cmpuint (g_bytes_get_size (join->genesis.op), ==, 2);
  g_assert_cmpuint (g_bytes_get_size (join->admit.payload), ==, 7);
  tear_down ();
}

static void
test_bye (void)
{
  static const struct {
    NetBye bye;
    CenError code;
    const char *words;
  } rows[] = {
    { NET_BYE_INVITE_REVOKED, CEN_ERROR_REFUSED, "taken back" },
    { NET_BYE_INVITE_EXPIRED, CEN_ERROR_REFUSED, "expired" },
    { NET_BYE_INVITE_USED_UP, CEN_ERROR_REFUSED, "already used" },
    { NET_BYE_INVITE_UNKNOWN, CEN_ERROR_REFUSED, "not known" },
    { NET_BYE_VERSION, CEN_ERROR_NEWER, "newer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows) * 2; i++) {
    set_up ();
    host.replies[0] = net_bye_to_frame (rows[i / 2].bye);
    begin (i % 2 == 0 ? FOR_PREVIEW : FOR_JOIN, WAIT_MS);
    turn_until_over ();
    g_assert_cmpint (join->state, ==, NET_JOIN_FAILED);
    g_assert_error (join->error, CEN_ERROR, (int) rows[i / 2].code);
    g_assert_nonnull (strstr (join->error->message, rows[i / 2].words));
    tear_down ();
  }
}

/* What says nothing of the invite does not end the attempt; the time does. */
static void
test_bye_for_now (void)
{
  set_up ();
  host.replies[0] = net_bye_to_frame (NET_BYE_BUSY);
  begin (FOR_JOIN, SHORT_MS);
  turn_until_over ();
  g_assert_cmpuint (host.n_asked, >, 0);
  g_assert_error (join->error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  tear_down ();
}

/* Answers that are none are passed over, and the right one is still taken. */
static void
test_odd_answers (void)
{
  NetPreview question = { .is_answer = FALSE };

  set_up ();
  host.replies[0] = g_bytes_new_static ("\x0d\xff", 2);
  host.replies[1] = net_preview_to_frame (&question);
  host.replies[2] = make_join_ok (2, TRUE);
  host.replies[3] = make_answer ();
  begin (FOR_PREVIEW, WAIT_MS);
  turn_until_over ();
  g_assert_cmpint (join->state, ==, NET_JOIN_ANSWERED);
  g_assert_null (join->genesis.op);
  tear_down ();

  set_up ();
  host.replies[0] = make_answer ();
  host.replies[1] = make_join_ok (1, TRUE);
  host.replies[2] = make_join_ok (3, TRUE);
  host.replies[3] = make_join_ok (2, TRUE);
  begin (FOR_JOIN, WAIT_MS);
  turn_until_over ();
  g_assert_cmpint (join->state, ==, NET_JOIN_ANSWERED);
  g_assert_null (join->preview.name);
  tear_down ();
}

/* One that comes in halves is none, and what came of it does not stand in the way of a whole one.
 */
static void
test_answer_without_content (void)
{
  set_up ();
  host.replies[0] = make_join_ok (2, FALSE);
  host.replies[1] = make_join_ok (2, TRUE);
  begin (FOR_JOIN, WAIT_MS);
  turn_until_over ();
  g_assert_cmpint (join->state, ==, NET_JOIN_ANSWERED);
  g_assert_nonnull (join->admit.op);
  tear_down ();
}

static void
test_nobody (void)
{
  CenInviteLink link = { .circle = circle, .seed = { 1 } };

  set_up ();
  add_address (&link, UNUSED_PORT);
  begin_with (&link, FOR_JOIN, SHORT_MS);
  turn_until_over ();
  g_assert_cmpint (join->state, ==, NET_JOIN_FAILED);
  g_assert_error (join->error, CEN_ERROR, CEN_ERROR_UNREACHABLE);
  tear_down ();
}

static void
test_stranger (void)
{
  set_up ();
  host.is_closed_to_all = TRUE;
  begin (FOR_JOIN, SHORT_MS);
  turn_until_over ();
  g_assert_cmpuint (host.n_opened, ==, 0);
  g_assert_error (join->error, CEN_ERROR, CEN_ERROR_REFUSED);
  tear_down ();
}

static void
test_second_address (void)
{
  CenInviteLink link = { .circle = circle, .seed = { 1 } };

  set_up ();
  host.replies[0] = make_join_ok (2, TRUE);
  add_address (&link, UNUSED_PORT);
  add_address (&link, "tcp://no such address:9");
  add_address (&link, host.endpoint);
  add_address (&link, host.endpoint);
  begin_with (&link, FOR_JOIN, WAIT_MS);
  turn_until_over ();
  g_assert_cmpint (join->state, ==, NET_JOIN_ANSWERED);
  /* Two of them answer; one is asked. */
  g_assert_cmpuint (host.n_asked, ==, 1);
  tear_down ();
}

/* Who was asked and has nothing to say stands in nobody's way for ever. */
static void
test_asks_again (void)
{
  set_up ();
  begin (FOR_PREVIEW, WAIT_MS);
  turn_until_asked (1);
  g_clear_pointer (&host.link, net_link_free);
  for (guint i = 0; i < 20; i++) {
    net_join_tick (join);
    net_link_run_once (newcomer, TURN_MS);
  }
  g_assert_cmpint (join->state, ==, NET_JOIN_ASKING);
  {
    static const NetLinkEvents host_events = { host_admit_cb, host_open_cb, host_message_cb,
                                               host_close_cb };
    g_autoptr (GError) error = NULL;

    host.link = net_link_new (&host_events, NULL, cenacle_system_world_get (), &error);
    g_assert_no_error (error);
    net_link_listen (host.link, &circle, &host.key, host.endpoint, &error);
    g_assert_no_error (error);
  }
  host.replies[0] = make_answer ();
  turn_until_over ();
  g_assert_cmpint (join->state, ==, NET_JOIN_ANSWERED);
  g_assert_cmpuint (host.n_asked, ==, 2);
  tear_down ();
}

static void
test_tick_tells_when (void)
{
  const CenWorld *world = cenacle_system_world_get ();
  CenInviteLink link = { .circle = circle, .seed = { 1 } };
  gint64 next;

  set_up ();
  add_address (&link, host.endpoint);
  begin_with (&link, FOR_JOIN, WAIT_MS);
  next = net_join_tick (join);
  g_assert_cmpint (next, ==, join->knock.deadline_ms);
  g_assert_cmpint (next, <=, world->monotonic_ms (world) + WAIT_MS);
  tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/join/preview", test_preview);
  g_test_add_func ("/join/join", test_join);
  g_test_add_func ("/join/bye", test_bye);
  g_test_add_func ("/join/bye-for-now", test_bye_for_now);
  g_test_add_func ("/join/odd-answers", test_odd_answers);
  g_test_add_func ("/join/answer-without-content", test_answer_without_content);
  g_test_add_func ("/join/nobody", test_nobody);
  g_test_add_func ("/join/stranger", test_stranger);
  g_test_add_func ("/join/second-address", test_second_address);
  g_test_add_func ("/join/asks-again", test_asks_again);
  g_test_add_func ("/join/tick-tells-when", test_tick_tells_when);
  return g_test_run ();
}
