/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What members are when all is decided. Nothing here has an effect on an op. */

#include "authority-private.h"

static gboolean
saw (const CenAuthority *self, guint op, guint other)
{
  return cen_bitset_has (cen_authority_get_op (self, op)->past, other);
}

/* --- One member --- */

static CenMemberState
find_state (const CenAuthority *self, const CenMemberRecord *member)
{
  g_autoptr (CenBitset) lifted = cen_authority_collect_lifted (self, member, NULL);
  gboolean is_out = FALSE;

  for (guint i = 0; i < member->revokes->len; i++) {
    guint revoke = g_array_index (member->revokes, guint, i);

    if (cen_bitset_has (lifted, revoke))
      continue;
    if (cen_authority_get_op (self, revoke)->frame.kind == CEN_OP_REVOKE)
      return CEN_MEMBER_REMOVED;
    is_out = TRUE;
  }
  return is_out ? CEN_MEMBER_LEFT : CEN_MEMBER_ACTIVE;
}

static void
summarise_member (CenAuthority *self, CenMemberRecord *member)
{
  const CenFrameOp *first;

  g_array_sort_with_data (member->grants, cen_authority_compare_numbers, self);
  member->info.first_grant = g_array_index (member->grants, CenGrantRecord, 0).number;
  first = cen_authority_get_op (self, member->info.first_grant);
  if (first->frame.kind != CEN_OP_GENESIS)
    member->info.admitted_by = first->member;
  for (guint i = 0; i < member->grants->len; i++) {
    const CenFrameOp *op =
        cen_authority_get_op (self, g_array_index (member->grants, CenGrantRecord, i).number);

    if (op->frame.kind == CEN_OP_GRANT && !cen_id_is_zero (&op->frame.grant.succeeds))
      member->info.formerly = op->frame.grant.succeeds;
  }
  cen_authority_find_role (self, member, NULL, &member->info.role);
  member->info.state = find_state (self, member);
  g_ptr_array_add (self->infos, &member->info);
}

/* --- Who needs a look --- */

static gboolean
has_confirmation (const CenAuthority *self, const CenMemberRecord *member)
{
  for (guint i = 0; i < member->grants->len; i++) {
    guint grant = g_array_index (member->grants, CenGrantRecord, i).number;

    if (cen_authority_get_op (self, grant)->frame.kind == CEN_OP_GRANT)
      return TRUE;
  }
  return FALSE;
}

static void
mark_admitted (CenAuthority *self, guint admit)
{
  CenMemberRecord *member;
  guint join;

  if (!cen_authority_find_number (self, &cen_authority_get_op (self, admit)->frame.admit.join,
                                  &join))
    return;
  member = cen_authority_find_member (self, &cen_authority_get_op (self, join)->member);
  if (member != NULL && !has_confirmation (self, member))
    member->info.needs_look = TRUE;
}

static gboolean
is_taken_back (const CenAuthority *self, guint invite, guint admit)
{
  const GArray *revokes = g_hash_table_lookup (self->revocations, GUINT_TO_POINTER (invite));

  for (guint i = 0; revokes != NULL && i < revokes->len; i++) {
    if (!saw (self, g_array_index (revokes, guint, i), admit))
      return TRUE;
  }
  return FALSE;
}

static void
mark_uses (CenAuthority *self, guint invite, GArray *admits)
{
  const CenFrameInvite *frame = &cen_authority_get_op (self, invite)->frame.invite;

  g_array_sort_with_data (admits, cen_authority_compare_numbers, self);
  for (guint i = 0; i < admits->len; i++) {
    guint admit = g_array_index (admits, guint, i);

    if (frame->needs_confirmation || i >= frame->max_uses || is_taken_back (self, invite, admit))
      mark_admitted (self, admit);
  }
}

/* --- All of them --- */

static int
compare_infos (gconstpointer a, gconstpointer b, gpointer data)
{
  const CenMemberInfo *x = *(const CenMemberInfo *const *) a;
  const CenMemberInfo *y = *(const CenMemberInfo *const *) b;

  return cen_authority_compare_numbers (&x->first_grant, &y->first_grant, data);
}

void
cen_authority_summarise (CenAuthority *self)
{
  GHashTableIter iter;
  gpointer invite, admits;

  for (guint i = 0; i < self->members->len; i++) {
    CenMemberRecord *member = self->members->pdata[i];

    if (member->grants->len > 0)
      summarise_member (self, member);
  }
  g_ptr_array_sort_with_data (self->infos, compare_infos, self);
  g_hash_table_iter_init (&iter, self->uses);
  while (g_hash_table_iter_next (&iter, &invite, &admits))
    mark_uses (self, GPOINTER_TO_UINT (invite), admits);
}
