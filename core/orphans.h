/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenOrphans: ops that cannot be accepted yet, because a parent is missing or because only a later
 * op of their device can vouch for them; and the ids of junk, which never can. Bounded: the oldest
 * go first, and are fetched again. */

#pragma once

#include "op.h"

#include <glib.h>

G_BEGIN_DECLS

/* An op with its payload on its way into the log. Reference counted. */
typedef struct {
  int ref_count;
  CenOp op;
  GBytes *bytes;
  GBytes *payload;       /* NULL when the sender had none */
  guint64 source;        /* which peer brought it; 0 none */
  gboolean is_checked;   /* the signature was looked at */
  gboolean is_authentic; /* and it verified */
  gint64 early_no; /* row below zero under which it is kept before its past is here; 0: none */
} CenPending;

CenPending *cen_pending_new (const CenOp *op, GBytes *bytes, GBytes *payload, guint64 source);
CenPending *cen_pending_ref (CenPending *self);
void cen_pending_unref (CenPending *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenPending, cen_pending_unref)

typedef struct _CenOrphans CenOrphans;

CenOrphans *cen_orphans_new (void);
void cen_orphans_free (CenOrphans *self);

/* Takes a reference; evicts the oldest of the same source past CEN_ORPHANS_PER_PEER_MAX, and the
 * oldest of all past CEN_ORPHANS_MAX or CEN_ORPHAN_BYTES_MAX. */
void cen_orphans_add (CenOrphans *self, CenPending *pending);
void cen_orphans_remove (CenOrphans *self, const CenId *id);
CenPending *cen_orphans_lookup (CenOrphans *self, const CenId *id);
guint cen_orphans_get_n (const CenOrphans *self);
/* Those that name @id as a parent. CenPending, borrowed; container freed by the caller. */
GPtrArray *cen_orphans_list_children (CenOrphans *self, const CenId *id);
/* Whether a REDACT among them names @object. */
gboolean cen_orphans_has_redaction (CenOrphans *self, const CenId *object);
/* Whether there are any, early ones included. */
gboolean cen_orphans_has_any (const CenOrphans *self);

/* Those that are kept on disk, and shown, before their past is here (early.h): they do not make
 * room for others. FALSE past CEN_EARLY_MAX or CEN_EARLY_BYTES_MAX. */
gboolean cen_orphans_add_early (CenOrphans *self, CenPending *pending);
gboolean cen_orphans_has_room_early (const CenOrphans *self, guint n, gsize n_bytes);
/* CenPending, borrowed; container freed by the caller. */
GPtrArray *cen_orphans_list_early (CenOrphans *self);

void cen_orphans_add_junk (CenOrphans *self, const CenId *id);
gboolean cen_orphans_is_junk (const CenOrphans *self, const CenId *id);

G_END_DECLS
