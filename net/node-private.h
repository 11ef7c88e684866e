/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of NetNode share: node.c runs the loop, node-listen.c binds ports, node-join.c
 * lets this home into circles, node-status.c tells how it stands. */

#pragma once

#include "hub.h"
#include "join.h"
#include "node.h"

G_BEGIN_DECLS

#define NET_NODE_CHANGE_DELAY_MS 20

/* One call to preview or to join. */
typedef struct {
  NetJoin *join;
  NetJoinCallback callback;
  gpointer user_data;
  CenCircle *circle; /* once admitted: waiting for the frame to arrive */
} NetAttempt;

/* One circle, and what the engine was not told of it yet. */
typedef struct {
  NetNode *node;
  NetHub *hub;
  gboolean has_changed;
  gboolean is_status_changed;
  gint64 told_ms;
} NetPlace;

struct _NetNode {
  CenReplica *replica;
  const CenWorld *world;
  NetLink *link;
  NetNodeEvents events;
  gpointer user_data;
  GPtrArray *listen;   /* char * */
  GPtrArray *extra;    /* char * */
  GPtrArray *places;   /* NetPlace */
  GPtrArray *attempts; /* NetAttempt */
  gboolean is_online;
};

/* NULL when there is no such circle. */
NetPlace *net_node_find_place (NetNode *self, const CenId *circle);
/* Makes the hub of @circle and listens for it; nothing for one without keys. */
gboolean net_node_add_place (NetNode *self, CenCircle *circle, GError **error);
/* The engine will be told. */
void net_node_note_change (NetHub *hub, gboolean is_status_changed, gpointer place);
/* A GPtrArray of copies; empty for NULL. */
GPtrArray *net_node_copy_strings (const GPtrArray *strings);

/* Binds the ports of one circle. Errors: CEN_ERROR_BUSY, CEN_ERROR_INVALID. */
gboolean net_node_listen_for (NetNode *self, NetHub *hub, GError **error);
/* Whether the endpoints that were asked for can be had, before any circle needs them. */
gboolean net_node_listen_check (NetNode *self, GError **error);

void net_attempt_free (gpointer attempt);
/* Does what is due for @attempt, which may end it; lowers @next to when it wants to be called. */
void net_node_join_tick (NetNode *self, NetAttempt *attempt, gint64 *next);

G_END_DECLS
