/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* With whom a circle's device keeps links, and over which of them new ops go in full: what tree.h
 * and overlay.h decide, carried out. For the hub alone. */

#pragma once

#include "hub-roster.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_HUB_ONLINE_MS   (30 * 60 * 1000) /* since who told where they are counts as online */
#define NET_HUB_CROWD       50          /* devices online, above which new ops go along a tree */
#define NET_HUB_PAUSE_MS    (60 * 1000) /* before somebody let go is dialled again */
#define NET_HUB_SLOW_MS     10000       /* after which much is asked of a second one too */
#define NET_HUB_PATIENCE_MS 2000        /* that an op waits for its past to come by itself */

/* Its number is the beginning of this device's id. */
NetTree *net_hub_gossip_new_tree (NetHub *self);

/* Both are live over @link. */
void net_hub_gossip_add (NetHub *self, NetHubLink *link);
void net_hub_gossip_remove (NetHub *self, NetHubLink *link);
void net_hub_gossip_note_accepted (NetHub *self, GPtrArray *accepted);
void
net_hub_gossip_note_announced (NetHub *self, NetHubLink *link, const guint8 *names, guint n_names);

/* Tells the sessions how to send, and pulls what is due; before they are asked for frames. */
void net_hub_gossip_apply (NetHub *self);
gint64 net_hub_gossip_get_deadline (NetHub *self);

/* Whom to dial now; NULL for nobody. @next: lowered to when the time of another comes. */
NetHubPeer *net_hub_pick_dial (NetHub *self, gint64 *next);
/* Lets one go when @newest is one too many. */
void net_hub_limit_links (NetHub *self, NetHubLink *newest);
/* Lets one go from time to time, to meet others. Returns: whether addresses are to be told anew. */
gboolean net_hub_reshuffle (NetHub *self);

G_END_DECLS
