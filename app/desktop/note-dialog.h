/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteDialog: what a note is called, what it belongs to, and what it begins with. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for a new one; @created gets its id. */
typedef void (*CenacleNoteDialogFunc) (GtkWidget *from, const char *id);
void
cenacle_note_dialog_begin (GtkWidget *from, CenacleCircle *circle, CenacleNoteDialogFunc created);
/* Of one that is there: its title and what it belongs to. */
void cenacle_note_dialog_change (GtkWidget *from, CenacleCircle *circle, const CenId *note);

/* What @object is called, and what it is: "session: Series". NULL when it is nothing a note belongs
 * to. */
char *cenacle_note_dialog_dup_about (CenacleCircle *circle, const CenId *object);

G_END_DECLS
