/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetReconcile: set reconciliation in the wire format of Negentropy V1 (public specification at
 * github.com/hoytech/negentropy, docs/negentropy-protocol-v1.md), bytes in and bytes out. Items are
 * (timestamp, 32-byte id). The initiator alone learns what each side has and needs. */

#pragma once

#include "core/id.h"

#include <glib.h>

G_BEGIN_DECLS

/* A frozen, sorted set of items. */
typedef struct _NetItemSet NetItemSet;

NetItemSet *net_item_set_new (guint reserve);
/* @ref comes back from net_item_set_lookup; the caller's row number, say. */
void net_item_set_add (NetItemSet *self, guint64 timestamp, const CenId *id, guint64 ref);
/* Sorts; FALSE when two items are equal. Nothing may be added afterwards. */
gboolean net_item_set_seal (NetItemSet *self);
guint net_item_set_get_n_items (const NetItemSet *self);
/* By id among sealed items; FALSE when absent. O(1) after a first call that is O(n). */
gboolean net_item_set_lookup (NetItemSet *self, const CenId *id, guint64 *ret_ref);
NetItemSet *net_item_set_ref (NetItemSet *self);
void net_item_set_unref (NetItemSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetItemSet, net_item_set_unref)

typedef struct _NetReconcile NetReconcile;

/**
 * net_reconcile_new: a reconciliation over the sealed @items (a reference is taken).
 * @frame_max: largest message in bytes, 0 for none or at least 4,096; 16 buckets, id lists below 32
 * items, and a message is cut at frame_max - 200 bytes with one fingerprint to infinity.
 */
NetReconcile *net_reconcile_new (NetItemSet *items, gsize frame_max, GError **error);
void net_reconcile_free (NetReconcile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetReconcile, net_reconcile_free)

/* The first message; makes this side the initiator. */
GBytes *net_reconcile_initiate (NetReconcile *self, GError **error);

/**
 * net_reconcile_receive: answers one message.
 * @have: (nullable): GArray of CenId the peer lacks, appended to; required of the initiator
 * @need: (nullable): GArray of CenId we lack, appended to
 * @ret_is_done: TRUE for the initiator when nothing is left to say; the answer is then empty
 * Returns: the answer, or NULL with CEN_ERROR_INVALID. Cost is bounded by the size of the message
 * times the items it names.
 */
GBytes *net_reconcile_receive (NetReconcile *self, const guint8 *bytes, gsize len, GArray *have,
                               GArray *need, gboolean *ret_is_done, GError **error);

G_END_DECLS
