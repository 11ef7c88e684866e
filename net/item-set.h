/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetItemSet: the frozen, sorted set of (timestamp, 32-byte id) items that one session reconciles,
 * with the fingerprint of any run of them in constant time. Once sealed it is immutable but for
 * the index of net_item_set_lookup. */

#pragma once

#include "core/id.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_ITEM_FINGERPRINT_LEN 16
/* No item may have it: as a bound it means "after everything". */
#define NET_ITEM_TIMESTAMP_INFINITY G_MAXUINT64

typedef struct _NetItemSet NetItemSet;

typedef struct {
  guint64 timestamp;
  CenId id;
  guint64 ref; /* the caller's */
} NetItem;

/* @reserve: how many items are expected; only a hint. */
NetItemSet *net_item_set_new (guint reserve);
NetItemSet *net_item_set_ref (NetItemSet *self);
void net_item_set_unref (NetItemSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetItemSet, net_item_set_unref)

/**
 * net_item_set_add: adds an item to a set that is not sealed yet.
 * @timestamp: below NET_ITEM_TIMESTAMP_INFINITY
 * @ref: comes back from net_item_set_lookup; the caller's row number, say
 */
void net_item_set_add (NetItemSet *self, guint64 timestamp, const CenId *id, guint64 ref);

/**
 * net_item_set_seal: sorts by timestamp, then id. Linear when the items came in that order.
 * Returns: FALSE when two items are equal in both; the set is then of no use. Nothing may be added
 * afterwards.
 */
gboolean net_item_set_seal (NetItemSet *self);
gboolean net_item_set_is_sealed (const NetItemSet *self);
guint net_item_set_get_n_items (const NetItemSet *self);
/* @index: below n_items; lent for the life of the set. */
const NetItem *net_item_set_get_item (const NetItemSet *self, guint index);

/**
 * net_item_set_lookup: finds a sealed item by its id.
 * Returns: FALSE when it is absent. The first call is O(n), every other O(1).
 */
gboolean net_item_set_lookup (NetItemSet *self, const CenId *id, guint64 *ret_ref);

/**
 * net_item_set_find: the first index from @first on whose item is not before (@timestamp, @id);
 * n_items when there is none. O(log n).
 */
guint net_item_set_find (const NetItemSet *self, guint first, guint64 timestamp, const CenId *id);

/**
 * net_item_set_fingerprint: the Negentropy V1 fingerprint of the items @first to @end - 1: the sum
 * of their ids mod 2^256 and their number, hashed. O(1).
 */
void net_item_set_fingerprint (const NetItemSet *self, guint first, guint end,
                               guint8 ret_fingerprint[static NET_ITEM_FINGERPRINT_LEN]);

G_END_DECLS
