/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenOverUse: ADMITs by which one device alone lets more in by an invite than it allows, whatever
 * came of them. Two who do not know of each other may each let one in too many, and mean no harm;
 * one who does so alone wrote with a program that does not count, or in two places at once. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_over_use_write: writes the table `overuse` anew. Inside a transaction.
 * Cost: linear in the frame ops of the circle. Errors: CEN_ERROR_STORAGE.
 */
gboolean cen_over_use_write (CenCircle *circle, GError **error);

G_END_DECLS
