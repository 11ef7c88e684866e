/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenNoteHistory: how a note came to be: who wrote and deleted what, and its text after each edit.
 * Edits stand in (lamport, id) order, the same for everybody; times are labels. */

#pragma once

#include "note-text.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenId id; /* of its op */
  CenId member;
  char *member_name;
  gint64 time_ms; /* what its author's clock said, or when it came here if that is earlier */
  gint64 seen_ms; /* when it came here */
  guint n_inserted;
  guint n_deleted; /* that were there before it */
} CenNoteEdit;

/* Characters that one edit wrote and, if any, one deleted, side by side. */
typedef struct {
  guint32 at;
  guint32 n;
  guint wrote;   /* edit */
  guint deleted; /* edit; G_MAXUINT: none did */
} CenNoteRun;

typedef struct {
  CenNoteText *note;
  GPtrArray *edits; /* CenNoteEdit, in order */
  GArray *runs;     /* CenNoteRun, in the order of the document */
} CenNoteHistory;

/* Errors: CEN_ERROR_NOT_FOUND when @note is no note of @circle or was deleted, CEN_ERROR_STORAGE.
 * Cost: proportional to the history. */
CenNoteHistory *
cen_note_history_read (CenStore *store, const CenId *circle, const CenId *note, GError **error);
void cen_note_history_free (CenNoteHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenNoteHistory, cen_note_history_free)

/* Whether @run shows when the first @n_edits were made. */
gboolean cen_note_run_shows (const CenNoteRun *run, guint n_edits);
/* The text then. */
GString *cen_note_history_dup_text (const CenNoteHistory *self, guint n_edits);
/* How many edits come before the first one that is later than @time_ms. */
guint cen_note_history_count_until (const CenNoteHistory *self, gint64 time_ms);

G_END_DECLS
