/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the ops that are effective so far say of a member: the role in force, what was taken from
 * them, and how far an invite is used. */

#include "authority-private.h"

/* Admission gives a first role; GENESIS and GRANT set it. */
static gboolean
is_admission (const CenAuthority *self, guint grant)
{
  return cen_authority_get_op (self, grant)->frame.kind == CEN_OP_ADMIT;
}

static gboolean
is_maximal_grant (const CenAuthority *self, const CenMemberRecord *member, guint grant,
                  const CenBitset *past)
{
  for (guint i = 0; i < member->grants->len; i++) {
    guint other = g_array_index (member->grants, CenGrantRecord, i).number;

    if (other == grant || (past != NULL && !cen_bitset_has (past, other)))
      continue;
    if (is_admission (self, other) != is_admission (self, grant)
            ? is_admission (self, grant)
            : cen_bitset_has (cen_authority_get_op (self, other)->past, grant))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_authority_find_role (const CenAuthority *self, const CenMemberRecord *member,
                         const CenBitset *past, CenRole *ret_role)
{
  gboolean has_one = FALSE;
  CenRole role = CEN_ROLE_OWNER;

  for (guint i = 0; i < member->grants->len; i++) {
    const CenGrantRecord *grant = &g_array_index (member->grants, CenGrantRecord, i);

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

/* A GRANT that does not have the op @number in its past. */
static gboolean
is_unaware (const CenAuthority *self, guint grant, guint number)
{
  const CenFrameOp *op = cen_authority_get_op (self, grant);

  return op->frame.kind == CEN_OP_GRANT && !cen_bitset_has (op->past, number);
}

static gboolean
is_last_unaware (const CenAuthority *self, const CenMemberRecord *member, guint grant, guint number)
{
  for (guint i = 0; i < member->grants->len; i++) {
    guint other = g_array_index (member->grants, CenGrantRecord, i).number;

    if (cen_bitset_has (cen_authority_get_op (self, other)->past, grant) &&
        is_unaware (self, other, number))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_authority_find_role_for_op (const CenAuthority *self, const CenMemberRecord *member,
                                guint number, CenRole *ret_role)
{
  CenRole role;

  if (!cen_authority_find_role (self, member, cen_authority_get_op (self, number)->past, &role))
    return FALSE;
  for (guint i = 0; i < member->grants->len; i++) {
    const CenGrantRecord *grant = &g_array_index (member->grants, CenGrantRecord, i);

    if (grant->role > role && is_unaware (self, grant->number, number) &&
        is_last_unaware (self, member, grant->number, number))
      role = grant->role;
  }
  *ret_role = role;
  return TRUE;
}

gboolean
cen_authority_is_lifted (const CenAuthority *self, const CenMemberRecord *member, guint revoke,
                         const CenBitset *past)
{
  for (guint i = 0; i < member->grants->len; i++) {
    guint grant = g_array_index (member->grants, CenGrantRecord, i).number;

    if (!is_admission (self, grant) && (past == NULL || cen_bitset_has (past, grant)) &&
        cen_bitset_has (cen_authority_get_op (self, grant)->past, revoke))
      return TRUE;
  }
  return FALSE;
}

static gboolean
spares (const CenAuthority *self, guint removal, guint number)
{
  const CenFrameOp *by = cen_authority_get_op (self, removal);

  return removal == number ||
         cen_bitset_has (by->cut_past != NULL ? by->cut_past : by->past, number);
}

gboolean
cen_authority_is_excluded (const CenAuthority *self, const CenMemberRecord *member, guint number)
{
  const CenFrameOp *op = cen_authority_get_op (self, number);
  const CenDeviceRecord *device = self->device_of->pdata[op->root];

  for (guint i = 0; i < member->revokes->len; i++) {
    guint revoke = g_array_index (member->revokes, guint, i);

    if (!spares (self, revoke, number) && !cen_authority_is_lifted (self, member, revoke, op->past))
      return TRUE;
  }
  for (guint i = 0; device != NULL && i < device->removals->len; i++) {
    if (!spares (self, g_array_index (device->removals, guint, i), number))
      return TRUE;
  }
  return FALSE;
}

void
cen_authority_note (GHashTable *table, guint key, guint number)
{
  GArray *numbers = g_hash_table_lookup (table, GUINT_TO_POINTER (key));

  if (numbers == NULL) {
    numbers = g_array_new (FALSE, FALSE, sizeof (guint));
    g_hash_table_insert (table, GUINT_TO_POINTER (key), numbers);
  }
  g_array_append_val (numbers, number);
}

static guint
count (GHashTable *table, guint key, const CenBitset *within)
{
  const GArray *numbers = g_hash_table_lookup (table, GUINT_TO_POINTER (key));
  guint n = 0;

  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    n += within == NULL || cen_bitset_has (within, g_array_index (numbers, guint, i));
  return n;
}

guint
cen_authority_count_admits (const CenAuthority *self, guint invite, const CenBitset *within)
{
  return count (self->uses, invite, within);
}

gboolean
cen_authority_has_revocation (const CenAuthority *self, guint invite, const CenBitset *within)
{
  return count (self->revocations, invite, within) > 0;
}
