/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Markdown of one line of a note: what each of its characters is. No GTK here. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bits of what a character is. */
typedef enum {
  CENACLE_SPAN_HEADING_1 = 1 << 0,
  CENACLE_SPAN_HEADING_2 = 1 << 1,
  CENACLE_SPAN_HEADING_3 = 1 << 2,
  CENACLE_SPAN_QUOTE = 1 << 3,
  CENACLE_SPAN_LIST = 1 << 4,
  CENACLE_SPAN_CODE = 1 << 5,
  CENACLE_SPAN_STRONG = 1 << 6,
  CENACLE_SPAN_EMPHASIS = 1 << 7,
  CENACLE_SPAN_STRIKE = 1 << 8,
  CENACLE_SPAN_LINK = 1 << 9,
  CENACLE_SPAN_MARK = 1 << 10, /* of Markdown, not of the words */
  CENACLE_SPAN_DONE = 1 << 11,
  CENACLE_SPAN_BOX = 1 << 12,
  CENACLE_SPAN_BLOCK = 1 << 13,     /* a line in a block of code, or a fence */
  CENACLE_SPAN_BLOCK_END = 1 << 14, /* the fence that ends one */
  CENACLE_SPAN_INDENT = 1 << 15,    /* from the left, where the line begins there */
  CENACLE_SPAN_INDENT_RIGHT = 1 << 16,
  CENACLE_SPAN_TURNED = 1 << 17, /* begins on the right, but for the x of its box */
} CenacleSpan;

#define CENACLE_SPAN_N 18

/* Whether the line before leaves one in a block of code, or this one. */
typedef enum { CENACLE_OUTSIDE_BLOCK, CENACLE_INSIDE_BLOCK } CenacleBlock;

/* Puts into @spans, one for each character of @line and one for its end, what they are, and
 * gives where the next line stands. */
CenacleBlock cenacle_note_spans_read (const char *line, CenacleBlock block, guint32 *spans);

/* Where the link leads that has byte @at of @line; NULL when there is none. */
char *cenacle_note_spans_dup_link (const char *line, gsize at);

/* The length in bytes of what makes @line one of a list, with its spaces; 0 when it is none. */
gsize cenacle_note_spans_get_list_mark (const char *line);
/* Of a line that is a heading how deep, 1 to 6; else 0. */
guint cenacle_note_spans_get_heading (const char *line);

/* Whether it is a letter of a language that is written towards the left. */
gboolean cenacle_note_spans_is_leftward (gunichar c);

typedef enum { CENACLE_SIDE_LEFT, CENACLE_SIDE_RIGHT } CenacleSide;

/* On which side a line begins, as its first letter tells: that in a box is none. */
CenacleSide cenacle_note_spans_get_side (const char *text);

/* How many words there are in @text; none goes over a white space. */
guint cenacle_note_spans_count_words (const char *text);

G_END_DECLS
