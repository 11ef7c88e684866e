/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteCopy: a note as one writes in it here: a copy of its text that takes what one types at
 * once, hands it to the engine some times a second, and takes in what comes from others. */

#pragma once

#include "circle.h"

#include "core/note-text.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_COPY (cenacle_note_copy_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteCopy, cenacle_note_copy, CENACLE, NOTE_COPY, GObject)

/* Signals: "delta" (guint position, guint n_deleted, const char *inserted): what others changed, to
 * be made in what shows; "named": what one typed is in the replica; "failed" (const char
 * *sentence); "gone": the note was deleted. */

/* Errors: CEN_ERROR_NOT_FOUND; those of a replica that cannot be read. */
CenacleNoteCopy *cenacle_note_copy_new (CenacleCircle *circle, const CenId *note, GError **error);

char *cenacle_note_copy_dup_text (CenacleNoteCopy *self);
/* Lent until the main loop runs again: what stands here, with what one types. */
CenNoteText *cenacle_note_copy_get_note (CenacleNoteCopy *self);

/* While somebody else looks at the note, what one types is handed over at once; else some times a
 * second, in fewer ops. */
void cenacle_note_copy_set_watched (CenacleNoteCopy *self, gboolean is_watched);

/* What one types: FALSE, and nothing done, when the note is full. */
gboolean cenacle_note_copy_type (CenacleNoteCopy *self, guint position, guint n_deleted,
                                 const char *inserted);

/* Takes back, or does again, what one typed here last, whatever others wrote meanwhile: the changes
 * come as deltas. FALSE when there is nothing. */
gboolean cenacle_note_copy_undo (CenacleNoteCopy *self);
gboolean cenacle_note_copy_redo (CenacleNoteCopy *self);

/* What is typed between is taken back in one step. */
void cenacle_note_copy_begin_step (CenacleNoteCopy *self);
void cenacle_note_copy_end_step (CenacleNoteCopy *self);

/* Hands over what was typed so far. */
void cenacle_note_copy_flush (CenacleNoteCopy *self);

G_END_DECLS
