/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFold: makes the rows of one object from the ops about it, in (lamport, id) order, by the rules
 * of its kind (PROTOCOL.md, Folding). The result depends on the set of ops alone. */

#pragma once

#include "fold-log.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_fold_object: folds the object whose CREATE (or SEALED) is op row @no. @fresh: (nullable):
 * given for a CREATE that no other op is about yet. Runs inside a transaction. Errors:
 * CEN_ERROR_STORAGE.
 */
gboolean cen_fold_object (CenCircle *circle, gint64 no, const CenFoldFresh *fresh, GError **error);

/* At the end of a transaction that folded: when it carried out a redaction, the words have to leave
 * the full-text index for good (erased.h). */
gboolean cen_fold_note_erased (CenCircle *circle, GError **error);

/* Drops and remakes every view of the circle. */
gboolean cen_fold_all (CenCircle *circle, GError **error);

G_END_DECLS
