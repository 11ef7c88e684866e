/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetListener: a ROUTER with CURVE for one circle, and the connections that came to it. A part of
 * NetLink. */

#pragma once

#include "core/crypto.h"
#include "door.h"
#include "link-private.h"

G_BEGIN_DECLS

typedef struct _NetListener NetListener;

/* How long it waits for a handshake. */
typedef enum {
  NET_LISTENER_HASTY,
  NET_LISTENER_PATIENT, /* with those who come over Tor */
} NetListenerHaste;

/**
 * net_listener_new: binds at @endpoint, of which port 0 is any free one.
 * @host, @door: lent, must outlive the listener
 * @monitor_name: unique in the context
 * Errors: CEN_ERROR_BUSY, CEN_ERROR_INVALID, CEN_ERROR_STORAGE as for net_link_listen.
 */
NetListener *net_listener_new (void *context, NetConnHost *host, NetDoor *door, const CenId *circle,
                               const CenBoxKey *key, const char *endpoint, NetListenerHaste haste,
                               guint64 monitor_name, GError **error);
/* Its connections must be finished. What was sent has a moment left to leave. */
void net_listener_free (NetListener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetListener, net_listener_free)

const CenId *net_listener_get_circle (const NetListener *self);
guint net_listener_get_port (const NetListener *self);
void *net_listener_get_socket (const NetListener *self);
void *net_listener_get_monitor (const NetListener *self);
gboolean net_listener_is_closing (const NetListener *self);

/* Closes all its connections and hears nothing more. */
void net_listener_close (NetListener *self);
/* Reads all events, then at most @n_max frames; neither waits. */
void net_listener_read_events (NetListener *self);
void net_listener_read_frames (NetListener *self, guint n_max);
/* Tries again what its connections hold. */
void net_listener_flush (NetListener *self);
/* Forgets a connection that the caller has heard the last of; it is freed next. */
void net_listener_finish_conn (NetListener *self, NetConn *conn);

G_END_DECLS
