/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The relays of one circle, as its members named them: dialled, brought what they lack, asked for
 * what lies there. For the hub alone. */

#pragma once

#include "hub-roster.h"
#include "relay-session.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_RELAY_DIAL_MS     10000
#define NET_RELAY_BACKOFF_MAX 300000
#define NET_RELAY_LIAR_MS     3600000 /* for how long one that lied too often is let alone */
#define NET_RELAY_KEYS_TRIED  8       /* of older epochs, when it does not know the newest */

typedef struct _NetHubRelay NetHubRelay;

typedef enum {
  NET_RELAY_AWAY,
  NET_RELAY_CONNECTING,
  NET_RELAY_CONNECTED,
  NET_RELAY_REFUSED, /* it knows none of our keys */
} NetHubRelayState;

struct _NetHubRelay {
  NetHub *hub;
  CenId object; /* that names it */
  guint8 key[CEN_KEY_LEN];
  GPtrArray *addresses; /* char * */
  guint address_at;
  guint key_at; /* which of our keys to come with */
  NetConn *conn;
  NetRelaySession *session; /* while it is open */
  NetHubRelayState state;
  gboolean is_listed; /* still, when the objects were read last */
  gint64 dial_ms;
  gint64 backoff_ms;
  gint64 met_ms; /* wall time; 0: never */
  guint problems;
  guint
      n_liars; /* blocks of files out of it that were wrong, and that it was not held against yet */
  guint64 n_given;
  guint64 n_taken;
};

void net_hub_relays_start (NetHub *self);
void net_hub_relays_stop (NetHub *self);

/* Takes in what was handed to one who was let in by way of a relay (core/handed.h), if anything. */
void net_hub_relays_take_handed (NetHub *self);
/* Whether all that lies at some relay is here, and all that may be there is. */
gboolean net_hub_relays_has_settled (const NetHub *self);
/* CenLinkAddress: one of each relay, for an invite. */
GArray *net_hub_relays_list_addresses (const NetHub *self);

/* Whether @conn leads to a relay. */
gboolean net_hub_relays_owns (const NetHub *self, const NetConn *conn);
void net_hub_relays_open (NetHub *self, NetConn *conn);
void net_hub_relays_message (NetHub *self, NetConn *conn, const guint8 *bytes, gsize len);
void net_hub_relays_close (NetHub *self, NetConn *conn, NetConnEnd end);

/* The circle's files go by way of @transfer; NULL: they do not any more. */
void net_hub_relays_set_transfer (NetHub *self, NetTransfer *transfer);
/* A device link was made: it gets its trays. */
void net_hub_relays_note_links (NetHub *self);
/* What is wanted of files has changed. */
void net_hub_relays_note_files (NetHub *self);
/* What the source with the key @key gave of a file is not what it should be. FALSE when it is no
 * relay. */
gboolean net_hub_relays_note_liar (NetHub *self, const guint8 key[static CEN_KEY_LEN]);

/* Dials and asks what is due; returns when it wants to be called again. */
gint64 net_hub_relays_tick (NetHub *self);
void net_hub_relays_dial_now (NetHub *self);
void net_hub_relays_leave (NetHub *self);

G_END_DECLS
