/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetHub: where one circle meets: its listeners, the other devices and how to reach them, and the
 * connections that are open. Used by the node alone. */

#pragma once

#include "link.h"
#include "session.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_DIAL_TIMEOUT_MS  10000
#define NET_DIAL_BACKOFF_MS  500
#define NET_DIAL_BACKOFF_MAX 60000
#define NET_LINKS_WANTED     8
#define NET_STALE_LINK_MS    5000

typedef struct _NetHub NetHub;

/* What a connection is for. */
typedef enum {
  NET_ROLE_MEMBER,      /* both are members, by their T keys */
  NET_ROLE_GUEST,       /* one who came with an invite's key: PREVIEW and JOIN_REQ */
  NET_ROLE_INTRODUCED,  /* one who came with an epoch's key: INTRODUCE */
  NET_ROLE_INTRODUCING, /* the same from the other side */
} NetRole;

/* One other device, by its T key: what is known before its ops are. */
typedef struct {
  guint8 curve[CEN_KEY_LEN];
  GPtrArray *addresses; /* char *, the most hopeful first */
  guint address_at;
  gint64 dial_ms; /* when to dial next */
  gint64 backoff_ms;
  NetConn *dialing;
  struct _NetHubLink *link; /* the member link that is open; NULL */
  gboolean was_refused;
  gboolean introduce_next; /* the last refusal suggests that they do not know us */
  gboolean is_from_link;   /* named by the invite we came by, perhaps not known yet */
} NetHubPeer;

typedef struct _NetHubLink {
  NetHub *hub;
  NetConn *conn; /* NULL once it is closing */
  NetRole role;
  NetHubPeer *peer;    /* MEMBER, INTRODUCING */
  NetSession *session; /* MEMBER */
  gint64 opened_ms;
  gint64 heard_ms;
  guint n_requests;     /* GUEST, INTRODUCED */
  gboolean has_settled; /* was in sync at least once */
} NetHubLink;

typedef struct {
  void (*on_changed) (NetHub *hub, gboolean is_status_changed, gpointer user_data);
  void (*on_typing) (NetHub *hub, const CenId *channel, const CenId *member, gpointer user_data);
} NetHubEvents;

struct _NetHub {
  CenCircle *circle;
  NetLink *link;
  const CenWorld *world;
  NetHubEvents events;
  gpointer user_data;
  GPtrArray *listening; /* char * */
  GPtrArray *extra;     /* char *: addresses to try for anybody */
  GPtrArray *peers;     /* NetHubPeer */
  GPtrArray *links;     /* NetHubLink */
  GHashTable *records;  /* CenId device → GBytes, newest */
  guint64 next_source;
  gboolean is_online;
  gboolean is_storage_failing;
};

NetHub *
net_hub_new (CenCircle *circle, NetLink *link, const NetHubEvents *events, gpointer user_data);
void net_hub_free (NetHub *self);

/* Brings the peers in line with the circle's devices, and ends links of those who are out. */
void net_hub_refresh (NetHub *self);
/* An address for the device with T key @curve. */
NetHubPeer *
net_hub_add_address (NetHub *self, const guint8 curve[static CEN_KEY_LEN], const char *address);
NetHubPeer *net_hub_find_peer (NetHub *self, const guint8 curve[static CEN_KEY_LEN]);
/* The effective device behind @curve; NULL. */
CenDevice *net_hub_find_device (NetHub *self, const guint8 curve[static CEN_KEY_LEN]);
/* Whether this device itself is an effective member. */
gboolean net_hub_is_inside (NetHub *self);

NetLinkVerdict net_hub_admit (NetHub *self, const guint8 key[static CEN_KEY_LEN]);
void net_hub_open (NetHub *self, NetConn *conn);
void net_hub_message (NetHub *self, NetConn *conn, const guint8 *bytes, gsize len);
void net_hub_close (NetHub *self, NetConn *conn, NetConnEnd end);

/* Dials, ticks and pumps what is due; returns when it wants to be called again. */
gint64 net_hub_tick (NetHub *self);
/* Sends what sessions have to say. */
void net_hub_pump (NetHub *self);
void net_hub_dial_all_now (NetHub *self);
void net_hub_set_online (NetHub *self, gboolean is_online);
void net_hub_say_bye (NetHub *self, NetHubLink *link, NetBye code);

G_END_DECLS
