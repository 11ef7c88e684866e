/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A request waits in @asked until one of few places is free; then a thread of the pool reads it and
 * it stands in @ready as a frame. So a peer costs at most NET_BLOB_AHEAD_MAX blocks of memory,
 * whatever it asks for. Reading outlives the peer: the work holds a reference. */

#include "blob-serve.h"

#include "core/error.h"
#include "core/shelf.h"

typedef struct {
  CenId blob;
  guint index;
} Asked;

struct _NetBlobServe {
  guint n_refs;
  gboolean is_over;
  const CenCircle *circle;
  NetPool *pool;
  NetBlobServeEvents events;
  gpointer user_data;
  GQueue asked; /* Asked */
  GQueue ready; /* GBytes */
  guint n_reading;
  GHashTable *curious; /* CenId of what was not whole when it asked */
  GHashTable *news;    /* CenId to tell */
  guint64 n_sent;
  /* Where the blob is that was read last: whether it still is shows when it is read. */
  CenId near;
  CenBlobLayout near_layout;
  char *near_path; /* NULL: nothing was read */
};

typedef struct {
  NetBlobServe *serve;
  CenBlobLayout layout;
  char *path;
  Asked asked;
  GBytes *frame;
} Reading;

NetBlobServe *
net_blob_serve_new (const CenCircle *circle, NetPool *pool, const NetBlobServeEvents *events,
                    gpointer user_data)
{
  NetBlobServe *self = g_new0 (NetBlobServe, 1);

  self->n_refs = 1;
  self->circle = circle;
  self->pool = pool;
  self->events = *events;
  self->user_data = user_data;
  self->curious = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  self->news = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  return self;
}

static void
unref (NetBlobServe *self)
{
  if (--self->n_refs > 0)
    return;
  g_queue_clear_full (&self->asked, g_free);
  g_queue_clear_full (&self->ready, (GDestroyNotify) g_bytes_unref);
  g_hash_table_unref (self->curious);
  g_hash_table_unref (self->news);
  g_free (self->near_path);
  g_free (self);
}

void
net_blob_serve_free (NetBlobServe *self)
{
  if (self == NULL)
    return;
  self->is_over = TRUE;
  unref (self);
}

/* --- Reading --- */

/* Reads where the block stands in the frame. */
static GBytes *
read_frame (const Reading *reading)
{
  guint index = reading->asked.index;
  gsize len = cen_blob_layout_get_len (&reading->layout, index);
  NetFrameWriter writer;
  guint8 *ct = net_chunk_begin (&writer, &reading->asked.blob, index, len);

  if (cen_blob_file_read (reading->path, &reading->layout, index, ct, NULL))
    return net_frame_end (&writer);
  g_free (writer.frame);
  return NULL;
}

static void
read_cb (gpointer work)
{
  Reading *reading = work;
  const NetChunk nothing = { .blob = reading->asked.blob, .index = reading->asked.index };

  if (reading->path != NULL && reading->asked.index < reading->layout.n_blocks)
    reading->frame = read_frame (reading);
  if (reading->frame == NULL)
    reading->frame = net_chunk_to_frame (&nothing);
}

static void read_more (NetBlobServe *self);

static void
read_done_cb (gpointer work)
{
  g_autofree Reading *reading = work;
  NetBlobServe *self = reading->serve;

  self->n_reading--;
  g_queue_push_tail (&self->ready, reading->frame);
  g_free (reading->path);
  if (!self->is_over) {
    read_more (self);
    self->events.on_ready (self->user_data);
  }
  unref (self);
}

/* Whether some of @blob is here; then near_path and near_layout are its. */
static gboolean
find (NetBlobServe *self, const CenId *blob)
{
  NetBlobHere here = { .held = CEN_BLOB_ABSENT };

  if (self->near_path != NULL && cen_id_equal (&self->near, blob))
    return TRUE;
  self->events.look_up (blob, NET_BLOB_BRIEF, &here, self->user_data);
  if (here.held == CEN_BLOB_ABSENT)
    return FALSE;
  g_free (self->near_path);
  self->near = *blob;
  self->near_layout = here.layout;
  self->near_path = cen_shelf_dup_path (self->circle->store, &self->circle->id, blob);
  return self->near_path != NULL;
}

static void
read_more (NetBlobServe *self)
{
  while (self->asked.length > 0 && self->n_reading + self->ready.length < NET_BLOB_AHEAD_MAX) {
    g_autofree Asked *asked = g_queue_pop_head (&self->asked);
    Reading *reading = g_new0 (Reading, 1);

    reading->serve = self;
    reading->asked = *asked;
    if (find (self, &asked->blob)) {
      reading->layout = self->near_layout;
      reading->path = g_strdup (self->near_path);
    }
    self->n_refs++;
    self->n_reading++;
    net_pool_push (self->pool, read_cb, read_done_cb, reading);
  }
}

/* --- Frames --- */

static gboolean
set_broken (GError **error, const char *what)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A peer broke the protocol (%s).", what);
  return FALSE;
}

static gboolean
take_chunk_req (NetBlobServe *self, const guint8 *frame, gsize len, gboolean *ret_is_flood,
                GError **error)
{
  NetChunkReq req;

  if (!net_chunk_req_from_frame (&req, frame, len))
    return set_broken (error, "CHUNK_REQ");
  if (self->asked.length + self->n_reading + self->ready.length + req.n > NET_BLOB_ASKED_MAX) {
    *ret_is_flood = TRUE;
    return set_broken (error, "asking for more than it takes");
  }
  for (guint i = 0; i < req.n; i++) {
    Asked *asked = g_new (Asked, 1);

    *asked = (Asked){ req.blob, req.indices[i] };
    g_queue_push_tail (&self->asked, asked);
  }
  read_more (self);
  return TRUE;
}

static gboolean
take_hold_req (NetBlobServe *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GArray) blobs = net_hold_req_from_frame (frame, len);

  if (blobs == NULL)
    return set_broken (error, "HOLD_REQ");
  for (guint i = 0; i < blobs->len; i++) {
    const CenId *blob = &g_array_index (blobs, CenId, i);

    if (g_hash_table_size (self->curious) < NET_BLOB_CURIOUS_MAX)
      g_hash_table_add (self->curious, cen_id_dup (blob));
    if (g_hash_table_size (self->news) < NET_BLOB_CURIOUS_MAX)
      g_hash_table_add (self->news, cen_id_dup (blob));
  }
  return TRUE;
}

gboolean
net_blob_serve_receive (NetBlobServe *self, const guint8 *frame, gsize len, gboolean *ret_is_flood,
                        GError **error)
{
  *ret_is_flood = FALSE;
  return net_frame_get_type (frame, len) == NET_FRAME_CHUNK_REQ
             ? take_chunk_req (self, frame, len, ret_is_flood, error)
             : take_hold_req (self, frame, len, error);
}

void
net_blob_serve_note (NetBlobServe *self, const CenId *blob)
{
  if (g_hash_table_contains (self->curious, blob))
    g_hash_table_add (self->news, cen_id_dup (blob));
}

GBytes *
net_blob_serve_pop_word (NetBlobServe *self)
{
  g_autoptr (GArray) holds = NULL;
  gsize size = 0;
  GHashTableIter iter;
  gpointer blob;

  if (g_hash_table_size (self->news) == 0)
    return NULL;
  holds = net_holds_new ();
  g_hash_table_iter_init (&iter, self->news);
  while (holds->len < NET_HOLDS_MAX && size < CEN_OPS_FRAME_MAX &&
         g_hash_table_iter_next (&iter, &blob, NULL)) {
    NetBlobHere here = { .held = CEN_BLOB_ABSENT };
    NetHold hold = { .blob = *(const CenId *) blob };

    self->events.look_up (blob, NET_BLOB_WITH_MAP, &here, self->user_data);
    hold.held = here.held;
    hold.map = here.map;
    size += here.map != NULL ? g_bytes_get_size (here.map) : 0;
    g_array_append_val (holds, hold);
    if (here.held == CEN_BLOB_WHOLE)
      g_hash_table_remove (self->curious, blob);
    g_hash_table_iter_remove (&iter);
  }
  return net_holds_to_frame ((const NetHold *) holds->data, holds->len);
}

GBytes *
net_blob_serve_pop_block (NetBlobServe *self)
{
  GBytes *frame = g_queue_pop_head (&self->ready);

  if (frame != NULL) {
    self->n_sent += g_bytes_get_size (frame);
    read_more (self);
  }
  return frame;
}

guint64
net_blob_serve_get_n_sent (const NetBlobServe *self)
{
  return self->n_sent;
}
