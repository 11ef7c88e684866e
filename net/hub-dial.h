/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom a hub dials, at which of their addresses, and when: used by hub.c. */

#pragma once

#include "hub-roster.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_DIAL_TIMEOUT_MS  10000
#define NET_DIAL_BACKOFF_MAX 60000
#define NET_DIAL_REFUSED_MAX 600000 /* for who does not let us in */

/* Dials who is due. Returns: when somebody is next. */
gint64 net_hub_dial_due (NetHub *self);
/* @peer is left alone for a while, which doubles each time; then its next address is tried. */
void net_hub_delay_dial (NetHub *self, NetHubPeer *peer);
/* A dialled connection to @peer never opened. */
void net_hub_fail_dial (NetHub *self, NetHubPeer *peer, NetConnEnd end);
/* @address answered: it is tried first from now on. */
void net_hub_prefer_address (NetHubPeer *peer, const char *address);
/* And whoever is here is compared with anew. */
void net_hub_dial_all_now (NetHub *self);
void net_hub_stop_dialling (NetHub *self);

G_END_DECLS
