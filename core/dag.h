/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenDag: accepting ops into the log (PROTOCOL.md, Acceptance: A1 to A6). What is accepted depends
 * on the set of ops alone; what it has for effect is decided afterwards by authority and folding.
 */

#pragma once

#include "circle.h"
#include "orphans.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GBytes *op;
  GBytes *payload; /* NULL when the sender says it was erased */
  /* The bytes of the op were made here with a commitment to this very payload: id is theirs, and
   * neither needs to be hashed again. */
  gboolean is_made;
  CenId id;
} CenIncoming;

typedef struct {
  GPtrArray *accepted; /* CenPending, in the order of acceptance */
  guint n_known;       /* were here already */
  guint n_orphans;     /* wait for others */
  guint n_junk;        /* broken, or can never be accepted */
} CenReceived;

void cen_received_clear (CenReceived *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenReceived, cen_received_clear)

/**
 * cen_dag_receive: takes @n_incoming ops in any order, with the orphans they complete, and accepts
 * in one transaction all that can be. Of each device only the last op of a run has its signature
 * checked, unless that fails.
 * @source: who brought them, for the budget of orphans
 * @durability: CEN_STORE_FULL for one's own ops
 * Errors: CEN_ERROR_STORAGE, and then nothing of it was taken. Junk is no error: see @ret_received.
 */
gboolean cen_dag_receive (CenCircle *circle, const CenIncoming *incoming, guint n_incoming,
                          guint64 source, CenDurability durability, CenReceived *ret_received,
                          GError **error);

G_END_DECLS
