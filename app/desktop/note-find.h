/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteFind: the bar that finds words in a note and puts others in their place. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_FIND (cenacle_note_find_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteFind, cenacle_note_find, CENACLE, NOTE_FIND, GtkWidget)

/* Signals: "begin-step" and "end-step", around what is to be taken back in one. */

/* Once, before it opens. */
void cenacle_note_find_set_view (CenacleNoteFind *self, GtkTextView *view);

typedef enum {
  CENACLE_FIND,
  CENACLE_FIND_REPLACE,
} CenacleFindMode;

/* With what is selected, when that is of one line. */
void cenacle_note_find_open (CenacleNoteFind *self, CenacleFindMode mode);
void cenacle_note_find_close (CenacleNoteFind *self);

G_END_DECLS
