/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteEditor: one note, to be read and written in while others do. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_EDITOR (cenacle_note_editor_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteEditor, cenacle_note_editor, CENACLE, NOTE_EDITOR, GtkWidget)

/* Signals: "closed", when one goes back to the list or the note is gone. */

GtkWidget *cenacle_note_editor_new (void);
/* Shows @note; NULL for none, which also hands over what was typed. */
void cenacle_note_editor_open (CenacleNoteEditor *self, CenacleCircle *circle, const CenId *note);

G_END_DECLS
