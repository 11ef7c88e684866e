/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text-log.h"

#include <string.h>

void
cen_text_log_init (CenTextLog *self)
{
  memset (self, 0, sizeof *self);
  self->runs = g_array_new (FALSE, FALSE, sizeof (CenTextRun));
  self->kills = g_array_new (FALSE, FALSE, sizeof (CenTextKill));
  self->asked = G_MAXUINT32;
}

void
cen_text_log_clear (CenTextLog *self)
{
  g_clear_pointer (&self->runs, g_array_unref);
  g_clear_pointer (&self->kills, g_array_unref);
}

guint32
cen_text_log_open (CenTextLog *self)
{
  g_assert (!self->is_open);
  self->is_open = TRUE;
  self->open_at = self->n_chars;
  return self->n_edits;
}

void
cen_text_log_close (CenTextLog *self)
{
  CenTextRun run = { self->n_edits, self->open_at, CEN_TEXT_RUN_WHOLE };
  guint32 n = self->n_chars - self->open_at;

  g_assert (self->is_open);
  if (n < 2)
    run.kind = n == 0 ? CEN_TEXT_RUN_NONE : CEN_TEXT_RUN_EACH;
  self->is_open = FALSE;
  self->n_edits++;
  if (run.kind == CEN_TEXT_RUN_WHOLE || self->runs->len == 0 ||
      g_array_index (self->runs, CenTextRun, self->runs->len - 1).kind != run.kind)
    g_array_append_val (self->runs, run);
}

void
cen_text_log_add_chars (CenTextLog *self, guint32 n)
{
  self->n_chars += n;
}

guint32
cen_text_kill_get_at (const CenTextKill *self, guint32 i)
{
  return self->is_backward ? self->at - i : self->at + i;
}

guint32
cen_text_kill_get_edit (const CenTextKill *self, guint32 i)
{
  return self->is_each ? self->edit + i : self->edit;
}

/* Whether @at, deleted by the open edit, goes on with @last; if so @last then says how. */
static gboolean
extend_kill (const CenTextLog *self, CenTextKill *last, guint32 at)
{
  gboolean is_each = self->n_edits == last->edit + last->n;
  gboolean is_backward = at + last->n == last->at;

  if ((!is_each && self->n_edits != last->edit) || (!is_backward && at != last->at + last->n))
    return FALSE;
  if (last->n > 1 && (is_each != last->is_each || is_backward != last->is_backward))
    return FALSE;
  last->is_each = is_each;
  last->is_backward = is_backward;
  last->n++;
  return TRUE;
}

void
cen_text_log_add_kill (CenTextLog *self, guint32 at, guint32 n)
{
  CenTextKill kill = { self->n_edits, at, n, FALSE, FALSE };
  CenTextKill *last = NULL;

  if (self->kills->len > 0)
    last = &g_array_index (self->kills, CenTextKill, self->kills->len - 1);
  if (last != NULL && n == 1 && extend_kill (self, last, at))
    return;
  if (last != NULL && last->edit == self->n_edits && !last->is_each && !last->is_backward &&
      at == last->at + last->n)
    last->n += n;
  else
    g_array_append_val (self->kills, kill);
}

/* --- Looking up --- */

static gboolean
is_before (const CenTextLog *self, guint i, guint32 edit, guint32 at)
{
  const CenTextRun *run = &g_array_index (self->runs, CenTextRun, i);

  return run->edit <= edit && run->at <= at;
}

/* The last run that begins at or before @edit, or @at: the other one is 0. */
static guint
find_run (CenTextLog *self, guint32 edit, guint32 at)
{
  guint low = 0;
  guint high = self->runs->len;
  guint last = high - 1;

  if (is_before (self, last, edit, at))
    return last;
  if (is_before (self, self->hint, edit, at)) {
    low = self->hint;
    if (!is_before (self, low + 1, edit, at))
      return low;
  }
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (is_before (self, middle, edit, at))
      low = middle;
    else
      high = middle;
  }
  self->hint = low;
  return low;
}

/* The characters of an edit that is closed. */
static void
look_up (CenTextLog *self, guint32 edit)
{
  guint i = find_run (self, edit, G_MAXUINT32);
  const CenTextRun *run = &g_array_index (self->runs, CenTextRun, i);
  guint32 end = self->is_open ? self->open_at : self->n_chars;

  g_assert (edit < self->n_edits);
  self->asked = edit;
  self->asked_at = run->kind == CEN_TEXT_RUN_EACH ? run->at + edit - run->edit : run->at;
  self->asked_n = run->kind == CEN_TEXT_RUN_EACH;
  if (run->kind == CEN_TEXT_RUN_WHOLE)
    self->asked_n = (i + 1 < self->runs->len ? run[1].at : end) - run->at;
}

void
cen_text_log_get_chars (CenTextLog *self, guint32 edit, guint32 *ret_at, guint32 *ret_n)
{
  if (edit == self->n_edits && self->is_open) {
    *ret_at = self->open_at;
    *ret_n = self->n_chars - self->open_at;
    return;
  }
  if (edit != self->asked)
    look_up (self, edit);
  *ret_at = self->asked_at;
  *ret_n = self->asked_n;
}

guint32
cen_text_log_find (CenTextLog *self, guint32 at, guint32 *ret_offset)
{
  const CenTextRun *run;

  if (self->is_open && at >= self->open_at) {
    *ret_offset = at - self->open_at;
    return self->n_edits;
  }
  run = &g_array_index (self->runs, CenTextRun, find_run (self, G_MAXUINT32, at));
  *ret_offset = run->kind == CEN_TEXT_RUN_WHOLE ? at - run->at : 0;
  return run->kind == CEN_TEXT_RUN_WHOLE ? run->edit : run->edit + at - run->at;
}
