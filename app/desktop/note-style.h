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

G_END_DECLS
