/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What ZeroMQ with CURVE carries between two processes at all: 1 GiB in messages of 256 KiB over
 * loopback, not looked at and not kept. Prints MB a second. */

#include <glib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#define MESSAGE_LEN (256 << 10)
#define N_MESSAGES  4096

static void
send_all (const char *endpoint, const char *server_key)
{
  void *context = zmq_ctx_new ();
  void *socket = zmq_socket (context, ZMQ_DEALER);
  g_autofree guint8 *bytes = g_malloc0 (MESSAGE_LEN);
  char public_key[41], secret_key[41];
  guint8 done;

  zmq_curve_keypair (public_key, secret_key);
  zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, server_key, 41);
  zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, public_key, 41);
  zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, secret_key, 41);
  g_assert (zmq_connect (socket, endpoint) == 0);
  for (guint i = 0; i < N_MESSAGES; i++)
    g_assert (zmq_send (socket, bytes, MESSAGE_LEN, 0) == MESSAGE_LEN);
  g_assert (zmq_recv (socket, &done, 1, 0) == 1);
  zmq_close (socket);
  zmq_ctx_term (context);
}

int
main (void)
{
  void *context;
  void *socket;
  char public_key[41], secret_key[41], endpoint[256];
  gsize len = sizeof endpoint;
  int server = 1, fds[2];
  gint64 begun = 0;
  guint8 id[64];
  int id_len = 0;
  pid_t child;

  g_assert (pipe (fds) == 0);
  child = fork ();
  if (child == 0) {
    g_assert (read (fds[0], endpoint, sizeof endpoint) > 0);
    g_assert (read (fds[0], public_key, sizeof public_key) == sizeof public_key);
    send_all (endpoint, public_key);
    return 0;
  }
  context = zmq_ctx_new ();
  socket = zmq_socket (context, ZMQ_ROUTER);
  zmq_curve_keypair (public_key, secret_key);
  zmq_setsockopt (socket, ZMQ_CURVE_SERVER, &server, sizeof server);
  zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, secret_key, 41);
  g_assert (zmq_bind (socket, "tcp://127.0.0.1:*") == 0);
  zmq_getsockopt (socket, ZMQ_LAST_ENDPOINT, endpoint, &len);
  g_assert (write (fds[1], endpoint, sizeof endpoint) == sizeof endpoint);
  g_assert (write (fds[1], public_key, sizeof public_key) == sizeof public_key);
  for (guint i = 0; i < N_MESSAGES; i++) {
    zmq_msg_t message;

    id_len = zmq_recv (socket, id, sizeof id, 0);
    zmq_msg_init (&message);
    g_assert (zmq_msg_recv (&message, socket, 0) == MESSAGE_LEN);
    zmq_msg_close (&message);
    if (i == 0)
      begun = g_get_monotonic_time ();
  }
  g_print ("%.1f\n",
           (double) MESSAGE_LEN * (N_MESSAGES - 1) / (double) (g_get_monotonic_time () - begun));
  zmq_send (socket, id, (gsize) id_len, ZMQ_SNDMORE);
  zmq_send (socket, "", 1, 0);
  zmq_close (socket);
  zmq_ctx_term (context);
  return waitpid (child, NULL, 0) == child ? 0 : 1;
}
