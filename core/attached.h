/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAttached: which objects name which files: a view, so that what is to be fetched, and what
 * nobody names any more, is found without reading all objects. */

#pragma once

#include "circle.h"
#include "value.h"

#include <glib.h>

G_BEGIN_DECLS

/* The object in row @no has @fields, in which a reference that is malformed counts as none; empty
 * for one that is deleted or gone. Errors: CEN_ERROR_STORAGE. */
gboolean
cen_attached_update (CenCircle *circle, gint64 no, guint64 kind, CenSpan fields, GError **error);

G_END_DECLS
