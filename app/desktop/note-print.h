/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNotePrint: a note on paper, or as a PDF file, as it shows: without the marks of Markdown.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks how and where; an error shows on @from. */
void cenacle_note_print (GtkWidget *from, const char *title, GtkTextBuffer *buffer);
/* Asks where to. */
void cenacle_note_print_pdf (GtkWidget *from, const char *title, GtkTextBuffer *buffer);
/* Writes the text of @buffer into a file of Markdown, under its title; asks where to. */
void cenacle_note_export (GtkWidget *from, const char *title, GtkTextBuffer *buffer);

G_END_DECLS
