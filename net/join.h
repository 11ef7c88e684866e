/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetJoin: the newcomer's side of an invite: knocks with the invite's key and asks at the relays it
 * names, previews or asks to join. Used by the node alone. */

#pragma once

#include "core/replica.h"
#include "join-relays.h"
#include "knock.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NET_JOIN_ASKING,   /* dialling, or waiting for an answer */
  NET_JOIN_ANSWERED, /* @preview, or the ops of @genesis and @admit, are here */
  NET_JOIN_FAILED,   /* @error tells why */
} NetJoinState;

typedef struct {
  NetKnock knock;
  NetJoinRelays relays;
  CenJoinRequest *request; /* NULL for a preview */
  NetJoinState state;
  GError *error;
  NetPreview preview;
  CenIncoming genesis;
  CenIncoming admit;
  GBytes *handed; /* the answer of a relay, as it was left there; NULL: a member was met */
} NetJoin;

/* Takes @request; @link is copied. Dials at the first tick. */
NetJoin *net_join_new (NetLink *net_link, const CenWorld *world, const CenInviteLink *link,
                       CenJoinRequest *request, gint64 wait_ms);
void net_join_free (NetJoin *self);

gboolean net_join_owns (const NetJoin *self, const NetConn *conn);
void net_join_open (NetJoin *self, NetConn *conn);
void net_join_message (NetJoin *self, NetConn *conn, const guint8 *frame, gsize len);
void net_join_close (NetJoin *self, NetConn *conn, NetConnEnd end);
/* Dials and gives up as time goes; returns when it wants to be called again. */
gint64 net_join_tick (NetJoin *self);

/* Whether it is worth going on after it failed: the link names a relay, at which a member may leave
 * the answer any time. */
gboolean net_join_can_wait (const NetJoin *self);
/* Asks on. */
void net_join_go_on (NetJoin *self);

G_END_DECLS
