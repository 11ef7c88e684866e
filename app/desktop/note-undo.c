/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-undo.h"

#define STEPS_MAX 200
#define PAUSE_US  (1 * G_USEC_PER_SEC) /* after which a new step begins */

/* What takes back one change. Edit 0 as an anchor: at the start. */
typedef struct {
  guint32 edit;
  guint32 offset;
  guint32 n_inserted;
  guint32 anchor_edit;
  guint32 anchor_offset;
  char *deleted;
} Change;

struct _CenacleNoteUndo {
  GPtrArray *undo; /* GArray of Change: one step each */
  GPtrArray *redo;
  GArray *taking; /* lent: where the step under way goes; NULL while the person types */
  guint depth;
  gboolean is_fresh; /* the next change begins a step */
  gint64 typed_us;
  guint32 next; /* where it would go on */
};

static void
change_clear (gpointer data)
{
  g_free (((Change *) data)->deleted);
}

static GArray *
add_step (GPtrArray *steps)
{
  GArray *step = g_array_new (FALSE, FALSE, sizeof (Change));

  g_array_set_clear_func (step, change_clear);
  if (steps->len == STEPS_MAX)
    g_ptr_array_remove_index (steps, 0);
  g_ptr_array_add (steps, step);
  return step;
}

CenacleNoteUndo *
cenacle_note_undo_new (void)
{
  CenacleNoteUndo *self = g_new0 (CenacleNoteUndo, 1);

  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->is_fresh = TRUE;
  return self;
}

void
cenacle_note_undo_free (CenacleNoteUndo *self)
{
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_free (self);
}

void
cenacle_note_undo_forget (CenacleNoteUndo *self)
{
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  self->is_fresh = TRUE;
}

void
cenacle_note_undo_begin (CenacleNoteUndo *self)
{
  if (self->depth++ == 0)
    self->is_fresh = TRUE;
}

void
cenacle_note_undo_end (CenacleNoteUndo *self)
{
  g_assert (self->depth > 0);
  if (--self->depth == 0)
    self->is_fresh = TRUE;
}

/* --- Remembering --- */

static GArray *
get_step (CenacleNoteUndo *self, guint32 position, guint32 n_deleted)
{
  gint64 now = g_get_monotonic_time ();
  gboolean goes_on = position == self->next || position + n_deleted == self->next;

  if (self->taking != NULL)
    return self->taking;
  g_ptr_array_set_size (self->redo, 0);
  if (self->depth == 0 && (!goes_on || now - self->typed_us > PAUSE_US))
    self->is_fresh = TRUE;
  self->typed_us = now;
  if (!self->is_fresh && self->undo->len > 0)
    return self->undo->pdata[self->undo->len - 1];
  self->is_fresh = FALSE;
  return add_step (self->undo);
}

void
cenacle_note_undo_remember (CenacleNoteUndo *self, CenText *text, guint32 position,
                            guint32 n_deleted, guint32 n_inserted)
{
  const CenTextLog *log = &text->tree.log;
  GArray *step = get_step (self, position, n_deleted);
  Change change = { .edit = log->n_edits,
                    .offset = log->n_chars - log->open_at,
                    .n_inserted = n_inserted };
  GString *deleted = g_string_new (NULL);

  if (position > 0)
    cen_text_get_char (text, position - 1, &change.anchor_edit, &change.anchor_offset);
  cen_text_copy (text, position, n_deleted, deleted);
  change.deleted = g_string_free (deleted, FALSE);
  g_array_append_val (step, change);
  self->next = position + n_inserted;
}

/* --- Taking back --- */

/* What it wrote goes as far as it is still there, in runs that stand side by side, the last first.
 */
static void
take_away (const Change *change, CenText *text, CenacleNoteUndoFunc func, gpointer data)
{
  guint32 first = 0; /* of the run */
  guint32 n = 0;

  for (guint32 i = change->n_inserted; i-- > 0;) {
    guint32 position;
    gboolean is_visible;

    if (!cen_text_find_char (text, change->edit, change->offset + i, &position, &is_visible) ||
        !is_visible)
      continue;
    if (n > 0 && position + 1 != first) {
      func (first, n, "", data);
      n = 0;
    }
    first = position;
    n++;
  }
  if (n > 0)
    func (first, n, "", data);
}

/* What it deleted comes back behind what stood before it. */
static void
put_back (const Change *change, CenText *text, CenacleNoteUndoFunc func, gpointer data)
{
  gboolean is_visible = FALSE;
  guint32 position = 0;

  if (*change->deleted == '\0')
    return;
  if (change->anchor_edit != 0)
    cen_text_find_char (text, change->anchor_edit, change->anchor_offset, &position, &is_visible);
  func (position + (is_visible ? 1 : 0), 0, change->deleted, data);
}

gboolean
cenacle_note_undo_move (CenacleNoteUndo *self, CenacleNoteWay way, CenText *text,
                        CenacleNoteUndoFunc func, gpointer data)
{
  GPtrArray *from = way == CENACLE_NOTE_BACK ? self->undo : self->redo;
  g_autoptr (GArray) step = NULL;

  if (from->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (from, from->len - 1);
  self->taking = add_step (way == CENACLE_NOTE_BACK ? self->redo : self->undo);
  for (guint i = step->len; i-- > 0;) {
    const Change *change = &g_array_index (step, Change, i);

    take_away (change, text, func, data);
    put_back (change, text, func, data);
  }
  self->taking = NULL;
  self->is_fresh = TRUE;
  return TRUE;
}
