/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteExport: a note as a file, where the person says. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* As it is on paper. */
void cenacle_note_export_pdf (GtkWidget *from, const char *title, GtkTextBuffer *buffer);
/* As it was typed, under its title. */
void cenacle_note_export_markdown (GtkWidget *from, const char *title, GtkTextBuffer *buffer);

G_END_DECLS
