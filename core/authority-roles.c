/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the ops that are effective so far say of a member: the role in force, what was taken from
 * them, and how far an invite is used. */

#include "authority-private.h"

/* Which grants of a member are asked. Admission gives a first role; GENESIS and GRANT set it. */
typedef enum {
  ASK_ADMISSIONS,
  ASK_SETTING,
  ASK_UNAWARE, /* GRANTs that do not have a certain op in their past */
} Question;

static gboolean
is_asked (const CenAuthority *self, guint grant, Question question, const CenBitset *past,
          guint unaware_of)
{
  const CenFrameOp *op = cen_authority_get_op (self, grant);

  switch (question) {
  case ASK_ADMISSIONS:
    return op->frame.kind == CEN_OP_ADMIT && (past == NULL || cen_bitset_has (past, grant));
  case ASK_SETTING:
    return op->frame.kind != CEN_OP_ADMIT && (past == NULL || cen_bitset_has (past, grant));
  case ASK_UNAWARE:
  default:
    return op->frame.kind == CEN_OP_GRANT && !cen_bitset_has (op->past, unaware_of);
  }
}

/* All that the grants asked for have in their pasts. A grant that is there itself adds nothing. */
static CenBitset *
collect_seen (const CenAuthority *self, const CenMemberRecord *member, Question question,
              const CenBitset *past, guint unaware_of)
{
  CenBitset *seen = cen_bitset_new ();

  for (guint i = member->grants->len; i-- > 0;) {
    guint grant = g_array_index (member->grants, CenGrantRecord, i).number;

    if (!cen_bitset_has (seen, grant) && is_asked (self, grant, question, past, unaware_of))
      cen_bitset_union (seen, cen_authority_get_op (self, grant)->past);
  }
  return seen;
}

/* The most junior role that those of them give which none of them has seen; FALSE for none. */
static gboolean
find_last (const CenAuthority *self, const CenMemberRecord *member, Question question,
           const CenBitset *past, guint unaware_of, CenRole *ret_role)
{
  g_autoptr (CenBitset) seen = collect_seen (self, member, question, past, unaware_of);
  gboolean has_one = FALSE;
  CenRole role = CEN_ROLE_OWNER;

  for (guint i = 0; i < member->grants->len; i++) {
    const CenGrantRecord *grant = &g_array_index (member->grants, CenGrantRecord, i);

    if (cen_bitset_has (seen, grant->number) ||
        !is_asked (self, grant->number, question, past, unaware_of))
      continue;
    role = MAX (role, grant->role);
    has_one = TRUE;
  }
  if (has_one)
    *ret_role = role;
  return has_one;
}

gboolean
cen_authority_find_role (const CenAuthority *self, const CenMemberRecord *member,
                         const CenBitset *past, CenRole *ret_role)
{
  return find_last (self, member, ASK_SETTING, past, 0, ret_role) ||
         find_last (self, member, ASK_ADMISSIONS, past, 0, ret_role);
}

gboolean
cen_authority_find_role_for_op (const CenAuthority *self, const CenMemberRecord *member,
                                guint number, CenRole *ret_role)
{
  CenRole role, later;

  if (!cen_authority_find_role (self, member, cen_authority_get_op (self, number)->past, &role))
    return FALSE;
  if (find_last (self, member, ASK_UNAWARE, NULL, number, &later))
    role = MAX (role, later);
  *ret_role = role;
  return TRUE;
}

CenBitset *
cen_authority_collect_lifted (const CenAuthority *self, const CenMemberRecord *member,
                              const CenBitset *past)
{
  return collect_seen (self, member, ASK_SETTING, past, 0);
}

static gboolean
spares (const CenAuthority *self, guint removal, guint number)
{
  const CenFrameOp *by = cen_authority_get_op (self, removal);

  return removal == number ||
         cen_bitset_has (by->cut_past != NULL ? by->cut_past : by->past, number);
}

static gboolean
is_taken_with_member (const CenAuthority *self, const CenMemberRecord *member, guint number)
{
  g_autoptr (CenBitset) lifted = NULL;

  for (guint i = 0; i < member->revokes->len; i++) {
    guint revoke = g_array_index (member->revokes, guint, i);

    if (spares (self, revoke, number))
      continue;
    if (lifted == NULL)
      lifted =
          cen_authority_collect_lifted (self, member, cen_authority_get_op (self, number)->past);
    if (!cen_bitset_has (lifted, revoke))
      return TRUE;
  }
  return FALSE;
}

gboolean
cen_authority_is_excluded (const CenAuthority *self, const CenMemberRecord *member, guint number)
{
  const CenFrameOp *op = cen_authority_get_op (self, number);
  const CenDeviceRecord *device = self->device_of->pdata[op->root];

  for (guint i = 0; device != NULL && i < device->removals->len; i++) {
    if (!spares (self, g_array_index (device->removals, guint, i), number))
      return TRUE;
  }
  return is_taken_with_member (self, member, number);
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
