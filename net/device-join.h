/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetDeviceJoin: the new device's side of a device link (PROTOCOL.md, Linking a device): knocks at
 * the sponsor, and asks at the relays that the link names. Used by the node alone, which finishes
 * the request when the answer is here and then lets it go on. */

#pragma once

#include "core/replica-device.h"
#include "device-wire.h"
#include "join-relays.h"
#include "knock.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NET_DEVICE_JOIN_ASKING,   /* dialling, or waiting for the answer */
  NET_DEVICE_JOIN_ANSWERED, /* @answer is here: the request is to be finished */
  NET_DEVICE_JOIN_ADDING,   /* handing over the DEVICE_ADD */
  NET_DEVICE_JOIN_DONE,     /* the sponsor has it, or may have it: come with one's own key */
  NET_DEVICE_JOIN_FAILED,   /* @error tells why */
} NetDeviceJoinState;

typedef struct {
  NetKnock knock;
  NetJoinRelays relays;
  CenDeviceRequest *request;
  NetDeviceJoinState state;
  CenDeviceAnswer answer;
  NetRelayAnswer handed; /* what came along by a relay; its ops are NULL when the sponsor was met */
  GError *error;
} NetDeviceJoin;

/* Takes @request. Dials at the first tick. */
NetDeviceJoin *net_device_join_new (NetLink *net_link, const CenWorld *world,
                                    CenDeviceRequest *request, gint64 wait_ms);
void net_device_join_free (NetDeviceJoin *self);

gboolean net_device_join_owns (const NetDeviceJoin *self, const NetConn *conn);
void net_device_join_open (NetDeviceJoin *self, NetConn *conn);
void net_device_join_message (NetDeviceJoin *self, NetConn *conn, const guint8 *frame, gsize len);
void net_device_join_close (NetDeviceJoin *self, NetConn *conn, NetConnEnd end);
/* The request has been finished: hands over the DEVICE_ADD, over as many connections as it takes;
 * who was answered by way of a relay brings it to the circle by itself, too. */
void net_device_join_go_on (NetDeviceJoin *self);
/* As net_join_tick. */
gint64 net_device_join_tick (NetDeviceJoin *self);

/* As net_join_can_wait: at a relay the sponsor may leave the answer while the link holds. */
gboolean net_device_join_can_wait (const NetDeviceJoin *self);
/* Asks on, though nobody waits for it, until @deadline_ms. */
void net_device_join_be_patient (NetDeviceJoin *self, gint64 deadline_ms);
/* Somebody waits for it again. */
void net_device_join_be_quick (NetDeviceJoin *self, gint64 wait_ms);
/* Lets everything be until the next tick. */
void net_device_join_close_all (NetDeviceJoin *self);

G_END_DECLS
