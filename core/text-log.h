/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextLog: what happened to a document in the order in which it came here: which edit wrote each
 * character, and which ones deleted it. Runs of edits alike stand as one. Edits and characters are
 * numbered as they come; a number is of this replica and leads to the id of an op elsewhere. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_TEXT_RUN_NONE,  /* edits without characters */
  CEN_TEXT_RUN_EACH,  /* edits of one character each */
  CEN_TEXT_RUN_WHOLE, /* one edit with all of them */
} CenTextRunKind;

/* From edit and character on, up to those of the next run. */
typedef struct {
  guint32 edit;
  guint32 at;
  CenTextRunKind kind;
} CenTextRun;

/* n characters were deleted, the first at, the next ones above or below it; by one edit, or by one
 * each in turn. */
typedef struct {
  guint32 edit;
  guint32 at;
  guint32 n : 30;
  guint32 is_backward : 1;
  guint32 is_each : 1;
} CenTextKill;

typedef struct {
  GArray *runs;  /* CenTextRun */
  GArray *kills; /* CenTextKill */
  guint32 n_edits;
  guint32 n_chars;
  guint32 open_at; /* first character of the edit that is being made */
  gboolean is_open;
  guint hint; /* the run that was looked for last */
  /* What was said last of an edit that is closed, of which nothing changes any more: it is asked
   * for when an edit is checked, and again when it is applied. */
  guint32 asked; /* G_MAXUINT32: none */
  guint32 asked_at;
  guint32 asked_n;
} CenTextLog;

void cen_text_log_init (CenTextLog *self);
void cen_text_log_clear (CenTextLog *self);

/* Begins an edit and gives its number. What follows is of it, until it is closed. */
guint32 cen_text_log_open (CenTextLog *self);
void cen_text_log_close (CenTextLog *self);
void cen_text_log_add_chars (CenTextLog *self, guint32 n);
void cen_text_log_add_kill (CenTextLog *self, guint32 at, guint32 n);

/* The characters of @edit, which need not be any. */
void cen_text_log_get_chars (CenTextLog *self, guint32 edit, guint32 *ret_at, guint32 *ret_n);
/* The edit that wrote character @at, and how many of its own came before. */
guint32 cen_text_log_find (CenTextLog *self, guint32 at, guint32 *ret_offset);

/* Where a kill is after @i of its characters. */
guint32 cen_text_kill_get_at (const CenTextKill *self, guint32 i);
guint32 cen_text_kill_get_edit (const CenTextKill *self, guint32 i);

G_END_DECLS
