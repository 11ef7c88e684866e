/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSpared: what is in the past of what. Which ops of a member a REVOKE or LEAVE leaves standing,
 * and of a device a DEVICE_REMOVE: those in its past, or in its cut and the past of that; and which
 * votes one who closed a poll knew of. */

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

typedef struct {
  guint64 lamport;
  gint64 no; /* row of the op */
} CenPlace;

/**
 * cen_spared_note_past: notes, once for all, which of @places are in the past of the content op at
 * row @no, and that this is known; afterwards cen_spared_has() tells. What comes later cannot be
 * among them. Cost: a walk over that past down to the lowest of @places, the first time alone.
 */
gboolean cen_spared_note_past (CenCircle *circle, gint64 no, const GArray *places, GError **error);
gboolean
cen_spared_has (CenCircle *circle, gint64 no, gint64 op, gboolean *ret_has, GError **error);

G_END_DECLS
