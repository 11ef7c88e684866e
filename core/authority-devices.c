/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The devices of members. Among those of one member the one whose chain begins first is senior. A
 * removal by a junior device is decided after those by senior ones, so it never undoes one that it
 * has not seen; otherwise a later device may retire an earlier one, as one does with a lost laptop.
 * No GRANT lifts the removal of a device: it comes back as a new one. */

#include "authority-private.h"

#include "limits.h"

void
cen_device_record_free (gpointer self)
{
  CenDeviceRecord *device = self;

  g_array_unref (device->roots);
  g_array_unref (device->removals);
  g_array_unref (device->own_removals);
  g_free (device);
}

static gboolean
is_root (const CenAuthority *self, guint number)
{
  const CenFrameOp *op = cen_authority_get_op (self, number);

  return op->root == number && !cen_id_is_zero (&op->member) &&
         (op->frame.kind == CEN_OP_GENESIS || op->frame.kind == CEN_OP_JOIN ||
          op->frame.kind == CEN_OP_DEVICE_ADD);
}

/* The device of @op's member with its key, among the chains in @roots. */
static CenDeviceRecord *
find_device (const CenAuthority *self, const GArray *roots, const CenId *member)
{
  for (guint i = 0; i < roots->len; i++) {
    CenDeviceRecord *device = self->device_of->pdata[g_array_index (roots, guint, i)];

    if (device != NULL && cen_id_equal (&device->member, member))
      return device;
  }
  return NULL;
}

static CenDeviceRecord *
add_device (CenAuthority *self, const CenFrameOp *root)
{
  CenDeviceRecord *device = g_new0 (CenDeviceRecord, 1);

  device->member = root->member;
  device->key = root->device;
  device->roots = g_array_new (FALSE, FALSE, sizeof (guint));
  device->removals = g_array_new (FALSE, FALSE, sizeof (guint));
  device->own_removals = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (self->devices, device);
  g_ptr_array_add (cen_authority_find_member (self, &root->member)->devices, device);
  return device;
}

/* First ops in order, so that devices are found with the most senior first. */
static GArray *
list_roots (CenAuthority *self)
{
  GArray *roots = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->ops->len; i++) {
    if (cen_authority_counts (self, i) && is_root (self, i))
      g_array_append_val (roots, i);
  }
  g_array_sort_with_data (roots, cen_authority_compare_numbers, self);
  return roots;
}

static void
collect_root (CenAuthority *self, guint number)
{
  const CenFrameOp *op = cen_authority_get_op (self, number);
  GArray *same_key = g_hash_table_lookup (self->by_key, &op->device);
  CenDeviceRecord *device;

  if (same_key == NULL) {
    same_key = g_array_new (FALSE, FALSE, sizeof (guint));
    g_hash_table_insert (self->by_key, (gpointer) &op->device, same_key);
  }
  device = find_device (self, same_key, &op->member);
  if (device == NULL)
    device = add_device (self, op);
  self->device_of->pdata[number] = device;
  g_array_append_val (device->roots, number);
  g_array_append_val (same_key, number);
}

/* Takes first ops, and removals of devices of @member by @member, out of those decided in order. */
static void
sort_out (CenAuthority *self, CenMemberRecord *member)
{
  guint n_kept = 0;

  for (guint i = 0; i < member->ops->len; i++) {
    guint number = g_array_index (member->ops, guint, i);
    const CenFrameOp *op = cen_authority_get_op (self, number);
    CenDeviceRecord *own = self->device_of->pdata[op->root];
    CenDeviceRecord *target = NULL;

    if (op->root == number)
      continue;
    if (op->frame.kind == CEN_OP_DEVICE_REMOVE)
      target = cen_authority_find_target (self, number);
    if (target != NULL && own != NULL && cen_id_equal (&target->member, &op->member))
      g_array_append_val (own->own_removals, number);
    else
      g_array_index (member->ops, guint, n_kept++) = number;
  }
  g_array_set_size (member->ops, n_kept);
}

void
cen_authority_collect_devices (CenAuthority *self)
{
  g_autoptr (GArray) roots = list_roots (self);

  g_ptr_array_set_size (self->device_of, (gint) self->n_ops);
  for (guint i = 0; i < roots->len; i++)
    collect_root (self, g_array_index (roots, guint, i));
  for (guint i = 0; i < self->members->len; i++)
    sort_out (self, self->members->pdata[i]);
}

CenDeviceRecord *
cen_authority_find_target (const CenAuthority *self, guint number)
{
  const CenFrameOp *op = cen_authority_get_op (self, number);
  const GArray *roots = g_hash_table_lookup (self->by_key, &op->frame.revoke.device);
  CenDeviceRecord *first = NULL;

  for (guint i = 0; roots != NULL && i < roots->len; i++) {
    guint root = g_array_index (roots, guint, i);
    CenDeviceRecord *device = self->device_of->pdata[root];

    if (!cen_bitset_has (op->past, root))
      continue;
    if (cen_id_equal (&device->member, &op->member))
      return device;
    if (first == NULL)
      first = device;
  }
  return first;
}

static gboolean
is_removed_within (const CenDeviceRecord *device, const CenBitset *past)
{
  for (guint i = 0; i < device->removals->len; i++) {
    if (cen_bitset_has (past, g_array_index (device->removals, guint, i)))
      return TRUE;
  }
  return FALSE;
}

gboolean
cen_authority_has_room (const CenAuthority *self, const CenMemberRecord *member, guint number)
{
  const CenBitset *past = cen_authority_get_op (self, number)->past;
  guint n = 0;

  for (guint i = 0; i < member->additions->len && n < CEN_DEVICES_ADDED_MAX; i++) {
    guint addition = g_array_index (member->additions, guint, i);

    n += cen_bitset_has (past, addition) &&
         !is_removed_within (self->device_of->pdata[addition], past);
  }
  return n < CEN_DEVICES_ADDED_MAX;
}

gboolean
cen_authority_device_is_effective (const CenAuthority *self, guint root)
{
  const CenDeviceRecord *device = root < self->n_ops ? self->device_of->pdata[root] : NULL;
  const CenMemberInfo *info;

  if (device == NULL || device->removals->len > 0 || !cen_bitset_has (self->effective, root))
    return FALSE;
  info = cen_authority_get_member (self, &device->member);
  return info != NULL && info->state == CEN_MEMBER_ACTIVE;
}

GArray *
cen_authority_get_device_removals (const CenAuthority *self, guint root)
{
  const CenDeviceRecord *device = root < self->n_ops ? self->device_of->pdata[root] : NULL;
  GArray *removals = g_array_new (FALSE, FALSE, sizeof (guint));

  if (device != NULL)
    g_array_append_vals (removals, device->removals->data, device->removals->len);
  return removals;
}
