/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernel counts what came by a connection. When that grows by more than a message can be long
 * while none was whole, the peer is feeding ZeroMQ parts of one that it does not mean to finish.
 * Each is looked at every second; and sooner when epoll finds something to read, which is told once
 * and asked for again after a pause, so that a busy transport costs a few looks and no more. (Epoll
 * alone would not do: what ZeroMQ reads before we wake is not told.)
 *
 * A message may be whole and wait for us, who were busy when it came. So who is found with too much
 * is looked at once more, after a pause in which we read, before we hang up.
 *
 * Hanging up is shutdown(), not close(): ZeroMQ sees the end of the stream and tidies up as for any
 * peer that left; only then is the duplicate closed. */

#include "grip.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOK_EVERY_MS 1000
#define LOOK_PAUSE_MS 20
#define LOOKS_MAX     64

typedef struct {
  gconstpointer owner;
  int fd;                /* our duplicate */
  guint8 address[16];    /* whose it is; an IPv6 address counts by its first half */
  guint64 n_whole_bytes; /* that had come when the last message was whole */
  gboolean is_quiet;     /* no message was whole yet */
  gboolean has_message;  /* one was, since the last look */
  gboolean is_suspect;   /* too much had come by then, and no message */
  gint64 end_ms;         /* when to hang up; G_MAXINT64: not for now */
  gint64 look_ms;        /* when to look again */
} Grip;

struct _NetGrips {
  const CenWorld *world;
  gint64 quiet_ms;
  int epoll;
  GHashTable *grips; /* descriptor → Grip */
};

static void
grip_free (gpointer data)
{
  Grip *grip = data;

  close (grip->fd);
  g_free (grip);
}

static gint64
get_now_ms (const NetGrips *self)
{
  return self->world->monotonic_ms (self->world);
}

NetGrips *
net_grips_new (const CenWorld *world, gint64 quiet_ms)
{
  g_autoptr (NetGrips) self = g_new0 (NetGrips, 1);

  self->world = world;
  self->quiet_ms = quiet_ms;
  self->grips = g_hash_table_new_full (NULL, NULL, NULL, grip_free);
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  return self->epoll >= 0 ? g_steal_pointer (&self) : NULL;
}

void
net_grips_free (NetGrips *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->grips);
  if (self->epoll >= 0)
    close (self->epoll);
  g_free (self);
}

int
net_grips_get_fd (const NetGrips *self)
{
  return self->epoll;
}

guint
net_grips_get_n (const NetGrips *self)
{
  return g_hash_table_size (self->grips);
}

/* Bytes that came by @grip ever and were read: what still waits in the kernel is in nobody's way,
 * and is much when this machine is too busy to read. */
static guint64
count_bytes (const Grip *grip)
{
  struct tcp_info info = { 0 };
  socklen_t len = sizeof info;
  int n_waiting = 0;

  if (getsockopt (grip->fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0 ||
      len < offsetof (struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received)
    return 0;
  ioctl (grip->fd, FIONREAD, &n_waiting);
  return info.tcpi_bytes_received - MIN ((guint64) MAX (n_waiting, 0), info.tcpi_bytes_received);
}

static void
read_address (Grip *grip)
{
  struct sockaddr_storage from = { 0 };
  socklen_t len = sizeof from;

  if (getpeername (grip->fd, (struct sockaddr *) &from, &len) != 0)
    return;
  if (from.ss_family == AF_INET) {
    memcpy (grip->address, &((struct sockaddr_in *) &from)->sin_addr, 4);
  } else if (from.ss_family == AF_INET6) {
    const struct in6_addr *address = &((struct sockaddr_in6 *) &from)->sin6_addr;

    memcpy (grip->address, address, IN6_IS_ADDR_V4MAPPED (address) ? 16 : 8);
  }
}

/* epoll tells of the next arrival. */
static void
arm (NetGrips *self, int number, Grip *grip, int operation)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLET | EPOLLONESHOT, .data.fd = number };

  grip->look_ms = get_now_ms (self) + LOOK_EVERY_MS;
  epoll_ctl (self->epoll, operation, grip->fd, &event);
}

static gboolean
is_room_for (const NetGrips *self, const Grip *grip)
{
  guint n_quiet = 0;
  guint n_from_there = 0;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->grips);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Grip *other = value;

    if (!other->is_quiet)
      continue;
    n_quiet++;
    n_from_there += memcmp (other->address, grip->address, sizeof grip->address) == 0;
  }
  return n_quiet < NET_GRIP_QUIET_MAX && n_from_there < NET_GRIP_QUIET_PER_ADDRESS_MAX;
}

void
net_grips_take (NetGrips *self, gconstpointer owner, int fd, NetGripSide side)
{
  int copy = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  Grip *grip;

  g_hash_table_remove (self->grips, GINT_TO_POINTER (fd));
  if (copy < 0)
    return;
  grip = g_new0 (Grip, 1);
  grip->owner = owner;
  grip->fd = copy;
  grip->is_quiet = side == NET_GRIP_ACCEPTED;
  grip->end_ms = grip->is_quiet ? get_now_ms (self) + self->quiet_ms : G_MAXINT64;
  read_address (grip);
  if (grip->is_quiet && !is_room_for (self, grip)) {
    shutdown (copy, SHUT_RDWR);
    grip_free (grip);
    return;
  }
  g_hash_table_insert (self->grips, GINT_TO_POINTER (fd), grip);
  arm (self, fd, grip, EPOLL_CTL_ADD);
}

void
net_grips_let_go (NetGrips *self, int fd)
{
  g_hash_table_remove (self->grips, GINT_TO_POINTER (fd));
}

void
net_grips_let_go_all (NetGrips *self, gconstpointer owner)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->grips);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (((Grip *) value)->owner == owner)
      g_hash_table_iter_remove (&iter);
  }
}

void
net_grips_note_message (NetGrips *self, int fd)
{
  Grip *grip = g_hash_table_lookup (self->grips, GINT_TO_POINTER (fd));

  if (grip == NULL)
    return;
  if (grip->is_quiet)
    grip->end_ms = G_MAXINT64;
  grip->is_quiet = FALSE;
  grip->has_message = TRUE;
}

void
net_grips_hang_up (NetGrips *self, int fd, gint64 after_ms)
{
  Grip *grip = g_hash_table_lookup (self->grips, GINT_TO_POINTER (fd));

  if (grip != NULL)
    grip->end_ms = MIN (grip->end_ms, get_now_ms (self) + after_ms);
}

/* FALSE when it is to end. */
static gboolean
look_at (NetGrips *self, int number, Grip *grip, gint64 now_ms)
{
  guint64 n_bytes;

  if (now_ms >= grip->end_ms)
    return FALSE;
  if (now_ms < grip->look_ms)
    return TRUE;
  n_bytes = count_bytes (grip);
  if (grip->has_message || n_bytes < grip->n_whole_bytes)
    grip->n_whole_bytes = n_bytes;
  grip->has_message = FALSE;
  if (n_bytes - grip->n_whole_bytes <= NET_GRIP_UNFINISHED_MAX)
    grip->is_suspect = FALSE;
  else if (grip->is_suspect)
    return FALSE;
  else
    grip->is_suspect = TRUE;
  arm (self, number, grip, EPOLL_CTL_MOD);
  if (grip->is_suspect)
    grip->look_ms = now_ms + LOOK_PAUSE_MS;
  return TRUE;
}

static void
take_arrivals (NetGrips *self, gint64 now_ms)
{
  struct epoll_event events[LOOKS_MAX];
  int n = epoll_wait (self->epoll, events, LOOKS_MAX, 0);

  for (int i = 0; i < n; i++) {
    Grip *grip = g_hash_table_lookup (self->grips, GINT_TO_POINTER (events[i].data.fd));

    if (grip != NULL)
      grip->look_ms = MIN (grip->look_ms, now_ms + LOOK_PAUSE_MS);
  }
}

gint64
net_grips_look (NetGrips *self)
{
  gint64 now_ms = get_now_ms (self);
  gint64 next_ms = G_MAXINT64;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  take_arrivals (self, now_ms);
  g_hash_table_iter_init (&iter, self->grips);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    Grip *grip = value;

    if (look_at (self, GPOINTER_TO_INT (key), grip, now_ms)) {
      next_ms = MIN (next_ms, MIN (grip->end_ms, grip->look_ms));
      continue;
    }
    shutdown (grip->fd, SHUT_RDWR);
    g_hash_table_iter_remove (&iter);
  }
  return next_ms;
}
