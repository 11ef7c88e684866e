/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of NetNode share: node.c runs the loop, node-listen.c binds ports, node-join.c
 * lets this home into circles, node-device.c makes it a further device of somebody, node-lan.c
 * finds others on local networks and notices when the network changes, node-relay.c makes it a
 * relay, node-tor.c speaks with a Tor daemon, node-map.c with the router, node-status.c tells how
 * it stands. */

#pragma once

#include "beacon-limit.h"
#include "change-watch.h"
#include "device-join.h"
#include "hub.h"
#include "join.h"
#include "lan.h"
#include "node.h"
#include "pool.h"
#include "port-map.h"
#include "relay.h"
#include "tor-control.h"

G_BEGIN_DECLS

#define NET_NODE_CHANGE_DELAY_MS 20
/* How long after its invite expired a request may still be answered. */
#define NET_NODE_ANSWER_MS (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000)

/* One call to preview, to join or to become a device: @join or @device. */
typedef struct {
  NetJoin *join;
  NetDeviceJoin *device;
  NetJoinCallback callback; /* NULL: nobody waits for it any more */
  gpointer user_data;
  CenCircle *circle;     /* once admitted: waiting for the frame to arrive */
  gboolean dials_itself; /* with the device's own key */
  gboolean is_hidden;    /* by a link that leads over Tor alone */
} NetAttempt;

/* One circle, and what the engine was not told of it yet. */
typedef struct {
  NetNode *node;
  NetHub *hub;
  gboolean has_changed;
  gboolean is_status_changed;
  gboolean has_profile; /* nothing is left to do for it */
  CenTorWay tor_way;
  guint64 way_ops;  /* ops there were when it was looked for */
  guint onion_port; /* of loopback, to which its onion service leads; 0: none yet */
  gint64 told_ms;
} NetPlace;

/* Beacons: when the next go out, and what is looked for in those that come. */
typedef struct {
  NetLan *lan;           /* NULL without discovery */
  gboolean may_discover; /* as the options say */
  GPtrArray *interfaces; /* char *, to which it is restricted */
  NetBeaconLimit limit;
  GArray *keys;   /* NetBeaconKey */
  GArray *owners; /* whose each key is */
  gboolean is_stale;
  guint n_quick;    /* of those that follow a change soon */
  gint64 beacon_ms; /* when the next is due */
  gint64 spoken_ms; /* when the last was sent */
} NetNodeLan;

/* The conversation with a Tor daemon. */
typedef struct {
  char *where; /* NULL: none is used */
  int fd;      /* -1: nobody is there */
  NetTorControl *control;
  gint64 retry_ms;
  char *problem; /* a sentence; NULL */
} NetNodeTor;

/* What the router was asked for, and what it said. */
typedef struct {
  int fd; /* of the program that asks it; -1: none */
  guint lease_s;
  gboolean is_waiting;
  gboolean is_taking_back;
  NetMapRequest asked;
  NetMapAnswer answer;
  gint64 due_ms;
  gint64 soon_ms; /* until a router is asked again that grants nothing */
} NetNodeMap;

struct _NetNode {
  CenReplica *replica;
  const CenWorld *world;
  NetLink *link;
  NetPool *pool;
  NetNodeEvents events;
  gpointer user_data;
  GPtrArray *listen;      /* char * */
  GPtrArray *extra;       /* char * */
  GPtrArray *places;      /* NetPlace */
  GPtrArray *attempts;    /* NetAttempt */
  NetRelay *relay;        /* NULL: this engine is none */
  GPtrArray *relay_bound; /* NetHubBound */
  NetNodeTor tor;
  NetNodeMap map;
  char *relay_onion; /* "tor://…"; NULL */
  guint relay_onion_port;
  NetChangeWatch *changes;
  NetNodeLan beacons;
  gint64 rotation_wait_ms;
  gboolean is_online;
  NetWay way;
  gboolean has_heard; /* a message came since we looked */
  gint64 heard_ms;    /* when one came last */
  gint64 index_ms;    /* no words are indexed before */
  guint n_words;      /* how many wait */
  gint64 words_ms;    /* since when */
  gint64 sweep_ms;    /* when what has grown old is looked for again */
  gint64 late_ms;     /* when late ones enter the index; 0 while there are none */
  guint n_erased;     /* times that words were erased and may still stand in the index */
  gint64 erased_ms;   /* they do not leave it before */
  guint n_pages;      /* in the journal */
  gint64 written_ms;  /* when there were fewer */
};

/* node-chores.c: a part of what was put off, at most one of each kind; @next is when there is more
 * to do. And what must not stay undone when the node ends. */
void net_node_do_chores (NetNode *self, gint64 *next);
void net_node_end_chores (NetNode *self);

/* NULL when there is no such circle. */
NetPlace *net_node_find_place (NetNode *self, const CenId *circle);
/* Makes the hub of @circle and listens for it; nothing for one without keys, or with
 * keys that may be in use elsewhere. */
gboolean net_node_add_place (NetNode *self, CenCircle *circle, GError **error);
/* The engine will be told. */
void net_node_note_change (NetHub *hub, gboolean is_status_changed, gpointer place);
/* A GPtrArray of copies; empty for NULL. */
GPtrArray *net_node_copy_strings (const GPtrArray *strings);

/* Binds the ports of one circle. Errors: CEN_ERROR_BUSY, CEN_ERROR_INVALID. */
gboolean net_node_listen_for (NetNode *self, NetPlace *place, GError **error);
/* Splits "tcp://HOST:PORT". Errors: CEN_ERROR_INVALID. */
gboolean
net_node_split_endpoint (const char *endpoint, char **ret_host, guint *ret_port, GError **error);
/* Binds the ports of the relay, which takes the first of those that are asked for. */
/* Goes on with the requests to join that were not answered. */
void net_node_resume_joins (NetNode *self);
/* And with those to become a further device. */
void net_node_resume_devices (NetNode *self);
/* One that goes on without anybody waiting for it makes room for one that somebody waits for. */
void net_node_drop_waiting (NetNode *self, const CenId *circle);

gboolean net_node_start_relay (NetNode *self, GError **error);
/* Whether the endpoints that were asked for can be had, before any circle needs them. */
gboolean net_node_listen_check (NetNode *self, GError **error);

/* Lists again where this machine can be reached, for all circles. */
void net_node_refresh_listening (NetNode *self);

void net_node_lan_init (NetNode *self, const NetNodeOptions *options);
void net_node_lan_clear (NetNode *self);
/* Something changed that others should hear of, or that should be looked for: beacons go out soon,
 * and again shortly after. */
void net_node_lan_announce (NetNode *self);
/* Takes in beacons and changes of the network, sends what is due; lowers @next to when it wants to
 * be called again. */
void net_node_lan_tick (NetNode *self, gint64 *next);

/* node-tor.c. @where: as in NetNodeOptions. */
void net_node_tor_init (NetNode *self, const char *where);
void net_node_tor_clear (NetNode *self);
/* Speaks with the daemon, and follows what circles wish; from the loop, as all that can free a hub.
 */
void net_node_tor_tick (NetNode *self, gint64 *next);
/* Before it listens or dials: which ways the circle of @place may take. */
void net_node_tor_set_up (NetNode *self, NetPlace *place);
/* Binds the port to which its onion service leads. */
gboolean net_node_tor_listen (NetNode *self, NetPlace *place, GError **error);
/* The same for one who comes by @link and is not in the circle yet. */
void net_node_tor_prepare (NetNode *self, const CenLinkContent *link);
/* Whether there is a daemon, or may be soon. Errors: CEN_ERROR_UNREACHABLE. */
gboolean net_node_tor_is_hopeful (NetNode *self, GError **error);
/* The circle is met no more, or anew. */
void net_node_tor_end (NetNode *self, const CenId *circle);

/* node-map.c. */
void net_node_map_init (NetNode *self, int fd, guint lease_s);
/* Takes back what was granted. */
void net_node_map_clear (NetNode *self);
void net_node_map_tick (NetNode *self, gint64 *next);
/* Perhaps there is another router now. */
void net_node_map_note_network (NetNode *self);
/* Where the router lets others in to one of @bound; NULL. */
char *net_node_map_dup_address (const NetNode *self, const GPtrArray *bound);

/* Names of the interfaces on which beacons go out and are heard; char *, none without discovery. */
GPtrArray *net_node_list_discovery (NetNode *self);

void net_attempt_free (gpointer attempt);
gboolean net_attempt_owns (const NetAttempt *attempt, const NetConn *conn);
void net_attempt_open (NetAttempt *attempt, NetConn *conn);
void net_attempt_message (NetAttempt *attempt, NetConn *conn, const guint8 *bytes, gsize len);
void net_attempt_close (NetAttempt *attempt, NetConn *conn, NetConnEnd end);

/* Does what is due for @attempt, which may end it; lowers @next to when it wants to be called. */
void net_node_attempt_tick (NetNode *self, NetAttempt *attempt, gint64 *next);
void net_node_device_tick (NetNode *self, NetAttempt *attempt, gint64 *next);
/* Whether this home may knock: there is an address, or it discovers, and it is online. Errors:
 * CEN_ERROR_UNREACHABLE. */
gboolean net_node_can_knock (NetNode *self, const CenLinkContent *link, GError **error);
/* Whether this home is a member there by what it holds, and in sync with somebody. */
gboolean net_node_has_frame (NetNode *self, CenCircle *circle);
/* One who came by an invite has a profile as soon as what is there is known, also when the engine
 * ended in between. */
void net_node_ensure_profile (NetNode *self, NetPlace *place);
/* The members that @link names are dialled with one's own key, known or not. */
void net_node_trust_link (NetNode *self, CenCircle *circle, const CenLinkContent *link);
/* Calls back, once: nobody waits for it any more then. */
void net_attempt_tell (NetAttempt *attempt, const NetPreviewFound *found, const GError *error);
/* Puts the relays of @hub into @link, where a request can wait while nobody is there. */
void net_node_add_relays (CenLinkContent *link, const NetHub *hub);
/* Calls back and forgets the attempt. */
void net_node_finish_attempt (NetNode *self, NetAttempt *attempt, const GError *error);

G_END_DECLS
