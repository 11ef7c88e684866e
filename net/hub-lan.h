/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a hub says in beacons and hears in them (PROTOCOL.md, Beacons): to and from each device of
 * the circle, whoever has a live invite or device link, and whoever has the current key but is not
 * known. Used by the node alone, which makes the beacons. */

#pragma once

#include "beacon.h"
#include "hub-roster.h"
#include "interfaces.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_STRANGERS_MAX     16 /* known by an epoch's key alone */
#define NET_STRANGER_DELAY_MS 3000

typedef enum {
  NET_LAN_DEVICE, /* of the circle */
  NET_LAN_INVITE,
  NET_LAN_LINK, /* of a device, made here */
  NET_LAN_EPOCH,
} NetLanTopic;

/* Whose a key is that is looked for. */
typedef struct {
  NetHub *hub;
  NetLanTopic topic;
  guint8 curve[CEN_KEY_LEN]; /* DEVICE: its T */
} NetLanOwner;

/* Appends what is to be said in a beacon that leaves from @from: NetBeaconKey to @keys and
 * NetBeaconEntry to @entries. Nothing when the circle cannot be reached there. */
void net_hub_lan_say (NetHub *self, const NetInterface *from, GArray *keys, GArray *entries);
/* Appends what to look for: NetBeaconKey to @keys, NetLanOwner to @owners. */
void net_hub_lan_look_for (NetHub *self, GArray *keys, GArray *owners);

/**
 * net_hub_lan_hear: takes in what was found for @owner in a beacon from @host.
 * Returns: whether they should hear from us in turn: they ask for it, or cannot be dialled now.
 */
gboolean net_hub_lan_hear (const NetLanOwner *owner, const NetBeaconEntry *entry, const char *host);

G_END_DECLS
