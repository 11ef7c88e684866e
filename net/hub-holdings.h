/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the other devices of a hub hold, as far as they told: learned from sessions, kept in the
 * replica, and asked for by whoever tells a person how things stand. */

#pragma once

#include "hub-roster.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_HOLDINGS_SAVE_MS 400 /* so that who writes much costs no row for each message */

/* Takes in what the home remembers. */
void net_hub_load_holdings (NetHub *self);
/* The peer at @link has received what the session says. */
void net_hub_note_held (NetHub *self, NetHubLink *link);
/* The peer at @link told its clock: NetClockEntry. */
void net_hub_note_clock (NetHub *self, NetHubLink *link, GArray *clock);
/* The same of @device, by way of a relay. */
void net_hub_note_mark (NetHub *self, const CenDevice *device, GArray *clock);
/* Keeps what changed, when it is due or @is_last. Returns: when to call again. */
gint64 net_hub_save_holdings (NetHub *self, gboolean is_last);

/* Ops that the device behind @peer lacks from us, and we from it, when it was last met. FALSE when
 * it never told. @own: our clock. Cost: the length of both clocks. */
gboolean net_hub_get_last_lag (const NetHubPeer *peer, const CenDevice *device, GArray *own,
                               guint64 *ret_behind, guint64 *ret_ahead);

G_END_DECLS
