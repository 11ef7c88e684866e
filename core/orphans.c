/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "orphans.h"

typedef struct {
  CenPending *pending;
  GList *link; /* in order; NULL for an early one */
} Orphan;

struct _CenOrphans {
  GHashTable *by_id;      /* CenId → Orphan */
  GHashTable *waiting;    /* CenId of a parent → GPtrArray of CenPending (borrowed) */
  GHashTable *per_source; /* guint64 * → count */
  GQueue order;           /* Orphan, oldest first */
  gsize n_bytes;
  guint n_early;
  gsize n_early_bytes;
  GHashTable *junk; /* CenId */
  GQueue junk_order;
};

CenPending *
cen_pending_new (const CenOp *op, GBytes *bytes, GBytes *payload, guint64 source)
{
  CenPending *self = g_new0 (CenPending, 1);

  self->ref_count = 1;
  self->op = *op;
  self->bytes = g_bytes_ref (bytes);
  self->payload = payload != NULL ? g_bytes_ref (payload) : NULL;
  self->source = source;
  return self;
}

CenPending *
cen_pending_ref (CenPending *self)
{
  self->ref_count++;
  return self;
}

void
cen_pending_unref (CenPending *self)
{
  if (--self->ref_count > 0)
    return;
  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self);
}

static gsize
get_size (const CenPending *pending)
{
  return g_bytes_get_size (pending->bytes) +
         (pending->payload != NULL ? g_bytes_get_size (pending->payload) : 0) + sizeof *pending;
}

CenOrphans *
cen_orphans_new (void)
{
  CenOrphans *self = g_new0 (CenOrphans, 1);

  self->by_id = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  self->waiting = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  self->per_source = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->junk = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  return self;
}

void
cen_orphans_free (CenOrphans *self)
{
  GHashTableIter iter;
  gpointer orphan;

  if (self == NULL)
    return;
  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &orphan)) {
    cen_pending_unref (((Orphan *) orphan)->pending);
    g_free (orphan);
  }
  g_queue_clear (&self->order);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->per_source);
  g_hash_table_unref (self->junk);
  g_queue_clear_full (&self->junk_order, g_free);
  g_free (self);
}

static guint
get_count (CenOrphans *self, guint64 source)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->per_source, &source));
}

static void
set_count (CenOrphans *self, guint64 source, guint count)
{
  if (count == 0)
    g_hash_table_remove (self->per_source, &source);
  else
    g_hash_table_insert (self->per_source, g_memdup2 (&source, sizeof source),
                         GUINT_TO_POINTER (count));
}

static void
wait_for (CenOrphans *self, const CenId *parent, CenPending *pending)
{
  GPtrArray *children = g_hash_table_lookup (self->waiting, parent);

  if (children == NULL) {
    children = g_ptr_array_new ();
    g_hash_table_insert (self->waiting, cen_id_dup (parent), children);
  }
  g_ptr_array_add (children, pending);
}

static void
stop_waiting_for (CenOrphans *self, const CenId *parent, CenPending *pending)
{
  GPtrArray *children = g_hash_table_lookup (self->waiting, parent);

  g_ptr_array_remove_fast (children, pending);
  if (children->len == 0)
    g_hash_table_remove (self->waiting, parent);
}

static void
evict_oldest_of (CenOrphans *self, guint64 source)
{
  for (GList *l = self->order.head; l != NULL; l = l->next) {
    const CenPending *pending = ((Orphan *) l->data)->pending;

    if (pending->source == source) {
      cen_orphans_remove (self, &pending->op.id);
      return;
    }
  }
}

static Orphan *
insert (CenOrphans *self, CenPending *pending)
{
  Orphan *orphan = g_new0 (Orphan, 1);

  orphan->pending = cen_pending_ref (pending);
  g_hash_table_insert (self->by_id, &pending->op.id, orphan);
  if (pending->op.has_prev)
    wait_for (self, &pending->op.prev, pending);
  for (guint i = 0; i < pending->op.n_deps; i++)
    wait_for (self, &pending->op.deps[i], pending);
  return orphan;
}

void
cen_orphans_add (CenOrphans *self, CenPending *pending)
{
  Orphan *orphan;

  if (g_hash_table_contains (self->by_id, &pending->op.id))
    return;
  if (get_count (self, pending->source) >= CEN_ORPHANS_PER_PEER_MAX)
    evict_oldest_of (self, pending->source);
  orphan = insert (self, pending);
  g_queue_push_tail (&self->order, orphan);
  orphan->link = self->order.tail;
  set_count (self, pending->source, get_count (self, pending->source) + 1);
  self->n_bytes += get_size (pending);
  while (self->order.length > CEN_ORPHANS_MAX || self->n_bytes > CEN_ORPHAN_BYTES_MAX)
    cen_orphans_remove (self, &((Orphan *) self->order.head->data)->pending->op.id);
}

gboolean
cen_orphans_has_room_early (const CenOrphans *self, guint n, gsize n_bytes)
{
  return self->n_early + n <= CEN_EARLY_MAX && self->n_early_bytes + n_bytes <= CEN_EARLY_BYTES_MAX;
}

gboolean
cen_orphans_add_early (CenOrphans *self, CenPending *pending)
{
  g_assert (pending->early_no != 0);
  if (!cen_orphans_has_room_early (self, 1, get_size (pending)))
    return FALSE;
  /* As a common orphan it would be forgotten. */
  cen_orphans_remove (self, &pending->op.id);
  insert (self, pending);
  self->n_early++;
  self->n_early_bytes += get_size (pending);
  return TRUE;
}

void
cen_orphans_remove (CenOrphans *self, const CenId *id)
{
  Orphan *orphan = g_hash_table_lookup (self->by_id, id);
  CenPending *pending;

  if (orphan == NULL)
    return;
  pending = orphan->pending;
  g_hash_table_remove (self->by_id, id);
  if (pending->op.has_prev)
    stop_waiting_for (self, &pending->op.prev, pending);
  for (guint i = 0; i < pending->op.n_deps; i++)
    stop_waiting_for (self, &pending->op.deps[i], pending);
  if (orphan->link != NULL) {
    g_queue_delete_link (&self->order, orphan->link);
    set_count (self, pending->source, get_count (self, pending->source) - 1);
    self->n_bytes -= get_size (pending);
  } else {
    self->n_early--;
    self->n_early_bytes -= get_size (pending);
  }
  cen_pending_unref (pending);
  g_free (orphan);
}

CenPending *
cen_orphans_lookup (CenOrphans *self, const CenId *id)
{
  Orphan *orphan = g_hash_table_lookup (self->by_id, id);

  return orphan != NULL ? orphan->pending : NULL;
}

guint
cen_orphans_get_n (const CenOrphans *self)
{
  return self->order.length;
}

gboolean
cen_orphans_has_any (const CenOrphans *self)
{
  return g_hash_table_size (self->by_id) > 0;
}

GPtrArray *
cen_orphans_list_early (CenOrphans *self)
{
  GPtrArray *early = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer orphan;

  if (self->n_early == 0)
    return early;
  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &orphan)) {
    if (((Orphan *) orphan)->link == NULL)
      g_ptr_array_add (early, ((Orphan *) orphan)->pending);
  }
  return early;
}

GPtrArray *
cen_orphans_list_children (CenOrphans *self, const CenId *id)
{
  GPtrArray *children = g_hash_table_lookup (self->waiting, id);

  return children != NULL ? g_ptr_array_copy (children, NULL, NULL) : g_ptr_array_new ();
}

gboolean
cen_orphans_has_redaction (CenOrphans *self, const CenId *object)
{
  for (GList *l = self->order.head; l != NULL; l = l->next) {
    const CenOp *op = &((Orphan *) l->data)->pending->op;

    if (op->kind == CEN_OP_REDACT && op->has_object && cen_id_equal (&op->object, object))
      return TRUE;
  }
  return FALSE;
}

void
cen_orphans_add_junk (CenOrphans *self, const CenId *id)
{
  CenId *copy;

  if (g_hash_table_contains (self->junk, id))
    return;
  copy = cen_id_dup (id);
  g_hash_table_add (self->junk, copy);
  g_queue_push_tail (&self->junk_order, copy);
  if (self->junk_order.length > CEN_JUNK_MAX) {
    g_autofree CenId *oldest = g_queue_pop_head (&self->junk_order);

    g_hash_table_remove (self->junk, oldest);
  }
}

gboolean
cen_orphans_is_junk (const CenOrphans *self, const CenId *id)
{
  return g_hash_table_contains (self->junk, id);
}
