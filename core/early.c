/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "early.h"

#include "dag-batch.h"
#include "early-log.h"
#include "store-sql.h"

#include <string.h>

/* One batch on its way in. */
typedef struct {
  CenCircle *circle;
  GPtrArray *taken;    /* CenPending */
  GHashTable *authors; /* CenId of a device → CenDevice, of chains whose first op is early */
  GHashTable *about;   /* CenId of an object → GPtrArray of CenPending, borrowed */
  GHashTable *vouched; /* CenId, borrowed: what a later op of its chain stands for */
  gsize n_bytes;       /* of what is taken */
  guint n_junk;
} Batch;

static void
batch_init (Batch *self, CenCircle *circle)
{
  self->circle = circle;
  self->taken = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_pending_unref);
  self->authors = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, NULL, g_free);
  self->about = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, NULL,
                                       (GDestroyNotify) g_ptr_array_unref);
  self->vouched = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
}

static void
batch_clear (Batch *self)
{
  g_hash_table_unref (self->vouched);
  g_hash_table_unref (self->about);
  g_hash_table_unref (self->authors);
  g_ptr_array_unref (self->taken);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

/* --- Which of them --- */

static gboolean
is_root (const CenOp *op)
{
  return op->kind == CEN_OP_GENESIS || op->kind == CEN_OP_JOIN || op->kind == CEN_OP_DEVICE_ADD;
}

static gboolean
begins_rightly (Batch *self, const CenOp *op, GBytes *payload)
{
  CenId founded;

  if (op->kind == CEN_OP_GENESIS) {
    cen_op_circle_id (op, &founded);
    return cen_id_equal (&founded, &self->circle->id);
  }
  return cen_dag_claims_hold (self->circle, op, payload);
}

/* Reads one; what is here already in any way is passed over. */
static gboolean
gather (Batch *self, const CenIncoming *incoming, guint64 source, GError **error)
{
  CenOrphans *orphans = self->circle->orphans;
  gsize len, payload_len;
  const guint8 *bytes = g_bytes_get_data (incoming->op, &len);
  const guint8 *payload =
      incoming->payload != NULL ? g_bytes_get_data (incoming->payload, &payload_len) : NULL;
  const CenPending *known;
  CenOp op;
  gint64 no;

  if (!cen_op_decode (&op, bytes, len, NULL) || payload == NULL ||
      !cen_op_matches_payload (&op, payload, payload_len) ||
      cen_orphans_is_junk (orphans, &op.id) || !begins_rightly (self, &op, incoming->payload)) {
    self->n_junk++;
    return TRUE;
  }
  known = cen_orphans_lookup (orphans, &op.id);
  if ((known != NULL && known->early_no != 0) ||
      !cen_orphans_has_room_early (orphans, self->taken->len + 1,
                                   self->n_bytes + len + payload_len + sizeof *known))
    return TRUE;
  if (!cen_circle_find_op (self->circle, &op.id, &no, error))
    return FALSE;
  if (no != 0)
    return TRUE;
  self->n_bytes += len + payload_len + sizeof *known;
  g_ptr_array_add (self->taken, cen_pending_new (&op, incoming->op, incoming->payload, source));
  return TRUE;
}

static int
compare_seq (gconstpointer a, gconstpointer b)
{
  const CenPending *x = *(const CenPending *const *) a;
  const CenPending *y = *(const CenPending *const *) b;

  return x->op.seq == y->op.seq ? 0 : x->op.seq > y->op.seq ? -1 : 1;
}

/* Whether an op that is early already goes on from @op by the same device. */
static gboolean
is_continued (Batch *self, const CenOp *op)
{
  g_autoptr (GPtrArray) children = cen_orphans_list_children (self->circle->orphans, &op->id);

  for (guint i = 0; i < children->len; i++) {
    const CenPending *child = children->pdata[i];

    if (child->early_no != 0 && child->op.has_prev && cen_id_equal (&child->op.prev, &op->id) &&
        cen_id_equal (&child->op.device, &op->device))
      return TRUE;
  }
  return FALSE;
}

/* A6, from the end of each chain on. */
static void
keep_authentic (Batch *self)
{
  g_ptr_array_sort (self->taken, compare_seq);
  for (guint i = 0; i < self->taken->len; i++) {
    CenPending *pending = self->taken->pdata[i];

    if (g_hash_table_contains (self->vouched, &pending->op.id) ||
        is_continued (self, &pending->op)) {
      pending->is_authentic = TRUE;
    } else {
      pending->is_checked = TRUE;
      pending->is_authentic = cen_op_verify (&pending->op, &self->circle->id);
    }
    if (pending->is_authentic && pending->op.has_prev)
      g_hash_table_add (self->vouched, &pending->op.prev);
    self->n_junk += !pending->is_authentic;
  }
  for (guint i = self->taken->len; i-- > 0;) {
    CenPending *pending = self->taken->pdata[i];

    if (!pending->is_authentic)
      g_ptr_array_remove_index (self->taken, i);
    else
      pending->is_authentic = pending->is_checked; /* what was only vouched for is no proof */
  }
}

/* --- Showing them --- */

static gboolean
add_author (Batch *self, const CenPending *root, GError **error)
{
  g_autofree CenDevice *device = g_new0 (CenDevice, 1);
  CenDevice *added;
  const char *name = "";
  gsize len;
  const guint8 *bytes = g_bytes_get_data (root->payload, &len);
  CenFrame frame;

  if (!cen_frame_parse (&frame, root->op.kind, bytes, len, NULL))
    return TRUE;
  device->key = root->op.device;
  if (root->op.kind == CEN_OP_JOIN) {
    device->member = frame.join.certificate.member;
    name = frame.join.name;
  } else {
    device->member = root->op.kind == CEN_OP_GENESIS ? frame.genesis.member
                                                     : frame.device_add.certificate.member;
  }
  if (!cen_early_views_name (self->circle, &device->member, name, &device->member_no, error))
    return FALSE;
  added = g_steal_pointer (&device);
  g_hash_table_replace (self->authors, &added->key, added);
  return TRUE;
}

/* Who wrote what is early, and what is about what. */
static gboolean
survey (Batch *self, GError **error)
{
  g_autoptr (GPtrArray) early = cen_orphans_list_early (self->circle->orphans);

  for (guint i = 0; i < self->taken->len; i++)
    g_ptr_array_add (early, self->taken->pdata[i]);
  for (guint i = 0; i < early->len; i++) {
    CenPending *pending = early->pdata[i];
    GPtrArray *about;

    if (is_root (&pending->op) && !add_author (self, pending, error))
      return FALSE;
    if (!pending->op.has_object)
      continue;
    about = g_hash_table_lookup (self->about, &pending->op.object);
    if (about == NULL) {
      about = g_ptr_array_new ();
      g_hash_table_insert (self->about, &pending->op.object, about);
    }
    g_ptr_array_add (about, pending);
  }
  return TRUE;
}

static const CenDevice *
find_author (const CenId *key, gpointer data)
{
  Batch *self = data;
  const CenDevice *device = cen_circle_find_device (self->circle, key);

  return device != NULL && device->member_no != 0 ? device
                                                  : g_hash_table_lookup (self->authors, key);
}

/* The early CREATE that @pending is or is about; NULL. */
static const CenPending *
find_create (Batch *self, const CenPending *pending)
{
  const CenPending *create = pending;

  if (pending->op.has_object) {
    create = cen_orphans_lookup (self->circle->orphans, &pending->op.object);
    for (guint i = 0; create == NULL && i < self->taken->len; i++) {
      const CenPending *other = self->taken->pdata[i];

      if (cen_id_equal (&other->op.id, &pending->op.object))
        create = other;
    }
  }
  return create != NULL && create->op.kind == CEN_OP_CREATE && create->early_no != 0 ? create
                                                                                     : NULL;
}

/* What others are in comes before them. */
static int
compare_kind (gconstpointer a, gconstpointer b)
{
  const CenPending *x = *(const CenPending *const *) a;
  const CenPending *y = *(const CenPending *const *) b;

  return x->op.lamport == y->op.lamport ? 0 : x->op.lamport < y->op.lamport ? -1 : 1;
}

static gboolean
show (Batch *self, GError **error)
{
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);

  g_ptr_array_sort (self->taken, compare_kind);
  for (guint i = 0; i < self->taken->len; i++) {
    const CenPending *create = find_create (self, self->taken->pdata[i]);

    if (create != NULL && g_hash_table_add (shown, (gpointer) create) &&
        !cen_early_views_fold (self->circle, create,
                               g_hash_table_lookup (self->about, &create->op.id), find_author, self,
                               error))
      return FALSE;
  }
  return TRUE;
}

/* --- All of it --- */

static gboolean
run (Batch *self, const CenIncoming *incoming, guint n_incoming, guint64 source, GError **error)
{
  CenCircle *circle = self->circle;

  for (guint i = 0; i < n_incoming; i++) {
    if (!gather (self, &incoming[i], source, error))
      return FALSE;
  }
  keep_authentic (self);
  for (guint i = 0; i < self->taken->len; i++) {
    if (!cen_early_log_insert (circle->store, circle->no, circle->world->now_ms (circle->world),
                               self->taken->pdata[i], error))
      return FALSE;
  }
  return survey (self, error) && show (self, error);
}

gboolean
cen_early_take (CenCircle *circle, const CenIncoming *incoming, guint n_incoming, guint64 source,
                guint *ret_n_junk, GError **error)
{
  g_auto (Batch) batch = { 0 };

  batch_init (&batch, circle);
  *ret_n_junk = 0;
  if (!cen_store_begin (circle->store, CEN_STORE_NORMAL, error))
    return FALSE;
  if (!run (&batch, incoming, n_incoming, source, error)) {
    cen_store_rollback (circle->store);
  } else if (cen_store_commit (circle->store, error)) {
    for (guint i = 0; i < batch.taken->len; i++)
      cen_orphans_add_early (circle->orphans, batch.taken->pdata[i]);
    *ret_n_junk = batch.n_junk;
    return TRUE;
  }
  circle->changes = 0;
  cen_circle_reload (circle, NULL);
  return FALSE;
}

GArray *
cen_early_list_prefixes (CenCircle *circle)
{
  g_autoptr (GPtrArray) early = cen_orphans_list_early (circle->orphans);
  GArray *prefixes = g_array_sized_new (FALSE, FALSE, sizeof (guint64), early->len);

  for (guint i = 0; i < early->len; i++)
    g_array_append_vals (prefixes, ((CenPending *) early->pdata[i])->op.id.bytes, 1);
  return prefixes;
}
