/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextOrder: the spans of a document in its order, in a B+ tree that knows for each subtree how
 * many visible characters it holds and the lowest of its joints.
 *
 * The joint of a span is the depth, in the tree of characters, of the nearest common ancestor of
 * its last character and of the first one of the span after it (0 behind the last span). Between
 * two neighbours of the document one of them or their common ancestor is where the subtrees part:
 * so the subtree of a character of depth d ends at the first joint below d, which a search for the
 * lowest joint finds in logarithmic time, however deep a hostile tree may be. Depths count
 * characters and so never change, nor do joints when spans are cut or joined. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CEN_TEXT_NODE_SLOTS 32
#define CEN_TEXT_NONE       G_MAXUINT32

typedef struct {
  guint32 parent; /* CEN_TEXT_NONE: the root */
  guint32 next;   /* leaf after this one */
  guint32 prev;
  guint16 n;
  guint8 is_leaf;
  guint8 hint;                           /* the slot that was looked for last */
  guint32 children[CEN_TEXT_NODE_SLOTS]; /* spans of a leaf, or nodes */
  guint32 visible[CEN_TEXT_NODE_SLOTS];
  guint32 joints[CEN_TEXT_NODE_SLOTS];
} CenTextNode;

typedef struct {
  CenTextNode *nodes;
  guint32 n_nodes;
  guint32 nodes_size;
  guint32 root;
  guint32 *leaves; /* by span */
  guint32 leaves_size;
  /* What is typed comes in one place: visible characters added to the leaf hot are counted in it,
   * and pending in those above until somebody asks them. */
  guint32 hot;         /* CEN_TEXT_NONE: no leaf */
  guint32 hot_start;   /* visible characters before it; CEN_TEXT_NONE: not known */
  guint32 hot_visible; /* in it; where hot_start is known */
  guint32 pending;     /* modulo 2^32 */
} CenTextOrder;

typedef struct {
  guint32 leaf; /* CEN_TEXT_NONE: before the first or behind the last */
  guint32 slot;
} CenTextPlace;

void cen_text_order_init (CenTextOrder *self);
void cen_text_order_clear (CenTextOrder *self);

/* Where @span is. */
CenTextPlace cen_text_order_find (CenTextOrder *self, guint32 span);
CenTextPlace cen_text_order_get_next (const CenTextOrder *self, CenTextPlace place);
CenTextPlace cen_text_order_get_previous (const CenTextOrder *self, CenTextPlace place);
CenTextPlace cen_text_order_get_first (const CenTextOrder *self);

/* Puts @span right behind @place, or first when that is nowhere. Places of before are void then. */
void cen_text_order_insert (CenTextOrder *self, CenTextPlace place, guint32 span, guint32 visible,
                            guint32 joint);
/* Adds @span at the end, for building: never mixed with the others before the order is sealed. */
void cen_text_order_append (CenTextOrder *self, guint32 span, guint32 visible, guint32 joint);
void cen_text_order_seal (CenTextOrder *self);
void cen_text_order_remove (CenTextOrder *self, CenTextPlace place);
void cen_text_order_set (CenTextOrder *self, CenTextPlace place, guint32 visible, guint32 joint);
/* The span at @place, whose joint is as it was, has @visible characters more that show. */
void cen_text_order_widen (CenTextOrder *self, CenTextPlace place, guint32 visible);

/* The span with the visible character number @position, which is below the length; how many of its
 * characters come before it. */
CenTextPlace cen_text_order_seek (CenTextOrder *self, guint32 position, guint32 *ret_offset);
guint32 cen_text_order_count_before (CenTextOrder *self, CenTextPlace place);
guint32 cen_text_order_get_length (const CenTextOrder *self);

/* The first place at or behind @place whose joint is below @depth. There is one. */
CenTextPlace cen_text_order_find_end (CenTextOrder *self, CenTextPlace place, guint32 depth);
/* The last place before @place whose joint is below @depth; nowhere when there is none. */
CenTextPlace cen_text_order_find_before (CenTextOrder *self, CenTextPlace place, guint32 depth);

gsize cen_text_order_get_size (const CenTextOrder *self); /* bytes of memory */

static inline guint32
cen_text_order_get_span (const CenTextOrder *self, CenTextPlace place)
{
  return self->nodes[place.leaf].children[place.slot];
}

static inline guint32
cen_text_order_get_joint (const CenTextOrder *self, CenTextPlace place)
{
  return self->nodes[place.leaf].joints[place.slot];
}

G_END_DECLS
