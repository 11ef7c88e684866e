/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An op that would be void is never written: people would believe that it worked. So authority is
 * asked beforehand, with the op added to those that are known. Between that and the writing nothing
 * can come, since one thread does both. */

#include "author-members.h"

#include "author-internal.h"
#include "author-rotate.h"
#include "dag.h"
#include "store-sql.h"

#include <string.h>

/* --- Asking first --- */

/* The op that @frame would be over all that is known, by this device or, for a DEVICE_ADD, by the
 * new one. */
static CenFrameOp *
imagine (CenCircle *circle, const CenFrame *frame)
{
  const CenDevice *device = cen_circle_find_device (circle, &circle->self_device);
  gboolean is_root = frame->kind == CEN_OP_DEVICE_ADD;
  CenFrameOp *op = g_new0 (CenFrameOp, 1);

  memset (op->id.bytes, 0xff, CEN_ID_LEN);
  op->lamport = circle->lamport_max + 1;
  op->member = circle->self_member;
  op->frame = *frame;
  op->is_valid = is_root || device != NULL;
  if (is_root)
    op->root = circle->frames->len;
  else if (device != NULL)
    op->root = device->root_number;
  if (!is_root)
    op->device = circle->self_device;
  op->past = cen_bitset_new ();
  for (guint i = 0; i < circle->frames->len; i++)
    cen_bitset_add (op->past, i);
  return op;
}

/* Whether @frame, written now, would take effect. */
static gboolean
would_count (CenCircle *circle, const CenFrame *frame)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new ();
  g_autoptr (CenFrameOp) op = imagine (circle, frame);
  g_autoptr (CenAuthority) then = NULL;

  g_ptr_array_extend (frames, circle->frames, NULL, NULL);
  g_ptr_array_add (frames, op);
  then = cen_authority_evaluate (frames, NULL);
  return cen_authority_is_effective (then, frames->len - 1);
}

/* Writes @frame and, right after it, the new key that whoever it puts out does not get. When this
 * device may not give one out, another does so before long (PROTOCOL.md, Epochs). */
static gboolean
write_removal (CenCircle *circle, const CenFrame *frame, GError **error)
{
  g_autoptr (GError) local = NULL;
  CenId id;

  if (!cen_store_begin (circle->store, CEN_STORE_FULL, error))
    return FALSE;
  if (!cen_author_write_frame (circle, frame, &id, &local)) {
    cen_store_rollback (circle->store);
  } else if (cen_author_rotate (circle, &local) ||
             g_error_matches (local, CEN_ERROR, CEN_ERROR_REFUSED)) {
    g_clear_error (&local);
    if (cen_store_commit (circle->store, &local))
      return TRUE;
  } else {
    cen_store_rollback (circle->store);
  }
  cen_circle_reload (circle, NULL);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static const CenMemberInfo *
find_member (CenCircle *circle, const CenId *member, GError **error)
{
  const CenMemberInfo *info = cen_authority_get_member (circle->authority, member);

  if (info == NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is no such member in this circle.");
  return info;
}

/* Whether @member ever asked to join, let in by whomever. */
static gboolean
check_known (CenCircle *circle, const CenId *member, GError **error)
{
  for (guint i = 0; i < circle->devices->len; i++) {
    const CenDevice *device = circle->devices->pdata[i];

    if (device->member_no != 0 && cen_id_equal (&device->member, member))
      return TRUE;
  }
  return find_member (circle, member, error) != NULL;
}

static gboolean
check_reason (const char *reason, GError **error)
{
  if (reason == NULL ||
      (strlen (reason) <= CEN_FRAME_REASON_MAX && g_utf8_validate (reason, -1, NULL)))
    return TRUE;
  return cen_author_refuse (error, "The reason is too long: 1,024 bytes are the most.");
}

/* --- Members --- */

gboolean
cen_author_grant (CenCircle *circle, const CenId *member, CenRole role, const CenId *succeeds,
                  GError **error)
{
  CenFrame frame = { .kind = CEN_OP_GRANT };
  const CenMemberInfo *info;
  CenRole own;
  CenId id;

  if (!cen_author_check_role (circle, CEN_ROLE_FACILITATOR, &own, error))
    return FALSE;
  if (!check_known (circle, member, error) ||
      (succeeds != NULL && !check_known (circle, succeeds, error)))
    return FALSE;
  info = cen_authority_get_member (circle->authority, member);
  if (role == CEN_ROLE_OWNER)
    return cen_author_refuse (error, "A circle has one owner: the one who founded it.");
  if (cen_id_equal (member, &circle->self_member))
    return cen_author_refuse (error, "You cannot change your own role.");
  if (info != NULL && info->role == CEN_ROLE_OWNER)
    return cen_author_refuse (error, "Nobody can change the role of the one who founded it.");
  if (succeeds != NULL && cen_id_equal (succeeds, member))
    return cen_author_refuse (error, "A member cannot succeed themself.");
  frame.grant = (CenFrameGrant){ *member, role, succeeds != NULL ? *succeeds : (CenId){ { 0 } } };
  if (!would_count (circle, &frame))
    return cen_author_refuse (error, "You cannot change the role of somebody senior to you.");
  return cen_author_write_frame (circle, &frame, &id, error);
}

static gboolean
fill_cut (CenCircle *circle, CenFrameRevoke *revoke, const CenId *cut, guint n_cut, GError **error)
{
  if (n_cut > CEN_FRAME_CUT_MAX)
    return cen_author_refuse (error, "That is too many places to cut at.");
  revoke->n_cut = n_cut;
  for (guint i = 0; i < n_cut; i++) {
    gint64 no;

    if (!cen_circle_find_op (circle, &cut[i], &no, error))
      return FALSE;
    if (no == 0)
      return cen_author_refuse (error, "The place to cut at is not known here.");
    revoke->cut[i] = cut[i];
  }
  return TRUE;
}

gboolean
cen_author_revoke (CenCircle *circle, const CenId *member, const CenId *cut, guint n_cut,
                   const char *reason, GError **error)
{
  CenFrame frame = { .kind = CEN_OP_REVOKE };
  const CenMemberInfo *info;
  CenRole own;

  if (!cen_author_check_role (circle, CEN_ROLE_FACILITATOR, &own, error) ||
      !check_reason (reason, error))
    return FALSE;
  info = find_member (circle, member, error);
  if (info == NULL)
    return FALSE;
  if (info->role == CEN_ROLE_OWNER)
    return cen_author_refuse (error, "Nobody can remove the one who founded the circle.");
  if (cen_id_equal (member, &circle->self_member))
    return cen_author_refuse (error, "You cannot remove yourself: leave the circle.");
  if (info->state == CEN_MEMBER_REMOVED)
    return cen_author_refuse (error, "This member was removed already.");
  frame.revoke.member = *member;
  if (!fill_cut (circle, &frame.revoke, cut, n_cut, error))
    return FALSE;
  g_strlcpy (frame.revoke.reason, reason != NULL ? reason : "", sizeof frame.revoke.reason);
  if (!would_count (circle, &frame))
    return cen_author_refuse (error, "You cannot remove somebody senior to you.");
  return write_removal (circle, &frame, error);
}

/* --- Devices --- */

static guint
count_devices (CenCircle *circle, const CenId *member)
{
  g_autoptr (GPtrArray) devices = cen_circle_list_effective_devices (circle);
  guint n = 0;

  for (guint i = 0; i < devices->len; i++)
    n += cen_id_equal (&((const CenDevice *) devices->pdata[i])->member, member);
  return n;
}

gboolean
cen_author_remove_device (CenCircle *circle, const CenId *device, const char *reason,
                          GError **error)
{
  CenFrame frame = { .kind = CEN_OP_DEVICE_REMOVE };
  const CenDevice *target = cen_circle_find_device (circle, device);
  gboolean is_own = target != NULL && cen_id_equal (&target->member, &circle->self_member);
  CenRole own;

  if (!cen_author_check_role (circle, is_own ? CEN_ROLE_GUEST : CEN_ROLE_FACILITATOR, &own,
                              error) ||
      !check_reason (reason, error))
    return FALSE;
  if (target == NULL || target->member_no == 0) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such device.");
    return FALSE;
  }
  if (!cen_circle_device_is_effective (circle, target))
    return cen_author_refuse (error, "This device is not in the circle any more.");
  if (count_devices (circle, &target->member) < 2 && is_own)
    return cen_author_refuse (error, "This is your only device: leave the circle instead.");
  if (count_devices (circle, &target->member) < 2)
    return cen_author_refuse (error, "This is their only device: remove the member instead.");
  frame.revoke.device = *device;
  g_strlcpy (frame.revoke.reason, reason != NULL ? reason : "", sizeof frame.revoke.reason);
  if (!would_count (circle, &frame))
    return cen_author_refuse (error, "You cannot remove a device of somebody senior to you.");
  return write_removal (circle, &frame, error);
}

static int
compare_heads (gconstpointer a, gconstpointer b)
{
  const CenItem *x = a;
  const CenItem *y = b;

  if (x->lamport != y->lamport)
    return x->lamport > y->lamport ? -1 : 1;
  return cen_id_compare (&x->id, &y->id);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (a, b);
}

gboolean
cen_device_start_init (CenDeviceStart *ret_start, CenCircle *circle, const guint8 *box,
                       GError **error)
{
  g_autoptr (GArray) heads = g_array_new (FALSE, TRUE, sizeof (CenItem));
  g_autoptr (GError) no_key = NULL;
  GHashTableIter iter;
  gpointer id, no;

  memset (ret_start, 0, sizeof *ret_start);
  g_hash_table_iter_init (&iter, circle->heads);
  while (g_hash_table_iter_next (&iter, &id, &no)) {
    CenItem item = { .id = *(CenId *) id, .no = *(gint64 *) no };
    gint64 lamport;

    if (!cen_sql_get_int (circle->store, 0, &lamport, error, "SELECT lamport FROM op WHERE no = ?",
                          "i", item.no))
      return FALSE;
    item.lamport = (guint64) lamport;
    g_array_append_val (heads, item);
  }
  g_array_sort (heads, compare_heads);
  ret_start->n_heads = MIN (heads->len, CEN_OP_DEPS_MAX);
  for (guint i = 0; i < ret_start->n_heads; i++)
    ret_start->heads[i] = g_array_index (heads, CenItem, i).id;
  if (heads->len > 0)
    ret_start->lamport = g_array_index (heads, CenItem, 0).lamport;
  qsort (ret_start->heads, ret_start->n_heads, sizeof ret_start->heads[0], compare_ids);
  ret_start->has_wrap = cen_author_wrap_key (circle, box, &ret_start->wrap, &no_key);
  if (ret_start->has_wrap || g_error_matches (no_key, CEN_ERROR, CEN_ERROR_REFUSED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&no_key));
  return FALSE;
}

GBytes *
cen_author_sign_device (const CenCircleKeys *keys, const CenDeviceStart *start,
                        const CenWorld *world, CenId *ret_id, GBytes **ret_payload)
{
  CenFrame frame = { .kind = CEN_OP_DEVICE_ADD };
  CenFrameDeviceAdd *add = &frame.device_add;
  CenOp op = { .kind = CEN_OP_DEVICE_ADD, .n_deps = start->n_heads };
  CenId device;
  GBytes *bytes;

  cen_id_from_bytes (&device, keys->device.public_key);
  memcpy (add->certificate.box, keys->box.public_key, CEN_KEY_LEN);
  memcpy (add->certificate.curve, keys->curve.public_key, CEN_KEY_LEN);
  cen_certificate_sign (&add->certificate, &keys->circle, &device, &keys->member);
  add->has_wrap = start->has_wrap;
  add->wrap = start->wrap;
  op.has_key = start->has_wrap;
  memcpy (op.key_id, start->wrap.key_id, CEN_KEYID_LEN);
  memcpy (op.deps, start->heads, sizeof op.deps);
  op.lamport = start->lamport + 1;
  op.wall_ms = (guint64) MAX (world->now_ms (world), 0);
  *ret_payload = cen_frame_build (&frame, world);
  cen_op_commit_payload (&op, g_bytes_get_data (*ret_payload, NULL),
                         g_bytes_get_size (*ret_payload));
  bytes = cen_op_sign (&op, &keys->circle, &keys->device);
  *ret_id = op.id;
  return bytes;
}

gboolean
cen_author_add_device (CenCircle *circle, const CenCircleKeys *keys, CenId *ret_id, GError **error)
{
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_auto (CenReceived) received = { 0 };
  CenFrame imagined = { .kind = CEN_OP_DEVICE_ADD };
  CenDeviceStart start;
  CenIncoming incoming;
  CenRole role;
  CenId id;

  g_assert (memcmp (keys->member.public_key, circle->self_member.bytes, CEN_ID_LEN) == 0);
  if (!cen_author_check_member (circle, CEN_ROLE_GUEST, &role, error) ||
      !cen_device_start_init (&start, circle, keys->box.public_key, error))
    return FALSE;
  if (!would_count (circle, &imagined))
    return cen_author_refuse (error,
                              "A member can have 16 devices at most: remove one of them first.");
  bytes = cen_author_sign_device (keys, &start, circle->world, &id, &payload);
  incoming = (CenIncoming){ .op = bytes, .payload = payload };
  if (!cen_dag_receive (circle, &incoming, 1, 0, CEN_STORE_FULL, &received, error))
    return FALSE;
  if (received.accepted->len != 1)
    return cen_author_refuse (error, "The device could not be added: the circle is being brought"
                                     " up to date.");
  *ret_id = id;
  return TRUE;
}
