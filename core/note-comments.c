/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An answer names the first comment of its thread; one that names another answer, or something that
 * is not here, begins a thread itself. So every comment stands somewhere, whatever was deleted. */

#include "note-comments.h"

#include "kinds-note.h"
#include "note-anchor.h"

static void
row_free (gpointer data)
{
  cen_object_row_free (data);
}

static void
thread_free (gpointer data)
{
  CenNoteThread *thread = data;

  g_ptr_array_unref (thread->answers);
  g_free (thread);
}

void
cen_note_comments_free (CenNoteComments *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* --- Threads --- */

static void
begin_thread (CenNoteComments *self, const CenObjectRow *row)
{
  CenNoteThread *thread = g_new0 (CenNoteThread, 1);

  thread->row = row;
  thread->answers = g_ptr_array_new ();
  thread->is_done = cen_object_row_get_bool (row, CEN_COMMENT_DONE);
  g_ptr_array_add (self->threads, thread);
}

/* Oldest first, so a thread is there before what answers it. */
static void
make_threads (CenNoteComments *self)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (cen_id_hash, cen_id_hash_equal);

  for (guint i = 0; i < self->rows->len; i++) {
    CenObjectRow *row = self->rows->pdata[i];
    CenId first = { 0 };
    CenNoteThread *thread = NULL;

    if (cen_object_row_get_ref (row, CEN_COMMENT_THREAD, &first))
      thread = g_hash_table_lookup (by_id, &first);
    if (thread != NULL) {
      g_ptr_array_add (thread->answers, row);
      continue;
    }
    begin_thread (self, row);
    g_hash_table_insert (by_id, &row->id, self->threads->pdata[self->threads->len - 1]);
  }
}

CenNoteComments *
cen_note_comments_read (CenStore *store, const CenId *circle, const CenId *note, GError **error)
{
  CenObjectPage page = { .parent = note, .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  GPtrArray *rows = cen_query_objects (store, circle, CEN_KIND_COMMENT, &page, error);
  CenNoteComments *self;

  if (rows == NULL)
    return NULL;
  self = g_new0 (CenNoteComments, 1);
  self->rows = rows;
  g_ptr_array_set_free_func (rows, row_free);
  self->threads = g_ptr_array_new_with_free_func (thread_free);
  make_threads (self);
  return self;
}

/* --- Places --- */

static gboolean
find (CenNoteText *note, const CenObjectRow *row, guint field, guint32 *ret_position,
      gboolean *ret_is_visible)
{
  g_autoptr (GBytes) anchor = cen_object_row_dup_bytes (row, field);
  gsize len = 0;
  const guint8 *bytes = anchor != NULL ? g_bytes_get_data (anchor, &len) : NULL;

  return len > 0 && cen_note_anchor_find (note, bytes, len, ret_position, ret_is_visible);
}

static gboolean
has_anchor (const CenObjectRow *row)
{
  g_autoptr (GBytes) anchor = cen_object_row_dup_bytes (row, CEN_COMMENT_FROM);

  return anchor != NULL && g_bytes_get_size (anchor) > 0;
}

static void
place_thread (CenNoteThread *thread, CenNoteText *note)
{
  guint32 from = 0, to = 0;
  gboolean is_visible = FALSE;

  thread->position = thread->n_chars = 0;
  thread->passage = has_anchor (thread->row) ? CEN_PASSAGE_GONE : CEN_PASSAGE_NONE;
  if (thread->passage == CEN_PASSAGE_NONE ||
      !find (note, thread->row, CEN_COMMENT_FROM, &from, &is_visible))
    return;
  if (!find (note, thread->row, CEN_COMMENT_TO, &to, &is_visible))
    return;
  to += is_visible ? 1 : 0;
  if (from >= to)
    return;
  thread->passage = CEN_PASSAGE_THERE;
  thread->position = from;
  thread->n_chars = to - from;
}

static int
compare_threads_cb (gconstpointer a, gconstpointer b)
{
  const CenNoteThread *first = *(const CenNoteThread *const *) a;
  const CenNoteThread *second = *(const CenNoteThread *const *) b;
  gboolean first_is_there = first->passage == CEN_PASSAGE_THERE;
  gboolean second_is_there = second->passage == CEN_PASSAGE_THERE;

  if (first_is_there != second_is_there)
    return first_is_there ? -1 : 1;
  if (first->position != second->position)
    return first->position < second->position ? -1 : 1;
  if (first->row->lamport != second->row->lamport)
    return first->row->lamport < second->row->lamport ? -1 : 1;
  return cen_id_compare (&first->row->id, &second->row->id);
}

void
cen_note_comments_place (CenNoteComments *self, CenNoteText *note)
{
  for (guint i = 0; i < self->threads->len; i++)
    place_thread (self->threads->pdata[i], note);
  g_ptr_array_sort (self->threads, compare_threads_cb);
}
