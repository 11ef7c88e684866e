/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteKeys: what makes writing Markdown less work: lists that go on, words put between
 * marks, boxes ticked. All of it changes the buffer as typing does. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Return in a list: the next line is of the list too, or none where this one is empty. FALSE when
 * the line is of no list, and nothing is done. */
gboolean cenacle_note_keys_go_on (GtkTextBuffer *buffer);

typedef enum {
  CENACLE_INDENT_MORE,
  CENACLE_INDENT_LESS,
} CenacleIndent;

/* Of the lines that are selected, those of lists. FALSE when there are none. */
gboolean cenacle_note_keys_indent (GtkTextBuffer *buffer, CenacleIndent how);

/* Ticks the box of the line at @iter, or takes the tick away. FALSE when it has none. */
gboolean cenacle_note_keys_tick (GtkTextBuffer *buffer, const GtkTextIter *iter);
gboolean cenacle_note_keys_is_box (GtkTextBuffer *buffer, const GtkTextIter *iter);

/* Puts what is selected between two @mark, or takes them away where they are; with nothing selected
 * the caret stands between them. */
void cenacle_note_keys_wrap (GtkTextBuffer *buffer, const char *mark);
void cenacle_note_keys_link (GtkTextBuffer *buffer);
/* The line is a heading of the next level, and none after the third. */
void cenacle_note_keys_heading (GtkTextBuffer *buffer);
/* The lines that are selected are of a list that begins each with @mark, or, when they all are, of
 * none any more. */
void cenacle_note_keys_list (GtkTextBuffer *buffer, const char *mark);

G_END_DECLS
