/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenEarlyPick: what somebody who lacks much wants to read first (PROTOCOL.md, Early). */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_early_pick: rows of the log (gint64), in the order in which they are best sent: what begins
 * chains; the live objects of kinds that come first, with what is about them; then the newest ops,
 * what is erased or hidden left out.
 * @n_max: of these at most
 * Cost: a few look-ups for each. Errors: CEN_ERROR_STORAGE.
 */
GArray *cen_early_pick (CenCircle *circle, guint n_max, GError **error);

G_END_DECLS
