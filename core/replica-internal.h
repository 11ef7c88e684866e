/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files that bring circles into a home share. */

#pragma once

#include "dag.h"
#include "link-text.h"
#include "replica.h"

#include <glib.h>

G_BEGIN_DECLS

/* Errors: CEN_ERROR_REFUSED when the home holds as many circles as it may. */
gboolean cen_replica_check_room (CenReplica *self, GError **error);

/**
 * cen_replica_enter: keeps @keys, which it eats, in place of any the home has for their circle, and
 * takes in the first @ops of it and the addresses that @link names, all or nothing: one who is in
 * and stops there knows whom to ask for the rest. Lent. Errors: CEN_ERROR_STORAGE.
 */
CenCircle *cen_replica_enter (CenReplica *self, CenCircleKeys *keys, const CenLinkContent *link,
                              const CenIncoming *ops, guint n_ops, GError **error);

/**
 * cen_replica_forget: takes back what cen_replica_enter did for a circle that was new: its keys,
 * its rows, and @circle itself. Nothing when it holds more than its GENESIS. Errors:
 * CEN_ERROR_STORAGE.
 */
gboolean cen_replica_forget (CenReplica *self, CenCircle *circle, GError **error);

G_END_DECLS
