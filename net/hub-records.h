/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What peers are told of where everybody can be reached (PEERS). Who comes back soon, and still has
 * what it was told, is told it again only when something changed. */

#pragma once

#include "hub-roster.h"

G_BEGIN_DECLS

#define NET_PEERS_KEPT_MS 600000 /* for which it counts as told */

/* Over an open session, unless the peer has it. */
void net_hub_send_records (NetHub *self, NetHubLink *link);
/* The link to @peer ended: what it was told a moment ago may not have reached it. */
void net_hub_doubt_records (NetHub *self, NetHubPeer *peer);
/* For our HELLO to @peer: NetCaps. */
guint64 net_hub_get_caps (NetHub *self, const NetHubPeer *peer);

G_END_DECLS
