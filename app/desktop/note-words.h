/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteWords: a note as it is printed: paragraphs without the marks of Markdown that only say
 * how something looks. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One paragraph, before there is paper. */
typedef struct {
  char *text;
  PangoAttrList *attributes;
  gboolean is_indented;
} CenacleNoteParagraph;

/* Of CenacleNoteParagraph: the title and the lines of @buffer. */
GPtrArray *cenacle_note_words_list (const char *title, GtkTextBuffer *buffer);

G_END_DECLS
