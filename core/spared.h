/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSpared: which ops of a member a REVOKE or LEAVE leaves standing: those in its past, or in its
 * cut and the past of that. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

/* Notes them for the frame op @frame at op row @no. Cost: the whole past of the op, once. */
gboolean cen_spared_insert (CenCircle *circle, const CenFrameOp *frame, gint64 no, GError **error);

/* E2 for a REVOKE with a cut: whether all that it cuts at is in the past of its op row @no. */
gboolean cen_spared_check_cut (CenCircle *circle, const CenFrameRevoke *revoke, gint64 no,
                               gboolean *ret_is_past, GError **error);

G_END_DECLS
