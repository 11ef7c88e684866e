/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/link-socket.h"

/* A message of @n parts, each one byte, from one end to the other. */
static void
assert_kept (void *from, void *to, guint n, guint n_kept)
{
  NetParts parts;

  for (guint8 i = 0; i < n; i++)
    g_assert_cmpint (zmq_send (from, &i, 1, i + 1u < n ? ZMQ_SNDMORE : 0), ==, 1);
  g_assert_true (net_parts_receive (&parts, to));
  g_assert_cmpuint (parts.n_parts, ==, n);
  g_assert_cmpuint (parts.n_kept, ==, n_kept);
  for (guint i = 0; i < n_kept; i++)
    g_assert_cmpuint (*(const guint8 *) zmq_msg_data (&parts.parts[i]), ==, i);
  net_parts_clear (&parts);
  /* Nothing of it is left over for the next one. */
  g_assert_false (net_parts_receive (&parts, to));
}

static void
test_parts (void)
{
  void *context = zmq_ctx_new ();
  void *from = zmq_socket (context, ZMQ_PAIR);
  void *to = zmq_socket (context, ZMQ_PAIR);

  g_assert_cmpint (zmq_bind (to, "inproc://parts"), ==, 0);
  g_assert_cmpint (zmq_connect (from, "inproc://parts"), ==, 0);
  assert_kept (from, to, 1, 1);
  assert_kept (from, to, NET_PARTS_MAX, NET_PARTS_MAX);
  assert_kept (from, to, NET_PARTS_MAX + 1, NET_PARTS_MAX);
  assert_kept (from, to, 200, NET_PARTS_MAX);
  zmq_close (from);
  zmq_close (to);
  zmq_ctx_term (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-socket/parts", test_parts);
  return g_test_run ();
}
