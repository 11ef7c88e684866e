/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes to one source and comes from it. The window grows while answers come about as fast as
 * they ever did and shrinks when they wait in a queue (after LEDBAT, RFC 6817): so what stands
 * before a message on the same connection is a few milliseconds' worth, whatever the connection's
 * speed. A block that nobody else could be asked for and that takes long is asked of another source
 * too; the first answer counts. */

#include "transfer.h"

#include "core/error.h"

#include <string.h>

#define QUEUE_LOW_MS  6 /* that answers may wait for each other */
#define QUEUE_HIGH_MS 14
#define WINDOW_FIRST  2
#define BASE_MS       120000 /* how long the quickest answer counts */
#define IMPATIENT_MS  3000   /* after which a block is asked of another one too */

void
net_source_free (gpointer data)
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

/* --- Sources --- */

/* Asks what @source has of all that is wanted and it was not asked about. */
void
net_source_ask_about (NetTransfer *self, NetSource *source)
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
  NetSource *source = g_new0 (NetSource, 1);

  source->transfer = self;
  source->device = *device;
  source->window = WINDOW_FIRST;
  source->base_ms = G_MAXINT64;
  source->havings = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, having_free);
  source->told = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  source->serve = net_transfer_make_serve (self);
  g_ptr_array_add (self->sources, source);
  net_source_ask_about (self, source);
  net_transfer_tell_ready (self);
  return source;
}

/* Nobody waits for the answer any more; unless @block is here already it is missing again. */
void
net_source_drop_ask (NetSource *source, NetAsk *ask)
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
void
net_source_drop_asks (NetSource *source, const NetFetch *fetch)
{
  for (GList *l = source->asks.head; l != NULL; l = l->next) {
    NetAsk *ask = l->data;

    if (fetch == NULL || ask->fetch == fetch)
      net_source_drop_ask (source, ask);
  }
}

/* Who has all of it has nothing more to say of it; from others word may still come. */
void
net_source_forget (NetSource *source, const CenId *blob)
{
  const NetHaving *having = g_hash_table_lookup (source->havings, blob);

  if (having == NULL || having->held != CEN_BLOB_WHOLE || having->is_liar)
    return;
  g_hash_table_remove (source->havings, blob);
  g_hash_table_remove (source->told, blob);
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
  net_source_drop_asks (source, NULL);
  g_queue_clear_full (&source->asks, g_free);
  forget_havings (self, source);
  g_ptr_array_remove (self->sources, source);
  net_transfer_run (self);
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
guint
net_transfer_count_sources (const NetTransfer *self, const NetFetch *fetch)
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
         net_transfer_count_sources (self, fetch) > 0;
}

/* One that was begun and that nobody has makes room for another. */
static void
activate_next (NetTransfer *self)
{
  for (GList *l = self->order.head; l != NULL && self->n_active >= NET_FETCHES_ACTIVE_MAX;
       l = l->next) {
    NetFetch *fetch = l->data;

    if (fetch->phase == NET_FETCH_OPEN && fetch->n_writing == 0 &&
        net_transfer_count_sources (self, fetch) == 0)
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
void
net_transfer_run (NetTransfer *self)
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
    self->tick_ms = self->now_ms + NET_TRANSFER_TICK_MS;
  if (has_asked_any)
    net_transfer_tell_ready (self);
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
  net_source_drop_ask (source, ask);
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
  net_transfer_run (self);
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
  net_transfer_run (self);
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
