/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteChanges: what others changed in a note since this person last looked at it:
 * highlighted, and gone through one by one. When they looked is kept on their own devices. */

#pragma once

#include "note-copy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_CHANGES (cenacle_note_changes_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteChanges, cenacle_note_changes, CENACLE, NOTE_CHANGES, GObject)

/* Signal "counted" (guint n), how many passages changed, when that is known. */
CenacleNoteChanges *cenacle_note_changes_new (GtkTextView *view, CenacleCircle *circle,
                                              const CenId *note, CenacleNoteCopy *copy);
/* To the next one behind the caret, or again the first: selects it. */
void cenacle_note_changes_go_on (CenacleNoteChanges *self);
/* Highlights nothing any more. */
void cenacle_note_changes_dismiss (CenacleNoteChanges *self);
/* All that is there now has been looked at. */
void cenacle_note_changes_leave (CenacleNoteChanges *self);

G_END_DECLS
