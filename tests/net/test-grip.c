/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/grip.h"
#include "tests/support/world.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define QUIET_MS 5000
#define PAUSE_MS 1000 /* longer than grips wait between two looks */

typedef struct {
  TestWorld *world;
  NetGrips *grips;
  int listener;
  struct sockaddr_in address;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  socklen_t len = sizeof fixture->address;

  fixture->world = test_world_new (1);
  fixture->grips = net_grips_new (&fixture->world->world, QUIET_MS);
  g_assert_nonnull (fixture->grips);
  fixture->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  fixture->address =
      (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_assert_cmpint (bind (fixture->listener, (struct sockaddr *) &fixture->address,
                         sizeof fixture->address),
                   ==, 0);
  g_assert_cmpint (listen (fixture->listener, 16), ==, 0);
  g_assert_cmpint (getsockname (fixture->listener, (struct sockaddr *) &fixture->address, &len), ==,
                   0);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  close (fixture->listener);
  net_grips_free (fixture->grips);
  test_world_free (fixture->world);
}

/* A connection, from an address of its own of this machine: 127.0.x.y by @host. */
static void
connect_pair (Fixture *fixture, guint host, int *ret_here, int *ret_there)
{
  struct sockaddr_in from = { .sin_family = AF_INET,
                              .sin_addr.s_addr = htonl (INADDR_LOOPBACK + host) };

  *ret_there = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (*ret_there, (struct sockaddr *) &from, sizeof from), ==, 0);
  g_assert_cmpint (connect (*ret_there, (struct sockaddr *) &fixture->address,
                            sizeof fixture->address),
                   ==, 0);
  *ret_here = accept (fixture->listener, NULL, NULL);
  g_assert_cmpint (*ret_here, >=, 0);
}

/* Whether the other side was hung up on. */
static gboolean
is_ended (int there)
{
  struct pollfd item = { .fd = there, .events = POLLIN };
  char byte;

  return poll (&item, 1, 0) == 1 && recv (there, &byte, 1, MSG_DONTWAIT) == 0;
}

static void
look_later (Fixture *fixture, gint64 ms)
{
  net_grips_look (fixture->grips);
  test_world_advance (fixture->world, ms);
  net_grips_look (fixture->grips);
}

static void
test_quiet (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  int quiet, quiet_there, loud, loud_there;

  connect_pair (fixture, 0, &quiet, &quiet_there);
  connect_pair (fixture, 0, &loud, &loud_there);
  net_grips_take (fixture->grips, fixture, quiet, NET_GRIP_ACCEPTED);
  net_grips_take (fixture->grips, fixture, loud, NET_GRIP_ACCEPTED);
  net_grips_note_message (fixture->grips, loud);
  look_later (fixture, QUIET_MS - 1);
  g_assert_false (is_ended (quiet_there));
  look_later (fixture, 1);
  g_assert_true (is_ended (quiet_there));
  g_assert_false (is_ended (loud_there));
  g_assert_cmpuint (net_grips_get_n (fixture->grips), ==, 1);
  close (quiet), close (quiet_there), close (loud), close (loud_there);
}

/* Writes @n bytes and takes them at the other end, as ZeroMQ would. */
static void
pass (int there, int here, gsize n)
{
  g_autofree char *bytes = g_malloc0 (n);
  gsize n_sent = 0;
  gsize n_taken = 0;

  while (n_taken < n) {
    gssize moved;

    if (n_sent < n && (moved = send (there, bytes, n - n_sent, MSG_DONTWAIT)) > 0)
      n_sent += (gsize) moved;
    if ((moved = recv (here, bytes, n, MSG_DONTWAIT)) > 0)
      n_taken += (gsize) moved;
  }
}

static void
test_unfinished (Fixture *fixture, gconstpointer data)
{
  gsize n_above = GPOINTER_TO_SIZE (data);
  int here, there;

  connect_pair (fixture, 0, &here, &there);
  net_grips_take (fixture->grips, fixture, here, NET_GRIP_ACCEPTED);
  net_grips_note_message (fixture->grips, here);
  look_later (fixture, PAUSE_MS);
  /* Much, but with whole messages in between. */
  for (guint i = 0; i < 4; i++) {
    pass (there, here, NET_GRIP_UNFINISHED_MAX / 2);
    net_grips_note_message (fixture->grips, here);
    look_later (fixture, PAUSE_MS);
  }
  g_assert_false (is_ended (there));
  pass (there, here, NET_GRIP_UNFINISHED_MAX + n_above);
  look_later (fixture, PAUSE_MS);
  g_assert_false (is_ended (there));
  look_later (fixture, PAUSE_MS);
  g_assert_cmpint (is_ended (there), ==, n_above > 0);
  close (here), close (there);
}

/* Too busy to take a message that was whole, or to read at all: that is not the peer's fault. */
static void
test_busy (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint8 bytes[1024] = { 0 };
  gsize n_waiting = 0;
  int here, there;

  connect_pair (fixture, 0, &here, &there);
  net_grips_take (fixture->grips, fixture, here, NET_GRIP_ACCEPTED);
  net_grips_note_message (fixture->grips, here);
  look_later (fixture, PAUSE_MS);
  for (guint i = 0; i < 4; i++) {
    pass (there, here, 2 * NET_GRIP_UNFINISHED_MAX);
    look_later (fixture, PAUSE_MS);
    net_grips_note_message (fixture->grips, here);
    look_later (fixture, PAUSE_MS);
    g_assert_false (is_ended (there));
  }
  pass (there, here, NET_GRIP_UNFINISHED_MAX - sizeof bytes);
  for (gssize n;
       n_waiting < 64 * sizeof bytes && (n = send (there, bytes, sizeof bytes, MSG_DONTWAIT)) > 0;)
    n_waiting += (gsize) n;
  g_assert_cmpuint (n_waiting, >, sizeof bytes);
  for (guint i = 0; i < 4; i++)
    look_later (fixture, PAUSE_MS);
  g_assert_false (is_ended (there));
  close (here), close (there);
}

static void
test_hang_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  int here, there;

  connect_pair (fixture, 0, &here, &there);
  net_grips_take (fixture->grips, fixture, here, NET_GRIP_DIALLED);
  look_later (fixture, 100 * QUIET_MS);
  g_assert_false (is_ended (there));
  net_grips_hang_up (fixture->grips, here, 500);
  look_later (fixture, 499);
  g_assert_false (is_ended (there));
  look_later (fixture, 1);
  g_assert_true (is_ended (there));
  close (here), close (there);
}

/* @n quiet ones, @n_per_host from each address; how many are not hung up on. */
static guint
count_let_be (Fixture *fixture, guint n, guint n_per_host)
{
  g_autofree int *here = g_new (int, n);
  g_autofree int *there = g_new (int, n);
  guint n_left = 0;

  for (guint i = 0; i < n; i++) {
    connect_pair (fixture, i / n_per_host, &here[i], &there[i]);
    net_grips_take (fixture->grips, fixture, here[i], NET_GRIP_ACCEPTED);
  }
  g_assert_cmpuint (net_grips_get_n (fixture->grips), <=, n);
  for (guint i = 0; i < n; i++)
    n_left += !is_ended (there[i]);
  g_assert_cmpuint (net_grips_get_n (fixture->grips), ==, n_left);
  net_grips_let_go_all (fixture->grips, fixture);
  g_assert_cmpuint (net_grips_get_n (fixture->grips), ==, 0);
  for (guint i = 0; i < n; i++)
    close (here[i]), close (there[i]);
  return n_left;
}

static void
test_too_many (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const guint per_address = NET_GRIP_QUIET_PER_ADDRESS_MAX;

  g_assert_cmpuint (count_let_be (fixture, per_address, per_address), ==, per_address);
  g_assert_cmpuint (count_let_be (fixture, per_address + 1, per_address + 1), ==, per_address);
  g_assert_cmpuint (count_let_be (fixture, NET_GRIP_QUIET_MAX, 8), ==, NET_GRIP_QUIET_MAX);
  g_assert_cmpuint (count_let_be (fixture, NET_GRIP_QUIET_MAX + 1, 8), ==, NET_GRIP_QUIET_MAX);
}

/* A number that is used again is a new transport. */
static void
test_used_again (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  int here, there;

  connect_pair (fixture, 0, &here, &there);
  net_grips_take (fixture->grips, fixture, here, NET_GRIP_ACCEPTED);
  test_world_advance (fixture->world, QUIET_MS / 2);
  net_grips_take (fixture->grips, fixture, here, NET_GRIP_ACCEPTED);
  look_later (fixture, QUIET_MS / 2 + 1);
  g_assert_false (is_ended (there));
  net_grips_let_go (fixture->grips, here);
  look_later (fixture, QUIET_MS);
  g_assert_false (is_ended (there));
  g_assert_cmpuint (net_grips_get_n (fixture->grips), ==, 0);
  close (here), close (there);
}

#define ADD(name, data, func)                                                                      \
  g_test_add ("/grip/" name, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("quiet", NULL, test_quiet);
  ADD ("unfinished/max", GSIZE_TO_POINTER (0), test_unfinished);
  ADD ("unfinished/max+1", GSIZE_TO_POINTER (1), test_unfinished);
  ADD ("busy", NULL, test_busy);
  ADD ("hang-up", NULL, test_hang_up);
  ADD ("too-many", NULL, test_too_many);
  ADD ("used-again", NULL, test_used_again);
  return g_test_run ();
}
