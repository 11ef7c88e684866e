/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What link and zap share of ZeroMQ: sockets with every option set as PROTOCOL.md has it, whole
 * messages of several parts, and the events of a monitored socket. Sockets are ZeroMQ's void *. */

#pragma once

#include "core/crypto.h"

#include <glib.h>
#include <zmq.h>

G_BEGIN_DECLS

#define NET_PARTS_MAX 8

/* One message; parts beyond NET_PARTS_MAX are read and dropped, but counted. */
typedef struct {
  zmq_msg_t parts[NET_PARTS_MAX];
  guint n_kept;
  guint n_parts;
} NetParts;

/* Reads the next message without waiting; FALSE when there is none. Clear it only if there is. */
gboolean net_parts_receive (NetParts *self, void *socket);
void net_parts_clear (NetParts *self);

typedef struct {
  guint16 what; /* ZMQ_EVENT_… */
  guint32 value;
} NetSocketEvent;

/* Whether it is worth trying: TCP only, since a peer may have named it. */
gboolean net_socket_is_address (const char *endpoint);
/* Says that there is no socket to be had: CEN_ERROR_STORAGE. */
void net_socket_set_error (GError **error);

/**
 * net_socket_open: a socket of @type with our limits and timeouts, for @endpoint.
 * Returns: NULL when ZeroMQ has none to give.
 */
void *net_socket_open (void *context, int type, const char *endpoint);
/* Makes it a CURVE server that asks ZAP, under the name @domain, for every client. */
gboolean net_socket_be_server (void *socket, const CenBoxKey *key, const char *domain);
gboolean net_socket_be_client (void *socket, const guint8 server_key[static CEN_KEY_LEN],
                               const CenBoxKey *key);
/* Gives whoever comes, or is dialled, over Tor time enough. */
gboolean net_socket_be_patient (void *socket, int type);
/* A socket on which @socket tells of @events; @name is unique in the context. NULL on failure. */
void *net_socket_open_monitor (void *context, void *socket, int events, guint64 name);
/* The next event of @monitor without waiting; FALSE when there is none. */
gboolean net_socket_read_event (void *monitor, NetSocketEvent *ret_event);
/* Closes both; what was sent has @linger_ms left to leave. @monitor may be NULL. */
void net_socket_close (void *socket, void *monitor, int linger_ms);

G_END_DECLS
