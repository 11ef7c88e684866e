/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who never looked has seen nothing and needs no help to see it: nothing is highlighted then. */

#include "note-changes.h"

#include "tag-ranges.h"

#include "core/note-news.h"
#include "core/private-notes.h"

#include <stdlib.h>

struct _CenacleNoteChanges {
  GObject parent;
  GtkTextView *view;
  CenacleCircle *circle;
  CenacleNoteCopy *copy;
  CenId note;
  GArray *news; /* CenNoteNews; NULL: not read yet */
  GCancellable *reading;
};

enum { SIGNAL_COUNTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleNoteChanges, cenacle_note_changes, G_TYPE_OBJECT)

static GtkTextBuffer *
get_buffer (CenacleNoteChanges *self)
{
  return gtk_text_view_get_buffer (self->view);
}

static void
note_looked (CenacleNoteChanges *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);
  g_autofree char *note = cen_id_dup_text (&self->note);
  g_autofree char *now =
      g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_TIME_SPAN_MILLISECOND);

  if (engine != NULL)
    cenacle_engine1_call_set_private (engine, cenacle_circle_get_id_text (self->circle), note,
                                      CEN_PRIVATE_LOOKED, now, NULL, NULL, NULL);
}

/* --- Showing --- */

/* Where it is now; what is gone is between two characters. */
static gboolean
get_range (CenacleNoteChanges *self, const CenNoteNews *news, GtkTextIter *start, GtkTextIter *end)
{
  CenNoteText *note = cenacle_note_copy_get_note (self->copy);
  guint32 from, to;
  gboolean is_visible;

  if (!cen_note_anchor_find (note, news->from.bytes, sizeof news->from.bytes, &from, &is_visible) ||
      !cen_note_anchor_find (note, news->to.bytes, sizeof news->to.bytes, &to, &is_visible))
    return FALSE;
  to += is_visible ? 1 : 0;
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), start, (int) from);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), end, (int) MAX (from, to));
  return TRUE;
}

static void
show (CenacleNoteChanges *self)
{
  g_autoptr (GArray) ranges = cenacle_tag_ranges_new ();
  GtkTextIter start, end;

  for (guint i = 0; i < self->news->len; i++) {
    if (get_range (self, &g_array_index (self->news, CenNoteNews, i), &start, &end))
      cenacle_tag_ranges_add (ranges, (guint) gtk_text_iter_get_offset (&start),
                              (guint) gtk_text_iter_get_offset (&end));
  }
  cenacle_tag_ranges_set (get_buffer (self), "new", ranges);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0, self->news->len);
}

void
cenacle_note_changes_go_on (CenacleNoteChanges *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter caret, selected, start, end;
  guint n = self->news != NULL ? self->news->len : 0;
  guint next = 0;

  if (n == 0)
    return;
  gtk_text_buffer_get_selection_bounds (buffer, &selected, &caret);
  for (guint i = 0; i < n; i++) {
    if (!get_range (self, &g_array_index (self->news, CenNoteNews, i), &start, &end))
      continue;
    if (gtk_text_iter_compare (&start, &caret) > 0 ||
        (gtk_text_iter_equal (&start, &caret) && !gtk_text_iter_equal (&start, &end))) {
      next = i;
      break;
    }
  }
  if (!get_range (self, &g_array_index (self->news, CenNoteNews, next), &start, &end))
    return;
  gtk_text_buffer_select_range (buffer, &end, &start);
  gtk_text_view_scroll_to_iter (self->view, &start, 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
cenacle_note_changes_dismiss (CenacleNoteChanges *self)
{
  g_autoptr (GArray) none = cenacle_tag_ranges_new ();

  cenacle_tag_ranges_set (get_buffer (self), "new", none);
  g_clear_pointer (&self->news, g_array_unref);
  note_looked (self);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0, 0);
}

/* --- Reading --- */

typedef struct {
  CenId circle;
  CenId note;
  CenId reader;
} Wish;

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const Wish *wish = data;
  g_autoptr (GHashTable) looked =
      cen_private_list (store, &wish->circle, CEN_PRIVATE_LOOKED, error);
  const char *when = looked != NULL ? g_hash_table_lookup (looked, &wish->note) : NULL;
  g_autoptr (CenNoteHistory) history = NULL;

  if (looked == NULL)
    return NULL;
  if (when == NULL)
    return g_array_new (FALSE, FALSE, sizeof (CenNoteNews));
  history = cen_note_history_read (store, &wish->circle, &wish->note, error);
  return history != NULL
             ? cen_note_news_list (history, g_ascii_strtoll (when, NULL, 10), &wish->reader)
             : NULL;
}

static void
free_news (gpointer news)
{
  g_array_unref (news);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GArray *news = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleNoteChanges *self = user_data;

  if (news == NULL)
    return;
  self->news = news;
  show (self);
  note_looked (self);
}

/* --- The object --- */

static void
cenacle_note_changes_dispose (GObject *object)
{
  CenacleNoteChanges *self = CENACLE_NOTE_CHANGES (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->news, g_array_unref);
  g_clear_object (&self->circle);
  g_clear_object (&self->copy);
  G_OBJECT_CLASS (cenacle_note_changes_parent_class)->dispose (object);
}

static void
cenacle_note_changes_class_init (CenacleNoteChangesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_note_changes_dispose;
  signals[SIGNAL_COUNTED] = g_signal_new ("counted", CENACLE_TYPE_NOTE_CHANGES, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
cenacle_note_changes_init (CenacleNoteChanges *self)
{
  self->reading = g_cancellable_new ();
}

CenacleNoteChanges *
cenacle_note_changes_new (GtkTextView *view, CenacleCircle *circle, const CenId *note,
                          CenacleNoteCopy *copy)
{
  CenacleNoteChanges *self = g_object_new (CENACLE_TYPE_NOTE_CHANGES, NULL);
  Wish wish = { *cenacle_circle_get_id (circle), *note,
                cenacle_circle_get_row (circle)->self_member };
  CenacleQuery query = { read_on_worker, g_memdup2 (&wish, sizeof wish), g_free, free_news };

  self->view = view;
  self->circle = g_object_ref (circle);
  self->copy = g_object_ref (copy);
  self->note = *note;
  cenacle_client_query_async (cenacle_circle_get_client (circle), &query, self->reading, read_cb,
                              self);
  return self;
}

void
cenacle_note_changes_leave (CenacleNoteChanges *self)
{
  if (self->news != NULL)
    note_looked (self);
}
