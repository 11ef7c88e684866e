/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteStyle: the Markdown of a note shown as it is meant, in the place where it is typed. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once for each buffer. */
void cenacle_note_style_add_tags (GtkTextBuffer *buffer);
/* Anew for the lines from @from to @to, offsets of characters; for all when that opens or closes a
 * block of code. */
void cenacle_note_style_update (GtkTextBuffer *buffer, guint from, guint to);

/* How many words there are in @text. */
guint cenacle_note_style_count_words (const char *text);

G_END_DECLS
