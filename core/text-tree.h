/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextTree: the characters of a document as a tree (tree-Fugue: Weidner and Kleppmann, "The Art
 * of the Fugue", 2023), kept as spans. Each character hangs on the left or the right side of
 * another; siblings stand in one order on all replicas; the document is the tree read from left to
 * right. So the order is a function of the set of characters alone.
 *
 * A span is a run of characters numbered one after the other, each the only right child of the one
 * before, all visible or all deleted: only its first character can have left children, only its
 * last one other right children. Character 0 is the root and is never visible. */

#pragma once

#include "text-chars.h"
#include "text-index.h"
#include "text-log.h"
#include "text-order.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_TEXT_LEFT = 0,
  CEN_TEXT_RIGHT = 1,
} CenTextSide;

typedef struct {
  guint32 at; /* its first character */
  guint32 len : 31;
  guint32 is_deleted : 1;
  guint32 parent : 31; /* what the first one hangs on */
  guint32 side : 1;
  guint32 depth;   /* of the first one */
  guint32 kids[2]; /* by side: a first character, a family, or CEN_TEXT_NONE */
} CenTextSpan;

/* The order between two edits, as all replicas see it: below, equal or above 0. */
typedef int (*CenTextCompare) (gconstpointer data, guint32 a, guint32 b);

typedef struct {
  CenTextLog log;
  CenTextChars chars;
  CenTextIndex index;
  CenTextOrder order;
  CenTextSpan *spans;
  guint32 n_spans;
  guint32 spans_size;
  guint32 free_span;   /* chained by at */
  GPtrArray *families; /* GArray of guint32: first characters of siblings, in order */
  CenTextCompare compare;
  gconstpointer compare_data;
} CenTextTree;

void cen_text_tree_init (CenTextTree *self, CenTextCompare compare, gconstpointer data);
void cen_text_tree_clear (CenTextTree *self);

/* The span that character @at is in. */
guint32 cen_text_tree_find (const CenTextTree *self, guint32 at);

/**
 * cen_text_tree_insert: hangs the @n newest characters, from @at on, as a chain on @parent.
 * @is_visible: FALSE for what is deleted from the start
 * Cost: logarithmic, and proportional to the number of siblings.
 */
void cen_text_tree_insert (CenTextTree *self, guint32 parent, CenTextSide side, guint32 at,
                           guint32 n, gboolean is_visible);
/* Where characters typed at visible position @position hang. */
void cen_text_tree_find_parent (CenTextTree *self, guint32 position, guint32 *ret_parent,
                                CenTextSide *ret_side);
/* Deletes of the @n characters from @at on the first ones that are all deleted already or all in
 * one span: how many. @ret_position: where they were visible; @ret_was_visible: whether */
guint32 cen_text_tree_delete (CenTextTree *self, guint32 at, guint32 n, guint32 *ret_position,
                              gboolean *ret_was_visible);

/* For building from a saved form: a new span, in the index but not in the order; and a sibling
 * added behind the others. */
guint32 cen_text_tree_add_span (CenTextTree *self, const CenTextSpan *span);
void cen_text_tree_add_kid (CenTextTree *self, guint32 parent_span, CenTextSide side, guint32 at);
/* The first characters of the children, in order. */
const guint32 *cen_text_tree_get_kids (const CenTextTree *self, const guint32 *kid, guint *ret_n);

gsize cen_text_tree_get_size (const CenTextTree *self); /* bytes of memory */

G_END_DECLS
