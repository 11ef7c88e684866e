/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenNoteFold: the text of a note out of its TEXT ops (PROTOCOL.md, Text). What only adds ops is
 * taken in where the text stands; anything that changes the effect of what was there before must
 * forget it first, and then all is taken in anew in (lamport, id) order. */

#pragma once

#include "fold-log.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_NOTES_OPEN_MAX 4 /* texts that a circle keeps at hand */

/* The text of the note that @create makes. Runs inside a transaction. Errors: CEN_ERROR_STORAGE. */
gboolean
cen_note_fold (CenCircle *circle, const CenFoldOp *create, GString **ret_text, GError **error);
/* Whatever object row @no is. Runs inside a transaction. */
gboolean cen_note_forget (CenCircle *circle, gint64 no, GError **error);

G_END_DECLS
