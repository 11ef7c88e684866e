/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenLog: rows of the log. Looking ops up and inserting accepted ones, with everything in memory
 * that goes with them (tips, heads, pasts, frame ops). */

#pragma once

#include "circle.h"
#include "orphans.h"

#include <glib.h>

G_BEGIN_DECLS

gboolean cen_log_find (CenCircle *circle, const CenId *id, CenLogRow *ret_row, GError **error);

/**
 * cen_log_insert: adds an accepted op whose parents' rows are @parents (prev first when there is
 * one, then the deps in order). Runs inside a transaction.
 * @ret_row: the new row
 * @ret_object: row of the object the op is about, its own for a CREATE, 0 when there is none or it
 * is not here
 */
gboolean cen_log_insert (CenCircle *circle, const CenPending *pending, const CenLogRow *parents,
                         guint n_parents, CenLogRow *ret_row, gint64 *ret_object, GError **error);

/* Bytes of one op; @ret_payload is NULL when it was erased. FALSE with CEN_ERROR_NOT_FOUND. */
gboolean
cen_log_read (CenCircle *circle, gint64 no, GBytes **ret_op, GBytes **ret_payload, GError **error);

/* The op with the greatest seq (of several the smallest id) in the chain of @device that has none
 * of the frame ops @later in its past. FALSE when there is none, or it cannot be read. */
gboolean cen_log_find_tip_before (CenCircle *circle, const CenDevice *device,
                                  const CenBitset *later, guint64 *ret_seq, CenId *ret_id);

/* The REDACT that explains why the content op @no has no payload; 0 when none is known. */
gboolean cen_log_find_redaction (CenCircle *circle, gint64 no, gint64 *ret_no, GError **error);

G_END_DECLS
