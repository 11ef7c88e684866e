/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetComparison: one reconciliation between two members, over the ops its side held when it began.
 * Ids travel keyed by the session's nonces, so that nobody can make up two that look alike
 * (PROTOCOL.md, Reconciliation). */

#pragma once

#include "wire.h"

#include "core/circle.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _NetComparison NetComparison;

/**
 * net_comparison_new: freezes the ops of @circle, which is lent. Cost: one tag for each op.
 * Errors: CEN_ERROR_STORAGE, CEN_ERROR_INVALID.
 */
NetComparison *
net_comparison_new (CenCircle *circle, const guint8 dialler_nonce[static NET_NONCE_LEN],
                    const guint8 listener_nonce[static NET_NONCE_LEN], GError **error);
void net_comparison_free (NetComparison *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetComparison, net_comparison_free)

/* Items of the circle that are in it; later ones are not compared. */
guint net_comparison_get_len (const NetComparison *self);
/* Op rows (gint64) of those among @ids (CenId, keyed) that are in it, in the order of @ids. */
GArray *net_comparison_look_up (NetComparison *self, GArray *ids);

/* The listener's part: the frame that answers @message of @round. Errors: CEN_ERROR_INVALID. */
GBytes *net_comparison_answer (NetComparison *self, guint round, const guint8 *message, gsize len,
                               GError **error);

/* The dialler's part. It alone learns the difference. */
GBytes *net_comparison_begin (NetComparison *self, GError **error);

/**
 * net_comparison_learn: takes the answer to @round.
 * @ret_next: the next frame; NULL when the rounds are over, and the difference is what they showed
 * Errors: CEN_ERROR_INVALID, CEN_ERROR_STORAGE.
 */
gboolean net_comparison_learn (NetComparison *self, guint round, const guint8 *message, gsize len,
                               GBytes **ret_next, GError **error);
/* Whether the rounds are over. */
gboolean net_comparison_has_ended (const NetComparison *self);
/* Whether they ended before all was compared, at CEN_RBSR_ROUNDS_MAX. */
gboolean net_comparison_is_cut (const NetComparison *self);
/* Rows of the ops that the peer lacks, in order of acceptance. */
GArray *net_comparison_list_given (NetComparison *self);
/* A NEED for the next ops that we lack; NULL when all were asked for. What came by another way
 * before the rounds were over is not asked for. */
GBytes *net_comparison_ask (NetComparison *self);

G_END_DECLS
