/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Another process besieges a link over real sockets, so that what grows here is ours alone. Whether
 * transports were let go is told by how many descriptors are open. */

#include "app/control/system-world.h"
#include "net/door.h"
#include "net/grip.h"
#include "net/link.h"
#include "tests/support/cost.h"

#include <arpa/inet.h>
#include <locale.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#define TURN_MS        5
#define DEADLINE_MS    30000
#define N_RAW          300
#define N_GREETINGS    50
#define HANDSHAKES     1000
#define PART_LEN       300000
#define UNFINISHED_LEN (G_GUINT64_CONSTANT (512) << 20)
#define FLOOD_LEN      (G_GUINT64_CONSTANT (256) << 20)
#define MIB            (1 << 20)

/* What the besieger is told. */
typedef struct {
  guint16 port;
  guint8 server[CEN_KEY_LEN];
  CenBoxKey client;
} Target;

typedef void (*Attack) (const Target *target, int ready);

typedef struct {
  CenWorld world; /* the system's, ahead by @ahead_ms */
  gint64 ahead_ms;
  NetLink *link;
  CenBoxKey key;
  guint n_messages;
  guint64 n_bytes;
  guint n_closed;
  gboolean closes; /* whoever says something */
  pid_t pid;
  int pipe[2];  /* to the besieger */
  int ready[2]; /* and from it */
  TestCost cost;
  guint n_fds;
} Siege;

static const CenId circle = { { 7, 1, 2 } };

static gint64
monotonic_ms (const CenWorld *world)
{
  const CenWorld *system = cenacle_system_world_get ();

  return system->monotonic_ms (system) + *(gint64 *) world->data;
}

static NetLinkVerdict
admit_cb (NetLink *link G_GNUC_UNUSED, const CenId *asked G_GNUC_UNUSED,
          const guint8 key[static CEN_KEY_LEN] G_GNUC_UNUSED, const char *address G_GNUC_UNUSED,
          gpointer user_data G_GNUC_UNUSED)
{
  return NET_LINK_ADMIT;
}

static void
opened_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn G_GNUC_UNUSED,
           gpointer user_data G_GNUC_UNUSED)
{
}

static void
message_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, const guint8 *bytes G_GNUC_UNUSED,
            gsize len, gpointer user_data)
{
  Siege *siege = user_data;

  siege->n_messages++;
  siege->n_bytes += len;
  if (siege->closes)
    net_conn_close (conn);
}

static void
closed_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn G_GNUC_UNUSED, NetConnEnd end G_GNUC_UNUSED,
           gpointer user_data)
{
  ((Siege *) user_data)->n_closed++;
}

static guint
count_fds (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Forks before there is any thread. The child ends with its parent. */
static void
siege_begin (Siege *siege, Attack attack)
{
  static const NetLinkEvents events = { admit_cb, opened_cb, message_cb, closed_cb };
  g_autoptr (GError) error = NULL;
  Target target = { 0 };

  g_assert_cmpint (pipe (siege->pipe), ==, 0);
  g_assert_cmpint (pipe (siege->ready), ==, 0);
  siege->pid = fork ();
  g_assert_cmpint (siege->pid, >=, 0);
  if (siege->pid == 0) {
    prctl (PR_SET_PDEATHSIG, SIGKILL);
    if (read (siege->pipe[0], &target, sizeof target) == sizeof target)
      attack (&target, siege->ready[1]);
    pause ();
    _exit (0);
  }
  siege->world = *cenacle_system_world_get ();
  siege->world.monotonic_ms = monotonic_ms;
  siege->world.data = &siege->ahead_ms;
  cen_box_key_generate (&siege->key, cenacle_system_world_get ());
  siege->link = net_link_new (&events, siege, &siege->world, &error);
  g_assert_no_error (error);
  net_link_set_handshake_limit (siege->link, HANDSHAKES);
  target.port =
      (guint16) net_link_listen (siege->link, &circle, &siege->key, "tcp://127.0.0.1:0", &error);
  g_assert_no_error (error);
  memcpy (target.server, siege->key.public_key, CEN_KEY_LEN);
  cen_box_key_generate (&target.client, cenacle_system_world_get ());
  for (guint i = 0; i < 20; i++)
    net_link_run_once (siege->link, TURN_MS);
  siege->n_fds = count_fds ();
  test_cost_begin (&siege->cost);
  g_assert_cmpint (write (siege->pipe[1], &target, sizeof target), ==, sizeof target);
}

static void
turn (Siege *siege)
{
  net_link_run_once (siege->link, TURN_MS);
  test_cost_look (&siege->cost);
}

/* What the child tells when it is done with a step. */
static guint64
wait_for_child (Siege *siege)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_MS * 1000;
  guint64 told = 0;
  struct timeval none = { 0 };
  fd_set set;

  for (;;) {
    FD_ZERO (&set);
    FD_SET (siege->ready[0], &set);
    if (select (siege->ready[0] + 1, &set, NULL, NULL, &none) > 0)
      break;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    turn (siege);
  }
  g_assert_cmpint (read (siege->ready[0], &told, sizeof told), ==, sizeof told);
  return told;
}

/* Until @count, of what the link told us, has come to @wanted. It may take its time as long as it
 * goes on. */
static void
wait_for_count (Siege *siege, const guint *count, guint wanted)
{
  gint64 deadline = 0;
  guint before = G_MAXUINT;

  while (*count < wanted) {
    if (*count != before) {
      before = *count;
      deadline = g_get_monotonic_time () + DEADLINE_MS * 1000;
    }
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    turn (siege);
  }
}

/* Until at least @n_more descriptors are open than before: what the child did has arrived. */
static void
wait_for_arrival (Siege *siege, guint n_more)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_MS * 1000;

  while (count_fds () < siege->n_fds + n_more) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    turn (siege);
  }
}

/* Until at most @n_more descriptors are open than before. */
static void
wait_for_fds (Siege *siege, guint n_more)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_MS * 1000;

  while (count_fds () > siege->n_fds + n_more) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    turn (siege);
  }
}

static void
siege_end (Siege *siege, const char *attack, const char *sent, const char *outcome, gsize growth)
{
  kill (siege->pid, SIGKILL);
  waitpid (siege->pid, NULL, 0);
  wait_for_fds (siege, 0);
  test_cost_end (&siege->cost, attack, sent, outcome, growth);
  net_link_free (siege->link);
  for (guint i = 0; i < 2; i++)
    close (siege->pipe[i]), close (siege->ready[i]);
}

/* --- The besieger --- */

static void
tell (int ready, guint64 what)
{
  if (write (ready, &what, sizeof what) != sizeof what)
    _exit (1);
}

static int
open_tcp (const Target *target)
{
  struct sockaddr_in to = { .sin_family = AF_INET,
                            .sin_port = htons (target->port),
                            .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  if (connect (fd, (struct sockaddr *) &to, sizeof to) != 0)
    _exit (2);
  return fd;
}

static void
attack_raw (const Target *target, int ready)
{
  for (guint i = 0; i < N_RAW; i++)
    open_tcp (target);
  tell (ready, N_RAW);
}

static void
attack_greeting (const Target *target, int ready)
{
  guint8 greeting[64] = { 0xff, [9] = 0x7f, 3, 0, 'C', 'U', 'R', 'V', 'E' };

  for (guint i = 0; i < N_GREETINGS; i++) {
    if (send (open_tcp (target), greeting, sizeof greeting, 0) != sizeof greeting)
      _exit (3);
  }
  tell (ready, N_GREETINGS);
}

/* A real client with a key that is let in. */
static void *
open_client (const Target *target)
{
  g_autofree char *endpoint = g_strdup_printf ("tcp://127.0.0.1:%u", target->port);
  void *socket = zmq_socket (zmq_ctx_new (), ZMQ_DEALER);
  int never = -1;

  zmq_setsockopt (socket, ZMQ_RECONNECT_IVL, &never, sizeof never);
  zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, target->server, CEN_KEY_LEN);
  zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, target->client.public_key, CEN_KEY_LEN);
  zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, target->client.secret, CEN_KEY_LEN);
  if (zmq_connect (socket, endpoint) != 0)
    _exit (4);
  return socket;
}

static void
attack_nothing (const Target *target, int ready)
{
  for (guint i = 0; i < NET_DOOR_VISITORS_PER_KEY_MAX; i++)
    open_client (target);
  tell (ready, NET_DOOR_VISITORS_PER_KEY_MAX);
}

/* One message of @n_parts: ZeroMQ sends them one after the other once it has the last, so on the
 * wire it is unfinished for as long as all of them take. */
static void
attack_unfinished (const Target *target, int ready)
{
  g_autofree guint8 *part = g_malloc0 (PART_LEN);
  void *socket = open_client (target);

  if (zmq_send (socket, "hello", 5, 0) != 5)
    _exit (5);
  for (guint64 i = 1; i <= UNFINISHED_LEN / PART_LEN; i++) {
    if (zmq_send (socket, part, PART_LEN, i < UNFINISHED_LEN / PART_LEN ? ZMQ_SNDMORE : 0) !=
        PART_LEN)
      _exit (6);
  }
  tell (ready, UNFINISHED_LEN);
}

static void
attack_flood (const Target *target, int ready)
{
  g_autofree guint8 *frame = g_malloc0 (PART_LEN);
  void *socket = open_client (target);

  for (guint64 i = 0; i < FLOOD_LEN / PART_LEN; i++) {
    if (zmq_send (socket, frame, PART_LEN, 0) != PART_LEN)
      _exit (7);
  }
  tell (ready, FLOOD_LEN / PART_LEN);
}

static void
attack_hello (const Target *target, int ready)
{
  if (zmq_send (open_client (target), "hello", 5, 0) != 5)
    _exit (8);
  tell (ready, 1);
}

/* --- Cases --- */

static void
test_raw (void)
{
  Siege siege = { 0 };

  siege_begin (&siege, attack_raw);
  wait_for_arrival (&siege, 2 * NET_GRIP_QUIET_PER_ADDRESS_MAX);
  wait_for_child (&siege);
  /* ZeroMQ's descriptor and ours for each that is let be, and no more of them from one address. */
  wait_for_fds (&siege, 2 * NET_GRIP_QUIET_PER_ADDRESS_MAX);
  wait_for_fds (&siege, 0);
  siege_end (&siege, "silent TCP connections", "300 connections", "64 let be, for 5 s", 16 * MIB);
}

static void
test_greeting (void)
{
  Siege siege = { 0 };

  siege_begin (&siege, attack_greeting);
  wait_for_arrival (&siege, 2);
  wait_for_child (&siege);
  wait_for_fds (&siege, 0);
  siege_end (&siege, "ZMTP greeting, then silence", "50 connections, 64 B each",
             "hung up on after 5 s", 16 * MIB);
}

static void
test_nothing (void)
{
  Siege siege = { 0 };

  siege_begin (&siege, attack_nothing);
  wait_for_arrival (&siege, 2 * NET_DOOR_VISITORS_PER_KEY_MAX);
  wait_for_child (&siege);
  /* The handshakes take a few turns. */
  for (guint i = 0; i < 100; i++)
    turn (&siege);
  siege.ahead_ms += NET_DOOR_CLAIM_MS;
  wait_for_fds (&siege, 0);
  g_assert_cmpuint (siege.n_messages, ==, 0);
  siege_end (&siege, "CURVE handshake, then nothing", "4 connections", "hung up on after 30 s",
             16 * MIB);
}

static void
test_unfinished (void)
{
  Siege siege = { 0 };

  siege_begin (&siege, attack_unfinished);
  wait_for_child (&siege);
  wait_for_count (&siege, &siege.n_closed, 1);
  wait_for_fds (&siege, 0);
  g_assert_cmpuint (siege.n_messages, ==, 1);
  g_assert_cmpuint (siege.n_closed, ==, 1);
  siege_end (&siege, "a message of endless parts", "512 MiB in parts of 300 kB",
             "hung up on past 1 MiB without a whole message", 96 * MIB);
}

/* What is taken is bounded by what the link reads, whatever is sent. */
static void
test_flood (void)
{
  Siege siege = { 0 };

  siege_begin (&siege, attack_flood);
  wait_for_count (&siege, &siege.n_messages, FLOOD_LEN / PART_LEN);
  siege_end (&siege, "whole frames as fast as they go", "256 MiB in frames of 300 kB",
             "all read; the session above counts credit", 64 * MIB);
}

static void
test_closed_stays (void)
{
  Siege siege = { .closes = TRUE };

  siege_begin (&siege, attack_hello);
  wait_for_child (&siege);
  wait_for_count (&siege, &siege.n_closed, 1);
  wait_for_fds (&siege, 0);
  siege_end (&siege, "staying after we closed", "1 connection", "hung up on after 0.5 s", 16 * MIB);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/siege/raw", test_raw);
  g_test_add_func ("/siege/greeting", test_greeting);
  g_test_add_func ("/siege/nothing", test_nothing);
  g_test_add_func ("/siege/unfinished", test_unfinished);
  g_test_add_func ("/siege/flood", test_flood);
  g_test_add_func ("/siege/closed-stays", test_closed_stays);
  return g_test_run ();
}
