/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Seniority is a key (rank, path of grants from the founder); smaller is senior. Members are taken
 * from a queue in the order of their keys, as Dijkstra's algorithm takes nodes: a grant only ever
 * gives a key larger than that of its author, so once a member has been taken nobody taken later
 * is senior to them, and whatever those do cannot touch them.
 *
 * A member may be taken again when a more junior grant to them becomes effective (a facilitator
 * whom a plain member once admitted): that can make more of their own ops effective, never undo
 * one. So that it cannot lower anybody either, the role in force is what the latest GRANTs say, and
 * only while there is none, what the ADMITs say; and no ADMIT lifts a removal: a JOIN could be
 * admitted again by any junior for as long as its invite has uses left. An ADMIT whose INVITE is by
 * somebody more junior than its author waits until that INVITE is effective; the newcomer's key
 * then extends the inviter's.
 *
 * When a member is taken, what their devices say of each other is decided first, device by device
 * from the most senior; then all that they wrote is judged knowing which device was removed. */

#include "authority-private.h"

#include <string.h>

typedef struct {
  CenRole rank;
  GArray *path; /* guint numbers of the granting ops, from the founder on */
} SeniorityKey;

typedef struct {
  guint member;
  SeniorityKey key;
} QueueItem;

void
cen_frame_op_free (CenFrameOp *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->past, cen_bitset_free);
  g_clear_pointer (&self->cut_past, cen_bitset_free);
  g_free (self);
}

static void
member_free (gpointer data)
{
  CenMemberRecord *member = data;

  g_array_unref (member->grants);
  g_array_unref (member->revokes);
  g_array_unref (member->additions);
  g_array_unref (member->ops);
  g_ptr_array_unref (member->devices);
  g_free (member);
}

static void
queue_item_free (gpointer data)
{
  QueueItem *item = data;

  g_array_unref (item->key.path);
  g_free (item);
}

const CenFrameOp *
cen_authority_get_op (const CenAuthority *self, guint number)
{
  return self->ops->pdata[number];
}

gboolean
cen_authority_find_number (const CenAuthority *self, const CenId *id, guint *ret_number)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, id));

  if (found == 0)
    return FALSE;
  *ret_number = found - 1;
  return TRUE;
}

CenMemberRecord *
cen_authority_find_member (const CenAuthority *self, const CenId *id)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_member, id));

  return found > 0 ? self->members->pdata[found - 1] : NULL;
}

static guint
ensure_member (CenAuthority *self, const CenId *id)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_member, id));
  CenMemberRecord *member;

  if (found > 0)
    return found - 1;
  member = g_new0 (CenMemberRecord, 1);
  member->info.id = *id;
  member->grants = g_array_new (FALSE, FALSE, sizeof (CenGrantRecord));
  member->revokes = g_array_new (FALSE, FALSE, sizeof (guint));
  member->additions = g_array_new (FALSE, FALSE, sizeof (guint));
  member->ops = g_array_new (FALSE, FALSE, sizeof (guint));
  member->devices = g_ptr_array_new ();
  g_ptr_array_add (self->members, member);
  g_hash_table_insert (self->by_member, &member->info.id, GUINT_TO_POINTER (self->members->len));
  return self->members->len - 1;
}

int
cen_frame_op_compare (const CenFrameOp *a, const CenFrameOp *b)
{
  if (a->lamport != b->lamport)
    return a->lamport < b->lamport ? -1 : 1;
  return cen_id_compare (&a->id, &b->id);
}

int
cen_authority_compare_numbers (gconstpointer a, gconstpointer b, gpointer data)
{
  const CenAuthority *self = data;

  return cen_frame_op_compare (cen_authority_get_op (self, *(const guint *) a),
                               cen_authority_get_op (self, *(const guint *) b));
}

static int
compare_keys (const CenAuthority *self, const SeniorityKey *a, const SeniorityKey *b)
{
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  if (a->path->len != b->path->len)
    return a->path->len < b->path->len ? -1 : 1;
  for (guint i = 0; i < a->path->len; i++) {
    int order =
        cen_frame_op_compare (cen_authority_get_op (self, g_array_index (a->path, guint, i)),
                              cen_authority_get_op (self, g_array_index (b->path, guint, i)));

    if (order != 0)
      return order;
  }
  return 0;
}

/* --- One op of the member just taken --- */

static void
push (CenAuthority *self, const CenId *member_id, CenRole rank, const SeniorityKey *from,
      guint grant)
{
  QueueItem *item = g_new0 (QueueItem, 1);
  CenGrantRecord record = { grant, rank };
  CenMemberRecord *member;

  item->member = ensure_member (self, member_id);
  item->key.rank = rank;
  item->key.path = from != NULL ? g_array_copy (from->path) : g_array_new (FALSE, FALSE, 4);
  g_array_append_val (item->key.path, grant);
  g_ptr_array_add (self->queue, item);
  member = self->members->pdata[item->member];
  g_array_append_val (member->grants, record);
}

typedef enum {
  DECIDED_VOID,
  DECIDED_EFFECTIVE,
  DECIDED_LATER,
} Decision;

static Decision
decide_admit (CenAuthority *self, guint number, const SeniorityKey *key)
{
  const CenFrameOp *op = cen_authority_get_op (self, number);
  const CenFrameAdmit *admit = &op->frame.admit;
  const CenFrameOp *join_op, *invite_op;
  guint join, invite;

  if (!cen_authority_find_number (self, &admit->join, &join) ||
      !cen_authority_find_number (self, &admit->invite, &invite) ||
      !cen_bitset_has (op->past, join) || !cen_bitset_has (op->past, invite))
    return DECIDED_VOID;
  join_op = cen_authority_get_op (self, join);
  invite_op = cen_authority_get_op (self, invite);
  if (join_op->frame.kind != CEN_OP_JOIN || !join_op->is_valid ||
      invite_op->frame.kind != CEN_OP_INVITE ||
      memcmp (join_op->frame.join.proof_key, invite_op->frame.invite.proof_key, CEN_KEY_LEN) != 0)
    return DECIDED_VOID;
  if (!cen_bitset_has (self->effective, invite))
    return DECIDED_LATER;
  if (cen_authority_has_revocation (self, invite, op->past) ||
      cen_authority_count_admits (self, invite, op->past) >= invite_op->frame.invite.max_uses)
    return DECIDED_VOID;
  cen_bitset_add (self->effective, join);
  cen_authority_note (self->uses, invite, number);
  push (self, &join_op->member, invite_op->frame.invite.role, key, number);
  return DECIDED_EFFECTIVE;
}

/* A GRANT vouches for the JOINs of its member that it saw, whoever admitted them. */
static void
accept_joins (CenAuthority *self, const CenMemberRecord *target, const CenBitset *past)
{
  for (guint i = 0; target != NULL && i < target->devices->len; i++) {
    const CenDeviceRecord *device = target->devices->pdata[i];

    for (guint k = 0; k < device->roots->len; k++) {
      guint root = g_array_index (device->roots, guint, k);
      const CenFrameOp *op = cen_authority_get_op (self, root);

      if (op->frame.kind == CEN_OP_JOIN && op->is_valid && cen_bitset_has (past, root))
        cen_bitset_add (self->effective, root);
    }
  }
}

static Decision
decide_grant (CenAuthority *self, guint number, CenRole role, const SeniorityKey *key)
{
  const CenFrameGrant *grant = &cen_authority_get_op (self, number)->frame.grant;
  const CenMemberRecord *target = cen_authority_find_member (self, &grant->member);

  if (role > CEN_ROLE_FACILITATOR || grant->role < role || (target != NULL && target->is_taken))
    return DECIDED_VOID;
  accept_joins (self, target, cen_authority_get_op (self, number)->past);
  push (self, &grant->member, grant->role, key, number);
  return DECIDED_EFFECTIVE;
}

static Decision
decide_revoke (CenAuthority *self, guint number, CenRole role)
{
  CenMemberRecord *target =
      cen_authority_find_member (self, &cen_authority_get_op (self, number)->frame.revoke.member);

  if (role > CEN_ROLE_FACILITATOR || target == NULL || target->is_taken)
    return DECIDED_VOID;
  g_array_append_val (target->revokes, number);
  return DECIDED_EFFECTIVE;
}

static Decision
decide_device_add (CenAuthority *self, CenMemberRecord *member, guint number)
{
  if (!cen_authority_has_room (self, member, number))
    return DECIDED_VOID;
  g_array_append_val (member->additions, number);
  return DECIDED_EFFECTIVE;
}

static Decision
decide_device_remove (CenAuthority *self, guint number, CenRole role)
{
  CenDeviceRecord *target = cen_authority_find_target (self, number);

  if (target == NULL)
    return DECIDED_VOID;
  if (!cen_id_equal (&target->member, &cen_authority_get_op (self, number)->member) &&
      (role > CEN_ROLE_FACILITATOR || cen_authority_find_member (self, &target->member)->is_taken))
    return DECIDED_VOID;
  g_array_append_val (target->removals, number);
  return DECIDED_EFFECTIVE;
}

static Decision
decide_invite_revoke (CenAuthority *self, guint number, CenRole role)
{
  const CenFrameOp *op = cen_authority_get_op (self, number);
  guint invite;

  if (!cen_authority_find_number (self, &op->frame.invite_revoke, &invite) ||
      !cen_bitset_has (op->past, invite) ||
      cen_authority_get_op (self, invite)->frame.kind != CEN_OP_INVITE)
    return DECIDED_VOID;
  if (role > CEN_ROLE_FACILITATOR &&
      !cen_id_equal (&cen_authority_get_op (self, invite)->member, &op->member))
    return DECIDED_VOID;
  cen_authority_note (self->revocations, invite, number);
  return DECIDED_EFFECTIVE;
}

static Decision
decide (CenAuthority *self, CenMemberRecord *member, guint number, const SeniorityKey *key)
{
  const CenFrameOp *op = cen_authority_get_op (self, number);
  CenRole role;

  if (!op->is_valid || (op->root != number && !cen_bitset_has (self->effective, op->root)) ||
      cen_authority_is_excluded (self, member, number) ||
      !cen_authority_find_role_for_op (self, member, number, &role))
    return DECIDED_VOID;
  switch (op->frame.kind) {
  case CEN_OP_INVITE:
    return role <= CEN_ROLE_FACILITATOR ? DECIDED_EFFECTIVE : DECIDED_VOID;
  case CEN_OP_INVITE_REVOKE:
    return decide_invite_revoke (self, number, role);
  case CEN_OP_ADMIT:
    return role <= CEN_ROLE_MEMBER ? decide_admit (self, number, key) : DECIDED_VOID;
  case CEN_OP_GRANT:
    return decide_grant (self, number, role, key);
  case CEN_OP_REVOKE:
    return decide_revoke (self, number, role);
  case CEN_OP_LEAVE:
    g_array_append_val (member->revokes, number);
    return DECIDED_EFFECTIVE;
  case CEN_OP_DEVICE_ADD:
    return decide_device_add (self, member, number);
  case CEN_OP_DEVICE_REMOVE:
    return decide_device_remove (self, number, role);
  case CEN_OP_EPOCH:
    return role <= CEN_ROLE_MEMBER ? DECIDED_EFFECTIVE : DECIDED_VOID;
  case CEN_OP_POLICY:
    return role <= CEN_ROLE_FACILITATOR ? DECIDED_EFFECTIVE : DECIDED_VOID;
  case CEN_OP_MERGE:
    return DECIDED_EFFECTIVE;
  default:
    return DECIDED_VOID;
  }
}

/* ADMITs that waited for the INVITE @invite, in (lamport, id) order. */
static void
decide_waiting (CenAuthority *self, const SeniorityKey *key)
{
  g_array_sort_with_data (self->waiting, cen_authority_compare_numbers, self);
  for (guint i = 0; i < self->waiting->len;) {
    guint number = g_array_index (self->waiting, guint, i);
    CenMemberRecord *author =
        cen_authority_find_member (self, &cen_authority_get_op (self, number)->member);
    Decision decision = decide (self, author, number, key);

    if (decision == DECIDED_LATER) {
      i++;
      continue;
    }
    if (decision == DECIDED_EFFECTIVE)
      cen_bitset_add (self->effective, number);
    g_array_remove_index (self->waiting, i);
  }
}

static gboolean
is_waiting (const CenAuthority *self, guint number)
{
  for (guint i = 0; i < self->waiting->len; i++) {
    if (g_array_index (self->waiting, guint, i) == number)
      return TRUE;
  }
  return FALSE;
}

static void
take_op (CenAuthority *self, CenMemberRecord *member, guint number, const SeniorityKey *key)
{
  Decision decision;

  if (cen_bitset_has (self->effective, number) || is_waiting (self, number))
    return;
  decision = decide (self, member, number, key);
  if (decision == DECIDED_LATER)
    g_array_append_val (self->waiting, number);
  if (decision != DECIDED_EFFECTIVE)
    return;
  cen_bitset_add (self->effective, number);
  if (cen_authority_get_op (self, number)->frame.kind == CEN_OP_INVITE)
    decide_waiting (self, key);
}

static void
take_device (CenAuthority *self, CenMemberRecord *member, const CenDeviceRecord *device,
             const SeniorityKey *key)
{
  for (guint i = 0; i < device->roots->len; i++) {
    guint root = g_array_index (device->roots, guint, i);

    if (cen_authority_get_op (self, root)->frame.kind == CEN_OP_DEVICE_ADD)
      take_op (self, member, root, key);
  }
  for (guint i = 0; i < device->own_removals->len; i++)
    take_op (self, member, g_array_index (device->own_removals, guint, i), key);
}

static void
take (CenAuthority *self, const QueueItem *item)
{
  CenMemberRecord *member = self->members->pdata[item->member];

  member->is_taken = TRUE;
  for (guint i = 0; i < member->devices->len; i++)
    take_device (self, member, member->devices->pdata[i], &item->key);
  for (guint i = 0; i < member->ops->len; i++)
    take_op (self, member, g_array_index (member->ops, guint, i), &item->key);
}

static QueueItem *
pop_most_senior (CenAuthority *self)
{
  guint best = 0;

  for (guint i = 1; i < self->queue->len; i++) {
    const QueueItem *a = self->queue->pdata[i];
    const QueueItem *b = self->queue->pdata[best];

    if (compare_keys (self, &a->key, &b->key) < 0)
      best = i;
  }
  return g_ptr_array_steal_index_fast (self->queue, best);
}

gboolean
cen_authority_counts (const CenAuthority *self, guint number)
{
  return self->within == NULL || cen_bitset_has (self->within, number);
}

static void
collect (CenAuthority *self)
{
  for (guint i = 0; i < self->ops->len; i++) {
    const CenFrameOp *op = cen_authority_get_op (self, i);

    if (!cen_authority_counts (self, i))
      continue;
    g_hash_table_insert (self->numbers, (gpointer) &op->id, GUINT_TO_POINTER (i + 1));
    if (!cen_id_is_zero (&op->member)) {
      guint index = ensure_member (self, &op->member);
      CenMemberRecord *member = self->members->pdata[index];

      g_array_append_val (member->ops, i);
    }
  }
  for (guint i = 0; i < self->members->len; i++) {
    CenMemberRecord *member = self->members->pdata[i];

    g_array_sort_with_data (member->ops, cen_authority_compare_numbers, self);
  }
  cen_authority_collect_devices (self);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
}

static CenAuthority *
new_authority (GPtrArray *ops, const CenBitset *within)
{
  CenAuthority *self = g_new0 (CenAuthority, 1);

  self->ops = g_ptr_array_ref (ops);
  self->n_ops = ops->len;
  self->within = within;
  self->numbers = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  self->by_member = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->infos = g_ptr_array_new ();
  self->devices = g_ptr_array_new_with_free_func (cen_device_record_free);
  self->by_key =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, NULL, (GDestroyNotify) g_array_unref);
  self->device_of = g_ptr_array_new ();
  self->effective = cen_bitset_new ();
  self->uses = new_table ();
  self->revocations = new_table ();
  self->queue = g_ptr_array_new_with_free_func (queue_item_free);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

CenAuthority *
cen_authority_evaluate (GPtrArray *ops, const CenBitset *within)
{
  CenAuthority *self = new_authority (ops, within);

  collect (self);
  for (guint i = 0; i < ops->len; i++) {
    const CenFrameOp *op = cen_authority_get_op (self, i);

    if (op->frame.kind == CEN_OP_GENESIS && op->is_valid && cen_authority_counts (self, i)) {
      cen_bitset_add (self->effective, i);
      push (self, &op->member, CEN_ROLE_OWNER, NULL, i);
    }
  }
  while (self->queue->len > 0) {
    QueueItem *item = pop_most_senior (self);

    take (self, item);
    queue_item_free (item);
  }
  cen_authority_summarise (self);
  self->within = NULL;
  return self;
}

void
cen_authority_free (CenAuthority *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->by_member);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->uses);
  g_hash_table_unref (self->revocations);
  g_ptr_array_unref (self->device_of);
  g_ptr_array_unref (self->infos);
  g_ptr_array_unref (self->members);
  g_ptr_array_unref (self->devices);
  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->ops);
  g_array_unref (self->waiting);
  cen_bitset_free (self->effective);
  g_free (self);
}

guint
cen_authority_get_n_ops (const CenAuthority *self)
{
  return self->n_ops;
}

gboolean
cen_authority_is_effective (const CenAuthority *self, guint number)
{
  return cen_bitset_has (self->effective, number);
}

GPtrArray *
cen_authority_get_members (const CenAuthority *self)
{
  return self->infos;
}

const CenMemberInfo *
cen_authority_get_member (const CenAuthority *self, const CenId *member)
{
  const CenMemberRecord *found = cen_authority_find_member (self, member);

  return found != NULL && found->grants->len > 0 ? &found->info : NULL;
}

gboolean
cen_authority_get_role_at (const CenAuthority *self, const CenId *member, const CenBitset *past,
                           CenRole *ret_role)
{
  const CenMemberRecord *found = cen_authority_find_member (self, member);

  return found != NULL && cen_authority_find_role (self, found, past, ret_role);
}

GArray *
cen_authority_get_revokes (const CenAuthority *self, const CenId *member, const CenBitset *past)
{
  const CenMemberRecord *found = cen_authority_find_member (self, member);
  g_autoptr (CenBitset) lifted = NULL;
  GArray *revokes = g_array_new (FALSE, FALSE, sizeof (guint));

  if (found != NULL && found->revokes->len > 0)
    lifted = cen_authority_collect_lifted (self, found, past);
  for (guint i = 0; lifted != NULL && i < found->revokes->len; i++) {
    guint revoke = g_array_index (found->revokes, guint, i);

    if (!cen_bitset_has (lifted, revoke))
      g_array_append_val (revokes, revoke);
  }
  return revokes;
}

guint
cen_authority_count_uses (const CenAuthority *self, guint number)
{
  return cen_authority_count_admits (self, number, NULL);
}

gboolean
cen_authority_is_revoked (const CenAuthority *self, guint number)
{
  return cen_authority_has_revocation (self, number, NULL);
}
