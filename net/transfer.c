/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wanted stands in @fetches; each source is asked what it has of that, and answers again
 * whenever it gets more. A few fetches of which somebody has something are open at a time, what the
 * person asked for first; of these each source is asked for as many blocks as its window allows.
 *
 * How much each is asked for at a time is the business of transfer-source.c. */

#include "transfer.h"

#include "core/error.h"

#include <string.h>

#define GIVE_UP_MS 60000
#define RETRY_MS   30000 /* after a disk failed */
#define LOOK_MS    50
#define TIDY_MS    5000
#define OUT_MAX    (1 << 20)

/* --- Beginning and end --- */

NetTransfer *
net_transfer_new (CenCircle *circle, NetPool *pool, const NetTransferEvents *events,
                  gpointer user_data, gint64 now_ms)
{
  NetTransfer *self = g_new0 (NetTransfer, 1);

  self->circle = circle;
  self->pool = pool;
  self->events = *events;
  self->user_data = user_data;
  self->now_ms = now_ms;
  self->sources = g_ptr_array_new_with_free_func (net_source_free);
  self->fetches = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, net_fetch_disown);
  self->tick_ms = G_MAXINT64;
  self->look_ms = now_ms;
  if (cen_store_get_blobs (circle->store) == NULL || !cen_shelf_check (circle, NULL))
    self->look_ms = G_MAXINT64;
  return self;
}

void
net_transfer_free (NetTransfer *self)
{
  if (self == NULL)
    return;
  while (self->sources->len > 0)
    net_transfer_remove_source (self, self->sources->pdata[0]);
  g_queue_clear (&self->order);
  g_hash_table_remove_all (self->fetches);
  while (self->n_working > 0)
    net_pool_wait (self->pool);
  g_ptr_array_unref (self->sources);
  g_hash_table_unref (self->fetches);
  g_free (self);
}

void
net_transfer_tell_ready (NetTransfer *self)
{
  self->events.on_ready (self, self->user_data);
}

/* --- What is here, for those who ask --- */

static void
look_up_cb (const CenId *blob, NetBlobDetail detail, NetBlobHere *ret_here, gpointer user_data)
{
  NetTransfer *self = user_data;
  NetFetch *fetch = g_hash_table_lookup (self->fetches, blob);
  CenShelfRow row;
  gboolean is_found;

  if (fetch != NULL && fetch->blocks != NULL && fetch->n_here > 0) {
    ret_here->held = CEN_BLOB_PARTIAL;
    ret_here->layout = fetch->layout;
    ret_here->map = detail == NET_BLOB_WITH_MAP ? net_fetch_dup_map (fetch) : NULL;
  } else if (cen_shelf_get (self->circle->store, &self->circle->id, blob, &is_found, &row, NULL) &&
             is_found && row.held == CEN_BLOB_WHOLE) {
    ret_here->held = CEN_BLOB_WHOLE;
    cen_blob_layout_init (&ret_here->layout, row.size);
  }
}

static void
serve_ready_cb (gpointer user_data)
{
  net_transfer_tell_ready (user_data);
}

NetBlobServe *
net_transfer_make_serve (NetTransfer *self)
{
  const NetBlobServeEvents events = { look_up_cb, serve_ready_cb };

  return net_blob_serve_new (self->circle, self->pool, &events, self);
}

static void
tell_sources (NetTransfer *self, const CenId *blob)
{
  for (guint i = 0; i < self->sources->len; i++)
    net_blob_serve_note (((NetSource *) self->sources->pdata[i])->serve, blob);
}

/* --- What fetch.c tells --- */

void
net_transfer_fetch_opened (NetTransfer *self, NetFetch *fetch)
{
  fetch->is_copies_stale = TRUE;
  if (fetch->n_here > 0)
    tell_sources (self, &fetch->id);
  net_transfer_run (self);
  net_transfer_tell_ready (self);
}

void
net_transfer_fetch_moved (NetTransfer *self, NetFetch *fetch G_GNUC_UNUSED)
{
  net_transfer_run (self);
}

static void
remove_fetch (NetTransfer *self, NetFetch *fetch)
{
  for (guint i = 0; i < self->sources->len; i++) {
    net_source_drop_asks (self->sources->pdata[i], fetch);
    net_source_forget (self->sources->pdata[i], &fetch->id);
  }
  g_queue_remove (&self->order, fetch);
  g_hash_table_remove (self->fetches, &fetch->id);
}

/* Whole, and on disk. */
static void
finish (NetTransfer *self, NetFetch *fetch)
{
  CenId id = fetch->id;
  CenShelfRow row = { .id = id };
  gboolean is_found = FALSE;

  cen_shelf_get (self->circle->store, &self->circle->id, &id, &is_found, &row, NULL);
  row.size = fetch->layout.size;
  row.held = CEN_BLOB_WHOLE;
  row.wish = CEN_WISH_NONE;
  row.used_ms = self->circle->world->now_ms (self->circle->world);
  cen_shelf_put (self->circle, &row, NULL);
  remove_fetch (self, fetch);
  tell_sources (self, &id);
  self->must_tidy = TRUE;
  self->tick_ms = MIN (self->tick_ms, self->now_ms + TIDY_MS);
}

/* Whether all went well shows in its problem. */
void
net_transfer_fetch_ended (NetTransfer *self, NetFetch *fetch)
{
  if (*fetch->problem == '\0') {
    finish (self, fetch);
  } else {
    for (guint i = 0; i < self->sources->len; i++)
      net_source_drop_asks (self->sources->pdata[i], fetch);
    net_fetch_deactivate (fetch);
    fetch->retry_ms = self->now_ms + RETRY_MS;
    self->circle->changes |= CEN_CHANGED_FILES;
  }
  net_transfer_run (self);
  net_transfer_tell_ready (self);
}

void
net_transfer_fetch_broken (NetTransfer *self, NetFetch *fetch)
{
  g_autofree char *path = cen_shelf_dup_path (self->circle->store, &self->circle->id, &fetch->id);

  for (guint i = 0; i < self->sources->len; i++)
    net_source_drop_asks (self->sources->pdata[i], fetch);
  net_fetch_deactivate (fetch);
  fetch->is_broken = TRUE;
  cen_blob_file_remove (path);
  self->circle->changes |= CEN_CHANGED_FILES;
  net_transfer_run (self);
  net_transfer_tell_ready (self);
}

void
net_transfer_fetch_lied_to (NetTransfer *self, NetFetch *fetch, const CenId *device)
{
  for (guint i = 0; i < self->sources->len; i++) {
    NetSource *source = self->sources->pdata[i];
    NetHaving *having = g_hash_table_lookup (source->havings, &fetch->id);

    if (!cen_id_equal (&source->device, device) || having == NULL)
      continue;
    having->is_liar = TRUE;
    source->n_lies++;
    net_source_drop_asks (source, source->n_lies < NET_LIES_MAX ? fetch : NULL);
  }
  fetch->is_copies_stale = TRUE;
  self->events.on_liar (self, device, self->user_data);
  net_transfer_run (self);
}

/* --- What is wanted --- */

static void
add_fetch (NetTransfer *self, const CenWantedBlob *wanted, CenWish wish)
{
  NetFetch *fetch = g_hash_table_lookup (self->fetches, &wanted->id);

  if (fetch == NULL) {
    if (g_hash_table_size (self->fetches) >= NET_FETCHES_MAX)
      return;
    fetch = net_fetch_new (self, &wanted->id, &wanted->ref, wish);
    g_hash_table_insert (self->fetches, cen_id_dup (&wanted->id), fetch);
    g_queue_push_tail (&self->order, fetch);
  }
  if (wish != CEN_WISH_USER || fetch->wish == CEN_WISH_USER)
    return;
  /* What the person wants goes before what comes by itself. */
  fetch->wish = wish;
  g_queue_remove (&self->order, fetch);
  g_queue_push_head (&self->order, fetch);
}

static guint64
get_auto_max (const NetTransfer *self)
{
  CenStore *store = self->circle->store;
  guint64 most = cen_preference_get (store, &self->circle->id, CEN_PREFERENCE_AUTO_MAX);
  gboolean is_metered_too = cen_preference_get (store, NULL, CEN_PREFERENCE_METERED) != 0;
  guint64 room;

  if ((self->way == NET_WAY_METERED && !is_metered_too) ||
      !cen_shelf_get_room (store, &self->circle->id, &room, NULL))
    return 0;
  return MIN (most, room);
}

static void
look_now (NetTransfer *self)
{
  CenStore *store = self->circle->store;
  guint64 auto_max = get_auto_max (self);
  g_autoptr (GArray) wanted = cen_shelf_list_wanted (self->circle, 0, auto_max, NULL);

  self->look_ms = G_MAXINT64;
  /* What objects name has changed: perhaps nobody names a file any more. */
  self->must_tidy = TRUE;
  self->tick_ms = MIN (self->tick_ms, self->now_ms + TIDY_MS);
  for (guint i = 0; wanted != NULL && i < wanted->len; i++) {
    const CenWantedBlob *one = &g_array_index (wanted, CenWantedBlob, i);
    CenShelfRow row = { .wish = CEN_WISH_NONE };
    gboolean is_found;

    if (!g_hash_table_contains (self->fetches, &one->id) &&
        cen_shelf_get (store, &self->circle->id, &one->id, &is_found, &row, NULL))
      add_fetch (self, one, row.wish == CEN_WISH_USER ? CEN_WISH_USER : CEN_WISH_AUTO);
  }
  if (self->order.length > 0 && !cen_shelf_make_folder (self->circle, NULL))
    return;
  for (guint i = 0; i < self->sources->len; i++)
    net_source_ask_about (self, self->sources->pdata[i]);
  net_transfer_run (self);
  net_transfer_tell_ready (self);
}

void
net_transfer_look (NetTransfer *self)
{
  if (cen_store_get_blobs (self->circle->store) != NULL)
    self->look_ms = MIN (self->look_ms, self->now_ms + LOOK_MS);
}

NetWay
net_transfer_get_way (const NetTransfer *self)
{
  return self->way;
}

void
net_transfer_set_way (NetTransfer *self, NetWay way)
{
  self->way = way;
  net_transfer_look (self);
}

/* Its row, new when there is none. */
static gboolean
get_row (NetTransfer *self, const CenId *blob, CenShelfRow *ret_row, CenBlobRef *ret_ref,
         GError **error)
{
  gboolean is_named, is_found;

  if (!cen_shelf_find_ref (self->circle->store, &self->circle->id, blob, &is_named, ret_ref,
                           error) ||
      !cen_shelf_get (self->circle->store, &self->circle->id, blob, &is_found, ret_row, error))
    return FALSE;
  if (!is_named) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no such file in this circle.");
    return FALSE;
  }
  if (!is_found)
    *ret_row = (CenShelfRow){ .id = *blob, .size = ret_ref->size };
  return TRUE;
}

gboolean
net_transfer_fetch (NetTransfer *self, const CenId *blob, GError **error)
{
  CenWantedBlob wanted = { .id = *blob };
  NetFetch *fetch;
  CenShelfRow row;

  if (!get_row (self, blob, &row, &wanted.ref, error))
    return FALSE;
  if (row.held == CEN_BLOB_WHOLE)
    return TRUE;
  row.wish = CEN_WISH_USER;
  if (!cen_shelf_make_folder (self->circle, error) || !cen_shelf_put (self->circle, &row, error))
    return FALSE;
  add_fetch (self, &wanted, CEN_WISH_USER);
  fetch = g_hash_table_lookup (self->fetches, blob);
  if (fetch != NULL)
    fetch->retry_ms = 0;
  for (guint i = 0; i < self->sources->len; i++)
    net_source_ask_about (self, self->sources->pdata[i]);
  net_transfer_run (self);
  net_transfer_tell_ready (self);
  return TRUE;
}

/* What cannot be stopped any more is left to its end. */
static void
stop (NetTransfer *self, const CenId *blob)
{
  NetFetch *fetch = g_hash_table_lookup (self->fetches, blob);

  if (fetch != NULL && fetch->phase != NET_FETCH_ENDING)
    remove_fetch (self, fetch);
}

gboolean
net_transfer_pause (NetTransfer *self, const CenId *blob, GError **error)
{
  CenShelfRow row;
  CenBlobRef ref;

  if (!get_row (self, blob, &row, &ref, error))
    return FALSE;
  row.wish = row.held == CEN_BLOB_WHOLE ? CEN_WISH_NONE : CEN_WISH_PAUSED;
  stop (self, blob);
  return cen_shelf_put (self->circle, &row, error);
}

gboolean
net_transfer_cancel (NetTransfer *self, const CenId *blob, GError **error)
{
  g_autofree char *path = cen_shelf_dup_path (self->circle->store, &self->circle->id, blob);
  CenShelfRow row;
  CenBlobRef ref;

  if (!get_row (self, blob, &row, &ref, error))
    return FALSE;
  stop (self, blob);
  if (path != NULL)
    cen_blob_file_remove (path);
  row.wish = CEN_WISH_NONE;
  row.held = CEN_BLOB_ABSENT;
  row.is_kept = FALSE;
  tell_sources (self, blob);
  return cen_shelf_put (self->circle, &row, error);
}

void
net_transfer_note_added (NetTransfer *self, const CenId *blob)
{
  NetFetch *fetch = g_hash_table_lookup (self->fetches, blob);

  if (fetch != NULL && fetch->phase != NET_FETCH_ENDING)
    remove_fetch (self, fetch);
  tell_sources (self, blob);
  net_transfer_tell_ready (self);
}

/* --- Time --- */

static void
measure (NetTransfer *self, NetFetch *fetch)
{
  gint64 passed = self->now_ms - fetch->counted_ms;

  if (fetch->blocks == NULL || passed < 2 * NET_TRANSFER_TICK_MS)
    return;
  if (fetch->done != fetch->counted) {
    tell_sources (self, &fetch->id);
    self->circle->changes |= CEN_CHANGED_FILES;
  }
  fetch->per_second = (fetch->done - fetch->counted) * 1000 / (guint64) passed;
  fetch->counted = fetch->done;
  fetch->counted_ms = self->now_ms;
}

/* A source that is here and does not answer: others are asked. */
static void
give_up_late (NetTransfer *self, NetSource *source)
{
  for (GList *l = source->asks.head; l != NULL; l = l->next) {
    NetAsk *ask = l->data;

    if (ask->fetch == NULL || self->now_ms - ask->asked_ms < GIVE_UP_MS)
      continue;
    net_source_drop_ask (source, ask);
    source->window = 1;
  }
}

static void
tidy (NetTransfer *self)
{
  guint64 freed;

  self->must_tidy = FALSE;
  cen_shelf_tidy (self->circle, &freed, NULL);
}

void
net_transfer_tick (NetTransfer *self, gint64 now_ms)
{
  self->now_ms = now_ms;
  if (now_ms >= self->look_ms)
    look_now (self);
  if (now_ms < self->tick_ms)
    return;
  self->tick_ms = self->order.length > 0 ? now_ms + NET_TRANSFER_TICK_MS : G_MAXINT64;
  for (GList *l = self->order.head; l != NULL; l = l->next)
    measure (self, l->data);
  for (guint i = 0; i < self->sources->len; i++)
    give_up_late (self, self->sources->pdata[i]);
  if (self->must_tidy)
    tidy (self);
  net_transfer_run (self);
}

gint64
net_transfer_get_deadline (const NetTransfer *self)
{
  return MIN (self->look_ms, self->tick_ms);
}

/* --- Status --- */

static void
clear_row (gpointer row)
{
  g_free (((NetFetchRow *) row)->problem);
}

GArray *
net_transfer_list (const NetTransfer *self)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (NetFetchRow));

  g_array_set_clear_func (rows, clear_row);
  for (GList *l = self->order.head; l != NULL; l = l->next) {
    const NetFetch *fetch = l->data;
    NetFetchRow row = { .blob = fetch->id,
                        .is_asked_for = fetch->wish == CEN_WISH_USER,
                        .size = fetch->layout.size,
                        .n_sources = net_transfer_count_sources (self, fetch),
                        .problem = g_strdup (fetch->problem) };
    guint64 manifest = cen_blob_layout_get_total (&fetch->layout) - fetch->layout.size -
                       (guint64) fetch->layout.n_blocks * CEN_MAC_LEN;

    row.done = fetch->done > manifest ? fetch->done - manifest : 0;
    row.state = fetch->is_broken                                      ? NET_FETCH_BROKEN
                : *fetch->problem != '\0'                             ? NET_FETCH_STUCK
                : fetch->phase != NET_FETCH_IDLE && row.n_sources > 0 ? NET_FETCH_RUNNING
                                                                      : NET_FETCH_WAITING;
    row.per_second = row.state == NET_FETCH_RUNNING ? fetch->per_second : 0;
    g_array_append_val (rows, row);
  }
  return rows;
}
