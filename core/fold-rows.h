/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFoldRows: the rows of one object: itself, its marks, its words in the full-text index and the
 * name that a profile gives. */

#pragma once

#include "fold-merge.h"

#include <glib.h>

G_BEGIN_DECLS

/* What the row was before. */
typedef struct {
  gboolean is_there;
  gboolean has_words;
  gboolean is_late; /* its words are still in the index: see cen_store_index_again() */
  gint64 kind;
  gint64 parent;
  gint64 root;
  gint64 peer;
  GBytes *named;
} CenFoldOldRow;

void cen_fold_old_row_clear (CenFoldOldRow *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenFoldOldRow, cen_fold_old_row_clear)

/* Takes the old row's words out of the index, or of a note notes that they are late; a redacted
 * object keeps its place in its channel. */
gboolean
cen_fold_rows_unindex (CenCircle *circle, gint64 no, CenFoldOldRow *ret_old, GError **error);

/* @is_fresh: whether there can be no rows of it yet */
gboolean cen_fold_rows_write (CenCircle *circle, const CenFold *fold, const CenFoldOldRow *old,
                              gboolean is_fresh, GError **error);
gboolean cen_fold_rows_remove (CenCircle *circle, const CenFold *fold, const CenFoldOldRow *old,
                               GError **error);

G_END_DECLS
