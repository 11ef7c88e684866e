/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenNoteComments: what is said about a note and its passages, in threads. A passage goes from one
 * character to another and moves with them; when all of it is deleted the comment stays, without a
 * passage. */

#pragma once

#include "note-text.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_PASSAGE_NONE, /* it is about the whole note */
  CEN_PASSAGE_THERE,
  CEN_PASSAGE_GONE, /* all of it was deleted */
} CenPassage;

typedef struct {
  const CenObjectRow *row; /* lent by the comments */
  GPtrArray *answers;      /* CenObjectRow, lent, oldest first */
  CenPassage passage;
  guint32 position; /* of the passage where it is there; else 0 */
  guint32 n_chars;
  gboolean is_done;
} CenNoteThread;

typedef struct {
  GPtrArray *rows;    /* CenObjectRow */
  GPtrArray *threads; /* CenNoteThread: passages in their order, then what has none, oldest first */
} CenNoteComments;

/**
 * cen_note_comments_read: those of @note that are neither deleted nor hidden; answers to one that
 * is stand in a thread of their own. None has a place before cen_note_comments_place(). Errors:
 * CEN_ERROR_STORAGE.
 */
CenNoteComments *
cen_note_comments_read (CenStore *store, const CenId *circle, const CenId *note, GError **error);
void cen_note_comments_free (CenNoteComments *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenNoteComments, cen_note_comments_free)

/* Says where in @note the passages are now, and puts the threads in order. Cost: logarithmic in the
 * length of the history for each. */
void cen_note_comments_place (CenNoteComments *self, CenNoteText *note);

G_END_DECLS
