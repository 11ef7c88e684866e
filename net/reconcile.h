/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetReconcile: set reconciliation in the wire format of Negentropy V1 (public specification at
 * github.com/hoytech/negentropy, docs/negentropy-protocol-v1.md), bytes in and bytes out. Items are
 * (timestamp, 32-byte id). The initiator alone learns what each side has and needs. */

#pragma once

#include "item-set.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_RECONCILE_FRAME_MIN 4096

typedef struct _NetReconcile NetReconcile;

/**
 * net_reconcile_new: a reconciliation over the sealed @items (a reference is taken).
 * @frame_max: largest message in bytes, 0 for none or at least NET_RECONCILE_FRAME_MIN; 16 buckets,
 * id lists below 32 items, and a message is cut at frame_max - 200 bytes with one fingerprint to
 * infinity.
 * Errors: CEN_ERROR_INVALID when @frame_max is too small.
 */
NetReconcile *net_reconcile_new (NetItemSet *items, gsize frame_max, GError **error);
void net_reconcile_free (NetReconcile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetReconcile, net_reconcile_free)

/**
 * net_reconcile_initiate: makes this side the initiator.
 * Returns: the first message, or NULL with CEN_ERROR_INVALID when it was asked for before.
 */
GBytes *net_reconcile_initiate (NetReconcile *self, GError **error);

/**
 * net_reconcile_receive: answers one message.
 * @have: (nullable): GArray of CenId the peer lacks, appended to; required of the initiator
 * @need: (nullable): GArray of CenId we lack, appended to; required of the initiator
 * @ret_is_done: TRUE for the initiator when nothing is left to say; the answer is then empty
 * Returns: the answer, or NULL with CEN_ERROR_INVALID, when @have and @need are as they were. A
 * responder answers a version it does not speak with the one it does; an initiator fails. Cost is
 * bounded by the size of the message times the items it names.
 */
GBytes *net_reconcile_receive (NetReconcile *self, const guint8 *bytes, gsize len, GArray *have,
                               GArray *need, gboolean *ret_is_done, GError **error);

G_END_DECLS
