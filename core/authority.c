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
 * then extends the inviter's. */

#include "authority.h"

#include <string.h>

typedef struct {
  CenRole rank;
  GArray *path; /* guint numbers of the granting ops, from the founder on */
} SeniorityKey;

typedef struct {
  guint number;
  CenRole role;
} Grant;

typedef struct {
  CenMemberInfo info;
  GArray *grants;  /* Grant, effective */
  GArray *revokes; /* guint, effective, LEAVE included */
  GArray *ops;     /* guint, by (lamport, id) */
  gboolean is_taken;
} Member;

typedef struct {
  guint member;
  SeniorityKey key;
} QueueItem;

struct _CenAuthority {
  GPtrArray *ops; /* CenFrameOp, borrowed */
  guint n_ops;
  const CenBitset *within; /* numbers that count; NULL: all. Only while evaluating. */
  GHashTable *numbers;     /* CenId of op → number + 1 */
  GHashTable *by_member;   /* CenId → index + 1 in members */
  GPtrArray *members;      /* Member */
  GPtrArray *infos;        /* CenMemberInfo, borrowed from members, those with grants */
  CenBitset *effective;
  GPtrArray *queue; /* QueueItem */
  GArray *waiting;  /* guint: ADMITs of taken members whose INVITE is not effective yet */
};

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
  Member *member = data;

  g_array_unref (member->grants);
  g_array_unref (member->revokes);
  g_array_unref (member->ops);
  g_free (member);
}

static void
queue_item_free (gpointer data)
{
  QueueItem *item = data;

  g_array_unref (item->key.path);
  g_free (item);
}

static const CenFrameOp *
get_op (const CenAuthority *self, guint number)
{
  return self->ops->pdata[number];
}

static gboolean
find_number (const CenAuthority *self, const CenId *id, guint *ret_number)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, id));

  if (found == 0)
    return FALSE;
  *ret_number = found - 1;
  return TRUE;
}

static Member *
find_member (const CenAuthority *self, const CenId *id)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_member, id));

  return found > 0 ? self->members->pdata[found - 1] : NULL;
}

static guint
ensure_member (CenAuthority *self, const CenId *id)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_member, id));
  Member *member;

  if (found > 0)
    return found - 1;
  member = g_new0 (Member, 1);
  member->info.id = *id;
  member->grants = g_array_new (FALSE, FALSE, sizeof (Grant));
  member->revokes = g_array_new (FALSE, FALSE, sizeof (guint));
  member->ops = g_array_new (FALSE, FALSE, sizeof (guint));
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

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer data)
{
  const CenAuthority *self = data;

  return cen_frame_op_compare (get_op (self, *(const guint *) a),
                               get_op (self, *(const guint *) b));
}

static int
compare_keys (const CenAuthority *self, const SeniorityKey *a, const SeniorityKey *b)
{
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  if (a->path->len != b->path->len)
    return a->path->len < b->path->len ? -1 : 1;
  for (guint i = 0; i < a->path->len; i++) {
    int order = cen_frame_op_compare (get_op (self, g_array_index (a->path, guint, i)),
                                      get_op (self, g_array_index (b->path, guint, i)));

    if (order != 0)
      return order;
  }
  return 0;
}

/* --- What the effective ops so far say --- */

/* Admission gives a first role; GENESIS and GRANT set it. */
static gboolean
is_admission (const CenAuthority *self, guint grant)
{
  return get_op (self, grant)->frame.kind == CEN_OP_ADMIT;
}

static gboolean
is_maximal_grant (const CenAuthority *self, const Member *member, guint grant,
                  const CenBitset *past)
{
  for (guint i = 0; i < member->grants->len; i++) {
    guint other = g_array_index (member->grants, Grant, i).number;

    if (other == grant || (past != NULL && !cen_bitset_has (past, other)))
      continue;
    if (is_admission (self, other) != is_admission (self, grant)
            ? is_admission (self, grant)
            : cen_bitset_has (get_op (self, other)->past, grant))
      return FALSE;
  }
  return TRUE;
}

static gboolean
get_role (const CenAuthority *self, const Member *member, const CenBitset *past, CenRole *ret_role)
{
  gboolean has_one = FALSE;
  CenRole role = CEN_ROLE_OWNER;

  for (guint i = 0; i < member->grants->len; i++) {
    const Grant *grant = &g_array_index (member->grants, Grant, i);

    if ((past != NULL && !cen_bitset_has (past, grant->number)) ||
        !is_maximal_grant (self, member, grant->number, past))
      continue;
    role = has_one ? MAX (role, grant->role) : grant->role;
    has_one = TRUE;
  }
  if (has_one)
    *ret_role = role;
  return has_one;
}

/* Whether a GRANT within @past (NULL: any) saw @revoke. */
static gboolean
is_lifted (const CenAuthority *self, const Member *member, guint revoke, const CenBitset *past)
{
  for (guint i = 0; i < member->grants->len; i++) {
    guint grant = g_array_index (member->grants, Grant, i).number;

    if (!is_admission (self, grant) && (past == NULL || cen_bitset_has (past, grant)) &&
        cen_bitset_has (get_op (self, grant)->past, revoke))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_excluded (const CenAuthority *self, const Member *member, guint number)
{
  const CenFrameOp *op = get_op (self, number);

  for (guint i = 0; i < member->revokes->len; i++) {
    guint revoke = g_array_index (member->revokes, guint, i);
    const CenFrameOp *by = get_op (self, revoke);
    const CenBitset *spared = by->cut_past != NULL ? by->cut_past : by->past;

    if (revoke != number && !cen_bitset_has (spared, number) &&
        !is_lifted (self, member, revoke, op->past))
      return TRUE;
  }
  return FALSE;
}

static guint
count_uses (const CenAuthority *self, guint invite, const CenBitset *within)
{
  guint n = 0;

  for (guint i = 0; i < self->ops->len; i++) {
    const CenFrameOp *op = get_op (self, i);
    guint named;

    n += op->frame.kind == CEN_OP_ADMIT && cen_bitset_has (self->effective, i) &&
         (within == NULL || cen_bitset_has (within, i)) &&
         find_number (self, &op->frame.admit.invite, &named) && named == invite;
  }
  return n;
}

static gboolean
is_revoked (const CenAuthority *self, guint invite, const CenBitset *within)
{
  for (guint i = 0; i < self->ops->len; i++) {
    const CenFrameOp *op = get_op (self, i);
    guint named;

    if (op->frame.kind == CEN_OP_INVITE_REVOKE && cen_bitset_has (self->effective, i) &&
        (within == NULL || cen_bitset_has (within, i)) &&
        find_number (self, &op->frame.invite_revoke, &named) && named == invite)
      return TRUE;
  }
  return FALSE;
}

/* --- One op of the member just taken --- */

static void
push (CenAuthority *self, const CenId *member_id, CenRole rank, const SeniorityKey *from,
      guint grant)
{
  QueueItem *item = g_new0 (QueueItem, 1);
  Grant record = { grant, rank };
  Member *member;

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
  const CenFrameOp *op = get_op (self, number);
  const CenFrameAdmit *admit = &op->frame.admit;
  const CenFrameOp *join_op, *invite_op;
  guint join, invite;

  if (!find_number (self, &admit->join, &join) || !find_number (self, &admit->invite, &invite) ||
      !cen_bitset_has (op->past, join) || !cen_bitset_has (op->past, invite))
    return DECIDED_VOID;
  join_op = get_op (self, join);
  invite_op = get_op (self, invite);
  if (join_op->frame.kind != CEN_OP_JOIN || !join_op->is_valid ||
      invite_op->frame.kind != CEN_OP_INVITE ||
      memcmp (join_op->frame.join.proof_key, invite_op->frame.invite.proof_key, CEN_KEY_LEN) != 0)
    return DECIDED_VOID;
  if (!cen_bitset_has (self->effective, invite))
    return DECIDED_LATER;
  if (is_revoked (self, invite, op->past) ||
      count_uses (self, invite, op->past) >= invite_op->frame.invite.max_uses)
    return DECIDED_VOID;
  cen_bitset_add (self->effective, join);
  push (self, &join_op->member, invite_op->frame.invite.role, key, number);
  return DECIDED_EFFECTIVE;
}

static Decision
decide_grant (CenAuthority *self, guint number, CenRole role, const SeniorityKey *key)
{
  const CenFrameGrant *grant = &get_op (self, number)->frame.grant;
  const Member *target = find_member (self, &grant->member);

  if (role > CEN_ROLE_FACILITATOR || grant->role < role || (target != NULL && target->is_taken))
    return DECIDED_VOID;
  push (self, &grant->member, grant->role, key, number);
  return DECIDED_EFFECTIVE;
}

static Decision
decide_revoke (CenAuthority *self, guint number, CenRole role)
{
  Member *target = find_member (self, &get_op (self, number)->frame.revoke.member);

  if (role > CEN_ROLE_FACILITATOR || target == NULL || target->is_taken)
    return DECIDED_VOID;
  g_array_append_val (target->revokes, number);
  return DECIDED_EFFECTIVE;
}

static Decision
decide_invite_revoke (CenAuthority *self, guint number, CenRole role)
{
  const CenFrameOp *op = get_op (self, number);
  guint invite;

  if (!find_number (self, &op->frame.invite_revoke, &invite) ||
      !cen_bitset_has (op->past, invite) || get_op (self, invite)->frame.kind != CEN_OP_INVITE)
    return DECIDED_VOID;
  return role <= CEN_ROLE_FACILITATOR || cen_id_equal (&get_op (self, invite)->member, &op->member)
             ? DECIDED_EFFECTIVE
             : DECIDED_VOID;
}

static Decision
decide (CenAuthority *self, Member *member, guint number, const SeniorityKey *key)
{
  const CenFrameOp *op = get_op (self, number);
  CenRole role;

  if (!op->is_valid || is_excluded (self, member, number))
    return DECIDED_VOID;
  if (!get_role (self, member, op->past, &role))
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
  g_array_sort_with_data (self->waiting, compare_numbers, self);
  for (guint i = 0; i < self->waiting->len;) {
    guint number = g_array_index (self->waiting, guint, i);
    Member *author = find_member (self, &get_op (self, number)->member);
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
take (CenAuthority *self, const QueueItem *item)
{
  Member *member = self->members->pdata[item->member];

  member->is_taken = TRUE;
  for (guint i = 0; i < member->ops->len; i++) {
    guint number = g_array_index (member->ops, guint, i);
    Decision decision;

    if (cen_bitset_has (self->effective, number) || is_waiting (self, number))
      continue;
    decision = decide (self, member, number, &item->key);
    if (decision == DECIDED_LATER)
      g_array_append_val (self->waiting, number);
    if (decision != DECIDED_EFFECTIVE)
      continue;
    cen_bitset_add (self->effective, number);
    if (get_op (self, number)->frame.kind == CEN_OP_INVITE)
      decide_waiting (self, &item->key);
  }
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

static gboolean
counts (const CenAuthority *self, guint number)
{
  return self->within == NULL || cen_bitset_has (self->within, number);
}

static void
collect (CenAuthority *self)
{
  for (guint i = 0; i < self->ops->len; i++) {
    const CenFrameOp *op = get_op (self, i);

    if (!counts (self, i))
      continue;
    g_hash_table_insert (self->numbers, (gpointer) &op->id, GUINT_TO_POINTER (i + 1));
    if (!cen_id_is_zero (&op->member)) {
      guint index = ensure_member (self, &op->member);
      Member *member = self->members->pdata[index];

      g_array_append_val (member->ops, i);
    }
  }
  for (guint i = 0; i < self->members->len; i++) {
    Member *member = self->members->pdata[i];

    g_array_sort_with_data (member->ops, compare_numbers, self);
  }
}

static void
summarise_member (CenAuthority *self, Member *member)
{
  gboolean was_removed = FALSE;
  gboolean is_out = FALSE;
  const CenFrameOp *first;

  g_array_sort_with_data (member->grants, compare_numbers, self);
  member->info.first_grant = g_array_index (member->grants, Grant, 0).number;
  first = get_op (self, member->info.first_grant);
  if (first->frame.kind != CEN_OP_GENESIS)
    member->info.admitted_by = first->member;
  get_role (self, member, NULL, &member->info.role);
  for (guint i = 0; i < member->revokes->len; i++) {
    guint revoke = g_array_index (member->revokes, guint, i);

    if (!is_lifted (self, member, revoke, NULL)) {
      is_out = TRUE;
      was_removed = was_removed || get_op (self, revoke)->frame.kind == CEN_OP_REVOKE;
    }
  }
  member->info.state = !is_out       ? CEN_MEMBER_ACTIVE
                       : was_removed ? CEN_MEMBER_REMOVED
                                     : CEN_MEMBER_LEFT;
  g_ptr_array_add (self->infos, &member->info);
}

static int
compare_infos (gconstpointer a, gconstpointer b, gpointer data)
{
  const CenMemberInfo *x = *(const CenMemberInfo *const *) a;
  const CenMemberInfo *y = *(const CenMemberInfo *const *) b;

  return compare_numbers (&x->first_grant, &y->first_grant, data);
}

static void
summarise (CenAuthority *self)
{
  for (guint i = 0; i < self->members->len; i++) {
    Member *member = self->members->pdata[i];

    if (member->grants->len > 0)
      summarise_member (self, member);
  }
  g_ptr_array_sort_with_data (self->infos, compare_infos, self);
}

CenAuthority *
cen_authority_evaluate (GPtrArray *ops, const CenBitset *within)
{
  CenAuthority *self = g_new0 (CenAuthority, 1);

  self->ops = g_ptr_array_ref (ops);
  self->n_ops = ops->len;
  self->within = within;
  self->numbers = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  self->by_member = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->infos = g_ptr_array_new ();
  self->effective = cen_bitset_new ();
  self->queue = g_ptr_array_new_with_free_func (queue_item_free);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (guint));
  collect (self);
  for (guint i = 0; i < ops->len; i++) {
    const CenFrameOp *op = get_op (self, i);

    if (op->frame.kind == CEN_OP_GENESIS && op->is_valid && counts (self, i)) {
      cen_bitset_add (self->effective, i);
      push (self, &op->member, CEN_ROLE_OWNER, NULL, i);
    }
  }
  while (self->queue->len > 0) {
    QueueItem *item = pop_most_senior (self);

    take (self, item);
    queue_item_free (item);
  }
  summarise (self);
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
  g_ptr_array_unref (self->infos);
  g_ptr_array_unref (self->members);
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
  const Member *found = find_member (self, member);

  return found != NULL && found->grants->len > 0 ? &found->info : NULL;
}

gboolean
cen_authority_get_role_at (const CenAuthority *self, const CenId *member, const CenBitset *past,
                           CenRole *ret_role)
{
  const Member *found = find_member (self, member);

  return found != NULL && get_role (self, found, past, ret_role);
}

GArray *
cen_authority_get_revokes (const CenAuthority *self, const CenId *member, const CenBitset *past)
{
  const Member *found = find_member (self, member);
  GArray *revokes = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; found != NULL && i < found->revokes->len; i++) {
    guint revoke = g_array_index (found->revokes, guint, i);

    if (!is_lifted (self, found, revoke, past))
      g_array_append_val (revokes, revoke);
  }
  return revokes;
}

guint
cen_authority_count_uses (const CenAuthority *self, guint number)
{
  return count_uses (self, number, NULL);
}

gboolean
cen_authority_is_revoked (const CenAuthority *self, guint number)
{
  return is_revoked (self, number, NULL);
}
