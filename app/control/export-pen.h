/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePen: writes Markdown that any reader takes for just what was asked for: these words, these
 * marks, in these quotes and items, and nothing else. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_PEN_CONTAINERS_MAX 16 /* within each other; deeper ones are not drawn */
#define CENACLE_PEN_MARKS_MAX      32 /* the same */

typedef enum {
  CENACLE_GAP_NONE,
  CENACLE_GAP_LINE,
  CENACLE_GAP_BLANK,
} CenacleGap;

typedef enum {
  CENACLE_MARK_NONE, /* around words, but does not show */
  CENACLE_MARK_EMPHASIS,
  CENACLE_MARK_STRONG,
  CENACLE_MARK_STRUCK,
  CENACLE_MARK_LINK,
} CenacleMark;

typedef enum {
  CENACLE_BREAK_SOFT, /* a new line of the same paragraph, which readers may fill */
  CENACLE_BREAK_HARD,
  CENACLE_BREAK_SPACE, /* none: all stays on one line */
} CenacleBreak;

typedef struct _CenaclePen CenaclePen;

CenaclePen *cenacle_pen_new (void);
void cenacle_pen_free (CenaclePen *self);
/* Gives what was written, ending with a line break unless it is nothing; @self is gone. */
char *cenacle_pen_end (CenaclePen *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenaclePen, cenacle_pen_free)

/* @first stands where the container begins, @rest before every other of its lines. One in which
 * nothing is written does not show. */
void cenacle_pen_push (CenaclePen *self, const char *first, const char *rest);
void cenacle_pen_pop (CenaclePen *self);
/* At least @gap stands before what is written next. */
void cenacle_pen_begin_block (CenaclePen *self, CenacleGap gap);
gboolean cenacle_pen_is_empty (const CenaclePen *self);

/* @sign as it is, for a heading, a box, a rule; what follows stands inside the line. */
void cenacle_pen_write_sign (CenaclePen *self, const char *sign);
/* Words, in UTF-8 as cenacle_pen_dup_clean() leaves it. */
void cenacle_pen_write (CenaclePen *self, const char *text, gsize len);
void cenacle_pen_break (CenaclePen *self, CenacleBreak how);
void cenacle_pen_write_code (CenaclePen *self, const char *code);
void cenacle_pen_write_code_block (CenaclePen *self, const char *code, const char *language);

/* Marks around what is written until they are closed: before the first sign that shows, behind the
 * last one. @uri: of a link. */
void cenacle_pen_open (CenaclePen *self, CenacleMark mark, const char *uri);
void cenacle_pen_close (CenaclePen *self);
void cenacle_pen_close_all (CenaclePen *self);

/* @text without signs that are none, that end lines unseen or turn the direction of reading. It may
 * be of any bytes. */
char *cenacle_pen_dup_clean (const char *text);

G_END_DECLS
