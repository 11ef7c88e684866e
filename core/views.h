/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenViews: members and invites as rows, out of authority; and which objects a change of authority
 * makes fold again. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_views_update: evaluates authority anew after frame ops were added, rewrites the member and
 * invite rows, and folds again the objects of members whose rights changed for ops they had written
 * before. Runs inside a transaction. Errors: CEN_ERROR_STORAGE.
 */
gboolean cen_views_update (CenCircle *circle, GError **error);

/* Drops every view of the circle and remakes it from the log. */
gboolean cen_views_rebuild (CenCircle *circle, GError **error);

G_END_DECLS
