/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Nodes are cut in two when they are full and taken out when they are empty; they are never joined,
 * so the height is bounded by how many spans there ever were at once. */

#include "text-order.h"

#include <string.h>

#define NODES_MIN 8
#define FILL      24 /* of a node that is built at once */

static guint32
add_node (CenTextOrder *self, gboolean is_leaf)
{
  CenTextNode *node;

  if (self->n_nodes == self->nodes_size) {
    self->nodes_size += MAX (self->nodes_size / 4, NODES_MIN);
    self->nodes = g_renew (CenTextNode, self->nodes, self->nodes_size);
  }
  node = &self->nodes[self->n_nodes];
  memset (node, 0, sizeof *node);
  node->parent = node->next = node->prev = CEN_TEXT_NONE;
  node->is_leaf = is_leaf != FALSE;
  return self->n_nodes++;
}

void
cen_text_order_init (CenTextOrder *self)
{
  memset (self, 0, sizeof *self);
  self->root = add_node (self, TRUE);
  self->hot = CEN_TEXT_NONE;
}

void
cen_text_order_clear (CenTextOrder *self)
{
  g_clear_pointer (&self->nodes, g_free);
  g_clear_pointer (&self->leaves, g_free);
}

static void
set_leaf (CenTextOrder *self, guint32 span, guint32 leaf)
{
  if (span >= self->leaves_size) {
    self->leaves_size = MAX (span + 1, self->leaves_size + MAX (self->leaves_size / 4, 64));
    self->leaves = g_renew (guint32, self->leaves, self->leaves_size);
  }
  self->leaves[span] = leaf;
}

static guint32
find_slot (CenTextNode *node, guint32 child)
{
  guint32 slot = 0;

  if (node->hint < node->n && node->children[node->hint] == child)
    return node->hint;
  while (node->children[slot] != child)
    slot++;
  g_assert (slot < node->n);
  node->hint = (guint8) slot;
  return slot;
}

/* --- Sums --- */

static guint32
sum_visible (const CenTextNode *node, guint32 n)
{
  guint32 sum = 0;

  for (guint32 i = 0; i < n; i++)
    sum += node->visible[i];
  return sum;
}

static guint32
find_lowest (const CenTextNode *node)
{
  guint32 lowest = CEN_TEXT_NONE;

  for (guint32 i = 0; i < node->n; i++)
    lowest = MIN (lowest, node->joints[i]);
  return lowest;
}

/* @visible more (modulo 2^32) under @at, whose joint is as it was. */
static void
add_visible (CenTextOrder *self, guint32 at, guint32 visible)
{
  while (self->nodes[at].parent != CEN_TEXT_NONE) {
    CenTextNode *parent = &self->nodes[self->nodes[at].parent];

    parent->visible[find_slot (parent, at)] += visible;
    at = self->nodes[at].parent;
  }
}

static void
settle (CenTextOrder *self)
{
  if (self->hot != CEN_TEXT_NONE && self->pending != 0)
    add_visible (self, self->hot, self->pending);
  self->pending = 0;
}

/* @visible more (modulo 2^32) in the leaf @at. */
static void
count_visible (CenTextOrder *self, guint32 at, guint32 visible)
{
  if (self->hot != at) {
    settle (self);
    self->hot = at;
    self->hot_start = CEN_TEXT_NONE;
  }
  self->hot_visible += visible;
  self->pending += visible;
}

/* The leaf @at is hot, from visible character @start on. */
static void
heat (CenTextOrder *self, guint32 at, guint32 start)
{
  settle (self);
  self->hot = at;
  self->hot_start = start;
  self->hot_visible = sum_visible (&self->nodes[at], self->nodes[at].n);
}

/* What the parents of @at say of its joints is true again. */
static void
update_joints (CenTextOrder *self, guint32 at)
{
  while (self->nodes[at].parent != CEN_TEXT_NONE) {
    CenTextNode *parent = &self->nodes[self->nodes[at].parent];
    guint32 slot = find_slot (parent, at);
    guint32 lowest = find_lowest (&self->nodes[at]);

    if (parent->joints[slot] == lowest)
      return;
    parent->joints[slot] = lowest;
    at = self->nodes[at].parent;
  }
}

/* --- Nodes --- */

static void
adopt (CenTextOrder *self, guint32 at)
{
  const CenTextNode *node = &self->nodes[at];

  for (guint32 i = 0; i < node->n; i++) {
    if (node->is_leaf)
      self->leaves[node->children[i]] = at;
    else
      self->nodes[node->children[i]].parent = at;
  }
}

static void
move_slots (CenTextNode *to, guint32 to_slot, const CenTextNode *from, guint32 slot, guint32 n)
{
  memmove (to->children + to_slot, from->children + slot, n * sizeof to->children[0]);
  memmove (to->visible + to_slot, from->visible + slot, n * sizeof to->visible[0]);
  memmove (to->joints + to_slot, from->joints + slot, n * sizeof to->joints[0]);
}

static void
put_slot (CenTextNode *node, guint32 slot, guint32 child, guint32 visible, guint32 joint)
{
  move_slots (node, slot + 1, node, slot, node->n - slot);
  node->children[slot] = child;
  node->visible[slot] = visible;
  node->joints[slot] = joint;
  node->n++;
}

static void
take_slot (CenTextNode *node, guint32 slot)
{
  move_slots (node, slot, node, slot + 1, node->n - slot - 1);
  node->n--;
}

static void
link_behind (CenTextOrder *self, guint32 at, guint32 added)
{
  CenTextNode *node = &self->nodes[at];
  CenTextNode *other = &self->nodes[added];

  other->prev = at;
  other->next = node->next;
  if (node->next != CEN_TEXT_NONE)
    self->nodes[node->next].prev = added;
  node->next = added;
}

/* The root gets one above it. */
static void
grow (CenTextOrder *self)
{
  guint32 root = add_node (self, FALSE);
  CenTextNode *old = &self->nodes[self->root];

  put_slot (&self->nodes[root], 0, self->root, sum_visible (old, old->n), find_lowest (old));
  old->parent = root;
  self->root = root;
}

/* Cuts the full node @at; its parent has room. The upper part keeps more when what comes next comes
 * behind it. */
static void
cut_node (CenTextOrder *self, guint32 at, guint32 keep)
{
  guint32 added = add_node (self, self->nodes[at].is_leaf);
  CenTextNode *node = &self->nodes[at];
  CenTextNode *other = &self->nodes[added];
  CenTextNode *parent = &self->nodes[node->parent];
  guint32 slot = find_slot (parent, at);

  other->n = node->n - (guint16) keep;
  move_slots (other, 0, node, keep, other->n);
  node->n = (guint16) keep;
  other->parent = node->parent;
  adopt (self, added);
  if (node->is_leaf)
    link_behind (self, at, added);
  parent->visible[slot] = sum_visible (node, node->n);
  parent->joints[slot] = find_lowest (node);
  put_slot (parent, slot + 1, added, sum_visible (other, other->n), find_lowest (other));
}

/* Makes room in the leaf @at: cuts it, and before it whatever above it is full, from the top. */
static void
make_room (CenTextOrder *self, guint32 at, guint32 keep)
{
  for (;;) {
    guint32 full = at;
    guint32 parent = self->nodes[at].parent;

    while (parent != CEN_TEXT_NONE && self->nodes[parent].n == CEN_TEXT_NODE_SLOTS) {
      full = parent;
      parent = self->nodes[parent].parent;
    }
    if (parent == CEN_TEXT_NONE) {
      grow (self);
      continue;
    }
    cut_node (self, full, full == at ? keep : CEN_TEXT_NODE_SLOTS / 2);
    if (full == at)
      return;
  }
}

static void
drop_node (CenTextOrder *self, guint32 at)
{
  const CenTextNode *node = &self->nodes[at];
  CenTextNode *parent = &self->nodes[node->parent];

  if (node->prev != CEN_TEXT_NONE)
    self->nodes[node->prev].next = node->next;
  if (node->next != CEN_TEXT_NONE)
    self->nodes[node->next].prev = node->prev;
  take_slot (parent, find_slot (parent, at));
}

/* --- Places --- */

CenTextPlace
cen_text_order_find (CenTextOrder *self, guint32 span)
{
  guint32 leaf = self->leaves[span];

  return (CenTextPlace){ leaf, find_slot (&self->nodes[leaf], span) };
}

CenTextPlace
cen_text_order_get_next (const CenTextOrder *self, CenTextPlace place)
{
  if (place.slot + 1 < self->nodes[place.leaf].n)
    return (CenTextPlace){ place.leaf, place.slot + 1 };
  return (CenTextPlace){ self->nodes[place.leaf].next, 0 };
}

CenTextPlace
cen_text_order_get_previous (const CenTextOrder *self, CenTextPlace place)
{
  guint32 leaf = self->nodes[place.leaf].prev;

  if (place.slot > 0)
    return (CenTextPlace){ place.leaf, place.slot - 1 };
  return (CenTextPlace){ leaf, leaf != CEN_TEXT_NONE ? self->nodes[leaf].n - 1u : 0 };
}

CenTextPlace
cen_text_order_get_first (const CenTextOrder *self)
{
  guint32 at = self->root;

  while (!self->nodes[at].is_leaf)
    at = self->nodes[at].children[0];
  return (CenTextPlace){ self->nodes[at].n > 0 ? at : CEN_TEXT_NONE, 0 };
}

/* --- Changing --- */

void
cen_text_order_insert (CenTextOrder *self, CenTextPlace place, guint32 span, guint32 visible,
                       guint32 joint)
{
  guint32 slot = place.slot + 1;
  guint32 leaf = place.leaf;

  if (leaf == CEN_TEXT_NONE) {
    leaf = cen_text_order_get_first (self).leaf;
    leaf = leaf == CEN_TEXT_NONE ? self->root : leaf;
    slot = 0;
  }
  if (self->nodes[leaf].n == CEN_TEXT_NODE_SLOTS) {
    guint32 keep = CEN_TEXT_NODE_SLOTS / 2;

    settle (self);
    self->hot = CEN_TEXT_NONE;
    make_room (self, leaf, keep);
    if (slot > keep) {
      slot -= keep;
      leaf = self->nodes[leaf].next;
    }
  }
  put_slot (&self->nodes[leaf], slot, span, visible, joint);
  set_leaf (self, span, leaf);
  count_visible (self, leaf, visible);
  update_joints (self, leaf);
}

void
cen_text_order_remove (CenTextOrder *self, CenTextPlace place)
{
  guint32 at = place.leaf;

  count_visible (self, at, 0 - self->nodes[at].visible[place.slot]);
  take_slot (&self->nodes[at], place.slot);
  if (self->nodes[at].n == 0) {
    settle (self);
    self->hot = CEN_TEXT_NONE;
  }
  while (self->nodes[at].n == 0 && self->nodes[at].parent != CEN_TEXT_NONE) {
    guint32 parent = self->nodes[at].parent;

    drop_node (self, at);
    at = parent;
  }
  g_assert (self->nodes[at].n > 0);
  update_joints (self, at);
}

void
cen_text_order_set (CenTextOrder *self, CenTextPlace place, guint32 visible, guint32 joint)
{
  CenTextNode *node = &self->nodes[place.leaf];
  gboolean is_same = node->joints[place.slot] == joint;

  count_visible (self, place.leaf, visible - node->visible[place.slot]);
  node->visible[place.slot] = visible;
  node->joints[place.slot] = joint;
  if (!is_same)
    update_joints (self, place.leaf);
}

void
cen_text_order_widen (CenTextOrder *self, CenTextPlace place, guint32 visible)
{
  count_visible (self, place.leaf, visible);
  self->nodes[place.leaf].visible[place.slot] += visible;
}

/* --- Building --- */

void
cen_text_order_append (CenTextOrder *self, guint32 span, guint32 visible, guint32 joint)
{
  guint32 leaf = self->n_nodes - 1;

  if (self->nodes[leaf].n == FILL) {
    guint32 added = add_node (self, TRUE);

    link_behind (self, leaf, added);
    leaf = added;
  }
  put_slot (&self->nodes[leaf], self->nodes[leaf].n, span, visible, joint);
  set_leaf (self, span, leaf);
}

void
cen_text_order_seal (CenTextOrder *self)
{
  guint32 first = 0;
  guint32 end = self->n_nodes;

  /* Each turn puts a row of parents above nodes first to end. */
  while (end - first > 1) {
    for (guint32 i = first; i < end; i++) {
      guint32 at = (i - first) % FILL == 0 ? add_node (self, FALSE) : self->n_nodes - 1;
      CenTextNode *node = &self->nodes[i];

      node->parent = at;
      put_slot (&self->nodes[at], self->nodes[at].n, i, sum_visible (node, node->n),
                find_lowest (node));
    }
    first = end;
    end = self->n_nodes;
  }
  self->root = first;
}

/* --- Searching --- */

static CenTextPlace
seek_slot (const CenTextOrder *self, guint32 at, guint32 position, guint32 *ret_offset)
{
  const CenTextNode *node = &self->nodes[at];
  guint32 slot = 0;

  while (position >= node->visible[slot]) {
    position -= node->visible[slot++];
    g_assert (slot < node->n);
  }
  *ret_offset = position;
  return (CenTextPlace){ at, slot };
}

CenTextPlace
cen_text_order_seek (CenTextOrder *self, guint32 position, guint32 *ret_offset)
{
  guint32 at = self->root;
  guint32 start = position;

  if (self->hot != CEN_TEXT_NONE && self->hot_start != CEN_TEXT_NONE &&
      position >= self->hot_start && position - self->hot_start < self->hot_visible)
    return seek_slot (self, self->hot, position - self->hot_start, ret_offset);
  settle (self);
  while (!self->nodes[at].is_leaf) {
    CenTextPlace place = seek_slot (self, at, position, &position);

    at = self->nodes[at].children[place.slot];
  }
  heat (self, at, start - position);
  return seek_slot (self, at, position, ret_offset);
}

guint32
cen_text_order_count_before (CenTextOrder *self, CenTextPlace place)
{
  guint32 at = place.leaf;
  guint32 count = sum_visible (&self->nodes[at], place.slot);

  if (at == self->hot && self->hot_start != CEN_TEXT_NONE)
    return self->hot_start + count;
  settle (self);
  while (self->nodes[at].parent != CEN_TEXT_NONE) {
    CenTextNode *parent = &self->nodes[self->nodes[at].parent];

    count += sum_visible (parent, find_slot (parent, at));
    at = self->nodes[at].parent;
  }
  heat (self, place.leaf, count - sum_visible (&self->nodes[place.leaf], place.slot));
  return count;
}

guint32
cen_text_order_get_length (const CenTextOrder *self)
{
  guint32 pending = self->nodes[self->root].is_leaf ? 0 : self->pending;

  return sum_visible (&self->nodes[self->root], self->nodes[self->root].n) + pending;
}

/* The first leaf slot under @at whose joint is below @depth. */
static CenTextPlace
descend_first (const CenTextOrder *self, guint32 at, guint32 slot, guint32 depth)
{
  for (;;) {
    const CenTextNode *node = &self->nodes[at];

    while (node->joints[slot] >= depth)
      slot++;
    if (node->is_leaf)
      return (CenTextPlace){ at, slot };
    at = node->children[slot];
    slot = 0;
  }
}

CenTextPlace
cen_text_order_find_end (CenTextOrder *self, CenTextPlace place, guint32 depth)
{
  guint32 at = place.leaf;
  guint32 slot = place.slot;

  for (;;) {
    const CenTextNode *node = &self->nodes[at];

    for (guint32 i = slot; i < node->n; i++) {
      if (node->joints[i] < depth)
        return descend_first (self, at, i, depth);
    }
    g_assert (node->parent != CEN_TEXT_NONE);
    slot = find_slot (&self->nodes[node->parent], at) + 1;
    at = node->parent;
  }
}

static CenTextPlace
descend_last (const CenTextOrder *self, guint32 at, guint32 slot, guint32 depth)
{
  for (;;) {
    const CenTextNode *node = &self->nodes[at];

    while (node->joints[slot] >= depth)
      slot--;
    if (node->is_leaf)
      return (CenTextPlace){ at, slot };
    at = node->children[slot];
    slot = self->nodes[at].n - 1;
  }
}

CenTextPlace
cen_text_order_find_before (CenTextOrder *self, CenTextPlace place, guint32 depth)
{
  guint32 at = place.leaf;
  guint32 slot = place.slot;

  for (;;) {
    const CenTextNode *node = &self->nodes[at];

    for (guint32 i = slot; i > 0; i--) {
      if (node->joints[i - 1] < depth)
        return descend_last (self, at, i - 1, depth);
    }
    if (node->parent == CEN_TEXT_NONE)
      return (CenTextPlace){ CEN_TEXT_NONE, 0 };
    slot = find_slot (&self->nodes[node->parent], at);
    at = node->parent;
  }
}

gsize
cen_text_order_get_size (const CenTextOrder *self)
{
  return self->nodes_size * sizeof (CenTextNode) + self->leaves_size * sizeof (guint32);
}
