/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who was removed has old keys too, and may know the JOIN and ADMIT of somebody whom we have not
 * heard of. So an old key and these open the door, but show nothing that was written by those who
 * know of a newer key. */

#include "hub-vouched.h"

#include "clock.h"
#include "core/epochs.h"
#include "core/log.h"

#include <string.h>

static const CenKnownEpoch *
find_epoch (NetHub *hub, const guint8 key[static CEN_KEY_LEN])
{
  CenKeyring *keyring = cen_keyring_get (hub->circle, NULL);

  for (guint i = 0; keyring != NULL && i < keyring->epochs->len; i++) {
    const CenKnownEpoch *epoch = keyring->epochs->pdata[i];

    if (epoch->has_key && epoch->verdict == CEN_EPOCH_USABLE &&
        memcmp (epoch->introduction, key, CEN_KEY_LEN) == 0)
      return epoch;
  }
  return NULL;
}

/* Whether the INVITE @id is good, or not here to be judged. */
static gboolean
invite_may_count (const CenCircle *circle, const CenId *id)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, id));

  return number == 0 || cen_authority_is_effective (circle->authority, number - 1);
}

/* Whether @incoming is an ADMIT of @join, signed by a device that is in and may let in. */
static gboolean
is_admit_of (CenCircle *circle, const CenIncoming *incoming, const CenId *join)
{
  gsize len, payload_len;
  const guint8 *bytes = g_bytes_get_data (incoming->op, &len);
  const guint8 *payload = g_bytes_get_data (incoming->payload, &payload_len);
  const CenMemberInfo *info;
  const CenDevice *device;
  CenFrame frame;
  CenOp op;

  if (!cen_op_decode (&op, bytes, len, NULL) || op.kind != CEN_OP_ADMIT ||
      !cen_op_matches_payload (&op, payload, payload_len) ||
      !cen_frame_parse (&frame, op.kind, payload, payload_len, NULL) ||
      !cen_id_equal (&frame.admit.join, join) || !invite_may_count (circle, &frame.admit.invite))
    return FALSE;
  device = cen_circle_find_device (circle, &op.device);
  if (device == NULL || !cen_circle_device_is_effective (circle, device) ||
      !cen_op_verify (&op, &circle->id))
    return FALSE;
  info = cen_authority_get_member (circle->authority, &device->member);
  return info != NULL && info->role <= CEN_ROLE_MEMBER;
}

gboolean
net_hub_is_vouched (NetHub *hub, const guint8 key[static CEN_KEY_LEN], const GArray *ops)
{
  CenOp join = { .kind = 0 };

  if (find_epoch (hub, key) == NULL)
    return FALSE;
  for (guint i = 0; join.kind != CEN_OP_JOIN && i < ops->len; i++) {
    GBytes *bytes = g_array_index (ops, CenIncoming, i).op;

    if (!cen_op_decode (&join, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
      return FALSE;
  }
  for (guint i = 0; join.kind == CEN_OP_JOIN && i < ops->len; i++) {
    const CenIncoming *incoming = &g_array_index (ops, CenIncoming, i);

    if (incoming->payload != NULL && is_admit_of (hub->circle, incoming, &join.id))
      return TRUE;
  }
  return FALSE;
}

/* The numbers of the EPOCH ops that know of @epoch. */
static CenBitset *
list_later (const CenCircle *circle, const CenKnownEpoch *epoch)
{
  CenBitset *later = cen_bitset_new ();

  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];

    if (op->frame.kind == CEN_OP_EPOCH && cen_bitset_has (op->past, epoch->number))
      cen_bitset_add (later, i);
  }
  return later;
}

GArray *
net_hub_list_old_clock (NetHub *hub, const guint8 key[static CEN_KEY_LEN])
{
  const CenKnownEpoch *epoch = find_epoch (hub, key);
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (NetClockEntry));
  CenBitset *later = epoch != NULL ? list_later (hub->circle, epoch) : NULL;

  for (guint i = 0; later != NULL && i < hub->circle->devices->len; i++) {
    const CenDevice *device = hub->circle->devices->pdata[i];
    NetClockEntry entry;
    CenId tip;

    if (entries->len == NET_CLOCK_ENTRIES_MAX ||
        !cen_log_find_tip_before (hub->circle, device, later, &entry.seq, &tip))
      continue;
    memcpy (entry.device, device->key.bytes, NET_CLOCK_KEY_LEN);
    memcpy (entry.head, tip.bytes, NET_CLOCK_KEY_LEN);
    g_array_append_val (entries, entry);
  }
  net_clock_sort (entries);
  g_clear_pointer (&later, cen_bitset_free);
  return entries;
}
