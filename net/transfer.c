/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wanted stands in @fetches; each source is asked what it has of that, and answers again
 * whenever it gets more. A few fetches of which somebody has something are open at a time, what the
 * person asked for first; of these each source is asked for as many blocks as its window allows.
 *
 * The window grows while answers come about as fast as they ever did and shrinks when they wait in
 * a queue (after LEDBAT, RFC 6817): so what stands before a message on the same connection is a few
 * milliseconds' worth, whatever the connection's speed. A block that nobody else could be asked for
 * and that takes long is asked of another source too; the first answer counts. */

#include "transfer.h"

#include "core/error.h"

#include <string.h>

#define QUEUE_LOW_MS  6 /* that answers may wait for each other */
#define QUEUE_HIGH_MS 14
#define WINDOW_FIRST  2
#define BASE_MS       120000 /* how long the quickest answer counts */
#define IMPATIENT_MS  3000   /* after which a block is asked of another one too */
#define GIVE_UP_MS    60000
#define RETRY_MS      30000 /* after a disk failed */
#define LOOK_MS       50
#define TICK_MS       500
#define TIDY_MS       5000
#define OUT_MAX       (1 << 20)

static void tell_ready (NetTransfer *self);
static void run (NetTransfer *self);

/* --- Beginning and end --- */

static void
source_free (gpointer data)
{
  NetSource *source = data;

  net_blob_serve_free (source->serve);
  g_queue_clear_full (&source->out, (GDestroyNotify) g_bytes_unref);
  g_hash_table_unref (source->havings);
  g_hash_table_unref (source->told);
  g_free (source);
}

static void
having_free (gpointer data)
{
  NetHaving *having = data;

  g_clear_pointer (&having->map, g_bytes_unref);
  g_free (having);
}

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
  self->sources = g_ptr_array_new_with_free_func (source_free);
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

static void
tell_ready (NetTransfer *self)
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
  tell_ready (user_data);
}

static void
tell_sources (NetTransfer *self, const CenId *blob)
{
  for (guint i = 0; i < self->sources->len; i++)
    net_blob_serve_note (((NetSource *) self->sources->pdata[i])->serve, blob);
}

/* --- Sources --- */

/* Asks what @source has of all that is wanted and it was not asked about. */
static void
ask_about (NetTransfer *self, NetSource *source)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CenId));

  for (GList *l = self->order.head; l != NULL; l = l->next) {
    const NetFetch *fetch = l->data;

    if (g_hash_table_contains (source->told, &fetch->id))
      continue;
    g_hash_table_add (source->told, cen_id_dup (&fetch->id));
    g_array_append_val (ids, fetch->id);
  }
  for (guint at = 0; at < ids->len; at += NET_HOLDS_MAX)
    g_queue_push_tail (&source->out, net_hold_req_to_frame (&g_array_index (ids, CenId, at),
                                                            MIN (ids->len - at, NET_HOLDS_MAX)));
}

NetSource *
net_transfer_add_source (NetTransfer *self, const CenId *device)
{
  const NetBlobServeEvents events = { look_up_cb, serve_ready_cb };
  NetSource *source = g_new0 (NetSource, 1);

  source->transfer = self;
  source->device = *device;
  source->window = WINDOW_FIRST;
  source->base_ms = G_MAXINT64;
  source->havings = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, having_free);
  source->told = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  source->serve = net_blob_serve_new (self->circle, self->pool, &events, self);
  g_ptr_array_add (self->sources, source);
  ask_about (self, source);
  tell_ready (self);
  return source;
}

/* Nobody waits for the answer any more; unless @block is here already it is missing again. */
static void
drop_ask (NetSource *source, NetAsk *ask)
{
  NetFetch *fetch = g_steal_pointer (&ask->fetch);

  if (fetch == NULL)
    return;
  source->n_waiting--;
  if (fetch->blocks != NULL && fetch->blocks[ask->index] == BLOCK_ASKED)
    fetch->blocks[ask->index] = BLOCK_MISSING;
  net_fetch_unref (fetch);
}

/* The same for all of @fetch that was asked of @source. */
static void
drop_asks (NetSource *source, const NetFetch *fetch)
{
  for (GList *l = source->asks.head; l != NULL; l = l->next) {
    NetAsk *ask = l->data;

    if (fetch == NULL || ask->fetch == fetch)
      drop_ask (source, ask);
  }
}

static void
forget_havings (NetTransfer *self, NetSource *source)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, source->havings);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    NetFetch *fetch = g_hash_table_lookup (self->fetches, id);

    if (fetch != NULL)
      fetch->is_copies_stale = TRUE;
  }
}

void
net_transfer_remove_source (NetTransfer *self, NetSource *source)
{
  drop_asks (source, NULL);
  g_queue_clear_full (&source->asks, g_free);
  forget_havings (self, source);
  g_ptr_array_remove (self->sources, source);
  run (self);
}

guint
net_transfer_get_window (const NetSource *source)
{
  return (guint) source->window;
}

/* --- Asking --- */

static gboolean
send_asks (NetSource *source, NetFetch *fetch, NetChunkReq *req)
{
  if (req->n == 0)
    return FALSE;
  for (guint i = 0; i < req->n; i++) {
    NetAsk *ask = g_new (NetAsk, 1);

    *ask = (NetAsk){ net_fetch_ref (fetch), fetch->id, req->indices[i], source->transfer->now_ms };
    g_queue_push_tail (&source->asks, ask);
    source->n_waiting++;
  }
  g_queue_push_tail (&source->out, net_chunk_req_to_frame (req));
  return TRUE;
}

static gboolean
has_asked (const NetSource *source, const NetFetch *fetch, guint index)
{
  for (GList *l = source->asks.head; l != NULL; l = l->next) {
    const NetAsk *ask = l->data;

    if (ask->fetch == fetch && ask->index == index)
      return TRUE;
  }
  return FALSE;
}

/* A block that another source was asked for long ago. */
static gboolean
pick_late (NetTransfer *self, NetSource *source, const NetFetch *fetch, const NetHaving *having,
           guint *ret_index)
{
  for (guint i = 0; i < self->sources->len; i++) {
    const NetSource *other = self->sources->pdata[i];

    for (GList *l = other != source ? other->asks.head : NULL; l != NULL; l = l->next) {
      const NetAsk *ask = l->data;

      if (ask->fetch == fetch && self->now_ms - ask->asked_ms > IMPATIENT_MS &&
          fetch->blocks[ask->index] == BLOCK_ASKED && net_having_has (having, ask->index) &&
          !has_asked (source, fetch, ask->index)) {
        *ret_index = ask->index;
        return TRUE;
      }
    }
  }
  return FALSE;
}

static gboolean
has_room (const NetTransfer *self, const NetSource *source, const NetChunkReq *req)
{
  guint n_under_way = source->n_waiting + req->n;

  return req->n < NET_CHUNKS_ASKED_MAX && n_under_way < (guint) source->window &&
         source->asks.length + req->n < NET_BLOB_ASKED_MAX / 2 &&
         self->n_writing + n_under_way < NET_WRITING_MAX;
}

/* Asks @source for blocks of @fetch. Returns whether it was asked for any. */
static gboolean
ask_for (NetTransfer *self, NetSource *source, NetFetch *fetch)
{
  const NetHaving *having = g_hash_table_lookup (source->havings, &fetch->id);
  NetChunkReq req = { .blob = fetch->id };
  guint index;

  if (having == NULL || having->held == CEN_BLOB_ABSENT || having->is_liar)
    return FALSE;
  while (has_room (self, source, &req)) {
    if (net_fetch_pick (fetch, having, &index))
      fetch->blocks[index] = BLOCK_ASKED;
    else if (req.n > 0 || !pick_late (self, source, fetch, having, &index))
      break;
    req.indices[req.n++] = index;
  }
  return send_asks (source, fetch, &req);
}

/* How many sources that are here have something of it. */
static guint
count_sources (const NetTransfer *self, const NetFetch *fetch)
{
  guint n = 0;

  for (guint i = 0; i < self->sources->len; i++) {
    const NetSource *source = self->sources->pdata[i];
    const NetHaving *having = g_hash_table_lookup (source->havings, &fetch->id);

    n += having != NULL && having->held != CEN_BLOB_ABSENT && !having->is_liar &&
         source->n_lies < NET_LIES_MAX;
  }
  return n;
}

static gboolean
may_be_active (const NetTransfer *self, const NetFetch *fetch)
{
  return fetch->wish != CEN_WISH_PAUSED && !fetch->is_broken && self->now_ms >= fetch->retry_ms &&
         count_sources (self, fetch) > 0;
}

/* One that was begun and that nobody has makes room for another. */
static void
activate_next (NetTransfer *self)
{
  for (GList *l = self->order.head; l != NULL && self->n_active >= NET_FETCHES_ACTIVE_MAX;
       l = l->next) {
    NetFetch *fetch = l->data;

    if (fetch->phase == NET_FETCH_OPEN && fetch->n_writing == 0 && count_sources (self, fetch) == 0)
      net_fetch_deactivate (fetch);
  }
  for (GList *l = self->order.head; l != NULL && self->n_active < NET_FETCHES_ACTIVE_MAX;
       l = l->next) {
    NetFetch *fetch = l->data;

    if (fetch->phase == NET_FETCH_IDLE && fetch->n_writing == 0 && may_be_active (self, fetch))
      net_fetch_activate (fetch);
  }
}

/* Gives every source what it can take. */
static void
run (NetTransfer *self)
{
  gboolean has_asked_any = FALSE;

  activate_next (self);
  for (guint i = 0; i < self->sources->len; i++) {
    NetSource *source = self->sources->pdata[i];
    NetChunkReq none = { .n = 0 };

    for (GList *l = self->order.head; l != NULL && has_room (self, source, &none); l = l->next) {
      NetFetch *fetch = l->data;

      if (net_fetch_is_running (fetch) && source->n_lies < NET_LIES_MAX)
        has_asked_any |= ask_for (self, source, fetch);
    }
  }
  if (self->order.length > 0 && self->tick_ms == G_MAXINT64)
    self->tick_ms = self->now_ms + TICK_MS;
  if (has_asked_any)
    tell_ready (self);
}

/* --- Frames --- */

static gboolean
set_broken (GError **error, const char *what)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A peer broke the protocol (%s).", what);
  return FALSE;
}

static void
adjust_window (NetSource *source, gint64 answer_ms, gint64 now_ms)
{
  gint64 queued_ms;

  if (now_ms - source->base_from_ms > BASE_MS || answer_ms < source->base_ms) {
    source->base_ms = answer_ms;
    source->base_from_ms = now_ms;
  }
  queued_ms = answer_ms - source->base_ms;
  if (queued_ms < QUEUE_LOW_MS)
    source->window = MIN (source->window + 1.0 / source->window, NET_WINDOW_MAX);
  else if (queued_ms > QUEUE_HIGH_MS)
    source->window = MAX (source->window * 0.75, 1);
}

/* The answer to something we asked; NULL. Taken out of the list. */
static NetAsk *
take_ask (NetSource *source, const NetChunk *chunk)
{
  for (GList *l = source->asks.head; l != NULL; l = l->next) {
    NetAsk *ask = l->data;

    if (ask->index == chunk->index && cen_id_equal (&ask->blob, &chunk->blob)) {
      g_queue_delete_link (&source->asks, l);
      return ask;
    }
  }
  return NULL;
}

static void
note_not_there (NetSource *source, NetFetch *fetch)
{
  NetHaving *having = g_hash_table_lookup (source->havings, &fetch->id);

  if (having != NULL)
    having->held = CEN_BLOB_ABSENT;
  fetch->is_copies_stale = TRUE;
}

static gboolean
receive_chunk (NetTransfer *self, NetSource *source, const guint8 *frame, gsize len, GError **error)
{
  g_autofree NetAsk *ask = NULL;
  NetChunk chunk;
  NetFetch *fetch;

  if (!net_chunk_from_frame (&chunk, frame, len))
    return set_broken (error, "CHUNK");
  ask = take_ask (source, &chunk);
  if (ask == NULL)
    return set_broken (error, "a CHUNK that was not asked for");
  if (ask->fetch == NULL)
    return TRUE;
  fetch = net_fetch_ref (ask->fetch);
  drop_ask (source, ask);
  /* Short ones say nothing of how fast the connection is. */
  if (chunk.len == CEN_BLOB_BLOCK_MAX)
    adjust_window (source, self->now_ms - ask->asked_ms, self->now_ms);
  if (fetch->phase == NET_FETCH_OPEN && fetch->transfer != NULL) {
    if (chunk.ct == NULL)
      note_not_there (source, fetch);
    else if (fetch->blocks[chunk.index] < BLOCK_WRITING)
      net_fetch_write (fetch, source, chunk.index, chunk.ct, chunk.len);
  }
  net_fetch_unref (fetch);
  run (self);
  return TRUE;
}

static gboolean
receive_hold (NetTransfer *self, NetSource *source, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GArray) holds = net_holds_from_frame (frame, len);

  if (holds == NULL)
    return set_broken (error, "HOLD");
  for (guint i = 0; i < holds->len; i++) {
    const NetHold *hold = &g_array_index (holds, NetHold, i);
    NetFetch *fetch = g_hash_table_lookup (self->fetches, &hold->blob);
    NetHaving *having = g_hash_table_lookup (source->havings, &hold->blob);

    if (!g_hash_table_contains (source->told, &hold->blob))
      return set_broken (error, "a HOLD that was not asked for");
    if (having == NULL) {
      having = g_new0 (NetHaving, 1);
      g_hash_table_insert (source->havings, cen_id_dup (&hold->blob), having);
    }
    having->held = hold->held;
    g_clear_pointer (&having->map, g_bytes_unref);
    having->map = hold->map != NULL ? g_bytes_ref (hold->map) : NULL;
    if (fetch != NULL)
      fetch->is_copies_stale = TRUE;
    if (!cen_shelf_note_copy (self->circle, &hold->blob, &source->device,
                              hold->held == CEN_BLOB_WHOLE, error))
      return FALSE;
  }
  run (self);
  return TRUE;
}

gboolean
net_transfer_receive (NetTransfer *self, NetSource *source, const guint8 *frame, gsize len,
                      gint64 now_ms, gboolean *ret_is_flood, GError **error)
{
  self->now_ms = now_ms;
  *ret_is_flood = FALSE;
  switch (net_frame_get_type (frame, len)) {
  case NET_FRAME_CHUNK:
    return receive_chunk (self, source, frame, len, error);
  case NET_FRAME_HOLD:
    return receive_hold (self, source, frame, len, error);
  default:
    return net_blob_serve_receive (source->serve, frame, len, ret_is_flood, error);
  }
}

GBytes *
net_transfer_pop_word (NetTransfer *self G_GNUC_UNUSED, NetSource *source)
{
  GBytes *frame = g_queue_pop_head (&source->out);

  return frame != NULL ? frame : net_blob_serve_pop_word (source->serve);
}

GBytes *
net_transfer_pop_block (NetTransfer *self G_GNUC_UNUSED, NetSource *source)
{
  return net_blob_serve_pop_block (source->serve);
}

/* --- What fetch.c tells --- */

void
net_transfer_fetch_opened (NetTransfer *self, NetFetch *fetch)
{
  fetch->is_copies_stale = TRUE;
  if (fetch->n_here > 0)
    tell_sources (self, &fetch->id);
  run (self);
  tell_ready (self);
}

void
net_transfer_fetch_moved (NetTransfer *self, NetFetch *fetch G_GNUC_UNUSED)
{
  run (self);
}

static void
remove_fetch (NetTransfer *self, NetFetch *fetch)
{
  for (guint i = 0; i < self->sources->len; i++)
    drop_asks (self->sources->pdata[i], fetch);
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
      drop_asks (self->sources->pdata[i], fetch);
    net_fetch_deactivate (fetch);
    fetch->retry_ms = self->now_ms + RETRY_MS;
    self->circle->changes |= CEN_CHANGED_FILES;
  }
  run (self);
  tell_ready (self);
}

void
net_transfer_fetch_broken (NetTransfer *self, NetFetch *fetch)
{
  g_autofree char *path = cen_shelf_dup_path (self->circle->store, &self->circle->id, &fetch->id);

  for (guint i = 0; i < self->sources->len; i++)
    drop_asks (self->sources->pdata[i], fetch);
  net_fetch_deactivate (fetch);
  fetch->is_broken = TRUE;
  cen_blob_file_remove (path);
  self->circle->changes |= CEN_CHANGED_FILES;
  run (self);
  tell_ready (self);
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
    drop_asks (source, source->n_lies < NET_LIES_MAX ? fetch : NULL);
  }
  fetch->is_copies_stale = TRUE;
  self->events.on_liar (self, device, self->user_data);
  run (self);
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
    ask_about (self, self->sources->pdata[i]);
  run (self);
  tell_ready (self);
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
    ask_about (self, self->sources->pdata[i]);
  run (self);
  tell_ready (self);
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
  tell_ready (self);
}

/* --- Time --- */

static void
measure (NetTransfer *self, NetFetch *fetch)
{
  gint64 passed = self->now_ms - fetch->counted_ms;

  if (fetch->blocks == NULL || passed < 2 * TICK_MS)
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
    drop_ask (source, ask);
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
  self->tick_ms = self->order.length > 0 ? now_ms + TICK_MS : G_MAXINT64;
  for (GList *l = self->order.head; l != NULL; l = l->next)
    measure (self, l->data);
  for (guint i = 0; i < self->sources->len; i++)
    give_up_late (self, self->sources->pdata[i]);
  if (self->must_tidy)
    tidy (self);
  run (self);
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
                        .n_sources = count_sources (self, fetch),
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
