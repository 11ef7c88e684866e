/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetJoin: the newcomer's side of an invite: dials the addresses of a link all at once with the
 * invite's key, takes the first that answers, previews or asks to join, and tries again until its
 * time is up. Used by the node alone. */

#pragma once

#include "core/replica.h"
#include "link.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_JOIN_RETRY_MS 1000
#define NET_JOIN_DIAL_MS  5000

typedef enum {
  NET_JOIN_ASKING,   /* dialling, or waiting for an answer */
  NET_JOIN_ANSWERED, /* @preview, or the ops of @genesis and @admit, are here */
  NET_JOIN_FAILED,   /* @error tells why */
} NetJoinState;

typedef struct {
  NetLink *net_link;
  const CenWorld *world;
  CenInviteLink link;
  CenInviteKeys keys;
  CenJoinRequest *request; /* NULL for a preview */
  NetJoinState state;
  GError *error;
  NetPreview preview;
  CenIncoming genesis;
  CenIncoming admit;

  NetConn *conns[CEN_INVITE_ADDRS_MAX]; /* dialled or open */
  NetConn *active;                      /* the one that was asked */
  gboolean was_refused;                 /* somebody did not know the invite's key */
  gint64 deadline_ms;
  gint64 retry_ms;
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

G_END_DECLS
