/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "admission.h"

#include "core/log.h"
#include "device-wire.h"

NetBye
net_admission_get_bye (CenInviteState state)
{
  switch (state) {
  case CEN_INVITE_REVOKED:
    return NET_BYE_INVITE_REVOKED;
  case CEN_INVITE_EXPIRED:
    return NET_BYE_INVITE_EXPIRED;
  case CEN_INVITE_USED_UP:
    return NET_BYE_INVITE_USED_UP;
  case CEN_INVITE_UNKNOWN:
    return NET_BYE_INVITE_UNKNOWN;
  case CEN_INVITE_USABLE:
  default:
    return NET_BYE_CANNOT_ADMIT;
  }
}

static gboolean
add_op (CenCircle *circle, GArray *ops, const CenId *id, GError **error)
{
  CenIncoming incoming = { .op = NULL };
  gint64 no;

  if (!cen_circle_find_op (circle, id, &no, error))
    return FALSE;
  if (no == 0 || !cen_log_read (circle, no, &incoming.op, &incoming.payload, NULL)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE, "An operation could not be read.");
    return FALSE;
  }
  g_array_append_val (ops, incoming);
  return TRUE;
}

static const CenFrameOp *
find_first (const CenCircle *circle, CenOpKind kind)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];

    if (op->frame.kind == kind)
      return op;
  }
  return NULL;
}

GArray *
net_admission_let_in (CenCircle *circle, const CenIncoming *join, GError **error)
{
  g_autoptr (GArray) ops = net_ops_array_new ();
  const CenFrameOp *genesis = find_first (circle, CEN_OP_GENESIS);
  CenId admit;

  if (genesis == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "This circle is not here yet.");
    return NULL;
  }
  if (!cen_author_admit (circle, join->op, join->payload, &admit, error) ||
      !add_op (circle, ops, &genesis->id, error) || !add_op (circle, ops, &admit, error))
    return NULL;
  return g_steal_pointer (&ops);
}

/* --- By way of a relay --- */

/* Nobody finds these in a drawer: the first EPOCH goes under no key. */
static gboolean
add_first_epoch (CenCircle *circle, GArray *ops)
{
  const CenFrameOp *epoch = find_first (circle, CEN_OP_EPOCH);

  return epoch != NULL && add_op (circle, ops, &epoch->id, NULL);
}

static GArray *
list_keys (CenCarried *carried)
{
  GPtrArray *known = cen_carried_get_keys (carried);
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (CenEpochKey));

  for (guint i = 0; i < known->len; i++)
    g_array_append_val (keys, ((const CenCarriedKey *) known->pdata[i])->key);
  return keys;
}

/* Why the one who signed @join cannot be let in; USABLE when that is not the invite's fault. */
static CenInviteState
get_fault (CenCircle *circle, const CenIncoming *join)
{
  CenInviteState state;
  CenFrame frame;
  guint number;

  if (!cen_frame_parse (&frame, CEN_OP_JOIN, g_bytes_get_data (join->payload, NULL),
                        g_bytes_get_size (join->payload), NULL))
    return CEN_INVITE_USABLE;
  state = cen_author_find_invite (circle, NULL, frame.join.proof_key, &number);
  return state != CEN_INVITE_UNKNOWN ? state : CEN_INVITE_USABLE;
}

NetRelayVerdict
net_admission_answer (CenCircle *circle, CenCarried *carried, const CenIncoming *join,
                      NetBye *ret_bye, NetRelayAnswer *ret_answer)
{
  g_autoptr (GArray) ops = net_admission_let_in (circle, join, NULL);
  CenInviteState fault;

  if (ops != NULL && add_first_epoch (circle, ops)) {
    ret_answer->ops = g_steal_pointer (&ops);
    ret_answer->keys = list_keys (carried);
    return NET_RELAY_LET_IN;
  }
  fault = get_fault (circle, join);
  if (ops != NULL || fault == CEN_INVITE_USABLE)
    return NET_RELAY_PASSED_OVER;
  *ret_bye = net_admission_get_bye (fault);
  return NET_RELAY_TURNED_AWAY;
}

/* --- Further devices --- */

NetBye
net_admission_get_device_bye (const GError *error)
{
  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_NOT_FOUND))
    return NET_BYE_INVITE_UNKNOWN;
  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_BUSY))
    return NET_BYE_INVITE_USED_UP;
  return g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ? NET_BYE_BROKEN
                                                               : NET_BYE_CANNOT_ADMIT;
}

/* Nobody is told of what is wrong here: it may be better the next time. What is no request, or of a
 * device that is in, is for nobody to answer. */
static NetRelayVerdict
get_device_verdict (const GError *error, NetBye *ret_bye)
{
  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ||
      g_error_matches (error, CEN_ERROR, CEN_ERROR_STORAGE))
    return NET_RELAY_PASSED_OVER;
  *ret_bye = net_admission_get_device_bye (error);
  return NET_RELAY_TURNED_AWAY;
}

NetRelayVerdict
net_admission_answer_device (CenSecrets *secrets, CenCircle *circle, CenCarried *carried,
                             const guint8 curve[static CEN_KEY_LEN], const CenId *device,
                             GBytes *request, NetBye *ret_bye, NetRelayAnswer *ret_answer)
{
  g_autoptr (GArray) ops = net_ops_array_new ();
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  CenDeviceClaim claim;
  gsize len;
  const guint8 *frame = g_bytes_get_data (request, &len);

  if (!net_device_req_from_frame (&claim, frame, len) || !cen_id_equal (&claim.device, device) ||
      !add_first_epoch (circle, ops))
    return NET_RELAY_PASSED_OVER;
  if (!cen_sponsor_answer (secrets, circle, curve, &claim, &answer, &error))
    return get_device_verdict (error, ret_bye);
  ret_answer->device_ok = net_device_ok_to_frame (&answer);
  ret_answer->ops = g_steal_pointer (&ops);
  ret_answer->keys = list_keys (carried);
  return NET_RELAY_LET_IN;
}

static void
append_op (GArray *ops, GBytes *op, GBytes *payload)
{
  CenIncoming one = { .op = g_bytes_ref (op), .payload = g_bytes_ref (payload) };

  g_array_append_val (ops, one);
}

GBytes *
net_admission_hand_device (const CenDeviceRequest *request, const CenDeviceAnswer *answer,
                           const NetRelayAnswer *handed, const CenWorld *world)
{
  const CenIncoming *epoch = &g_array_index (handed->ops, CenIncoming, 0);
  g_autoptr (GArray) ops = net_ops_array_new ();
  NetRelayAnswer own = { .ops = ops, .keys = handed->keys };

  append_op (ops, answer->genesis, answer->genesis_payload);
  append_op (ops, request->add, request->add_payload);
  append_op (ops, epoch->op, epoch->payload);
  return net_relay_answer_seal (&own, request->claim.box, world);
}
