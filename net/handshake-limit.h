/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetHandshakeLimit: how many handshakes one address may try in a minute: a token bucket each, in a
 * table of bounded size. An IPv6 network of 64 bits counts as one address. */

#pragma once

#include "ip.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_HANDSHAKE_LIMIT_PER_MINUTE  20
#define NET_HANDSHAKE_LIMIT_LOCAL_TIMES 5 /* as much for this machine and the local network */
#define NET_HANDSHAKE_LIMIT_BUCKETS_MAX 4096

typedef struct _NetHandshakeLimit NetHandshakeLimit;

NetHandshakeLimit *net_handshake_limit_new (guint per_minute);
void net_handshake_limit_free (NetHandshakeLimit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetHandshakeLimit, net_handshake_limit_free)

/* Forgets who tried what, and lets everyone have @per_minute from now on. */
void net_handshake_limit_set (NetHandshakeLimit *self, guint per_minute);
/**
 * net_handshake_limit_take: counts one handshake from @ip at @now_ms of a clock that never goes
 * back. Returns: FALSE when it is one too many. O(1), but for a purge when the table is full.
 */
gboolean net_handshake_limit_take (NetHandshakeLimit *self, const NetIp *ip, gint64 now_ms);

G_END_DECLS
