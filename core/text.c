/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text.h"

/* --- Edits --- */

void
cen_text_edit_init (CenTextEdit *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (CenTextStep));
  self->text = g_string_new (NULL);
  self->n_chars = 0;
}

void
cen_text_edit_clear (CenTextEdit *self)
{
  g_clear_pointer (&self->steps, g_array_unref);
  if (self->text != NULL)
    g_string_free (g_steal_pointer (&self->text), TRUE);
}

void
cen_text_edit_reset (CenTextEdit *self)
{
  g_array_set_size (self->steps, 0);
  g_string_truncate (self->text, 0);
  self->n_chars = 0;
}

/* --- The text --- */

CenText *
cen_text_new (CenTextCompare compare, gconstpointer data)
{
  CenText *self = g_new (CenText, 1);

  cen_text_tree_init (&self->tree, compare, data);
  return self;
}

void
cen_text_free (CenText *self)
{
  if (self == NULL)
    return;
  cen_text_tree_clear (&self->tree);
  g_free (self);
}

static gboolean
has_room (const CenText *self, guint32 n)
{
  return n <= CEN_NOTE_CHARS_MAX && cen_text_get_n_chars (self) + n <= CEN_NOTE_CHARS_MAX;
}

/* --- Edits of others --- */

/* Whether @step names what is there, @n_own characters of its own edit among it. */
static gboolean
step_is_sound (CenText *self, const CenTextStep *step, guint32 n_own)
{
  guint32 at;
  guint32 n = n_own;

  if (step->edit != CEN_TEXT_OWN) {
    if (step->edit >= self->tree.log.n_edits)
      return FALSE;
    cen_text_log_get_chars (&self->tree.log, step->edit, &at, &n);
  }
  if (step->len == 0 || step->offset >= n)
    return FALSE;
  if (step->edit == 0)
    return step->kind == CEN_TEXT_INSERT_RIGHT;
  return step->kind != CEN_TEXT_DELETE || step->len <= n - step->offset;
}

static gboolean
edit_is_sound (CenText *self, const CenTextEdit *edit)
{
  guint32 n_own = 0;

  if (!has_room (self, edit->n_chars))
    return FALSE;
  for (guint i = 0; i < edit->steps->len; i++) {
    const CenTextStep *step = &g_array_index (edit->steps, CenTextStep, i);

    if (!step_is_sound (self, step, n_own))
      return FALSE;
    if (step->kind == CEN_TEXT_DELETE)
      continue;
    if (step->len > edit->n_chars - n_own)
      return FALSE;
    n_own += step->len;
  }
  return n_own == edit->n_chars;
}

static guint32
find_named (CenText *self, const CenTextStep *step)
{
  guint32 edit = step->edit != CEN_TEXT_OWN ? step->edit : self->tree.log.n_edits;
  guint32 at, n;

  cen_text_log_get_chars (&self->tree.log, edit, &at, &n);
  return at + step->offset;
}

static void
add_delta (GArray *deltas, CenTextDelta delta)
{
  CenTextDelta *last = NULL;

  if (deltas->len > 0)
    last = &g_array_index (deltas, CenTextDelta, deltas->len - 1);
  if (last != NULL && delta.n_deleted > 0 && last->n_inserted == 0 &&
      last->position == delta.position)
    last->n_deleted += delta.n_deleted;
  else
    g_array_append_val (deltas, delta);
}

static void
apply_insert (CenText *self, const CenTextStep *step, const char **text, CenTextEffect effect,
              GArray *deltas)
{
  CenTextTree *tree = &self->tree;
  guint32 at = tree->log.n_chars;
  guint32 parent = find_named (self, step);
  gboolean counts = effect == CEN_TEXT_COUNTS;
  CenTextDelta delta = { .at = at, .n_inserted = step->len };
  gboolean is_visible;

  *text = cen_text_chars_add (&tree->chars, *text, step->len);
  cen_text_log_add_chars (&tree->log, step->len);
  if (!counts)
    cen_text_log_add_kill (&tree->log, at, step->len);
  cen_text_tree_insert (tree, parent,
                        step->kind == CEN_TEXT_INSERT_RIGHT ? CEN_TEXT_RIGHT : CEN_TEXT_LEFT, at,
                        step->len, counts);
  if (deltas == NULL || !counts)
    return;
  cen_text_find_char (self, tree->log.n_edits, at - tree->log.open_at, &delta.position,
                      &is_visible);
  add_delta (deltas, delta);
}

static void
apply_delete (CenText *self, const CenTextStep *step, GArray *deltas)
{
  guint32 at = find_named (self, step);
  guint32 n_left = step->len;

  cen_text_log_add_kill (&self->tree.log, at, n_left);
  while (n_left > 0) {
    guint32 position;
    gboolean was_visible;
    guint32 n = cen_text_tree_delete (&self->tree, at, n_left, deltas != NULL ? &position : NULL,
                                      &was_visible);

    if (was_visible && deltas != NULL)
      add_delta (deltas, (CenTextDelta){ .position = position, .n_deleted = n });
    at += n;
    n_left -= n;
  }
}

gboolean
cen_text_apply (CenText *self, const CenTextEdit *edit, CenTextEffect effect, GArray *deltas)
{
  const char *text = edit->text->str;

  if (!edit_is_sound (self, edit))
    return FALSE;
  cen_text_log_open (&self->tree.log);
  for (guint i = 0; i < edit->steps->len; i++) {
    const CenTextStep *step = &g_array_index (edit->steps, CenTextStep, i);

    if (step->kind != CEN_TEXT_DELETE)
      apply_insert (self, step, &text, effect, deltas);
    else if (effect == CEN_TEXT_COUNTS)
      apply_delete (self, step, deltas);
  }
  cen_text_log_close (&self->tree.log);
  return TRUE;
}

/* --- One's own --- */

void
cen_text_begin (CenText *self)
{
  cen_text_log_open (&self->tree.log);
}

guint32
cen_text_end (CenText *self)
{
  guint32 edit = self->tree.log.n_edits;

  cen_text_log_close (&self->tree.log);
  return edit;
}

static CenTextStep *
get_last_step (const CenTextEdit *record)
{
  return record->steps->len > 0
             ? &g_array_index (record->steps, CenTextStep, record->steps->len - 1)
             : NULL;
}

static guint32
find_edit (CenText *self, guint32 at, guint32 *ret_offset)
{
  guint32 edit = cen_text_log_find (&self->tree.log, at, ret_offset);

  return edit == self->tree.log.n_edits ? CEN_TEXT_OWN : edit;
}

static void
record_insert (CenText *self, CenTextEdit *record, guint32 parent, CenTextSide side, guint32 n)
{
  CenTextStep *last = get_last_step (record);
  CenTextStep step = { .len = n };

  record->n_chars += n;
  if (last != NULL && last->kind != CEN_TEXT_DELETE && side == CEN_TEXT_RIGHT &&
      parent + 1 == self->tree.log.n_chars) {
    last->len += n;
    return;
  }
  step.kind = side == CEN_TEXT_RIGHT ? CEN_TEXT_INSERT_RIGHT : CEN_TEXT_INSERT_LEFT;
  step.edit = find_edit (self, parent, &step.offset);
  g_array_append_val (record->steps, step);
}

static void
record_delete (CenText *self, CenTextEdit *record, guint32 at, guint32 n)
{
  while (n > 0) {
    CenTextStep step = { .kind = CEN_TEXT_DELETE };
    CenTextStep *last = get_last_step (record);
    guint32 first, n_of_edit;

    step.edit = find_edit (self, at, &step.offset);
    cen_text_log_get_chars (&self->tree.log,
                            step.edit == CEN_TEXT_OWN ? self->tree.log.n_edits : step.edit, &first,
                            &n_of_edit);
    step.len = MIN (n, n_of_edit - step.offset);
    at += step.len;
    n -= step.len;
    if (last != NULL && last->kind == CEN_TEXT_DELETE && last->edit == step.edit &&
        last->offset + last->len == step.offset) {
      last->len += step.len;
    } else if (last != NULL && last->kind == CEN_TEXT_DELETE && last->edit == step.edit &&
               step.offset + step.len == last->offset) {
      last->offset = step.offset;
      last->len += step.len;
    } else {
      g_array_append_val (record->steps, step);
    }
  }
}

static void
type_delete (CenText *self, guint32 position, guint32 n, CenTextEdit *record)
{
  CenTextTree *tree = &self->tree;

  while (n > 0) {
    guint32 offset;
    CenTextPlace place = cen_text_order_seek (&tree->order, position, &offset);
    const CenTextSpan *span = &tree->spans[cen_text_order_get_span (&tree->order, place)];
    guint32 at = span->at + offset;
    guint32 part = MIN (n, span->len - offset);
    gboolean was_visible;

    record_delete (self, record, at, part);
    cen_text_log_add_kill (&tree->log, at, part);
    cen_text_tree_delete (tree, at, part, NULL, &was_visible);
    n -= part;
  }
}

gboolean
cen_text_type (CenText *self, guint32 position, guint32 n_deleted, const char *inserted,
               guint32 n_inserted, CenTextEdit *record)
{
  CenTextTree *tree = &self->tree;
  guint32 at = tree->log.n_chars;
  guint32 parent;
  CenTextSide side;
  const char *end;

  if (!has_room (self, n_inserted))
    return FALSE;
  type_delete (self, position, n_deleted, record);
  if (n_inserted == 0)
    return TRUE;
  cen_text_tree_find_parent (tree, position, &parent, &side);
  record_insert (self, record, parent, side, n_inserted);
  end = cen_text_chars_add (&tree->chars, inserted, n_inserted);
  g_string_append_len (record->text, inserted, end - inserted);
  cen_text_log_add_chars (&tree->log, n_inserted);
  cen_text_tree_insert (tree, parent, side, at, n_inserted, TRUE);
  return TRUE;
}

/* --- Reading --- */

guint32
cen_text_get_length (const CenText *self)
{
  return cen_text_order_get_length (&self->tree.order);
}

guint32
cen_text_get_n_chars (const CenText *self)
{
  return self->tree.log.n_chars - 1;
}

guint32
cen_text_get_n_edits (const CenText *self)
{
  return self->tree.log.n_edits;
}

void
cen_text_foreach (const CenText *self, CenTextRunFunc func, gpointer data)
{
  const CenTextOrder *order = &self->tree.order;

  for (CenTextPlace place = cen_text_order_get_first (order); place.leaf != CEN_TEXT_NONE;
       place = cen_text_order_get_next (order, place)) {
    const CenTextSpan *span = &self->tree.spans[cen_text_order_get_span (order, place)];

    if (span->at != 0)
      func (span->at, span->len, !span->is_deleted, data);
  }
}

void
cen_text_copy (CenText *self, guint32 position, guint32 n, GString *text)
{
  CenTextOrder *order = &self->tree.order;
  CenTextPlace place;
  guint32 offset;

  if (n == 0)
    return;
  place = cen_text_order_seek (order, position, &offset);
  while (n > 0) {
    const CenTextSpan *span = &self->tree.spans[cen_text_order_get_span (order, place)];

    if (!span->is_deleted) {
      guint32 part = MIN (n, span->len - offset);

      cen_text_chars_copy (&self->tree.chars, span->at + offset, part, text);
      n -= part;
    }
    offset = 0;
    place = cen_text_order_get_next (order, place);
  }
}

GString *
cen_text_dup_text (CenText *self)
{
  guint32 n = cen_text_get_length (self);
  GString *text = g_string_sized_new (n + n / 8 + 16);

  cen_text_copy (self, 0, n, text);
  return text;
}

void
cen_text_get_char (CenText *self, guint32 position, guint32 *ret_edit, guint32 *ret_offset)
{
  guint32 offset;
  CenTextPlace place = cen_text_order_seek (&self->tree.order, position, &offset);
  guint32 span = cen_text_order_get_span (&self->tree.order, place);

  *ret_edit = cen_text_log_find (&self->tree.log, self->tree.spans[span].at + offset, ret_offset);
}

gboolean
cen_text_find_char (CenText *self, guint32 edit, guint32 offset, guint32 *ret_position,
                    gboolean *ret_is_visible)
{
  guint32 at, n, no;
  const CenTextSpan *span;

  if (edit > self->tree.log.n_edits || (edit == self->tree.log.n_edits && !self->tree.log.is_open))
    return FALSE;
  cen_text_log_get_chars (&self->tree.log, edit, &at, &n);
  if (offset >= n)
    return FALSE;
  at += offset;
  no = cen_text_tree_find (&self->tree, at);
  span = &self->tree.spans[no];
  *ret_is_visible = !span->is_deleted;
  *ret_position =
      cen_text_order_count_before (&self->tree.order, cen_text_order_find (&self->tree.order, no)) +
      (span->is_deleted ? 0 : at - span->at);
  return TRUE;
}

gsize
cen_text_get_size (const CenText *self)
{
  return sizeof *self + cen_text_tree_get_size (&self->tree);
}
