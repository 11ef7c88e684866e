/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetLink: ZeroMQ with CURVE and ZAP, and nothing else of the protocol. One NetLink serves a
 * whole engine: a listening ROUTER per circle, a DEALER per dialled peer, the ZAP responder, and an
 * eventfd by which other threads wake the loop. All of it belongs to one thread. */

#pragma once

#include "core/crypto.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _NetLink NetLink;
typedef struct _NetConn NetConn;

/* What the ZAP responder may answer. Any other mechanism, domain or key is refused. */
typedef enum {
  NET_LINK_REFUSE,
  NET_LINK_ADMIT,
} NetLinkVerdict;

typedef enum {
  NET_CONN_CLOSED_BY_US,
  NET_CONN_LOST,             /* the transport went away, or the peer closed */
  NET_CONN_REFUSED,          /* the listener's ZAP refused our key */
  NET_CONN_HANDSHAKE_FAILED, /* wrong server key, or no ZMTP there */
  NET_CONN_NO_ANSWER,        /* nothing took the connection in time */
  NET_CONN_QUEUE_FULL,       /* more than CEN_PEER_QUEUE_MAX bytes waited for the peer */
} NetConnEnd;

typedef struct {
  /* A connection to the listener of circle @domain wants in with CURVE client key @key from the
   * textual address @address ("10.0.0.7"). */
  NetLinkVerdict (*admit) (NetLink *link, const CenId *circle, const guint8 key[static CEN_KEY_LEN],
                           const char *address, gpointer user_data);
  /* A dialled connection finished its handshake, or a listener heard the first frame of a new
   * one (then on_message follows at once). */
  void (*on_open) (NetLink *link, NetConn *conn, gpointer user_data);
  void (*on_message) (NetLink *link, NetConn *conn, const guint8 *bytes, gsize len,
                      gpointer user_data);
  /* Last word about @conn, which is freed when this returns. */
  void (*on_close) (NetLink *link, NetConn *conn, NetConnEnd end, gpointer user_data);
} NetLinkEvents;

/**
 * net_link_new: makes the ZeroMQ context, binds ZAP first, and proves that a stranger's key is
 * refused (dials itself with a random key over loopback; at most some 500 ms).
 * @world: randomness and monotonic clock; lent, must outlive the link
 * Errors: CEN_ERROR_STORAGE when ZeroMQ cannot start, CEN_ERROR_REFUSED when the self-test let a
 * stranger in: then nothing must be served.
 */
NetLink *net_link_new (const NetLinkEvents *events, gpointer user_data, const CenWorld *world,
                       GError **error);
void net_link_free (NetLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetLink, net_link_free)

/**
 * net_link_listen: binds a ROUTER with CURVE for @circle at @endpoint ("tcp://0.0.0.0:0",
 * "tcp://[::]:4000", "tcp://127.0.0.1:0"; port 0 takes any free one). A circle may listen on several.
 * Returns: the port, or 0 with CEN_ERROR_BUSY when it is taken, CEN_ERROR_INVALID for a bad address.
 */
guint net_link_listen (NetLink *self, const CenId *circle, const CenBoxKey *key,
                       const char *endpoint, GError **error);
void net_link_unlisten (NetLink *self, const CenId *circle);

/**
 * net_link_dial: starts connecting as @client to the peer whose CURVE key is @server_key. Answers
 * through on_open or on_close (NET_CONN_NO_ANSWER after @timeout_ms). It never reconnects by itself:
 * that is the node's decision.
 * Returns: (transfer none): NULL for an address that cannot be parsed.
 */
NetConn *net_link_dial (NetLink *self, const CenId *circle, const char *endpoint,
                        const guint8 server_key[static CEN_KEY_LEN], const CenBoxKey *client,
                        gint64 timeout_ms, GError **error);

/* Queues one frame (at most CEN_MESSAGE_MAX); takes @frame. What meets the high-water mark is held
 * and sent when the socket takes it again; FALSE when the queue is past CEN_PEER_QUEUE_MAX, and then
 * on_close follows from the loop. */
gboolean net_conn_send (NetConn *self, GBytes *frame);
/* Bytes handed to net_conn_send that ZeroMQ has not taken yet. */
gsize net_conn_get_n_queued (const NetConn *self);
/* Sends what waits if that is possible at once, then closes; on_close follows from the loop. */
void net_conn_close (NetConn *self);

const CenId *net_conn_get_circle (const NetConn *self);
gboolean net_conn_is_dialled (const NetConn *self);
/* The peer's authenticated CURVE key: the server key we dialled, or the client key ZAP admitted. */
const guint8 *net_conn_get_key (const NetConn *self);
/* Where it is: the endpoint we dialled, or the textual IP address of the one who came. */
const char *net_conn_get_address (const NetConn *self);
guint64 net_conn_get_n_sent (const NetConn *self);     /* bytes of frames */
guint64 net_conn_get_n_received (const NetConn *self);
gpointer net_conn_get_data (const NetConn *self);
void net_conn_set_data (NetConn *self, gpointer data);

/**
 * net_link_run_once: waits at most @timeout_ms (-1 for ever) for sockets or a wake-up and runs the
 * callbacks. Per socket and turn it handles a bounded number of frames, so that none starves.
 */
void net_link_run_once (NetLink *self, gint64 timeout_ms);
/* From any thread: makes net_link_run_once return soon. */
void net_link_wake (NetLink *self);

G_END_DECLS
