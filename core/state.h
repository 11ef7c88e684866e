/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenState: what two replicas compare to know that they agree, and what one checks of itself. Both
 * work on a read-only store. */

#pragma once

#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint64 n_ops;
  guint8 set_digest[CEN_ID_LEN];  /* of the set of op ids */
  guint8 view_digest[CEN_ID_LEN]; /* of the canonical dump of the views */
  GPtrArray *heads;               /* CenId, ascending */
} CenState;

void cen_state_clear (CenState *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenState, cen_state_clear)

/**
 * cen_state_digest: equal on replicas that hold the same ops. The view digest depends on nothing
 * local: not on row numbers, arrival, time, language, nor on whether erased bytes are still held.
 * Cost: proportional to the circle. Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE.
 */
gboolean
cen_state_digest (CenStore *store, const CenId *circle, CenState *ret_state, GError **error);

/* The heads alone: CenId, ascending. Errors: the same. */
GPtrArray *cen_state_list_heads (CenStore *store, const CenId *circle, GError **error);

/**
 * cen_verify: checks every op's form, id, signature, payload hash, parents, sequence and lamport
 * against the log itself, and the rows that were derived from them.
 * @circle: NULL for all
 * @faults: char *, one sentence for each fault is added
 * Returns: the number of ops checked; an error only when the store cannot be read.
 */
guint64 cen_verify (CenStore *store, const CenId *circle, GPtrArray *faults, GError **error);

G_END_DECLS
