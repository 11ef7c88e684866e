/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteUndo: what takes back what one typed in a note, and that alone, whatever others wrote
 * meanwhile: characters of one's own to delete, and words to put back behind a character. */

#pragma once

#include "core/text.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CenacleNoteUndo CenacleNoteUndo;

CenacleNoteUndo *cenacle_note_undo_new (void);
void cenacle_note_undo_free (CenacleNoteUndo *self);
void cenacle_note_undo_forget (CenacleNoteUndo *self);

/* What is typed from here on to the end is one step back. They may stand one within another. */
void cenacle_note_undo_begin (CenacleNoteUndo *self);
void cenacle_note_undo_end (CenacleNoteUndo *self);

/* Before @n_deleted characters at @position of @text give way to @n_inserted as part of the edit
 * that is open there. What is typed in one go is one step. */
void cenacle_note_undo_remember (CenacleNoteUndo *self, CenText *text, guint32 position,
                                 guint32 n_deleted, guint32 n_inserted);

typedef enum {
  CENACLE_NOTE_BACK,
  CENACLE_NOTE_FORTH,
} CenacleNoteWay;

/* Is to make the change at once, remembering it. */
typedef void (*CenacleNoteUndoFunc) (guint32 position, guint32 n_deleted, const char *inserted,
                                     gpointer data);

/* One step. FALSE when there is none. */
gboolean cenacle_note_undo_move (CenacleNoteUndo *self, CenacleNoteWay way, CenText *text,
                                 CenacleNoteUndoFunc func, gpointer data);

G_END_DECLS
