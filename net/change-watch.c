/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A change begins with a message of netlink, or with a timer that the kernel cancels when the
 * machine wakes up or its clock is set (TFD_TIMER_CANCEL_ON_SET), so that nothing has to be looked
 * at in between. Messages come in bursts: SETTLE_MS after the first the interfaces are looked at,
 * and only what is different then is a change. */

#include "change-watch.h"

#include "interfaces.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define SETTLE_MS       100
#define SUSPENDED_MS    2000 /* the two clocks are not read at once */
#define MESSAGE_MAX     8192
#define MESSAGES_A_TURN 64
#define FAR_AWAY_S      ((time_t) 1 << 36)

enum { NETLINK, TIMER };

struct _NetChangeWatch {
  int fds[NET_CHANGE_WATCH_FDS];
  gint64 (*get_suspended_ms) (void);
  gint64 suspended_ms;
  gint64 look_ms; /* G_MAXINT64: nothing came */
  char *interfaces;
  gboolean is_noted;
};

static gint64
read_clock_ms (clockid_t clock)
{
  struct timespec now = { 0, 0 };

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

gint64
net_change_watch_get_suspended_ms (void)
{
  return read_clock_ms (CLOCK_BOOTTIME) - read_clock_ms (CLOCK_MONOTONIC);
}

static int
open_netlink (void)
{
  struct sockaddr_nl address = { .nl_family = AF_NETLINK,
                                 .nl_groups =
                                     RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR };
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

  if (fd >= 0 && bind (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static void
arm_timer (int fd)
{
  const struct itimerspec never = { .it_value = { .tv_sec = FAR_AWAY_S } };

  if (fd >= 0)
    timerfd_settime (fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL);
}

NetChangeWatch *
net_change_watch_new (gint64 (*get_suspended_ms) (void))
{
  NetChangeWatch *self = g_new0 (NetChangeWatch, 1);

  self->fds[NETLINK] = open_netlink ();
  self->fds[TIMER] = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  arm_timer (self->fds[TIMER]);
  self->get_suspended_ms =
      get_suspended_ms != NULL ? get_suspended_ms : net_change_watch_get_suspended_ms;
  self->suspended_ms = self->get_suspended_ms ();
  self->look_ms = G_MAXINT64;
  self->interfaces = net_interfaces_dup_summary ();
  return self;
}

void
net_change_watch_free (NetChangeWatch *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < NET_CHANGE_WATCH_FDS; i++) {
    if (self->fds[i] >= 0)
      close (self->fds[i]);
  }
  g_free (self->interfaces);
  g_free (self);
}

const int *
net_change_watch_get_fds (const NetChangeWatch *self)
{
  return self->fds;
}

/* Whether any message came; what they say is found out by looking. */
static gboolean
drain_netlink (NetChangeWatch *self)
{
  guint8 message[MESSAGE_MAX];
  gboolean came = FALSE;

  for (guint i = 0; self->fds[NETLINK] >= 0 && i < MESSAGES_A_TURN; i++) {
    gssize n = recv (self->fds[NETLINK], message, sizeof message, 0);

    if (n < 0 && errno == EINTR)
      continue;
    /* When too many came, some are lost: that is news as well. */
    came = came || n > 0 || (n < 0 && errno == ENOBUFS);
    if (n <= 0)
      break;
  }
  return came;
}

static void
drain_timer (NetChangeWatch *self)
{
  guint64 n;

  if (self->fds[TIMER] >= 0 && read (self->fds[TIMER], &n, sizeof n) < 0 && errno == ECANCELED)
    arm_timer (self->fds[TIMER]);
}

/* Whether the machine was suspended since the last time. */
static gboolean
was_suspended (NetChangeWatch *self)
{
  gint64 suspended_ms = self->get_suspended_ms ();
  gboolean was = suspended_ms - self->suspended_ms > SUSPENDED_MS;

  if (was)
    self->suspended_ms = suspended_ms;
  return was;
}

static gboolean
has_other_interfaces (NetChangeWatch *self)
{
  g_autofree char *interfaces = net_interfaces_dup_summary ();

  if (strcmp (interfaces, self->interfaces) == 0)
    return FALSE;
  g_free (self->interfaces);
  self->interfaces = g_steal_pointer (&interfaces);
  return TRUE;
}

void
net_change_watch_note (NetChangeWatch *self)
{
  self->is_noted = TRUE;
}

gboolean
net_change_watch_step (NetChangeWatch *self, gint64 now_ms, gint64 *next_ms)
{
  gboolean has_changed = was_suspended (self) || self->is_noted;

  self->is_noted = FALSE;
  drain_timer (self);
  if (drain_netlink (self))
    self->look_ms = MIN (self->look_ms, now_ms + SETTLE_MS);
  if (has_changed || now_ms >= self->look_ms) {
    self->look_ms = G_MAXINT64;
    has_changed = has_other_interfaces (self) || has_changed;
  }
  *next_ms = MIN (*next_ms, self->look_ms);
  return has_changed;
}
