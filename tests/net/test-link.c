/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/error.h"
#include "app/control/system-world.h"
#include "net/link.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#define TURN_MS     5
#define DEADLINE_MS 20000
#define DIAL_MS     10000
#define HANDSHAKES  1000 /* a minute: more than any test makes */

typedef struct _Side Side;

/* One engine's link and all that it was told. */
struct _Side {
  NetLink *link;
  CenBoxKey key;
  guint n_asked;
  guint n_opened;
  guint n_messages;
  guint n_closed;
  NetConnEnd last_end;
  NetConn *last_conn; /* the last that opened; NULL once it closed */
  GByteArray *last_message;
  const guint8 *banned; /* the key that is refused */
  char *last_address;
  guint32 n_expected; /* the number that the next frame carries */
  void (*on_message) (Side *self, NetConn *conn, const guint8 *bytes, gsize len);
  void (*on_close) (Side *self, NetConn *conn);
  gpointer extra;
};

static const CenId circle = { { 7, 1, 2 } };

static NetLinkVerdict
admit_cb (NetLink *link G_GNUC_UNUSED, const CenId *asked, const guint8 key[static CEN_KEY_LEN],
          const char *address, gpointer user_data)
{
  Side *self = user_data;

  self->n_asked++;
  g_free (self->last_address);
  self->last_address = g_strdup (address);
  g_assert_true (cen_id_equal (asked, &circle));
  if (self->banned != NULL && memcmp (self->banned, key, CEN_KEY_LEN) == 0)
    return NET_LINK_REFUSE;
  return NET_LINK_ADMIT;
}

static void
opened_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, gpointer user_data)
{
  Side *self = user_data;

  self->n_opened++;
  self->last_conn = conn;
}

static void
message_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, const guint8 *bytes, gsize len,
            gpointer user_data)
{
  Side *self = user_data;

  self->n_messages++;
  g_byte_array_set_size (self->last_message, 0);
  g_byte_array_append (self->last_message, bytes, (guint) len);
  if (self->on_message != NULL)
    self->on_message (self, conn, bytes, len);
}

static void
closed_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, NetConnEnd end, gpointer user_data)
{
  Side *self = user_data;

  self->n_closed++;
  self->last_end = end;
  if (self->last_conn == conn)
    self->last_conn = NULL;
  if (self->on_close != NULL)
    self->on_close (self, conn);
}

static const NetLinkEvents events = { admit_cb, opened_cb, message_cb, closed_cb };

static void
side_init (Side *self)
{
  g_autoptr (GError) error = NULL;

  *self = (Side){ .last_message = g_byte_array_new () };
  cen_box_key_generate (&self->key, cenacle_system_world_get ());
  self->link = net_link_new (&events, self, cenacle_system_world_get (), &error);
  g_assert_no_error (error);
  net_link_set_handshake_limit (self->link, HANDSHAKES);
}

static void
side_clear (Side *self)
{
  net_link_free (self->link);
  g_byte_array_unref (self->last_message);
  g_free (self->last_address);
}

static char *
side_listen (Side *self)
{
  g_autoptr (GError) error = NULL;
  guint port = net_link_listen (self->link, &circle, &self->key, "tcp://127.0.0.1:0", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (port, >, 0);
  return g_strdup_printf ("tcp://127.0.0.1:%u", port);
}

static NetConn *
side_dial (Side *self, const char *endpoint, const Side *to, gint64 timeout_ms)
{
  g_autoptr (GError) error = NULL;
  NetConn *conn = net_link_dial (self->link, &circle, endpoint, to->key.public_key, &self->key,
                                 timeout_ms, &error);

  g_assert_no_error (error);
  return conn;
}

static gboolean
send_text (NetConn *conn, const char *text)
{
  return net_conn_send (conn, g_bytes_new (text, strlen (text)));
}

/* Runs both loops in turn until *@counter is @n; @b may be NULL. */
static void
pump (Side *a, Side *b, const guint *counter, guint n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_MS * 1000;

  while (*counter < n) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    net_link_run_once (a->link, TURN_MS);
    if (b != NULL && b->link != NULL)
      net_link_run_once (b->link, TURN_MS);
  }
  g_assert_cmpuint (*counter, ==, n);
}

/* Runs both loops a while, when nothing is expected to happen that could be waited for. */
static void
pump_turns (Side *a, Side *b, guint n)
{
  for (guint i = 0; i < n; i++) {
    net_link_run_once (a->link, TURN_MS);
    net_link_run_once (b->link, TURN_MS);
  }
}

static void
assert_message (const Side *self, const char *text)
{
  g_assert_cmpmem (self->last_message->data, self->last_message->len, text, strlen (text));
}

/* @dialler and @listener with an open connection that both know of. */
static void
connect_sides (Side *dialler, Side *listener, const char *endpoint)
{
  guint n_opened = listener->n_opened;
  NetConn *conn = side_dial (dialler, endpoint, listener, DIAL_MS);

  g_assert_true (send_text (conn, "hello"));
  pump (dialler, listener, &listener->n_opened, n_opened + 1);
  assert_message (listener, "hello");
  g_assert_true (dialler->last_conn == conn);
}

static void
test_echo (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  connect_sides (&alice, &bob, endpoint);
  g_assert_cmpuint (bob.n_asked, ==, 1);
  g_assert_cmpstr (bob.last_address, ==, "127.0.0.1");
  g_assert_cmpstr (net_conn_get_address (bob.last_conn), ==, "127.0.0.1");
  g_assert_cmpstr (net_conn_get_address (alice.last_conn), ==, endpoint);
  g_assert_cmpmem (net_conn_get_key (bob.last_conn), CEN_KEY_LEN, alice.key.public_key,
                   CEN_KEY_LEN);
  g_assert_cmpmem (net_conn_get_key (alice.last_conn), CEN_KEY_LEN, bob.key.public_key,
                   CEN_KEY_LEN);
  g_assert_true (cen_id_equal (net_conn_get_circle (bob.last_conn), &circle));
  g_assert_true (net_conn_is_dialled (alice.last_conn));
  g_assert_false (net_conn_is_dialled (bob.last_conn));
  g_assert_true (send_text (bob.last_conn, "good day"));
  pump (&alice, &bob, &alice.n_messages, 1);
  assert_message (&alice, "good day");
  g_assert_true (send_text (alice.last_conn, ""));
  pump (&alice, &bob, &bob.n_messages, 2);
  g_assert_cmpuint (bob.last_message->len, ==, 0);
  g_assert_cmpuint (net_conn_get_n_sent (alice.last_conn), ==, 5);
  g_assert_cmpuint (net_conn_get_n_received (alice.last_conn), ==, 8);
  g_assert_cmpuint (net_conn_get_n_received (bob.last_conn), ==, 5);
  side_clear (&alice);
  side_clear (&bob);
  g_assert_cmpuint (alice.n_closed, ==, 1);
  g_assert_cmpuint (bob.n_closed, ==, 1);
}

static void
expect_next (Side *self, NetConn *conn G_GNUC_UNUSED, const guint8 *bytes, gsize len)
{
  guint32 number;

  g_assert_cmpuint (len, >=, sizeof number);
  memcpy (&number, bytes, sizeof number);
  g_assert_cmpuint (number, ==, self->n_expected);
  self->n_expected++;
}

static GBytes *
make_numbered (guint32 number)
{
  guint8 bytes[128] = { 0 };

  memcpy (bytes, &number, sizeof number);
  return g_bytes_new (bytes, sizeof bytes);
}

/* Far more frames than the marks of both ends, sent before the other side reads one. */
static void
send_many (Side *from, Side *to, guint n)
{
  to->n_messages = 0;
  to->on_message = expect_next;
  for (guint32 i = 0; i < n; i++)
    g_assert_true (net_conn_send (from->last_conn, make_numbered (i)));
  g_assert_cmpuint (net_conn_get_n_queued (from->last_conn), >, 0);
  pump (from, to, &to->n_messages, n);
  g_assert_cmpuint (net_conn_get_n_queued (from->last_conn), ==, 0);
}

static void
test_order (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  connect_sides (&alice, &bob, endpoint);
  send_many (&alice, &bob, 10000);
  send_many (&bob, &alice, 10000);
  side_clear (&alice);
  side_clear (&bob);
}

/* What is sent before the handshake is done waits for it. */
static void
test_early_frames (void)
{
  g_autofree char *endpoint = NULL;
  NetConn *conn;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  bob.on_message = expect_next;
  endpoint = side_listen (&bob);
  conn = side_dial (&alice, endpoint, &bob, DIAL_MS);
  for (guint32 i = 0; i < 500; i++)
    g_assert_true (net_conn_send (conn, make_numbered (i)));
  g_assert_cmpuint (net_conn_get_n_queued (conn), ==, 500 * 128);
  pump (&alice, &bob, &bob.n_messages, 500);
  side_clear (&alice);
  side_clear (&bob);
}

/* What was sent just before the close still arrives. */
static void
test_last_words (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  connect_sides (&alice, &bob, endpoint);
  g_assert_true (send_text (alice.last_conn, "bye"));
  net_conn_close (alice.last_conn);
  g_assert_false (send_text (alice.last_conn, "too late"));
  pump (&alice, &bob, &bob.n_closed, 1);
  assert_message (&bob, "bye");
  g_assert_cmpint (bob.last_end, ==, NET_CONN_LOST);
  g_assert_cmpint (alice.last_end, ==, NET_CONN_CLOSED_BY_US);
  g_assert_cmpuint (alice.n_closed, ==, 1);
  side_clear (&alice);
  side_clear (&bob);
}

static void
test_stranger (void)
{
  g_autofree char *endpoint = NULL;
  NetConn *conn;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  bob.banned = alice.key.public_key;
  endpoint = side_listen (&bob);
  conn = side_dial (&alice, endpoint, &bob, DIAL_MS);
  g_assert_true (send_text (conn, "let me in"));
  pump (&alice, &bob, &alice.n_closed, 1);
  g_assert_cmpint (alice.last_end, ==, NET_CONN_REFUSED);
  g_assert_cmpuint (alice.n_opened, ==, 0);
  g_assert_cmpuint (bob.n_asked, ==, 1);
  pump_turns (&alice, &bob, 10);
  g_assert_cmpuint (bob.n_opened + bob.n_messages, ==, 0);
  g_assert_cmpuint (bob.n_asked, ==, 1);
  side_clear (&alice);
  side_clear (&bob);
}

static void
test_wrong_server_key (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  side_dial (&alice, endpoint, &alice, DIAL_MS);
  pump (&alice, &bob, &alice.n_closed, 1);
  g_assert_cmpint (alice.last_end, ==, NET_CONN_HANDSHAKE_FAILED);
  g_assert_cmpuint (alice.n_opened + bob.n_asked + bob.n_opened, ==, 0);
  side_clear (&alice);
  side_clear (&bob);
}

/* A plain TCP socket that takes connections, or not, and says nothing. */
static int
open_mute (gboolean is_listening, guint *ret_port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl (INADDR_LOOPBACK) } };
  socklen_t len = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, len), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &len), ==, 0);
  if (is_listening)
    g_assert_cmpint (listen (fd, 4), ==, 0);
  *ret_port = ntohs (address.sin_port);
  return fd;
}

static void
check_no_answer (gboolean is_listening, gint64 timeout_ms, gint64 least_ms)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree char *endpoint = NULL;
  Side alice;
  guint port;
  int fd = open_mute (is_listening, &port);

  side_init (&alice);
  endpoint = g_strdup_printf ("tcp://127.0.0.1:%u", port);
  start = g_get_monotonic_time ();
  side_dial (&alice, endpoint, &alice, timeout_ms);
  pump (&alice, NULL, &alice.n_closed, 1);
  g_assert_cmpint (alice.last_end, ==, NET_CONN_NO_ANSWER);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, least_ms * 1000);
  side_clear (&alice);
  close (fd);
}

static void
test_nobody_there (void)
{
  check_no_answer (FALSE, DIAL_MS, 0);
}

static void
test_mute (void)
{
  check_no_answer (TRUE, 200, 190);
}

static void
test_addresses (void)
{
  static const char *const bad[] = { "",
                                     "tcp://",
                                     "tcp://127.0.0.1",
                                     "tcp://127.0.0.1:port",
                                     "tcp://127.0.0.1:70000",
                                     "ipc:///tmp/a",
                                     "inproc://a",
                                     "udp://127.0.0.1:1",
                                     "127.0.0.1:1",
                                     "tcp://127.0.0.1:0;127.0.0.1:1" };
  g_autofree char *endpoint = NULL;
  g_autoptr (GError) error = NULL;
  Side alice;

  side_init (&alice);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    g_assert_null (net_link_dial (alice.link, &circle, bad[i], alice.key.public_key, &alice.key,
                                  DIAL_MS, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
    g_clear_error (&error);
    g_assert_cmpuint (net_link_listen (alice.link, &circle, &alice.key, bad[i], &error), ==, 0);
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
    g_clear_error (&error);
  }
  /* TEST-NET-1 of RFC 5737 is nobody's address. */
  g_assert_cmpuint (net_link_listen (alice.link, &circle, &alice.key, "tcp://192.0.2.1:0", &error),
                    ==, 0);
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_clear_error (&error);
  endpoint = side_listen (&alice);
  g_assert_cmpuint (net_link_listen (alice.link, &circle, &alice.key, endpoint, &error), ==, 0);
  g_assert_error (error, CEN_ERROR, CEN_ERROR_BUSY);
  side_clear (&alice);
}

/* A client that speaks ZeroMQ but not our way. */
static void *
open_raw (void *context, const char *endpoint, const Side *server, const Side *client)
{
  void *socket = zmq_socket (context, ZMQ_DEALER);
  int zero = 0;

  zmq_setsockopt (socket, ZMQ_LINGER, &zero, sizeof zero);
  zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, server->key.public_key, CEN_KEY_LEN);
  zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, client->key.public_key, CEN_KEY_LEN);
  zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, client->key.secret, CEN_KEY_LEN);
  g_assert_cmpint (zmq_connect (socket, endpoint), ==, 0);
  return socket;
}

static void
send_filled (void *socket, gsize len, int flags)
{
  g_autofree guint8 *bytes = g_malloc0 (len);

  g_assert_cmpint (zmq_send (socket, bytes, len, flags), ==, (int) len);
}

static void
test_foreign_messages (void)
{
  void *context = zmq_ctx_new ();
  g_autofree char *endpoint = NULL;
  void *socket;
  Side bob;

  side_init (&bob);
  endpoint = side_listen (&bob);
  socket = open_raw (context, endpoint, &bob, &bob);
  send_filled (socket, CEN_MESSAGE_MAX, 0);
  pump (&bob, NULL, &bob.n_messages, 1);
  g_assert_cmpuint (bob.last_message->len, ==, CEN_MESSAGE_MAX);
  send_filled (socket, 1, ZMQ_SNDMORE);
  send_filled (socket, 1, 0);
  pump (&bob, NULL, &bob.n_closed, 1);
  g_assert_cmpint (bob.last_end, ==, NET_CONN_CLOSED_BY_US);
  /* It is not heard any more. */
  send_filled (socket, 1, 0);
  for (guint i = 0; i < 10; i++)
    net_link_run_once (bob.link, TURN_MS);
  g_assert_cmpuint (bob.n_messages, ==, 1);
  g_assert_cmpuint (bob.n_opened, ==, 1);
  zmq_close (socket);
  zmq_ctx_term (context);
  side_clear (&bob);
}

static void
check_oversized (gsize len, NetConnEnd end)
{
  void *context = zmq_ctx_new ();
  g_autofree char *endpoint = NULL;
  void *socket;
  Side bob;

  side_init (&bob);
  endpoint = side_listen (&bob);
  socket = open_raw (context, endpoint, &bob, &bob);
  send_filled (socket, 10, 0);
  send_filled (socket, len, 0);
  pump (&bob, NULL, &bob.n_closed, 1);
  g_assert_cmpint (bob.last_end, ==, end);
  g_assert_cmpuint (bob.n_messages, ==, 1);
  zmq_close (socket);
  zmq_ctx_term (context);
  side_clear (&bob);
}

static void
test_oversized (void)
{
  check_oversized (CEN_MESSAGE_MAX + 1, NET_CONN_CLOSED_BY_US);
  check_oversized (CEN_MESSAGE_MAX + 1000, NET_CONN_LOST);
}

static void
test_redial (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  for (guint i = 1; i <= 12; i++) {
    connect_sides (&alice, &bob, endpoint);
    if (i % 2 == 0) {
      net_conn_close (alice.last_conn);
    } else {
      NetConn *dialled = alice.last_conn;

      /* The listener forgets at once what the dialler says after. */
      net_conn_close (bob.last_conn);
      g_assert_true (send_text (dialled, "still here"));
      pump (&alice, &bob, &bob.n_closed, i);
      g_assert_true (send_text (dialled, "and here"));
      pump_turns (&alice, &bob, 5);
      net_conn_close (dialled);
    }
    pump (&alice, &bob, &alice.n_closed, i);
    pump (&alice, &bob, &bob.n_closed, i);
    g_assert_cmpuint (bob.n_opened, ==, i);
    g_assert_cmpuint (bob.n_messages, ==, i);
  }
  side_clear (&alice);
  side_clear (&bob);
}

static void
test_listener_freed (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  connect_sides (&alice, &bob, endpoint);
  g_assert_true (send_text (bob.last_conn, "closing down"));
  side_clear (&bob);
  pump (&alice, NULL, &alice.n_closed, 1);
  assert_message (&alice, "closing down");
  g_assert_cmpint (alice.last_end, ==, NET_CONN_LOST);
  side_clear (&alice);
}

static void
test_dialler_freed (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  connect_sides (&alice, &bob, endpoint);
  side_clear (&alice);
  pump (&bob, NULL, &bob.n_closed, 1);
  g_assert_cmpint (bob.last_end, ==, NET_CONN_LOST);
  side_clear (&bob);
}

static void
test_unlisten (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  connect_sides (&alice, &bob, endpoint);
  net_link_unlisten (bob.link, &circle);
  pump (&alice, &bob, &bob.n_closed, 1);
  g_assert_cmpint (bob.last_end, ==, NET_CONN_CLOSED_BY_US);
  pump (&alice, &bob, &alice.n_closed, 1);
  side_dial (&alice, endpoint, &bob, DIAL_MS);
  pump (&alice, &bob, &alice.n_closed, 2);
  g_assert_cmpuint (alice.n_opened, ==, 1);
  side_clear (&alice);
  side_clear (&bob);
}

/* A peer that does not read costs no more than its queue. */
static void
fill_queue (Side *from, Side *other)
{
  g_autofree guint8 *bytes = g_malloc0 (CEN_MESSAGE_MAX);
  NetConn *conn = from->last_conn;
  guint n = 0;

  while (net_conn_send (conn, g_bytes_new (bytes, CEN_MESSAGE_MAX))) {
    g_assert_cmpuint (net_conn_get_n_queued (conn), <=, CEN_PEER_QUEUE_MAX);
    g_assert_cmpuint (++n, <, 1000);
  }
  g_assert_cmpuint (from->n_closed, ==, 0);
  net_link_run_once (from->link, TURN_MS);
  g_assert_cmpuint (from->n_closed, ==, 1);
  g_assert_cmpint (from->last_end, ==, NET_CONN_QUEUE_FULL);
  g_assert_cmpuint (other->n_closed, ==, 0);
}

static void
test_queue_full (void)
{
  for (guint i = 0; i < 2; i++) {
    g_autofree char *endpoint = NULL;
    Side alice;
    Side bob;

    side_init (&alice);
    side_init (&bob);
    endpoint = side_listen (&bob);
    connect_sides (&alice, &bob, endpoint);
    if (i == 0)
      fill_queue (&alice, &bob);
    else
      fill_queue (&bob, &alice);
    side_clear (&alice);
    side_clear (&bob);
  }
}

/* Does in one callback all that a callback may do. */
static void
act_at_once (Side *self, NetConn *conn, const guint8 *bytes G_GNUC_UNUSED, gsize len G_GNUC_UNUSED)
{
  Side *other = self->extra;
  g_autofree char *endpoint = side_listen (self);

  self->on_message = NULL;
  side_dial (self, endpoint, other, DIAL_MS);
  g_assert_true (send_text (conn, "farewell"));
  net_conn_close (conn);
  net_conn_close (conn);
  net_link_unlisten (self->link, &circle);
  g_assert_false (send_text (conn, "nothing more"));
}

static void
dial_again (Side *self, NetConn *conn)
{
  self->on_close = NULL;
  side_dial (self, net_conn_get_address (conn), self, DIAL_MS);
  net_conn_close (conn);
}

static void
test_reentrance (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  bob.on_message = act_at_once;
  bob.extra = &alice;
  alice.on_close = dial_again;
  connect_sides (&alice, &bob, endpoint);
  pump (&alice, &bob, &alice.n_closed, 2);
  assert_message (&alice, "farewell");
  pump (&alice, &bob, &bob.n_closed, 2);
  g_assert_cmpuint (bob.n_opened, ==, 1);
  side_clear (&alice);
  side_clear (&bob);
}

/* One who is to come later: ZeroMQ says nothing, or hangs up when ZAP answers at the very moment at
 * which it looks for an answer. */
static void
assert_put_off (const Side *dialler)
{
  g_assert_true (dialler->last_end == NET_CONN_NO_ANSWER ||
                 dialler->last_end == NET_CONN_HANDSHAKE_FAILED);
}

/* Dials until one gets no answer; returns how many were let in. */
static guint
count_admitted (Side *dialler, Side *listener, const char *endpoint)
{
  guint n = 0;

  while (dialler->n_closed == 0) {
    NetConn *conn = side_dial (dialler, endpoint, listener, 300);
    guint n_opened = dialler->n_opened;

    g_assert_true (send_text (conn, "hello"));
    while (dialler->n_opened == n_opened && dialler->n_closed == 0)
      pump_turns (dialler, listener, 1);
    n += dialler->n_opened - n_opened;
  }
  assert_put_off (dialler);
  pump (dialler, listener, &listener->n_opened, n);
  return n;
}

static void
test_visitors_per_key (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  endpoint = side_listen (&bob);
  g_assert_cmpuint (count_admitted (&alice, &bob, endpoint), ==, 4);
  /* There is room again when one has gone. */
  net_conn_close (alice.last_conn);
  pump (&alice, &bob, &bob.n_closed, 1);
  alice.n_closed = 0;
  bob.n_opened = 0;
  g_assert_cmpuint (count_admitted (&alice, &bob, endpoint), ==, 1);
  side_clear (&alice);
  side_clear (&bob);
}

static void
test_handshakes_per_address (void)
{
  g_autofree char *endpoint = NULL;
  Side alice;
  Side bob;

  side_init (&alice);
  side_init (&bob);
  net_link_set_handshake_limit (bob.link, 1);
  endpoint = side_listen (&bob);
  for (guint i = 1; i <= 5; i++) {
    connect_sides (&alice, &bob, endpoint);
    net_conn_close (alice.last_conn);
    pump (&alice, &bob, &bob.n_closed, i);
  }
  alice.n_closed = 0;
  side_dial (&alice, endpoint, &bob, 300);
  pump (&alice, &bob, &alice.n_closed, 1);
  assert_put_off (&alice);
  g_assert_cmpuint (bob.n_asked, ==, 5);
  side_clear (&alice);
  side_clear (&bob);
}

static gpointer
wake_thread (gpointer data)
{
  net_link_wake (data);
  return NULL;
}

static void
test_wake (void)
{
  Side alice;

  side_init (&alice);
  for (guint i = 0; i < 10; i++) {
    GThread *thread = g_thread_new ("wake", wake_thread, alice.link);

    net_link_run_once (alice.link, -1);
    g_thread_join (thread);
  }
  side_clear (&alice);
}

static void
test_both_families (void)
{
  static const char *const hosts[] = { "0.0.0.0", "[::]", "[::1]" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autofree char *all = g_strdup_printf ("tcp://%s:0", hosts[i]);
    g_autofree char *endpoint = NULL;
    g_autoptr (GError) error = NULL;
    Side alice;
    Side bob;
    guint port;

    side_init (&alice);
    side_init (&bob);
    port = net_link_listen (bob.link, &circle, &bob.key, all, &error);
    if (port == 0) {
      g_test_message ("no IPv6 here: %s", error->message);
    } else {
      endpoint = g_strdup_printf (i == 2 ? "tcp://[::1]:%u" : "tcp://127.0.0.1:%u", port);
      connect_sides (&alice, &bob, endpoint);
      g_assert_cmpstr (net_conn_get_address (bob.last_conn), ==, i == 2 ? "::1" : "127.0.0.1");
    }
    side_clear (&alice);
    side_clear (&bob);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/link/echo", test_echo);
  g_test_add_func ("/link/order", test_order);
  g_test_add_func ("/link/early-frames", test_early_frames);
  g_test_add_func ("/link/last-words", test_last_words);
  g_test_add_func ("/link/stranger", test_stranger);
  g_test_add_func ("/link/wrong-server-key", test_wrong_server_key);
  g_test_add_func ("/link/nobody-there", test_nobody_there);
  g_test_add_func ("/link/mute", test_mute);
  g_test_add_func ("/link/addresses", test_addresses);
  g_test_add_func ("/link/foreign-messages", test_foreign_messages);
  g_test_add_func ("/link/oversized", test_oversized);
  g_test_add_func ("/link/redial", test_redial);
  g_test_add_func ("/link/listener-freed", test_listener_freed);
  g_test_add_func ("/link/dialler-freed", test_dialler_freed);
  g_test_add_func ("/link/unlisten", test_unlisten);
  g_test_add_func ("/link/queue-full", test_queue_full);
  g_test_add_func ("/link/reentrance", test_reentrance);
  g_test_add_func ("/link/visitors-per-key", test_visitors_per_key);
  g_test_add_func ("/link/handshakes-per-address", test_handshakes_per_address);
  g_test_add_func ("/link/wake", test_wake);
  g_test_add_func ("/link/both-families", test_both_families);
  return g_test_run ();
}
