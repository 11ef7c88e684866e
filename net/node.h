/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetNode: one engine's network: it owns the link, listens for each circle, dials members, runs
 * their sessions, serves newcomers and is one itself. Everything runs on the thread that owns the
 * replica; the engine calls net_node_run_once in a loop and net_node_wake from other threads. */

#pragma once

#include "core/replica-device.h"
#include "core/tor-way.h"
#include "arrival.h"
#include "link.h"
#include "live-board.h"
#include "transfer.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _NetNode NetNode;

typedef struct {
  GPtrArray *listen;           /* char *: "tcp://HOST:PORT"; empty: all interfaces, any free port */
  GPtrArray *peers;            /* char *: addresses to try for members whose own is not known */
  guint handshakes_per_minute; /* 0: the link's own limit */
  gint64 rotation_wait_ms;     /* 0: NET_ROTATION_WAIT_MS */
  guint port_lease_s;          /* 0: NET_MAP_LEASE_S */
  gboolean discovers;          /* may use beacons on local networks */
  GPtrArray *interfaces;       /* char *: names of those on which it does; empty or NULL: all */
  gint64 (*get_suspended_ms) (void); /* NULL: of this machine */
  gboolean is_relay;                 /* also for circles it knows nothing of */
  int map_fd;              /* to a cenacle-map, which becomes the node's; 0: no router is asked */
  const char *tor_control; /* a path, or a port of loopback; NULL: no Tor is used */
} NetNodeOptions;

typedef struct {
  /* @circle changed: CenChanges, and whether the status did. */
  void (*on_changed) (NetNode *node, const CenId *circle, CenChanges changes,
                      gboolean is_status_changed, gpointer user_data);
  void (*on_typing) (NetNode *node, const CenId *circle, const CenId *channel, const CenId *member,
                     gpointer user_data);
  /* A device of @member says @state; an empty body: it says nothing any more. */
  void (*on_live) (NetNode *node, const CenId *circle, const NetLiveState *state,
                   const CenId *member, gpointer user_data);
} NetNodeEvents;

/* Errors: those of net_link_new, and CEN_ERROR_BUSY when a port that was asked for is taken. */
NetNode *net_node_new (CenReplica *replica, const NetNodeOptions *options,
                       const NetNodeEvents *events, gpointer user_data, GError **error);
void net_node_free (NetNode *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetNode, net_node_free)

/* Waits at most @timeout_ms and does what is due. */
void net_node_run_once (NetNode *self, gint64 timeout_ms);
/* From any thread. */
void net_node_wake (NetNode *self);

/* A circle was created: listens for it. Errors: CEN_ERROR_BUSY. */
gboolean net_node_add_circle (NetNode *self, CenCircle *circle, GError **error);
/* Before a circle is forgotten. */
void net_node_remove_circle (NetNode *self, const CenId *circle);
/* Tells peers and the engine what was written since; after each writing call. */
void net_node_flush (NetNode *self);

/**
 * net_node_set_discovery: looks for people on local networks by beacons, or does so no more; kept
 * for the next start. Errors: CEN_ERROR_REFUSED (the options say never), CEN_ERROR_STORAGE.
 */
gboolean net_node_set_discovery (NetNode *self, gboolean discovers, GError **error);
void net_node_set_online (NetNode *self, gboolean is_online);
gboolean net_node_is_online (const NetNode *self);
/* Dials everybody now, and compares again with those who are here. */
/* The machine woke up, or its network is not what it was; the node notices most of that itself. */
void net_node_note_network (NetNode *self);
/* How the machine is connected, for files that come by themselves; free unless it is said. */
void net_node_set_way (NetNode *self, NetWay way);
void net_node_sync_now (NetNode *self, const CenId *circle);
void net_node_send_typing (NetNode *self, const CenId *circle, const CenId *channel);

#define NET_NODE_LIVE_MAX_MS (12 * 60 * 60 * 1000)

/**
 * net_node_set_live: what this device says about @object to those who are here, renewed for
 * @lasts_ms (at most NET_NODE_LIVE_MAX_MS); an empty @body: nothing any more.
 * Errors: CEN_ERROR_NOT_FOUND, and those of net_live_board_set.
 */
gboolean net_node_set_live (NetNode *self, const CenId *circle, NetLiveKind kind,
                            const CenId *object, GBytes *body, gint64 lasts_ms, GError **error);
/* Whether @device is this one in @circle. */
gboolean net_node_is_self (NetNode *self, const CenId *circle, const CenId *device);
/* What holds now in @circle, of this device too. */
void net_node_foreach_live (NetNode *self, const CenId *circle, NetLiveBoardFunc func,
                            gpointer user_data);

/* Addresses at which this engine can be reached for @circle, to stand in an invite: char *. */
GPtrArray *net_node_list_own_addresses (NetNode *self, const CenId *circle);
/* Fills the link's addresses: @given (char *, may be NULL), else own ones and those at which other
 * members answered last. */
void net_node_fill_invite (NetNode *self, CenInviteLink *link, GPtrArray *given);

/* The same for a device link, which only this very device answers. */
void net_node_fill_device_link (NetNode *self, CenDeviceLink *link, GPtrArray *given);

typedef enum {
  NET_PEER_AWAY,
  NET_PEER_CONNECTING,
  NET_PEER_CONNECTED,
  NET_PEER_REFUSED,
} NetPeerState;

typedef struct {
  CenId device;
  CenId member;
  char *address; /* "" when unknown */
  NetPeerState state;
  gint64 last_seen_ms;
  gboolean is_in_sync;
  gboolean knows_lag;
  guint64 n_behind;      /* ops they lack from us, now or when they were last met */
  guint64 n_ahead;       /* ops we lack from them */
  gint64 clock_ahead_ms; /* their clock before ours, when that is plainly wrong; else 0 */
  guint faults;          /* bit 1 << CenFault: what this device was caught at, ever */
} NetPeerStatus;

typedef enum {
  NET_REMOVAL_NONE,
  NET_REMOVAL_MEMBER,
  NET_REMOVAL_DEVICE,     /* the member is in, as far as is known here */
  NET_REMOVAL_OWN_DEVICE, /* by another device of the same member */
} NetRemoval;

/* A relay of the circle. */
typedef struct {
  CenId object;        /* that names it */
  const char *address; /* lent by the circle's hub; "" */
  const char *state;   /* "away", "connecting", "connected" or "refused" */
  guint problems;      /* NetRelayProblem */
  gboolean is_settled; /* here and there is the same */
  gint64 met_ms;       /* wall time when it was so last; 0: not since the start */
  guint64 n_given;     /* envelopes that were brought there and taken from there, since the start */
  guint64 n_taken;
  guint n_waiting; /* members for whom something lies there, as far as is known */
  guint64 quota;   /* of the mailbox, as far as it told; else 0 */
  guint64 bytes;
  guint n_files; /* that wait there, as far as is known */
} NetRelayStatus;

/* By what others can reach this device, as far as that was observed: the best there is. */
typedef enum {
  NET_REACH_OFFLINE,
  NET_REACH_NOBODY, /* it listens on this machine alone */
  NET_REACH_NO_TOR, /* the same for a hidden circle */
  NET_REACH_LOCAL,
  NET_REACH_DOUBLE, /* the router lets others in, and has itself no address that they reach */
  NET_REACH_RELAY,
  NET_REACH_TOR,
  NET_REACH_PUBLIC, /* an address of this machine is one of the Internet */
  NET_REACH_MAPPED,
  NET_REACH_OUTSIDE, /* somebody came from there */
} NetReach;

typedef struct {
  CenId circle;
  CenTorWay tor_way; /* that it goes by now */
  NetReach reach;
  gint64 reached_ms;    /* wall time when somebody came from outside; 0 */
  GPtrArray *listening; /* char *: endpoints */
  GPtrArray *discovery; /* char *: interfaces on which beacons go out and are heard */
  GArray *peers;        /* NetPeerStatus, other devices of the circle */
  GArray *relays;       /* NetRelayStatus */
  gboolean is_online;
  gboolean is_inside;  /* this device is in the circle by what is here */
  gboolean is_in_sync; /* somebody is here, and all who are here agree with us */
  gboolean is_storage_failing;
  gboolean is_key_due;   /* the circle's key is to be renewed */
  guint n_waiting;       /* ops that are here and wait for others before them */
  gint64 clock_ahead_ms; /* our clock before the others', when it is plainly wrong; else 0 */
  NetArrival arrival;    /* of the one who gives most; zeros and -1 when nobody does */
  guint n_early;         /* ops that can be read before those that come before them */
  NetRemoval removal;    /* of this device */
  CenId removed_by;      /* member */
  char *reason;          /* "" when none was given */
  guint64 n_ops;
} NetStatus;

void net_status_free (NetStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetStatus, net_status_free)
/* NULL when there is no such circle. */
NetStatus *net_node_get_status (NetNode *self, const CenId *circle);

/* What a preview found. */
typedef struct {
  char *name;
  char *intention;
  char *charter;
  char *inviter;
  gint64 expires_ms;
  guint n_members;
} NetPreviewFound;

/* Called once: @error is set when nobody answered (CEN_ERROR_UNREACHABLE) or the invite is no good
 * (CEN_ERROR_REFUSED). @circle is set after a join. */
typedef void (*NetJoinCallback) (const NetPreviewFound *found, CenCircle *circle,
                                 const GError *error, gpointer user_data);

/* Errors, then without callback: those of cen_replica_begin_join; CEN_ERROR_UNREACHABLE when the
 * link names no address. */
gboolean net_node_preview (NetNode *self, const CenInviteLink *link, gint64 wait_ms,
                           NetJoinCallback callback, gpointer user_data, GError **error);
/* Calls back when the newcomer has the frame, the profiles and the channels. */
gboolean net_node_join (NetNode *self, const CenInviteLink *link, const char *name, gint64 wait_ms,
                        NetJoinCallback callback, gpointer user_data, GError **error);
/* Makes this home a further device of whoever made @link; calls back as a join does. Errors, then
 * without callback: those of cen_replica_begin_device; CEN_ERROR_UNREACHABLE as above. */
gboolean net_node_add_device (NetNode *self, const CenDeviceLink *link, gint64 wait_ms,
                              NetJoinCallback callback, gpointer user_data, GError **error);

/* How this engine stands with a Tor daemon. The texts are lent. */
typedef struct {
  gboolean is_used;    /* it may use one */
  const char *where;   /* the daemon is asked for */
  const char *socks;   /* where one dials through it; NULL: it is not there, or not yet */
  const char *problem; /* a sentence; NULL */
} NetTorStatus;
void net_node_get_tor (NetNode *self, NetTorStatus *ret_status);
/* "tor://…", at which @circle is met here; NULL. Lent. */
const char *net_node_get_onion (NetNode *self, const CenId *circle);
/* Chooses for this home; a circle whose way changes meets anew, and nothing of the way before stays
 * open. Errors: CEN_ERROR_STORAGE. */
gboolean net_node_set_tor_way (NetNode *self, CenCircle *circle, CenTorWay way, GError **error);

/* Whether the router is asked to let others in; kept. Errors: CEN_ERROR_STORAGE. */
gboolean net_node_set_port_mapping (NetNode *self, gboolean is_wanted, GError **error);

/* How this engine stands as a relay: NULL when it is none. Its key and where it can be reached:
 * char *. */
const CenId *net_node_get_relay_id (NetNode *self);
GPtrArray *net_node_list_relay_addresses (NetNode *self);
/* How many look into a mailbox now; 0 for any. */
guint net_node_count_relay_visits (NetNode *self, gint64 mailbox);

/* The files of @circle; NULL when there is no such circle. Lent. */
NetTransfer *net_node_get_transfer (NetNode *self, const CenId *circle);
/* Threads for what hashes, reads and writes files; lent. */
NetPool *net_node_get_pool (NetNode *self);

G_END_DECLS
