/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What people wrote, as Markdown that any reader takes for just that: read as the window reads it,
 * and written anew. Nothing in it can begin a heading or a table of the page it stands in, leave
 * the quote it stands in, be HTML, load a picture, name a target for other links, or lead anywhere
 * but to http, https, mailto and cenacle. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One line of plain words: a name, a title. */
char *cenacle_export_escape_line (const char *text);

typedef enum {
  CENACLE_WORDS_QUOTE, /* a message: all of it is a quote; headings become bold lines */
  CENACLE_WORDS_PAGE,  /* a note: headings are those below the page's own; boxes can be ticked */
} CenacleWords;

/* All that was written; "" for nothing, else ending with a line break. */
char *cenacle_export_write_words (const char *text, CenacleWords words);

/* @path as the target of a link: what would end it is written in percent. */
char *cenacle_export_escape_path (const char *path);

G_END_DECLS
