/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetConn: one connection of a NetLink, dialled or come to a listener. Made, announced and freed by
 * the link; all calls belong to its thread. */

#pragma once

#include "core/id.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _NetConn NetConn;

typedef enum {
  NET_CONN_CLOSED_BY_US,
  NET_CONN_LOST,             /* the transport went away, or the peer closed */
  NET_CONN_REFUSED,          /* the listener's ZAP refused our key */
  NET_CONN_HANDSHAKE_FAILED, /* wrong server key, or no ZMTP there */
  NET_CONN_NO_ANSWER,        /* nothing took the connection in time */
  NET_CONN_QUEUE_FULL,       /* more than CEN_PEER_QUEUE_MAX bytes waited for the peer */
} NetConnEnd;

/* Queues one frame (at most CEN_MESSAGE_MAX); takes @frame. What meets the high-water mark is held
 * and sent when the socket takes it again; FALSE when the queue is past CEN_PEER_QUEUE_MAX, and
 * then on_close follows from the loop. */
gboolean net_conn_send (NetConn *self, GBytes *frame);
/* Bytes handed to net_conn_send that ZeroMQ has not taken yet. */
gsize net_conn_get_n_queued (const NetConn *self);
/* Sends what waits if that is possible at once, then closes; on_close follows from the loop. A
 * listener cannot hang up: of one who came it only hears nothing more, so tell the peer before. */
void net_conn_close (NetConn *self);

const CenId *net_conn_get_circle (const NetConn *self);
gboolean net_conn_is_dialled (const NetConn *self);
/* The peer's authenticated CURVE key: the server key we dialled, or the client key ZAP admitted. */
const guint8 *net_conn_get_key (const NetConn *self);
/* Where it is: the endpoint we dialled, or the textual IP address of the one who came. */
const char *net_conn_get_address (const NetConn *self);
guint64 net_conn_get_n_sent (const NetConn *self); /* bytes of frames */
guint64 net_conn_get_n_received (const NetConn *self);
gpointer net_conn_get_data (const NetConn *self);
void net_conn_set_data (NetConn *self, gpointer data);

G_END_DECLS
