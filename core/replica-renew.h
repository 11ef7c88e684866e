/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A home whose keys may be in use elsewhere becomes a new device of its member (PROTOCOL.md,
 * Copies and forks). */

#pragma once

#include "replica.h"

G_BEGIN_DECLS

typedef enum {
  CEN_KEEP_FORMER,
  CEN_RETIRE_FORMER, /* also removes the devices that this home was before */
} CenRetirement;

/**
 * cen_replica_renew_device: fresh D, E and T in @circle for this home, whose member stays who they
 * are, and the DEVICE_ADD that says so; takes up a renewal that was interrupted. In a circle that
 * this member is not in any more nothing is to be done. What was sealed for the former device can
 * still be opened. Afterwards T is another: who listens for the circle begins anew.
 * Errors: CEN_ERROR_REFUSED (too many devices), CEN_ERROR_STORAGE; the renewal then is still
 * needed.
 */
gboolean cen_replica_renew_device (CenReplica *self, CenCircle *circle, CenRetirement retirement,
                                   GError **error);

/* Whether @circle needs a renewal: its keys were copied or restored, or somebody else used them. */
gboolean cen_circle_needs_renewal (const CenCircle *circle);

/* Does it in every circle that needs it. Gives how many were renewed; the first error is kept and
 * does not stop the others. */
guint cen_replica_renew_needed (CenReplica *self, GError **error);

G_END_DECLS
