/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetBeacon: the datagram by which devices find each other on a local network (PROTOCOL.md,
 * Beacons). Who has none of its keys sees a version and randomness:
 *   beacon = 1 ‖ nonce[31] ‖ 34 × slot[16]
 * Bytes in, entries out, and back; it keeps no state and knows no socket. */

#pragma once

#include "core/crypto.h"
#include "ip.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_BEACON_VERSION   1
#define NET_BEACON_LEN       576
#define NET_BEACON_NONCE_LEN 31
#define NET_BEACON_SLOTS     34
#define NET_BEACON_SLOT_LEN  16
#define NET_BEACON_WIDE      3 /* slots of an entry that carries T */

/* Who can read an entry. */
typedef enum {
  NET_BEACON_PAIR,   /* one device: one slot */
  NET_BEACON_SHARED, /* whoever has an invite or an epoch's key: three slots, which carry T */
} NetBeaconKind;

/* A key under which one writes entries, or looks for them. */
typedef struct {
  NetBeaconKind kind;
  guint8 key[CEN_KEY_LEN];
  CenId from; /* PAIR: the device that writes */
} NetBeaconKey;

/* What is said under a key. */
typedef struct {
  guint16 port;              /* 0 asks those who hear it to tell theirs */
  guint8 curve[CEN_KEY_LEN]; /* SHARED: T of the device that writes */
} NetBeaconEntry;

/* The key of the two devices with box keys @own and @box and the ids @self and @other; the same for
 * both. FALSE for a box key that is none. */
gboolean net_beacon_key_for_pair (guint8 ret_key[static CEN_KEY_LEN], const CenBoxKey *own,
                                  const CenId *self, const guint8 box[static CEN_KEY_LEN],
                                  const CenId *other);

/**
 * net_beacon_build: writes a beacon that is sent from @source.
 * @keys, @entries: @n of each, of which as many are taken as there is room for
 * Returns: how many; the rest goes into a further beacon. What room is left is randomness, and
 * where in the beacon an entry stands is chance.
 */
guint net_beacon_build (guint8 ret_beacon[static NET_BEACON_LEN], const NetIp *source,
                        const NetBeaconKey *keys, const NetBeaconEntry *entries, guint n,
                        const CenWorld *world);

typedef struct {
  guint key; /* of those that were given */
  NetBeaconEntry entry;
} NetBeaconFound;

/**
 * net_beacon_read: looks in a datagram that came from @source for entries under any of @keys.
 * Returns: NetBeaconFound, at most one for each key; NULL when it is no beacon. Free with
 * g_array_unref. Cost: one hash for each key.
 */
GArray *net_beacon_read (const guint8 *bytes, gsize len, const NetIp *source,
                         const NetBeaconKey *keys, guint n_keys);

G_END_DECLS
