/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteHistoryDialog: a note as it was after each change, who wrote what in their colour, and
 * the way back to it. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_HISTORY_DIALOG (cenacle_note_history_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteHistoryDialog, cenacle_note_history_dialog, CENACLE,
                      NOTE_HISTORY_DIALOG, AdwWindow)

/* @from: a widget of the window that asks */
void
cenacle_note_history_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenId *note);

G_END_DECLS
