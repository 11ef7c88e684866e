/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetHub: where one circle meets: its listeners, the other devices and how to reach them, and the
 * connections that are open. Used by the node alone. */

#pragma once

#include "hub-dial.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_STALE_LINK_MS 5000
#define NET_PROBE_MS      5000 /* that a link may be silent after the network changed */

/* @secrets: where the circle's keys are kept; lent, as @circle and @link. */
NetHub *net_hub_new (CenCircle *circle, CenSecrets *secrets, NetLink *link,
                     const NetHubEvents *events, gpointer user_data);
void net_hub_free (NetHub *self);

NetLinkVerdict net_hub_admit (NetHub *self, const guint8 key[static CEN_KEY_LEN]);
void net_hub_open (NetHub *self, NetConn *conn);
void net_hub_message (NetHub *self, NetConn *conn, const guint8 *bytes, gsize len);
void net_hub_close (NetHub *self, NetConn *conn, NetConnEnd end);

/* Dials, ticks and pumps what is due; returns when it wants to be called again. */
gint64 net_hub_tick (NetHub *self);
/* Sends what sessions have to say. */
void net_hub_pump (NetHub *self);
/* Read marks or drafts have changed: other own devices are told. */
void net_hub_note_own (NetHub *self);
/* Members are told where this device is, and of others by lot. */
void net_hub_tell_addresses (NetHub *self);
/* This machine's network changed, or it was asleep: all are dialled anew, links must show that they
 * live, and members are told where this device is now. */
void net_hub_note_network (NetHub *self);
void net_hub_set_online (NetHub *self, gboolean is_online);

G_END_DECLS
