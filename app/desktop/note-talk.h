/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteTalk: the comments on a note that is open: their passages are marked in the text, and
 * the pane beside it has them in threads. */

#pragma once

#include "note-copy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_TALK (cenacle_note_talk_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteTalk, cenacle_note_talk, CENACLE, NOTE_TALK, GObject)

/* Signal "counted" (guint n), how many threads are not done. */
CenacleNoteTalk *cenacle_note_talk_new (GtkTextView *view, CenacleCircle *circle, const CenId *note,
                                        CenacleNoteCopy *copy);
/* Shows the pane under the @title of the note: what is selected is what a comment will be about. */
void cenacle_note_talk_show (CenacleNoteTalk *self, const char *title);
/* After the text changed. */
void cenacle_note_talk_refresh (CenacleNoteTalk *self);

G_END_DECLS
