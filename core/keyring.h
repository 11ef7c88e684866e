/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKeyring: the epoch keys of a circle that this device can open, out of the frame ops. */

#pragma once

#include "circle.h"
#include "epoch.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenEpochKey key;
  guint64 n; /* of its EPOCH */
} CenKnownEpoch;

/* CenKnownEpoch, the one to write with first; lent, wiped when freed. Empty while none is known.
 * Found once and kept until authority changes. */
GArray *cen_keyring_get (CenCircle *circle, GError **error);

G_END_DECLS
