/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one circle's meeting place consists of: the hub itself, the other devices and how to reach
 * them, and the connections that are open; and who is who among them. hub-guest.c serves those who
 * are not known yet, hub.c moves the rest. */

#pragma once

#include "clock-check.h"
#include "core/carried.h"
#include "core/store-local.h"
#include "link.h"
#include "live-board.h"
#include "overlay.h"
#include "rotation.h"
#include "session.h"
#include "transfer.h"
#include "tree.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_DIAL_BACKOFF_MS 500
#define NET_LINKS_WANTED    NET_OVERLAY_WANTED

typedef struct _NetHub NetHub;

/* What a connection is for. */
typedef enum {
  NET_ROLE_MEMBER,      /* both are members, by their T keys */
  NET_ROLE_SPONSORED,   /* one who came with a device link's key: a new device of ours */
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
  gint64 seen_ms; /* wall time when we last met, 0 for never: who was there last is dialled first */
  NetConn *dialing;
  struct _NetHubLink *link; /* the member link that is open; NULL */
  gboolean was_refused;
  guint introduction_at;   /* how many keys of epochs they refused */
  gboolean introduce_next; /* the last refusal suggests that they do not know us */
  gboolean was_introduced; /* they said so, and have not been in sync with us since */
  gint64 held_no;          /* it has every op up to this row of the log; 0: none that is known */
  GArray *clock;           /* NetClockEntry, sorted, as it was when last known; NULL */
  gboolean is_holding_new; /* these two are not in the replica yet */
  gboolean is_from_link;   /* named by the invite we came by, perhaps not known yet */
  gint64 peers_heard_ms;   /* when its PEERS came last; 0: not since the start */
  gint64 peers_told_ms;    /* when it was told ours */
  guint8 peers_told[CEN_ID_LEN]; /* and a digest of them */
  gint64 told_ms;                /* when a new record of it came; 0: none has */
  gboolean was_let_go;           /* its link ends by our choice: no backoff */
  gboolean is_stranger; /* heard of by the epoch's key alone: introduced to, and nothing more */
} NetHubPeer;

typedef struct _NetHubLink {
  NetHub *hub;
  NetConn *conn; /* NULL once it is closing */
  NetRole role;
  NetHubPeer *peer;    /* MEMBER, INTRODUCING */
  NetSession *session; /* MEMBER */
  NetSource *source;   /* MEMBER that knows files; NULL */
  gint64 opened_ms;
  gint64 heard_ms;
  gint64 wall_ms;       /* MEMBER: what the peer last wrote as the time; 0: nothing yet */
  guint n_requests;     /* SPONSORED, GUEST, INTRODUCED */
  gboolean is_vouched;  /* INTRODUCED under an old key, by an ADMIT that counts */
  gboolean has_settled; /* was in sync at least once */
  guint64 number;       /* of the link in the tree */
  gboolean is_in_tree;
  NetLiveCursor live; /* MEMBER */
} NetHubLink;

/* A listener as it was asked for. */
typedef struct {
  char *host; /* "[::]", "10.0.0.7" */
  guint port;
} NetHubBound;

typedef struct {
  void (*on_changed) (NetHub *hub, gboolean is_status_changed, gpointer user_data);
  void (*on_typing) (NetHub *hub, const CenId *channel, const CenId *member, gpointer user_data);
  /* What a device of @member says, or does not say any more: then the body is empty. */
  void (*on_live) (NetHub *hub, const NetLiveState *state, const CenId *member, gpointer user_data);
} NetHubEvents;

struct _NetHub {
  CenCircle *circle;
  CenSecrets *secrets; /* lent; where the circle's keys are kept */
  NetLink *link;
  const CenWorld *world;
  NetHubEvents events;
  gpointer user_data;
  GPtrArray *bound;        /* NetHubBound */
  GPtrArray *listening;    /* char *: what these can be reached at */
  GPtrArray *extra;        /* char *: addresses to try for anybody */
  GPtrArray *peers;        /* NetHubPeer */
  GPtrArray *links;        /* NetHubLink */
  GHashTable *records;     /* CenId device → GBytes, newest */
  GHashTable *pair_keys;   /* CenId device → key of beacons; NULL until asked for */
  CenId pair_self;         /* this device, when they were made */
  gboolean has_new_roster; /* since beacons were last looked through */
  gint64 probe_ms;         /* when links are dropped that are silent since probed_ms; or never */
  gint64 probed_ms;
  guint64 next_source;
  NetTree *tree;
  NetOverlay overlay;
  NetRotation rotation;
  NetClockCheck clock_check;
  NetLiveBoard *live;
  NetTransfer *transfer; /* NULL until there is a pool for it */
  GPtrArray *relays;     /* NetHubRelay */
  CenCarried *carried;
  gboolean has_handed; /* something in core/handed.h waits to be known otherwise */
  guint64 relays_read; /* ops there were when the objects that name relays were read */
  gint64 holdings_ms;  /* when what others hold is written down; G_MAXINT64: nothing is new */
  CenTold told;        /* that this device was put out; who knocks then, knocks seldom */
  char *onion;         /* "tor://…", where this device is as an onion service; NULL */
  gboolean is_hidden;  /* it is met over Tor alone */
  gint64 reached_ms;   /* wall time when somebody last came from outside; 0: not since the start */
  gboolean is_online;
  gboolean is_storage_failing;
};

void net_hub_bound_free (gpointer bound);
void net_hub_peer_free (gpointer peer);
void net_hub_link_free (gpointer link);

NetHubPeer *net_hub_find_peer (NetHub *self, const guint8 curve[static CEN_KEY_LEN]);
NetHubPeer *net_hub_ensure_peer (NetHub *self, const guint8 curve[static CEN_KEY_LEN]);
/* An address for the device with T key @curve. */
NetHubPeer *
net_hub_add_address (NetHub *self, const guint8 curve[static CEN_KEY_LEN], const char *address);
/* Takes in the addresses that the home remembers. */
void net_hub_load_addresses (NetHub *self);
/* Brings the peers in line with the circle's devices, and ends links of those who are out. */
void net_hub_refresh (NetHub *self);

/* The effective device behind @curve; NULL. */
CenDevice *net_hub_find_device (NetHub *self, const guint8 curve[static CEN_KEY_LEN]);
/* Whether this device itself is an effective member. */
gboolean net_hub_is_inside (NetHub *self);
/* Out of the circle, by leaving or removal, as opposed to not in it yet. */
gboolean net_hub_is_outside (NetHub *self);
gboolean net_hub_peer_is_trusted (NetHub *self, const NetHubPeer *peer);

/* The op that put @device out of the circle, and counts; NULL. */
const CenFrameOp *net_hub_find_removal (NetHub *self, const CenDevice *device);
/* That op as a frame of @type, of which it is all; NULL. */
GBytes *net_hub_pack_removal (NetHub *self, const CenDevice *device, NetFrameType type);

/* Whether as many links are open, or being dialled, as one dials. */
gboolean net_hub_is_full (NetHub *self);

/* Tells the other side why, and closes. */
void net_hub_say_bye (NetHub *self, NetHubLink *link, NetBye code);

G_END_DECLS
