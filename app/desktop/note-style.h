/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteStyle: the Markdown of a note shown as it is meant, in the place where it is typed. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once for each buffer, which keeps it. */
void cenacle_note_style_watch (GtkTextBuffer *buffer);
/* Anew for the lines from @from to @to, offsets of characters, and for those behind them that a
 * fence put into or out of a block of code. What is much goes on while nothing else is to be done.
 */
void cenacle_note_style_update (GtkTextBuffer *buffer, guint from, guint to);

/* All that waits, at once. */
void cenacle_note_style_finish (GtkTextBuffer *buffer);
/* The colours of what is highlighted, as the theme of @widget has them now. */
void cenacle_note_style_set_colours (GtkTextBuffer *buffer, GtkWidget *widget);

/* Where the link at @iter leads; NULL when there is none. */
char *cenacle_note_style_dup_link (const GtkTextIter *iter);

/* The length in bytes of what makes the line @text one of a list, with its spaces; 0 when it is
 * none. */
gsize cenacle_note_style_get_list_mark (const char *text);
/* Of a line that is a heading how deep, 1 to 6; else 0. */
guint cenacle_note_style_get_heading (const char *text);

/* How many words there are in @text. */
guint cenacle_note_style_count_words (const char *text);

G_END_DECLS
