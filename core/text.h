/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenText: a text that several people write at once (PROTOCOL.md, Text). It takes edits in any
 * order in which each comes after those it builds on, and is the same whatever that order was.
 * Positions and lengths count code points. Edits have numbers, in the order in which they came
 * here, from 1 on; which op each one is, and how two of them compare, is for the caller to know. */

#pragma once

#include "limits.h"
#include "text-tree.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_TEXT_OWN G_MAXUINT32 /* in a step: of the same edit */

typedef enum {
  CEN_TEXT_INSERT_LEFT = 0,
  CEN_TEXT_INSERT_RIGHT = 1,
  CEN_TEXT_DELETE = 2,
} CenTextStepKind;

/* Inserts len characters beside the character that an edit wrote after offset others; or deletes
 * len of them from there on. Character 0 of edit 0 is the root, which all
 * begins with: what hangs there hangs on its right. */
typedef struct {
  CenTextStepKind kind;
  guint32 edit;
  guint32 offset;
  guint32 len;
} CenTextStep;

/* What one op changes. */
typedef struct {
  GArray *steps; /* CenTextStep */
  GString *text; /* all that is inserted, UTF-8 */
  guint32 n_chars;
} CenTextEdit;

void cen_text_edit_init (CenTextEdit *self);
void cen_text_edit_clear (CenTextEdit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenTextEdit, cen_text_edit_clear)
void cen_text_edit_reset (CenTextEdit *self); /* to nothing */

/* What a change did to what one sees: n_deleted characters gone at position, then n_inserted new
 * ones there, which are those from character at on. */
typedef struct {
  guint32 position;
  guint32 n_deleted;
  guint32 at;
  guint32 n_inserted;
} CenTextDelta;

typedef struct {
  CenTextTree tree;
} CenText;

CenText *cen_text_new (CenTextCompare compare, gconstpointer data);
void cen_text_free (CenText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenText, cen_text_free)

/* --- Edits of others --- */

typedef enum {
  CEN_TEXT_COUNTS,
  CEN_TEXT_COUNTS_NOT, /* what it inserts is deleted from the start, what it deletes stays */
} CenTextEffect;

/**
 * cen_text_apply: takes an edit in, whole or, where it names a character that is not here or goes
 * beyond CEN_NOTE_CHARS_MAX, not at all: then FALSE, and the text is as it was.
 * @deltas: (nullable): CenTextDelta are added, in the order in which they are to be made
 * Cost: for each step logarithmic in the length of the history.
 */
gboolean
cen_text_apply (CenText *self, const CenTextEdit *edit, CenTextEffect effect, GArray *deltas);

/* --- One's own --- */

/* Begins an edit: what is typed from here on is of it. Nothing else may be applied meanwhile. */
void cen_text_begin (CenText *self);
/**
 * cen_text_type: deletes @n_deleted characters at @position, which are there, and inserts
 * @n_inserted, those of @inserted, in their place.
 * @record: the steps are added
 * FALSE and nothing done when there is no room for them.
 */
gboolean cen_text_type (CenText *self, guint32 position, guint32 n_deleted, const char *inserted,
                        guint32 n_inserted, CenTextEdit *record);
/* Ends it: its number. */
guint32 cen_text_end (CenText *self);

/* --- Reading --- */

guint32 cen_text_get_length (const CenText *self);
guint32 cen_text_get_n_chars (const CenText *self); /* deleted ones with it */
guint32 cen_text_get_n_edits (const CenText *self); /* the root's with it */
GString *cen_text_dup_text (CenText *self);
/* Adds those @n characters from @position on to @text. */
void cen_text_copy (CenText *self, guint32 position, guint32 n, GString *text);

/* The visible character at @position, as edit and offset; below the length. */
void cen_text_get_char (CenText *self, guint32 position, guint32 *ret_edit, guint32 *ret_offset);
/* Where that character is, or where it was when it is deleted: FALSE when there is none such. */
gboolean cen_text_find_char (CenText *self, guint32 edit, guint32 offset, guint32 *ret_position,
                             gboolean *ret_is_visible);

/* Calls @func for each run of the document in order: @n characters from @at on, all visible or all
 * deleted. */
typedef void (*CenTextRunFunc) (guint32 at, guint32 n, gboolean is_visible, gpointer data);
void cen_text_foreach (const CenText *self, CenTextRunFunc func, gpointer data);

gsize cen_text_get_size (const CenText *self); /* bytes of memory */

G_END_DECLS
