/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetJoinRelays: the relays that an invite or a device link names, from the side of who has it:
 * each is dialled and asked, and the first that has an answer gives it. */

#pragma once

#include "core/link-text.h"
#include "link.h"
#include "relay-ask.h"

G_BEGIN_DECLS

#define NET_JOIN_RELAY_RETRY_MS    2000   /* doubled with each try */
#define NET_JOIN_RELAY_PATIENCE_MS 300000 /* until it is this long */

typedef struct {
  CenLinkAddress address;
  NetConn *conn;
  NetRelayAsk *ask; /* while it is open */
  gint64 dial_ms;
  gint64 backoff_ms;
  gboolean has_request; /* ours lies there */
} NetJoinRelay;

typedef struct {
  NetLink *net_link;
  const CenWorld *world;
  CenId circle;
  guint8 discovery[CEN_KEY_LEN]; /* K_inv, or K_dev */
  gboolean is_preview;
  NetRelayWord request;
  guint n_relays;
  NetJoinRelay relays[CEN_INVITE_ADDRS_MAX];
  NetRelayWord answer; /* its content is NULL while there is none */
} NetJoinRelays;

/* @request: (nullable): the word to leave there, which is taken; without one a preview is looked
 * for. */
void net_join_relays_init (NetJoinRelays *self, NetLink *net_link, const CenWorld *world,
                           const CenLinkContent *link, const guint8 discovery[static CEN_KEY_LEN],
                           NetRelayWord *request);
void net_join_relays_clear (NetJoinRelays *self);

gboolean net_join_relays_owns (const NetJoinRelays *self, const NetConn *conn);
void net_join_relays_open (NetJoinRelays *self, NetConn *conn);
void net_join_relays_message (NetJoinRelays *self, NetConn *conn, const guint8 *frame, gsize len);
void net_join_relays_close (NetJoinRelays *self, NetConn *conn);
void net_join_relays_close_all (NetJoinRelays *self);
/* Dials and asks as time goes; returns when it wants to be called again. */
gint64 net_join_relays_tick (NetJoinRelays *self);
/* All are dialled at once, whenever they would have been. */
void net_join_relays_dial_now (NetJoinRelays *self);
/* Whether the request lies at one of them. */
gboolean net_join_relays_has_request (const NetJoinRelays *self);

G_END_DECLS
