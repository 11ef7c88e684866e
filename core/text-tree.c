/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text-tree.h"

#include <string.h>

#define FAMILY    (1u << 31) /* of a kid that is the number of a family */
#define SPANS_MIN 64

/* --- Spans --- */

static guint32
last_depth (const CenTextSpan *span)
{
  return span->depth + span->len - 1;
}

static guint32
visible_of (const CenTextSpan *span)
{
  return span->is_deleted ? 0 : span->len;
}

guint32
cen_text_tree_add_span (CenTextTree *self, const CenTextSpan *span)
{
  guint32 no = self->free_span;

  if (no != CEN_TEXT_NONE) {
    self->free_span = self->spans[no].at;
  } else {
    if (self->n_spans == self->spans_size) {
      self->spans_size += MAX (self->spans_size / 4, SPANS_MIN);
      self->spans = g_renew (CenTextSpan, self->spans, self->spans_size);
    }
    no = self->n_spans++;
  }
  self->spans[no] = *span;
  cen_text_index_put (&self->index, span->at, no);
  return no;
}

static void
drop_span (CenTextTree *self, guint32 no)
{
  cen_text_index_remove (&self->index, self->spans[no].at);
  self->spans[no].at = self->free_span;
  self->free_span = no;
}

guint32
cen_text_tree_find (const CenTextTree *self, guint32 at)
{
  return cen_text_index_find (&self->index, at);
}

void
cen_text_tree_init (CenTextTree *self, CenTextCompare compare, gconstpointer data)
{
  static const CenTextSpan root = {
    .len = 1, .is_deleted = TRUE, .depth = 1, .kids = { CEN_TEXT_NONE, CEN_TEXT_NONE }
  };

  memset (self, 0, sizeof *self);
  cen_text_log_init (&self->log);
  cen_text_chars_init (&self->chars);
  cen_text_index_init (&self->index);
  cen_text_order_init (&self->order);
  self->families = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->free_span = CEN_TEXT_NONE;
  self->compare = compare;
  self->compare_data = data;
  cen_text_index_reserve (&self->index, 1);
  cen_text_order_insert (&self->order, (CenTextPlace){ CEN_TEXT_NONE, 0 },
                         cen_text_tree_add_span (self, &root), 0, 0);
  cen_text_log_open (&self->log);
  cen_text_log_add_chars (&self->log, 1);
  cen_text_log_close (&self->log);
  cen_text_chars_add (&self->chars, " ", 1);
}

void
cen_text_tree_clear (CenTextTree *self)
{
  cen_text_log_clear (&self->log);
  cen_text_chars_clear (&self->chars);
  cen_text_index_clear (&self->index);
  cen_text_order_clear (&self->order);
  g_clear_pointer (&self->spans, g_free);
  g_clear_pointer (&self->families, g_ptr_array_unref);
}

/* --- Siblings --- */

const guint32 *
cen_text_tree_get_kids (const CenTextTree *self, const guint32 *kid, guint *ret_n)
{
  const GArray *family;

  *ret_n = *kid != CEN_TEXT_NONE;
  if (*kid == CEN_TEXT_NONE || (*kid & FAMILY) == 0)
    return kid;
  family = self->families->pdata[*kid & ~FAMILY];
  *ret_n = family->len;
  return (const guint32 *) family->data;
}

static GArray *
make_family (CenTextTree *self, guint32 *kid)
{
  GArray *family;

  if ((*kid & FAMILY) != 0)
    return self->families->pdata[*kid & ~FAMILY];
  family = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (family, *kid);
  *kid = FAMILY | self->families->len;
  g_ptr_array_add (self->families, family);
  return family;
}

void
cen_text_tree_add_kid (CenTextTree *self, guint32 parent_span, CenTextSide side, guint32 at)
{
  guint32 *kid = &self->spans[parent_span].kids[side];

  if (*kid == CEN_TEXT_NONE)
    *kid = at;
  else
    g_array_append_val (make_family (self, kid), at);
}

static int
compare_chars (CenTextTree *self, guint32 a, guint32 b)
{
  guint32 offset;
  guint32 edit_a = cen_text_log_find (&self->log, a, &offset);
  guint32 edit_b = cen_text_log_find (&self->log, b, &offset);

  if (edit_a == edit_b)
    return a < b ? -1 : a > b;
  return self->compare (self->compare_data, edit_a, edit_b);
}

/* Puts @at among the children of @kid and gives the sibling before it; CEN_TEXT_NONE for none. */
static guint32
put_kid (CenTextTree *self, guint32 *kid, guint32 at)
{
  GArray *family;
  guint low = 0;
  guint high;

  if (*kid == CEN_TEXT_NONE) {
    *kid = at;
    return CEN_TEXT_NONE;
  }
  family = make_family (self, kid);
  high = family->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (compare_chars (self, g_array_index (family, guint32, middle), at) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  g_array_insert_val (family, low, at);
  return low > 0 ? g_array_index (family, guint32, low - 1) : CEN_TEXT_NONE;
}

/* --- Cutting and joining --- */

/* What comes behind the first @n characters of @no becomes a span of its own: its number. */
static guint32
cut (CenTextTree *self, guint32 no, guint32 n)
{
  CenTextSpan *head = &self->spans[no];
  CenTextPlace place = cen_text_order_find (&self->order, no);
  CenTextSpan tail = *head;
  guint32 joint = cen_text_order_get_joint (&self->order, place);
  guint32 tail_no;

  g_assert (n > 0 && n < head->len);
  tail.at = head->at + n;
  tail.len = head->len - n;
  tail.parent = tail.at - 1;
  tail.side = CEN_TEXT_RIGHT;
  tail.depth = head->depth + n;
  tail.kids[CEN_TEXT_LEFT] = CEN_TEXT_NONE;
  head->len = n;
  head->kids[CEN_TEXT_RIGHT] = tail.at;
  cen_text_order_set (&self->order, place, visible_of (head), last_depth (head));
  tail_no = cen_text_tree_add_span (self, &tail);
  cen_text_order_insert (&self->order, place, tail_no, visible_of (&tail), joint);
  return tail_no;
}

/* Whether @a goes on in @b as one chain. */
static gboolean
is_chain (const CenTextSpan *a, const CenTextSpan *b)
{
  return a->at != 0 && b->at == a->at + a->len && a->is_deleted == b->is_deleted &&
         a->kids[CEN_TEXT_RIGHT] == b->at && b->kids[CEN_TEXT_LEFT] == CEN_TEXT_NONE;
}

/* Joins the span at @place with the one behind it, where they are one chain. */
static void
join (CenTextTree *self, CenTextPlace place)
{
  CenTextPlace next;
  CenTextSpan *a, *b;
  guint32 joint, no;

  if (place.leaf == CEN_TEXT_NONE)
    return;
  next = cen_text_order_get_next (&self->order, place);
  if (next.leaf == CEN_TEXT_NONE)
    return;
  no = cen_text_order_get_span (&self->order, next);
  a = &self->spans[cen_text_order_get_span (&self->order, place)];
  b = &self->spans[no];
  if (!is_chain (a, b))
    return;
  joint = cen_text_order_get_joint (&self->order, next);
  a->len += b->len;
  a->kids[CEN_TEXT_RIGHT] = b->kids[CEN_TEXT_RIGHT];
  cen_text_order_set (&self->order, place, visible_of (a), joint);
  drop_span (self, no);
  cen_text_order_remove (&self->order, next);
}

/* --- Inserting --- */

/* The place behind which a new child of the last character of @no goes, on the right. */
static CenTextPlace
find_right_place (CenTextTree *self, guint32 no, guint32 at)
{
  guint32 before = put_kid (self, &self->spans[no].kids[CEN_TEXT_RIGHT], at);
  guint32 sibling;

  if (before == CEN_TEXT_NONE)
    return cen_text_order_find (&self->order, no);
  sibling = cen_text_tree_find (self, before);
  return cen_text_order_find_end (&self->order, cen_text_order_find (&self->order, sibling),
                                  self->spans[sibling].depth);
}

/* The same for the first character of @no, on the left: ahead of its siblings the subtree of the
 * parent begins. */
static CenTextPlace
find_left_place (CenTextTree *self, guint32 no, guint32 at)
{
  guint32 before = put_kid (self, &self->spans[no].kids[CEN_TEXT_LEFT], at);
  CenTextPlace place = cen_text_order_find (&self->order, no);
  guint32 sibling;

  if (before == CEN_TEXT_NONE)
    return cen_text_order_find_before (&self->order, place, self->spans[no].depth);
  sibling = cen_text_tree_find (self, before);
  return cen_text_order_find_end (&self->order, cen_text_order_find (&self->order, sibling),
                                  self->spans[sibling].depth);
}

/* Behind @place the joint is that of the parent where the new span has something of the same parent
 * before it, else it stays; behind the new span it is the other of the two. */
static void
place_span (CenTextTree *self, CenTextPlace place, guint32 no, gboolean is_leftmost)
{
  const CenTextSpan *span = &self->spans[no];
  guint32 depth = span->depth - 1; /* of the parent */
  guint32 joint = depth;

  if (!is_leftmost) {
    guint32 before = cen_text_order_get_span (&self->order, place);

    joint = cen_text_order_get_joint (&self->order, place);
    cen_text_order_set (&self->order, place, visible_of (&self->spans[before]), depth);
  }
  cen_text_order_insert (&self->order, place, no, visible_of (span), joint);
}

/* New characters that go on where @span ends need no span of their own. */
static gboolean
extend (CenTextTree *self, guint32 no, guint32 at, guint32 n, gboolean is_visible)
{
  CenTextSpan *span = &self->spans[no];

  if (span->at == 0 || span->at + span->len != at || span->is_deleted != !is_visible ||
      span->kids[CEN_TEXT_RIGHT] != CEN_TEXT_NONE)
    return FALSE;
  span->len += n;
  if (is_visible)
    cen_text_order_widen (&self->order, cen_text_order_find (&self->order, no), n);
  return TRUE;
}

void
cen_text_tree_insert (CenTextTree *self, guint32 parent, CenTextSide side, guint32 at, guint32 n,
                      gboolean is_visible)
{
  guint32 no = cen_text_tree_find (self, parent);
  guint32 offset = parent - self->spans[no].at;
  CenTextSpan span = { .at = at,
                       .len = n,
                       .is_deleted = !is_visible,
                       .parent = parent,
                       .side = side,
                       .depth = self->spans[no].depth + offset + 1,
                       .kids = { CEN_TEXT_NONE, CEN_TEXT_NONE } };
  CenTextPlace place;
  gboolean is_leftmost;
  guint n_kids;

  if (at + n > self->index.size)
    cen_text_index_reserve (&self->index, at + n);
  if (side == CEN_TEXT_RIGHT) {
    if (offset + 1 < self->spans[no].len)
      cut (self, no, offset + 1);
    else if (extend (self, no, at, n, is_visible))
      return;
    place = find_right_place (self, no, at);
  } else {
    if (offset > 0)
      no = cut (self, no, offset);
    place = find_left_place (self, no, at);
  }
  is_leftmost = side == CEN_TEXT_LEFT &&
                cen_text_tree_get_kids (self, &self->spans[no].kids[side], &n_kids)[0] == at;
  no = cen_text_tree_add_span (self, &span);
  place_span (self, place, no, is_leftmost);
}

void
cen_text_tree_find_parent (CenTextTree *self, guint32 position, guint32 *ret_parent,
                           CenTextSide *ret_side)
{
  CenTextPlace place = { 0, 0 };
  const CenTextSpan *span = &self->spans[0];
  guint32 offset = 0;
  guint32 joint;

  if (position > 0) {
    place = cen_text_order_seek (&self->order, position - 1, &offset);
    span = &self->spans[cen_text_order_get_span (&self->order, place)];
  } else {
    place = cen_text_order_find (&self->order, 0);
  }
  *ret_parent = span->at + offset;
  *ret_side = CEN_TEXT_RIGHT;
  joint = cen_text_order_get_joint (&self->order, place);
  if (offset + 1 < span->len) {
    (*ret_parent)++;
    *ret_side = CEN_TEXT_LEFT;
  } else if (joint == last_depth (span)) {
    place = cen_text_order_get_next (&self->order, place);
    *ret_parent = self->spans[cen_text_order_get_span (&self->order, place)].at;
    *ret_side = CEN_TEXT_LEFT;
  }
}

/* --- Deleting --- */

/* Moves the border between @a, at @place, and @b behind it, which are chained but for that one is
 * deleted: @n characters go over. */
static void
move_border (CenTextTree *self, CenTextPlace place, CenTextSpan *a, CenTextSpan *b, gint32 n)
{
  CenTextPlace next = cen_text_order_get_next (&self->order, place);
  guint32 no = cen_text_order_get_span (&self->order, next);

  cen_text_index_remove (&self->index, b->at);
  a->len = (guint32) ((gint32) a->len + n);
  b->len = (guint32) ((gint32) b->len - n);
  b->at = (guint32) ((gint32) b->at + n);
  b->depth = (guint32) ((gint32) b->depth + n);
  b->parent = b->at - 1;
  a->kids[CEN_TEXT_RIGHT] = b->at;
  cen_text_index_put (&self->index, b->at, no);
  cen_text_order_set (&self->order, place, visible_of (a), last_depth (a));
  cen_text_order_set (&self->order, next, visible_of (b),
                      cen_text_order_get_joint (&self->order, next));
}

/* Whether deleting @n characters of the span at @place from @offset on is but moving its border
 * with a deleted neighbour, the commonest case; if so, it is done. */
static gboolean
give_to_neighbour (CenTextTree *self, CenTextPlace place, CenTextSpan *span, guint32 offset,
                   guint32 n)
{
  CenTextPlace other;
  CenTextSpan *neighbour;
  CenTextSpan as_deleted = *span;

  as_deleted.is_deleted = TRUE;
  if (offset == 0)
    other = cen_text_order_get_previous (&self->order, place);
  else if (offset + n == span->len)
    other = cen_text_order_get_next (&self->order, place);
  else
    return FALSE;
  if (other.leaf == CEN_TEXT_NONE)
    return FALSE;
  neighbour = &self->spans[cen_text_order_get_span (&self->order, other)];
  if (offset == 0 && is_chain (neighbour, &as_deleted))
    move_border (self, other, neighbour, span, (gint32) n);
  else if (offset > 0 && is_chain (&as_deleted, neighbour))
    move_border (self, place, span, neighbour, -(gint32) n);
  else
    return FALSE;
  return TRUE;
}

static void
delete_within (CenTextTree *self, guint32 no, CenTextPlace place, guint32 offset, guint32 n)
{
  CenTextSpan *span = &self->spans[no];

  if (n < span->len && give_to_neighbour (self, place, span, offset, n))
    return;
  if (offset > 0)
    no = cut (self, no, offset);
  if (n < self->spans[no].len)
    cut (self, no, n);
  self->spans[no].is_deleted = TRUE;
  place = cen_text_order_find (&self->order, no);
  cen_text_order_set (&self->order, place, 0, cen_text_order_get_joint (&self->order, place));
  join (self, place);
  join (self, cen_text_order_get_previous (&self->order, place));
}

guint32
cen_text_tree_delete (CenTextTree *self, guint32 at, guint32 n, guint32 *ret_position,
                      gboolean *ret_was_visible)
{
  guint32 no = cen_text_tree_find (self, at);
  guint32 offset = at - self->spans[no].at;
  CenTextPlace place;

  n = MIN (n, self->spans[no].len - offset);
  *ret_was_visible = !self->spans[no].is_deleted;
  if (!*ret_was_visible)
    return n;
  place = cen_text_order_find (&self->order, no);
  if (ret_position != NULL)
    *ret_position = cen_text_order_count_before (&self->order, place) + offset;
  delete_within (self, no, place, offset, n);
  return n;
}

gsize
cen_text_tree_get_size (const CenTextTree *self)
{
  gsize size = cen_text_chars_get_size (&self->chars) + cen_text_index_get_size (&self->index) +
               cen_text_order_get_size (&self->order) + self->spans_size * sizeof (CenTextSpan) +
               self->log.runs->len * sizeof (CenTextRun) +
               self->log.kills->len * sizeof (CenTextKill) +
               self->families->len * (sizeof (gpointer) + sizeof (GArray));

  for (guint i = 0; i < self->families->len; i++)
    size += ((GArray *) self->families->pdata[i])->len * sizeof (guint32);
  return size;
}
