/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetGrips: a hold on the transports that others opened, below ZeroMQ, which gathers whatever comes
 * until a message is whole and has no way to hang up on one peer. Each accepted descriptor is
 * duplicated, so that it can be told how much came by it and be shut down, whatever ZeroMQ does
 * with its own. A part of the link; on its thread. */

#pragma once

#include "core/world.h"

#include <glib.h>

G_BEGIN_DECLS

/* Transports that have not sent a whole frame yet: from one address (an IPv6 /64), and in all. */
#define NET_GRIP_QUIET_PER_ADDRESS_MAX 64
#define NET_GRIP_QUIET_MAX             256
/* Bytes that may come by one without a whole message among them: a message and its overhead fit. */
#define NET_GRIP_UNFINISHED_MAX (1 << 20)

typedef struct _NetGrips NetGrips;

typedef enum {
  NET_GRIP_ACCEPTED, /* has to say something soon, and counts as quiet until then */
  NET_GRIP_DIALLED,
} NetGripSide;

/* @quiet_ms: how long one may take to its first frame. Returns: NULL when the system has no room.
 */
NetGrips *net_grips_new (const CenWorld *world, gint64 quiet_ms);
void net_grips_free (NetGrips *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetGrips, net_grips_free)

/* Readable when net_grips_look has something to look at. */
int net_grips_get_fd (const NetGrips *self);

/* @fd was opened, for @owner; what was known of an older one with this number is forgotten. Hangs
 * up at once when too many are quiet. */
void net_grips_take (NetGrips *self, gconstpointer owner, int fd, NetGripSide side);
/* @fd has ended, or all that @owner has. */
void net_grips_let_go (NetGrips *self, int fd);
void net_grips_let_go_all (NetGrips *self, gconstpointer owner);
/* A whole message came by @fd. */
void net_grips_note_message (NetGrips *self, int fd);
/* Ends @fd in @after_ms, so that last words can leave. */
void net_grips_hang_up (NetGrips *self, int fd, gint64 after_ms);
guint net_grips_get_n (const NetGrips *self);

/**
 * net_grips_look: hangs up on those whose time is up and on those that pile up what is never whole.
 * Returns: when to look again, by the world's monotonic clock.
 */
gint64 net_grips_look (NetGrips *self);

G_END_DECLS
