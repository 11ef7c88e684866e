/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteCursors: who else looks at a note and where they are in it, shown in the view; and
 * one's own place there, told to them while the note is open. */

#pragma once

#include "note-copy.h"
#include "note-view.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_CURSORS (cenacle_note_cursors_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteCursors, cenacle_note_cursors, CENACLE, NOTE_CURSORS, GObject)

/* Signal "changed", when somebody came or went. Ends with cenacle_note_cursors_leave(). */
CenacleNoteCursors *cenacle_note_cursors_new (CenacleNoteView *view, CenacleCircle *circle,
                                              const CenId *note, CenacleNoteCopy *copy);
/* After the text changed. */
void cenacle_note_cursors_refresh (CenacleNoteCursors *self);
/* One sentence; NULL when nobody else is here. */
char *cenacle_note_cursors_dup_sentence (CenacleNoteCursors *self);
/* Tells that one is gone, and shows nobody any more. */
void cenacle_note_cursors_leave (CenacleNoteCursors *self);

G_END_DECLS
