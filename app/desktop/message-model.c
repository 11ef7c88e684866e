/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows are contiguous in the order of (lamport, id): whatever is between the first and the last
 * that are held is held too, as of the last refresh. One query is under way at a time; a refresh
 * asked for meanwhile is done after it. An answer of an older opening is dropped (serial).
 *
 * The window grows at the edge where a page arrives and gives up rows at the other one, so it never
 * holds more than CENACLE_MESSAGE_ROWS_MAX. While the end is held, new messages come with a
 * refresh. When the window is full and its reader is far up, they wait behind has_newer instead. */

#include "message-model.h"

#include "time-text.h"

#include "core/held-file.h"

#include <string.h>

#define REFRESH_INTERVAL_MS 100             /* while many messages come, no more often */
#define GROUP_MS            (5 * 60 * 1000) /* messages of one author within it go on without a name */

typedef enum {
  LOAD_OPEN,
  LOAD_OLDER,
  LOAD_NEWER,
  LOAD_REFRESH,
} Load;

struct _CenacleMessageModel {
  GObject parent;
  CenacleCircle *circle;
  CenacleMessageScope scope;
  GPtrArray *items; /* CenacleMessage */
  CenId first_unread;
  guint reader; /* position of a row in view */
  gboolean has_older;
  gboolean has_newer;
  gboolean is_opening;
  gboolean is_dirty;   /* a refresh is wanted after the query under way */
  GCancellable *query; /* of the query under way; NULL when none is */
  guint serial;
  gint64 refreshed_us; /* when the last refresh began */
  guint refresh_source;
};

/* One query, by value: the worker shares nothing with the model. */
typedef struct {
  CenId circle;
  CenacleMessageScope scope;
  CenId anchor;
  gboolean has_anchor;
  Load load;
  guint limit;
  guint serial;
} Request;

typedef struct {
  CenacleMessageModel *model;
  Request request;
} Pending;

enum { SIGNAL_LOADED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  (void) model;
  return CENACLE_TYPE_MESSAGE;
}

static guint
get_n_items (GListModel *model)
{
  return CENACLE_MESSAGE_MODEL (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CenacleMessage *message = cenacle_message_model_peek (CENACLE_MESSAGE_MODEL (model), position);

  return message != NULL ? g_object_ref (message) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CenacleMessageModel, cenacle_message_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static const CenId *
get_id (CenacleMessageModel *self, guint position)
{
  return &cenacle_message_get_row (g_ptr_array_index (self->items, position))->id;
}

static gboolean
answers_root (CenacleMessageModel *self, const CenMessageRow *row)
{
  return !cen_id_is_zero (&self->scope.thread) &&
         cen_id_equal (&row->reply_to, &self->scope.thread);
}

static gboolean
goes_on (CenacleMessageModel *self, const CenMessageRow *before, const CenMessageRow *row)
{
  return cen_id_equal (&before->author, &row->author) &&
         (cen_id_is_zero (&row->reply_to) || answers_root (self, row)) &&
         ABS (row->time_ms - before->time_ms) < GROUP_MS;
}

static void
update_flags (CenacleMessageModel *self, guint position)
{
  CenacleMessage *message = g_ptr_array_index (self->items, position);
  const CenMessageRow *row = cenacle_message_get_row (message);
  const CenMessageRow *before =
      position > 0 ? cenacle_message_get_row (g_ptr_array_index (self->items, position - 1)) : NULL;
  CenacleMessageFlags flags = 0;

  if (before == NULL || !cenacle_time_text_is_same_day (before->time_ms, row->time_ms))
    flags |= CENACLE_MESSAGE_SHOWS_DAY;
  if (!cen_id_is_zero (&self->first_unread) && cen_id_equal (&row->id, &self->first_unread))
    flags |= CENACLE_MESSAGE_SHOWS_NEW;
  if (flags != 0 || !goes_on (self, before, row))
    flags |= CENACLE_MESSAGE_SHOWS_AUTHOR;
  if (cenacle_circle_is_deleting (self->circle, &row->id))
    flags |= CENACLE_MESSAGE_IS_HIDDEN;
  if (cen_id_equal (&row->id, &self->scope.thread))
    flags |= CENACLE_MESSAGE_IS_ROOT;
  if (!cen_id_is_zero (&self->scope.peer))
    flags |= CENACLE_MESSAGE_IS_LETTER;
  if (answers_root (self, row))
    flags |= CENACLE_MESSAGE_HIDES_QUOTE;
  if (!row->is_own && row->to == NULL && cenacle_circle_can_facilitate (self->circle))
    flags |= CENACLE_MESSAGE_CAN_HIDE;
  if (!row->is_own && cenacle_circle_is_ignored (self->circle, &row->author))
    flags |= CENACLE_MESSAGE_IS_IGNORED;
  cenacle_message_set_flags (message, flags);
}

/* Puts @n rows of @rows from @first in the place of @n_removed items at @position. Takes the rows.
 */
static void
splice (CenacleMessageModel *self, guint position, guint n_removed, GPtrArray *rows, guint first,
        guint n)
{
  if (n_removed > 0)
    g_ptr_array_remove_range (self->items, position, n_removed);
  for (guint i = 0; i < n; i++) {
    CenMessageRow *row = g_steal_pointer (&g_ptr_array_index (rows, first + i));

    g_ptr_array_insert (self->items, (gint) (position + i), cenacle_message_new_take (row));
  }
  for (guint i = position; i < MIN (position + n + 1, self->items->len); i++)
    update_flags (self, i);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n);
}

static void
trim_start (CenacleMessageModel *self)
{
  if (self->items->len <= CENACLE_MESSAGE_ROWS_MAX)
    return;
  splice (self, 0, self->items->len - CENACLE_MESSAGE_ROWS_MAX, NULL, 0, 0);
  self->has_older = TRUE;
}

static void
trim_end (CenacleMessageModel *self)
{
  guint n = self->items->len;

  if (n <= CENACLE_MESSAGE_ROWS_MAX)
    return;
  splice (self, CENACLE_MESSAGE_ROWS_MAX, n - CENACLE_MESSAGE_ROWS_MAX, NULL, 0, 0);
  self->has_newer = TRUE;
}

static guint
find_row (GPtrArray *rows, guint from, const CenId *id)
{
  for (guint i = from; i < rows->len; i++) {
    const CenMessageRow *row = g_ptr_array_index (rows, i);

    if (row != NULL && cen_id_equal (&row->id, id))
      return i;
  }
  return G_MAXUINT;
}

/* Both are in the same order, so one walk finds what came between, what went and what stays. */
static void
merge (CenacleMessageModel *self, GPtrArray *rows)
{
  guint next = 0;

  for (guint i = 0; i < self->items->len;) {
    guint found = find_row (rows, next, get_id (self, i));

    if (found == G_MAXUINT) {
      splice (self, i, 1, NULL, 0, 0);
      continue;
    }
    if (found > next) {
      splice (self, i, 0, rows, next, found - next);
      i += found - next;
    }
    cenacle_message_update_take (g_ptr_array_index (self->items, i),
                                 g_steal_pointer (&g_ptr_array_index (rows, found)));
    update_flags (self, i);
    next = found + 1;
    i++;
  }
  if (next < rows->len)
    splice (self, self->items->len, 0, rows, next, rows->len - next);
}

static void
take_opening (CenacleMessageModel *self, const Request *request, GPtrArray *rows)
{
  guint n = rows->len;

  self->is_opening = FALSE;
  self->has_older = n >= request->limit / 2;
  self->has_newer = request->has_anchor && n >= request->limit / 2;
  self->reader = n / 2;
  splice (self, 0, self->items->len, rows, 0, n);
}

static void
take_rows (CenacleMessageModel *self, const Request *request, GPtrArray *rows)
{
  guint n = rows->len;

  switch (request->load) {
  case LOAD_OPEN:
    take_opening (self, request, rows);
    break;
  case LOAD_OLDER:
    self->has_older = n >= request->limit;
    splice (self, 0, 0, rows, 0, n);
    trim_end (self);
    break;
  case LOAD_NEWER:
    self->has_newer = n >= request->limit;
    splice (self, self->items->len, 0, rows, 0, n);
    trim_start (self);
    break;
  case LOAD_REFRESH:
    if (!request->has_anchor)
      self->has_older = n >= request->limit;
    merge (self, rows);
    if (self->reader < CENACLE_MESSAGE_ROWS_MAX / 2)
      trim_end (self);
    else
      trim_start (self);
    break;
  }
}

static gpointer
run_query (CenStore *store, gpointer data, GError **error)
{
  const Request *request = data;
  CenPage page = {
    .channel = cen_id_is_zero (&request->scope.channel) ? NULL : &request->scope.channel,
    .thread = cen_id_is_zero (&request->scope.thread) ? NULL : &request->scope.thread,
    .peer = cen_id_is_zero (&request->scope.peer) ? NULL : &request->scope.peer,
    .anchor = request->has_anchor ? &request->anchor : NULL,
    .only_pinned = request->scope.only_pinned,
    .limit = request->limit,
  };

  switch (request->load) {
  case LOAD_OPEN:
    page.direction = request->has_anchor ? CEN_PAGE_AROUND : CEN_PAGE_NEWEST;
    break;
  case LOAD_OLDER:
    page.direction = CEN_PAGE_BEFORE;
    break;
  case LOAD_NEWER:
    page.direction = CEN_PAGE_AFTER;
    break;
  case LOAD_REFRESH:
    page.direction = request->has_anchor ? CEN_PAGE_AFTER : CEN_PAGE_NEWEST;
    break;
  }

  GPtrArray *rows = cen_query_messages (store, &request->circle, &page, error);

  /* AFTER leaves its anchor out, and the first row that is held may have changed as well. */
  if (rows != NULL && request->load == LOAD_REFRESH && request->has_anchor) {
    CenMessageRow *first = cen_query_message (store, &request->circle, &request->anchor, NULL);

    if (first != NULL)
      g_ptr_array_insert (rows, 0, first);
  }
  if (rows != NULL)
    cen_held_file_fill (store, &request->circle, rows, NULL);
  return rows;
}

static void start_query (CenacleMessageModel *self, Load load, const CenId *anchor, guint limit);

static void
query_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pending *pending = user_data;
  g_autoptr (CenacleMessageModel) self = pending->model;
  Request request = pending->request;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cenacle_client_query_finish (result, &error);

  (void) source;
  g_free (pending);
  if (request.serial != self->serial)
    return;
  g_clear_object (&self->query);
  if (rows != NULL)
    take_rows (self, &request, rows);
  else
    g_debug ("messages not read: %s", error->message);
  if (rows == NULL && request.load == LOAD_OPEN && request.has_anchor) {
    start_query (self, LOAD_OPEN, NULL, CENACLE_MESSAGE_PAGE); /* the anchor is not here */
    return;
  }
  self->is_opening = FALSE;
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
  if (self->is_dirty)
    cenacle_message_model_refresh (self);
}

static void
start_query (CenacleMessageModel *self, Load load, const CenId *anchor, guint limit)
{
  Request request = {
    .circle = *cenacle_circle_get_id (self->circle),
    .scope = self->scope,
    .load = load,
    .limit = limit,
    .serial = self->serial,
  };

  if (anchor != NULL) {
    request.anchor = *anchor;
    request.has_anchor = TRUE;
  }

  Pending *pending = g_new (Pending, 1);
  CenacleQuery query = {
    .run = run_query,
    .data = g_memdup2 (&request, sizeof request),
    .free_data = g_free,
    .free_answer = (GDestroyNotify) g_ptr_array_unref,
  };

  *pending = (Pending){ g_object_ref (self), request };
  g_clear_object (&self->query);
  self->query = g_cancellable_new ();
  cenacle_client_query_async (cenacle_circle_get_client (self->circle), &query, self->query,
                              query_done_cb, pending);
}

static gboolean
refresh_cb (gpointer data)
{
  CenacleMessageModel *self = data;

  self->refresh_source = 0;
  cenacle_message_model_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CenacleMessageModel *self, guint changes)
{
  gint64 elapsed_ms = (g_get_monotonic_time () - self->refreshed_us) / 1000;

  guint wanted =
      CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_COPIES | CENACLE_CHANGE_FILES |
      (cen_id_is_zero (&self->scope.peer) ? CENACLE_CHANGE_MESSAGES : CENACLE_CHANGE_LETTERS);

  if ((changes & wanted) == 0 || self->refresh_source != 0)
    return;
  if (elapsed_ms >= REFRESH_INTERVAL_MS)
    cenacle_message_model_refresh (self);
  else
    self->refresh_source =
        g_timeout_add ((guint) (REFRESH_INTERVAL_MS - elapsed_ms), refresh_cb, self);
}

static void
cenacle_message_model_dispose (GObject *object)
{
  CenacleMessageModel *self = CENACLE_MESSAGE_MODEL (object);

  if (self->query != NULL)
    g_cancellable_cancel (self->query);
  g_clear_object (&self->query);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->circle);
  G_OBJECT_CLASS (cenacle_message_model_parent_class)->dispose (object);
}

static void
cenacle_message_model_finalize (GObject *object)
{
  CenacleMessageModel *self = CENACLE_MESSAGE_MODEL (object);

  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (cenacle_message_model_parent_class)->finalize (object);
}

static void
cenacle_message_model_class_init (CenacleMessageModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cenacle_message_model_dispose;
  object_class->finalize = cenacle_message_model_finalize;
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", CENACLE_TYPE_MESSAGE_MODEL, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cenacle_message_model_init (CenacleMessageModel *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->is_opening = TRUE;
}

CenacleMessageModel *
cenacle_message_model_new (CenacleCircle *circle, const CenacleMessageScope *scope)
{
  CenacleMessageModel *self = g_object_new (CENACLE_TYPE_MESSAGE_MODEL, NULL);

  self->circle = g_object_ref (circle);
  self->scope = *scope;
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
cenacle_message_model_open (CenacleMessageModel *self, const CenId *anchor,
                            const CenId *first_unread)
{
  if (self->query != NULL)
    g_cancellable_cancel (self->query);
  self->serial++;
  /* Not at once with the new rows: the list would look for its place among rows it never measured.
   */
  splice (self, 0, self->items->len, NULL, 0, 0);
  self->is_opening = TRUE;
  self->is_dirty = FALSE;
  memset (&self->first_unread, 0, sizeof self->first_unread);
  if (first_unread != NULL)
    self->first_unread = *first_unread;
  start_query (self, LOAD_OPEN, anchor, CENACLE_MESSAGE_PAGE);
}

void
cenacle_message_model_load_older (CenacleMessageModel *self)
{
  if (self->query == NULL && self->has_older && self->items->len > 0)
    start_query (self, LOAD_OLDER, get_id (self, 0), CENACLE_MESSAGE_PAGE);
}

void
cenacle_message_model_load_newer (CenacleMessageModel *self)
{
  if (self->query == NULL && self->has_newer && self->items->len > 0)
    start_query (self, LOAD_NEWER, get_id (self, self->items->len - 1), CENACLE_MESSAGE_PAGE);
}

void
cenacle_message_model_refresh (CenacleMessageModel *self)
{
  guint n = self->items->len;

  if (self->circle == NULL)
    return;
  if (self->query != NULL) {
    self->is_dirty = TRUE;
    return;
  }
  self->is_dirty = FALSE;
  self->refreshed_us = g_get_monotonic_time ();
  if (n == 0)
    start_query (self, LOAD_REFRESH, NULL, CENACLE_MESSAGE_PAGE);
  else
    start_query (self, LOAD_REFRESH, get_id (self, 0),
                 MAX (n - 1 + (self->has_newer ? 0 : CENACLE_MESSAGE_PAGE), 1));
}

CenacleCircle *
cenacle_message_model_get_circle (CenacleMessageModel *self)
{
  return self->circle;
}

gboolean
cenacle_message_model_is_opening (CenacleMessageModel *self)
{
  return self->is_opening;
}

gboolean
cenacle_message_model_has_newer (CenacleMessageModel *self)
{
  return self->has_newer;
}

gboolean
cenacle_message_model_find (CenacleMessageModel *self, const CenId *id, guint *ret_position)
{
  for (guint i = 0; i < self->items->len; i++) {
    if (cen_id_equal (get_id (self, i), id)) {
      *ret_position = i;
      return TRUE;
    }
  }
  return FALSE;
}

CenacleMessage *
cenacle_message_model_peek (CenacleMessageModel *self, guint position)
{
  return position < self->items->len ? g_ptr_array_index (self->items, position) : NULL;
}

void
cenacle_message_model_set_reader (CenacleMessageModel *self, guint position)
{
  self->reader = position;
}
