/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Word of a removal changes nothing but what a person is told and how often this device knocks:
 * whether it is out is for authority to say, once it has the op with its past. */

#include "hub-removal.h"

#include "core/dag.h"

#include <string.h>

/* The parsed removal when @incoming is one of this device, signed by a device we know to be in and
 * whose role allows it. */
static gboolean
read_removal (NetHub *hub, const CenIncoming *incoming, CenId *ret_by, CenFrame *ret_frame)
{
  CenCircle *circle = hub->circle;
  const CenMemberInfo *info;
  const CenDevice *device;
  gsize len, payload_len;
  const guint8 *bytes = g_bytes_get_data (incoming->op, &len);
  const guint8 *payload;
  CenOp op;

  if (incoming->payload == NULL || !cen_op_decode (&op, bytes, len, NULL) ||
      (op.kind != CEN_OP_REVOKE && op.kind != CEN_OP_DEVICE_REMOVE))
    return FALSE;
  payload = g_bytes_get_data (incoming->payload, &payload_len);
  device = cen_circle_find_device (circle, &op.device);
  if (device == NULL || !cen_circle_device_is_effective (circle, device) ||
      !cen_op_matches_payload (&op, payload, payload_len) || !cen_op_verify (&op, &circle->id) ||
      !cen_frame_parse (ret_frame, op.kind, payload, payload_len, NULL))
    return FALSE;
  *ret_by = device->member;
  info = cen_authority_get_member (circle->authority, &device->member);
  if (op.kind == CEN_OP_DEVICE_REMOVE)
    return cen_id_equal (&ret_frame->revoke.device, &circle->self_device) &&
           (info->role <= CEN_ROLE_FACILITATOR ||
            cen_id_equal (&device->member, &circle->self_member));
  return info->role <= CEN_ROLE_FACILITATOR &&
         cen_id_equal (&ret_frame->revoke.member, &circle->self_member);
}

void
net_hub_hear_removal (NetHub *hub, GArray *ops)
{
  for (guint i = 0; i < ops->len; i++) {
    const CenIncoming *incoming = &g_array_index (ops, CenIncoming, i);
    g_auto (CenReceived) received = { 0 };
    CenFrame frame;
    CenId by;

    if (!read_removal (hub, incoming, &by, &frame))
      continue;
    cen_told_clear (&hub->told);
    hub->told = (CenTold){ by, frame.kind, g_strdup (frame.revoke.reason) };
    /* Not to be able to keep it is no harm: it is told again. */
    cen_local_set_told (hub->circle, &hub->told, NULL);
    cen_dag_receive (hub->circle, incoming, 1, 0, CEN_STORE_NORMAL, &received, NULL);
    hub->events.on_changed (hub, TRUE, hub->user_data);
    return;
  }
}

void
net_hub_forget_removal (NetHub *hub)
{
  if (hub->told.kind == 0)
    return;
  cen_told_clear (&hub->told);
  hub->told = (CenTold){ .kind = 0 };
  cen_local_set_told (hub->circle, &hub->told, NULL);
}

guint
net_hub_get_removal (NetHub *hub, CenId *ret_by, const char **ret_reason)
{
  const CenDevice *device = cen_circle_find_device (hub->circle, &hub->circle->self_device);
  const CenFrameOp *op = device != NULL ? net_hub_find_removal (hub, device) : NULL;

  if (op == NULL && hub->told.kind == 0)
    return 0;
  *ret_by = op != NULL ? op->member : hub->told.by;
  *ret_reason = op != NULL ? op->frame.revoke.reason : hub->told.reason;
  return op != NULL ? op->frame.kind : hub->told.kind;
}
