/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenRetention: for how long what was said in a circle stays in sight on this machine. What is
 * older is put away: its messages and letters are neither listed, found nor counted, and files that
 * others are known to have leave the disk. Nothing leaves the log, so that this machine agrees with
 * all others, still gives everything to who lacks it, and has all of it back at once when the
 * choice is another. Local: no rule and no digest depends on it, and own devices each choose.
 *
 * Put away is what stands below the horizon, a logical clock. It is the first place in the order of
 * reading that is young enough, so a page of messages still is one stretch of an index; something
 * that was written lately by a device that had heard nothing for long may stand below it, and takes
 * the horizon back to where it stands. */

#pragma once

#include "shelf.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_RETENTION_DAYS_MAX 36500

/* How many days; 0: everything stays in sight. Works on a read-only store. */
guint cen_retention_get (CenStore *store, const CenId *circle);

/* Chooses, and puts away at once. Errors: CEN_ERROR_REFUSED for too many days, CEN_ERROR_STORAGE.
 * Cost: as cen_retention_sweep(), from the beginning of the circle. */
gboolean cen_retention_set (CenCircle *circle, guint days, GError **error);

/* Moves the horizon to where it belongs now. Cost: reads what has grown too old, and what came,
 * since the last time. Errors: CEN_ERROR_STORAGE. */
gboolean cen_retention_sweep (CenCircle *circle, GError **error);

G_END_DECLS
