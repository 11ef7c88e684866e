/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNotePrint: a note on paper, or as a PDF file, as it shows: without the marks of Markdown.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks how and where; an error shows on @from. */
void cenacle_note_print (GtkWidget *from, const char *title, GtkTextBuffer *buffer);

/* What stands in @buffer now, for later. */
GtkPrintOperation *cenacle_note_print_prepare (const char *title, GtkTextBuffer *buffer);
/* It becomes a PDF file at @path; an error shows on @from. */
void cenacle_note_print_to (GtkWidget *from, GtkPrintOperation *operation, const char *path);

G_END_DECLS
