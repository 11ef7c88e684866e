/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A file on its way. All state is the node thread's; a thread of the pool only ever works on a
 * CenBlobPart, through a work item that holds a reference, so whoever lets go of a fetch need not
 * wait. Blocks go MISSING → ASKED → WRITING → HERE, and back to MISSING when a source goes away or
 * what it sent was refused. */

#include "fetch.h"

#include "core/error.h"

#include <string.h>

typedef struct {
  NetTransfer *owner;
  NetFetch *fetch;
  CenBlobPart *part; /* what opening gave */
  char *path;
  guint index;
  guint8 *ct;
  gsize len;
  CenId device; /* who sent it */
  GError *error;
} Work;

NetFetch *
net_fetch_new (NetTransfer *transfer, const CenId *id, const CenBlobRef *ref, CenWish wish)
{
  NetFetch *self = g_new0 (NetFetch, 1);

  self->n_refs = 1;
  self->transfer = transfer;
  self->id = *id;
  self->ref = *ref;
  self->wish = wish;
  self->problem = g_strdup ("");
  cen_blob_layout_init (&self->layout, ref->size);
  transfer->circle->world->random (transfer->circle->world, (guint8 *) &self->start,
                                   sizeof self->start);
  return self;
}

NetFetch *
net_fetch_ref (NetFetch *self)
{
  self->n_refs++;
  return self;
}

void
net_fetch_unref (NetFetch *self)
{
  if (self == NULL || --self->n_refs > 0)
    return;
  cen_blob_part_free (self->part);
  cen_blob_ref_clear (&self->ref);
  g_free (self->blocks);
  g_free (self->copies);
  g_free (self->problem);
  g_free (self);
}

void
net_fetch_disown (gpointer fetch)
{
  NetFetch *self = fetch;

  if (self->phase != NET_FETCH_IDLE)
    self->transfer->n_active--;
  self->transfer = NULL;
  net_fetch_unref (self);
}

/* --- Work on disk --- */

static Work *
work_new (NetFetch *fetch)
{
  Work *work = g_new0 (Work, 1);

  work->owner = fetch->transfer;
  work->fetch = net_fetch_ref (fetch);
  work->owner->n_working++;
  return work;
}

/* The fetch, unless nobody wants it any more. */
static NetFetch *
work_end (Work *work)
{
  NetFetch *fetch = work->fetch->transfer != NULL ? work->fetch : NULL;

  work->owner->n_working--;
  g_free (work->path);
  g_free (work->ct);
  return fetch;
}

static void
work_free (Work *work)
{
  net_fetch_unref (work->fetch);
  g_clear_error (&work->error);
  g_free (work);
}

static void
set_problem (NetFetch *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
}

void
net_fetch_deactivate (NetFetch *self)
{
  if (self->phase == NET_FETCH_IDLE)
    return;
  self->phase = NET_FETCH_IDLE;
  self->transfer->n_active--;
}

/* What failed is either nonsense from whoever shared it, or the disk's. */
static void
fail (NetFetch *self, const GError *error)
{
  set_problem (self, error->message);
  if (error->code == CEN_ERROR_INVALID)
    net_transfer_fetch_broken (self->transfer, self);
  else
    net_transfer_fetch_ended (self->transfer, self);
}

static void
end_cb (gpointer data)
{
  Work *work = data;

  cen_blob_part_finish (work->fetch->part, &work->error);
}

static void
end_done_cb (gpointer data)
{
  Work *work = data;
  NetFetch *self = work_end (work);

  if (self != NULL && work->error != NULL)
    fail (self, work->error);
  else if (self != NULL)
    net_transfer_fetch_ended (self->transfer, self);
  work_free (work);
}

static void
load_cb (gpointer data)
{
  Work *work = data;

  cen_blob_part_load_manifest (work->fetch->part, &work->error);
}

static void load_done_cb (gpointer data);

/* Takes the next step once all that it waits for is here. */
static void
step (NetFetch *self)
{
  gboolean has_manifest = self->phase == NET_FETCH_OPEN && cen_blob_part_has_manifest (self->part);

  if (self->phase != NET_FETCH_OPEN || self->n_writing > 0)
    return;
  if (has_manifest && self->n_here == self->layout.n_blocks) {
    self->phase = NET_FETCH_ENDING;
    net_pool_push (self->transfer->pool, end_cb, end_done_cb, work_new (self));
  } else if (!has_manifest) {
    for (guint i = 0; i < self->layout.n_pieces; i++) {
      if (self->blocks[i] != BLOCK_HERE)
        return;
    }
    self->phase = NET_FETCH_LOADING;
    net_pool_push (self->transfer->pool, load_cb, load_done_cb, work_new (self));
  }
}

static void
load_done_cb (gpointer data)
{
  Work *work = data;
  NetFetch *self = work_end (work);

  if (self != NULL && work->error != NULL) {
    fail (self, work->error);
  } else if (self != NULL) {
    self->phase = NET_FETCH_OPEN;
    step (self);
    net_transfer_fetch_opened (self->transfer, self);
  }
  work_free (work);
}

static void
open_cb (gpointer data)
{
  Work *work = data;

  work->part = cen_blob_part_open (work->path, &work->fetch->ref, &work->error);
}

static void
take_part (NetFetch *self, CenBlobPart *part)
{
  self->part = part;
  self->blocks = g_malloc0 (self->layout.n_blocks);
  self->copies = g_malloc0 (self->layout.n_blocks);
  self->is_copies_stale = TRUE;
  self->n_here = 0;
  self->done = 0;
  for (guint i = 0; i < self->layout.n_blocks; i++) {
    if (!cen_blob_part_has (part, i))
      continue;
    self->blocks[i] = BLOCK_HERE;
    self->n_here++;
    self->done += cen_blob_layout_get_len (&self->layout, i) - CEN_MAC_LEN;
  }
  self->counted = self->done;
  self->counted_ms = self->transfer->now_ms;
  self->phase = NET_FETCH_OPEN;
}

static void
open_done_cb (gpointer data)
{
  Work *work = data;
  NetFetch *self = work_end (work);

  if (self != NULL && work->part != NULL) {
    set_problem (self, "");
    take_part (self, work->part);
    step (self);
    net_transfer_fetch_opened (self->transfer, self);
  } else if (self != NULL) {
    fail (self, work->error);
  } else {
    cen_blob_part_free (work->part);
  }
  work_free (work);
}

void
net_fetch_activate (NetFetch *self)
{
  NetTransfer *transfer = self->transfer;
  Work *work;

  g_assert (self->phase == NET_FETCH_IDLE);
  g_clear_pointer (&self->part, cen_blob_part_free);
  g_clear_pointer (&self->blocks, g_free);
  g_clear_pointer (&self->copies, g_free);
  self->phase = NET_FETCH_OPENING;
  transfer->n_active++;
  work = work_new (self);
  work->path = cen_shelf_dup_path (transfer->circle->store, &transfer->circle->id, &self->id);
  net_pool_push (transfer->pool, open_cb, open_done_cb, work);
}

static void
write_cb (gpointer data)
{
  Work *work = data;

  cen_blob_part_write (work->fetch->part, work->index, work->ct, work->len, &work->error);
}

static void
write_done_cb (gpointer data)
{
  Work *work = data;
  NetTransfer *owner = work->owner;
  NetFetch *self = work_end (work);

  owner->n_writing--;
  work->fetch->n_writing--;
  if (self == NULL || self->phase != NET_FETCH_OPEN) {
    work_free (work);
    return;
  }
  if (work->error == NULL) {
    self->blocks[work->index] = BLOCK_HERE;
    self->n_here++;
    self->done += work->len - CEN_MAC_LEN;
    step (self);
    net_transfer_fetch_moved (owner, self);
  } else {
    self->blocks[work->index] = BLOCK_MISSING;
    if (work->error->code == CEN_ERROR_INVALID)
      net_transfer_fetch_lied_to (owner, self, &work->device);
    else
      fail (self, work->error);
  }
  work_free (work);
}

void
net_fetch_write (NetFetch *self, NetSource *source, guint index, const guint8 *ct, gsize len)
{
  Work *work = work_new (self);

  work->index = index;
  work->ct = g_memdup2 (ct, len);
  work->len = len;
  work->device = source->device;
  self->blocks[index] = BLOCK_WRITING;
  self->n_writing++;
  self->transfer->n_writing++;
  net_pool_push (self->transfer->pool, write_cb, write_done_cb, work);
}

/* --- Blocks --- */

gboolean
net_fetch_is_running (const NetFetch *self)
{
  return self->phase == NET_FETCH_OPEN;
}

guint
net_fetch_get_limit (const NetFetch *self)
{
  return cen_blob_part_has_manifest (self->part) ? self->layout.n_blocks : self->layout.n_pieces;
}

gboolean
net_having_has (const NetHaving *self, guint index)
{
  gsize len = 0;
  const guint8 *bits;

  if (self->is_liar || self->held == CEN_BLOB_ABSENT)
    return FALSE;
  if (self->held == CEN_BLOB_WHOLE)
    return TRUE;
  bits = self->map != NULL ? g_bytes_get_data (self->map, &len) : NULL;
  return index / 8 < len && (bits[index / 8] & 1u << index % 8) != 0;
}

static void
count_copies (NetFetch *self)
{
  memset (self->copies, 0, self->layout.n_blocks);
  self->copies_min = G_MAXUINT;
  self->has_company = FALSE;
  for (guint i = 0; i < self->transfer->sources->len; i++) {
    const NetSource *source = self->transfer->sources->pdata[i];
    const NetHaving *having = g_hash_table_lookup (source->havings, &self->id);

    if (having != NULL && having->held == CEN_BLOB_PARTIAL)
      self->has_company = TRUE;
    for (guint k = 0; having != NULL && k < self->layout.n_blocks; k++)
      self->copies[k] += net_having_has (having, k);
  }
  for (guint i = 0; i < self->layout.n_blocks; i++) {
    if (self->copies[i] > 0)
      self->copies_min = MIN (self->copies_min, self->copies[i]);
  }
  self->is_copies_stale = FALSE;
}

gboolean
net_fetch_pick (NetFetch *self, const NetHaving *having, guint *ret_index)
{
  guint limit = net_fetch_get_limit (self);
  guint from = limit > self->layout.n_pieces ? self->layout.n_pieces : 0;
  guint n = limit - from;
  guint best_copies = G_MAXUINT;
  const CenWorld *world = self->transfer->circle->world;

  if (self->is_copies_stale)
    count_copies (self);
  /* Where others fetch too, any of the rarest, lest all fetch the same; else on from where it was,
   * as it lies on disk. */
  if (self->has_company)
    world->random (world, (guint8 *) &self->start, sizeof self->start);
  for (guint i = 0; i < n; i++) {
    guint index = from + (self->start % n + i) % n;

    if (self->blocks[index] != BLOCK_MISSING || !net_having_has (having, index) ||
        self->copies[index] >= best_copies)
      continue;
    best_copies = self->copies[index];
    *ret_index = index;
    if (best_copies <= self->copies_min)
      break;
  }
  if (best_copies == G_MAXUINT)
    return FALSE;
  if (from > 0)
    self->start = *ret_index - from + 1;
  return TRUE;
}

GBytes *
net_fetch_dup_map (const NetFetch *self)
{
  gsize len = (self->layout.n_blocks + 7) / 8;
  guint8 *bits;

  if (self->blocks == NULL)
    return NULL;
  bits = g_malloc0 (len);
  for (guint i = 0; i < self->layout.n_blocks; i++) {
    if (self->blocks[i] == BLOCK_HERE)
      bits[i / 8] |= (guint8) (1u << i % 8);
  }
  return g_bytes_new_take (bits, len);
}
