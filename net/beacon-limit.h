/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetBeaconLimit: how many beacons are looked at in a second: from one address, and in all. Anybody
 * on the network can send them, from as many addresses as they like. */

#pragma once

#include "ip.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_BEACON_LIMIT_SOURCE 50  /* a second */
#define NET_BEACON_LIMIT_ALL    500 /* a second */

typedef struct {
  gint64 second;
  guint n_taken;
  GHashTable *taken; /* NetIp → GUINT_TO_POINTER */
} NetBeaconLimit;

void net_beacon_limit_init (NetBeaconLimit *self);
void net_beacon_limit_clear (NetBeaconLimit *self);
/* Counts a beacon from @source at @now_ms of a clock that never goes back; FALSE when it is one too
 * many. */
gboolean net_beacon_limit_take (NetBeaconLimit *self, const NetIp *source, gint64 now_ms);

G_END_DECLS
