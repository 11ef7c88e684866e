/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each has a thread of its own, which shares nothing with anybody: it waits for this process to
 * dial it at an abstract socket with a name by chance, asks the proxy (RFC 1928, RFC 1929), and
 * carries bytes both ways until one side ends. It ends with its connection, and nobody waits for
 * it. */

#include "tunnel.h"

#include "core/error.h"
#include "ip.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define DIAL_MS    10000
#define STUCK_MS   60000 /* longer than a session waits for a sign of life */
#define NAME_BYTES 16
#define HOST_MAX   255
#define BUFFER_LEN 16384
#define REPLY_MAX  (4 + 1 + HOST_MAX + 2)

typedef struct {
  char *socks;
  char *host;
  guint16 port;
  char *login;
  int listener;
  int near_fd; /* towards ZeroMQ */
  int far_fd;  /* towards the proxy */
} Tunnel;

/* What one side sent and the other did not take yet. */
typedef struct {
  int from;
  int to;
  gsize begin;
  gsize end;
  guint8 bytes[BUFFER_LEN];
} Stream;

static int n_tunnels;

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static void
tunnel_free (Tunnel *self)
{
  close_fd (&self->listener);
  close_fd (&self->near_fd);
  close_fd (&self->far_fd);
  g_free (self->socks);
  g_free (self->host);
  g_free (self->login);
  g_free (self);
  g_atomic_int_add (&n_tunnels, -1);
}

/* --- Being dialled --- */

/* Anybody on this machine could find the name; only this process is served. */
static gboolean
is_self (int fd)
{
  struct ucred who = { 0 };
  socklen_t len = sizeof who;

  return getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0 && who.pid == getpid ();
}

static gboolean
take_call (Tunnel *self)
{
  struct pollfd waiting = { .fd = self->listener, .events = POLLIN };

  if (poll (&waiting, 1, DIAL_MS) <= 0)
    return FALSE;
  self->near_fd = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  close_fd (&self->listener);
  return self->near_fd >= 0 && is_self (self->near_fd);
}

/* --- Asking the proxy --- */

/* Until @events come from the proxy; FALSE when the time is up, or nobody needs it any more. */
static gboolean
wait_for_proxy (const Tunnel *self, short events, gint64 deadline_us)
{
  struct pollfd both[] = { { .fd = self->far_fd, .events = events },
                           { .fd = self->near_fd, .events = POLLRDHUP } };

  while (TRUE) {
    gint64 left_us = deadline_us - g_get_monotonic_time ();
    int n = left_us > 0 ? poll (both, G_N_ELEMENTS (both), (int) (left_us / 1000) + 1) : 0;

    if (n < 0 && errno == EINTR)
      continue;
    return n > 0 && both[1].revents == 0 && (both[0].revents & events) != 0;
  }
}

static gboolean
say (Tunnel *self, const guint8 *bytes, gsize len, gint64 deadline_us)
{
  for (gsize done = 0; done < len;) {
    ssize_t n = send (self->far_fd, bytes + done, len - done, MSG_NOSIGNAL);

    if (n > 0)
      done += (gsize) n;
    else if (n == 0 || (errno != EAGAIN && errno != EINTR) ||
             !wait_for_proxy (self, POLLOUT, deadline_us))
      return FALSE;
  }
  return TRUE;
}

static gboolean
hear (Tunnel *self, guint8 *bytes, gsize len, gint64 deadline_us)
{
  for (gsize done = 0; done < len;) {
    ssize_t n = recv (self->far_fd, bytes + done, len - done, 0);

    if (n > 0)
      done += (gsize) n;
    else if (n == 0 || (errno != EAGAIN && errno != EINTR) ||
             !wait_for_proxy (self, POLLIN, deadline_us))
      return FALSE;
  }
  return TRUE;
}

static gboolean
call_proxy (Tunnel *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  const char *colon = strrchr (self->socks, ':');
  const int now = 1; /* what ZeroMQ sends, it has gathered */
  NetIp ip;

  if (colon == NULL || !net_ip_parse (&ip, self->socks) || !net_ip_is_loopback (&ip))
    return FALSE;
  address.sin_port = g_htons ((guint16) g_ascii_strtoull (colon + 1, NULL, 10));
  address.sin_addr.s_addr = g_htonl (INADDR_LOOPBACK);
  self->far_fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return self->far_fd >= 0 &&
         setsockopt (self->far_fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now) == 0 &&
         connect (self->far_fd, (struct sockaddr *) &address, sizeof address) == 0 &&
         fcntl (self->far_fd, F_SETFL, O_NONBLOCK) == 0;
}

static gsize
put_text (guint8 *bytes, const char *text)
{
  gsize len = MIN (strlen (text), HOST_MAX);

  bytes[0] = (guint8) len;
  memcpy (bytes + 1, text, len);
  return len + 1;
}

/* Name and password, which Tor does not judge, but keeps apart by. */
static gboolean
log_in (Tunnel *self, gint64 deadline_us)
{
  static const guint8 greeting[] = { 5, 1, 2 };
  guint8 words[1 + 2 * (1 + HOST_MAX)] = { 1 };
  guint8 reply[2];
  gsize len = 1;

  len += put_text (words + len, self->login);
  len += put_text (words + len, self->login);
  return say (self, greeting, sizeof greeting, deadline_us) &&
         hear (self, reply, sizeof reply, deadline_us) && reply[0] == 5 && reply[1] == 2 &&
         say (self, words, len, deadline_us) && hear (self, reply, sizeof reply, deadline_us) &&
         reply[1] == 0;
}

/* Where it leads is no matter; but it has to be read. */
static gboolean
hear_answer (Tunnel *self, gint64 deadline_us)
{
  guint8 reply[REPLY_MAX];
  guint8 host_len;

  if (!hear (self, reply, 4, deadline_us) || reply[0] != 5 || reply[1] != 0)
    return FALSE;
  switch (reply[3]) {
  case 1:
    host_len = 4;
    break;
  case 4:
    host_len = 16;
    break;
  default:
    if (!hear (self, &host_len, 1, deadline_us))
      return FALSE;
    break;
  }
  return hear (self, reply, host_len + 2u, deadline_us);
}

static gboolean
ask_proxy (Tunnel *self)
{
  gint64 deadline_us = g_get_monotonic_time () + NET_TUNNEL_WAIT_MS * G_GINT64_CONSTANT (1000);
  guint8 request[4 + 1 + HOST_MAX + 2] = { 5, 1, 0, 3 };
  gsize len = 4;

  if (!call_proxy (self) || !log_in (self, deadline_us))
    return FALSE;
  len += put_text (request + len, self->host);
  request[len++] = (guint8) (self->port >> 8);
  request[len++] = (guint8) self->port;
  return say (self, request, len, deadline_us) && hear_answer (self, deadline_us);
}

/* --- Carrying --- */

/* FALSE when nothing more can go this way. */
static gboolean
move_bytes (Stream *self)
{
  ssize_t n;

  if (self->begin == self->end) {
    n = recv (self->from, self->bytes, sizeof self->bytes, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
      return FALSE;
    self->begin = 0;
    self->end = n > 0 ? (gsize) n : 0;
  }
  while (self->begin < self->end) {
    n = send (self->to, self->bytes + self->begin, self->end - self->begin, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR)
      return errno == EAGAIN;
    self->begin += n > 0 ? (gsize) n : 0;
  }
  return TRUE;
}

static void
carry (int near_fd, int far_fd)
{
  g_autofree Stream *streams = g_new0 (Stream, 2);

  streams[0].from = streams[1].to = near_fd;
  streams[1].from = streams[0].to = far_fd;
  while (TRUE) {
    gboolean is_full[2] = { streams[0].begin < streams[0].end, streams[1].begin < streams[1].end };
    short near_events = (short) ((is_full[0] ? 0 : POLLIN) | (is_full[1] ? POLLOUT : 0));
    short far_events = (short) ((is_full[1] ? 0 : POLLIN) | (is_full[0] ? POLLOUT : 0));
    /* One of which nothing is awaited is left out: that it hung up would be told again and again.
     */
    struct pollfd both[] = { { .fd = near_events != 0 ? near_fd : -1, .events = near_events },
                             { .fd = far_events != 0 ? far_fd : -1, .events = far_events } };
    int n = poll (both, G_N_ELEMENTS (both), is_full[0] || is_full[1] ? STUCK_MS : -1);

    if (n == 0 || (n < 0 && errno != EINTR))
      return;
    if (!move_bytes (&streams[0]) || !move_bytes (&streams[1]))
      return;
  }
}

static gpointer
tunnel_main (gpointer data)
{
  Tunnel *self = data;

  if (take_call (self) && ask_proxy (self))
    carry (self->near_fd, self->far_fd);
  tunnel_free (self);
  return NULL;
}

/* --- Beginning --- */

static int
listen_at (const char *name)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize len = strlen (name);
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  memcpy (address.sun_path + 1, name, len);
  if (fd >= 0 &&
      bind (fd, (struct sockaddr *) &address,
            (socklen_t) (offsetof (struct sockaddr_un, sun_path) + 1 + len)) == 0 &&
      listen (fd, 1) == 0)
    return fd;
  close_fd (&fd);
  return -1;
}

/* Without brackets, in which an IPv6 address stands. */
static char *
dup_host (const char *target, const char *colon)
{
  return *target == '[' ? g_strndup (target + 1, (gsize) (colon - target) - 2)
                        : g_strndup (target, (gsize) (colon - target));
}

char *
net_tunnel_open (const CenWorld *world, const char *socks, const char *target, const char *login,
                 GError **error)
{
  const char *colon = strrchr (target, ':');
  g_autoptr (GString) name = g_string_new ("cenacle-");
  Tunnel *self = g_new0 (Tunnel, 1);
  guint8 chance[NAME_BYTES];
  GThread *thread;

  *self = (Tunnel){ g_strdup (socks),
                    dup_host (target, colon),
                    (guint16) g_ascii_strtoull (colon + 1, NULL, 10),
                    g_strdup (login),
                    -1,
                    -1,
                    -1 };
  world->random (world, chance, sizeof chance);
  for (guint i = 0; i < sizeof chance; i++)
    g_string_append_printf (name, "%02x", chance[i]);
  if (g_atomic_int_add (&n_tunnels, 1) < NET_TUNNELS_MAX)
    self->listener = listen_at (name->str);
  thread = self->listener >= 0 ? g_thread_try_new ("tunnel", tunnel_main, self, NULL) : NULL;
  if (thread == NULL) {
    tunnel_free (self);
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "The system has no room for another network connection.");
    return NULL;
  }
  g_thread_unref (thread);
  return g_strdup_printf ("ipc://@%s", name->str);
}
