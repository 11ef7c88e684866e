/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetLink: ZeroMQ with CURVE and ZAP, and nothing else of the protocol. One NetLink serves a
 * whole engine: a listening ROUTER per circle, a DEALER per dialled peer, the ZAP responder, and an
 * eventfd by which other threads wake the loop. All of it belongs to one thread. */

#pragma once

#include "core/crypto.h"
#include "link-conn.h"
#include "link-route.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _NetLink NetLink;

/* What the ZAP responder may answer. Any other mechanism, domain or key is refused. */
typedef enum {
  NET_LINK_REFUSE,
  NET_LINK_ADMIT,
  NET_LINK_LATER, /* says nothing about the key: as if nobody were here */
} NetLinkVerdict;

/* Callbacks may do anything here but run the loop or free the link. */
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
 * refused (dials itself with a random key over loopback: a few milliseconds, at most three
 * seconds).
 * @world: randomness and monotonic clock; lent, must outlive the link
 * Errors: CEN_ERROR_STORAGE when ZeroMQ cannot start, CEN_ERROR_REFUSED when the self-test let a
 * stranger in: then nothing must be served.
 */
NetLink *net_link_new (const NetLinkEvents *events, gpointer user_data, const CenWorld *world,
                       GError **error);
/* First every connection gets its on_close, during which nothing more can be dialled or listened
 * to; then what was sent has half a second left to leave. Not from a callback. */
void net_link_free (NetLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetLink, net_link_free)

/**
 * net_link_listen: binds a ROUTER with CURVE for @circle at @endpoint ("tcp://0.0.0.0:0",
 * "tcp://[::]:4000", "tcp://127.0.0.1:0"; port 0 takes any free one). A circle may listen on
 * several. Returns: the port, or 0 with CEN_ERROR_BUSY when it is taken, CEN_ERROR_INVALID for a
 * bad address, CEN_ERROR_STORAGE when there are no more sockets, CEN_ERROR_REFUSED for one that
 * would show a circle that is met over Tor alone.
 */
guint net_link_listen (NetLink *self, const CenId *circle, const CenBoxKey *key,
                       const char *endpoint, GError **error);
/* The same on a free port of loopback, for those who come over Tor and need more time. */
guint net_link_listen_patiently (NetLink *self, const CenId *circle, const CenBoxKey *key,
                                 GError **error);
/* Closes all listeners of @circle and what came through them; from the loop. */
void net_link_unlisten (NetLink *self, const CenId *circle);

/**
 * net_link_set_handshake_limit: how many handshakes one address may try in a minute (five times as
 * many on this machine and the local network); NET_HANDSHAKE_LIMIT_PER_MINUTE unless told.
 */
void net_link_set_handshake_limit (NetLink *self, guint per_minute);
/* How many may come with one key at once: a few, unless many share one as at a relay. */
void net_link_set_visitors_per_key (NetLink *self, guint n_max);

/**
 * net_link_dial: starts connecting as @client to the peer whose CURVE key is @server_key, at
 * @address: a direct one, or an onion service of any kind. Answers through on_open or on_close
 * (NET_CONN_NO_ANSWER after @timeout_ms, over Tor not before NET_TUNNEL_WAIT_MS). It never
 * reconnects by itself: that is the node's decision. A name instead of a numeric address is looked
 * up by ZeroMQ's one thread, which waits for it: resolve names before; over Tor none is looked up
 * here. Returns: (transfer none): NULL with CEN_ERROR_INVALID for an address that cannot be parsed,
 * CEN_ERROR_UNREACHABLE when there is no way that may be taken (link-route.h), or CEN_ERROR_STORAGE
 * when there are no more sockets.
 */
NetConn *net_link_dial (NetLink *self, const CenId *circle, const char *address,
                        const guint8 server_key[static CEN_KEY_LEN], const CenBoxKey *client,
                        gint64 timeout_ms, GError **error);
/* Which ways its connections take. Lent. */
NetRoutes *net_link_get_routes (NetLink *self);

/**
 * net_link_run_once: waits at most @timeout_ms (-1 for ever) for sockets or a wake-up and runs the
 * callbacks. Per socket and turn it handles a bounded number of frames, so that none starves.
 */
void net_link_run_once (NetLink *self, gint64 timeout_ms);
/* Makes net_link_run_once also wait for @fd, until it is left; -1 for none. It stays the caller's,
 * who reads from it between two runs. */
void net_link_watch (NetLink *self, int fd);
void net_link_unwatch (NetLink *self, int fd);
/* From any thread: makes net_link_run_once return soon. */
void net_link_wake (NetLink *self);

G_END_DECLS
