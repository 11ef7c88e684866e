/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSpared: which ops of a member a REVOKE or LEAVE leaves standing, and of a device a
 * DEVICE_REMOVE: those in its past, or in its cut and the past of that. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

/* Notes them for the frame op @frame at op row @no. Cost: a walk over what was written since the
 * last op of the target that it saw; with forks, over all since the target began. */
gboolean cen_spared_insert (CenCircle *circle, const CenFrameOp *frame, gint64 no, GError **error);

/**
 * cen_spared_check_cut: E2 for a cut: whether all that @revoke cuts at is in the past of its op row
 * @no, of which @past is the frame past. Cost: a walk over that past down to the lowest content op
 * of the cut; none when the cut is frame ops.
 */
gboolean cen_spared_check_cut (CenCircle *circle, const CenFrameRevoke *revoke,
                               const CenBitset *past, gint64 no, gboolean *ret_is_past,
                               GError **error);

G_END_DECLS
