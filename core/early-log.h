/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenEarlyLog: the rows of ops that are here before their past (early.h). They stand below zero
 * and under the negative number of their circle, so that nothing that walks the log, or looks an op
 * of the circle up, meets them. */

#pragma once

#include "orphans.h"
#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

/* Adds all of circle row @circle to @orphans. Cost: proportional to their number. */
gboolean cen_early_log_load (CenStore *store, gint64 circle, CenOrphans *orphans, GError **error);

/* Keeps @pending and sets its early_no. Runs inside a transaction. */
gboolean cen_early_log_insert (CenStore *store, gint64 circle, gint64 seen_ms, CenPending *pending,
                               GError **error);
gboolean cen_early_log_remove (CenStore *store, gint64 no, GError **error);

/* Row of the early op @id; 0 when there is none. */
gboolean cen_early_log_find (CenStore *store, gint64 circle, const CenId *id, gint64 *ret_no,
                             GError **error);

G_END_DECLS
