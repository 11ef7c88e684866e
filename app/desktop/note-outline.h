/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteOutline: the headings of a note, to go there. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Hangs on @button; reads @view each time it opens. */
void cenacle_note_outline_attach (GtkMenuButton *button, GtkTextView *view);

G_END_DECLS
