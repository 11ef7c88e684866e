/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "hub-sponsor.h"

#include "admission.h"
#include "device-wire.h"

static void
answer_request (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len)
{
  g_auto (CenDeviceAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  CenDeviceClaim claim;

  if (!net_device_req_from_frame (&claim, frame, len))
    net_hub_say_bye (hub, link, NET_BYE_BROKEN);
  else if (cen_sponsor_answer (hub->secrets, hub->circle, net_conn_get_key (link->conn), &claim,
                               &answer, &error))
    net_conn_send (link->conn, net_device_ok_to_frame (&answer));
  else
    net_hub_say_bye (hub, link, net_admission_get_device_bye (error));
}

static void
take_device (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len)
{
  NetOpsFlag flag;
  g_autoptr (GArray) ops = net_ops_from_frame (frame, len, &flag);
  g_autoptr (GError) error = NULL;
  const CenIncoming *add =
      ops != NULL && ops->len == 1 ? &g_array_index (ops, CenIncoming, 0) : NULL;

  if (add == NULL || add->payload == NULL) {
    net_hub_say_bye (hub, link, NET_BYE_BROKEN);
    return;
  }
  if (!cen_sponsor_take (hub->secrets, hub->circle, net_conn_get_key (link->conn), add->op,
                         add->payload, &error)) {
    net_hub_say_bye (hub, link, net_admission_get_device_bye (error));
    return;
  }
  net_hub_refresh (hub);
  hub->events.on_changed (hub, TRUE, hub->user_data);
  net_hub_say_bye (hub, link, NET_BYE_INTRODUCED);
}

void
net_hub_receive_sponsored (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len)
{
  if (net_frame_get_type (frame, len) == NET_FRAME_BYE) {
    net_conn_close (link->conn);
    return;
  }
  if (++link->n_requests > NET_SPONSOR_REQUESTS_MAX) {
    net_hub_say_bye (hub, link, NET_BYE_BUSY);
    return;
  }
  switch (net_frame_get_type (frame, len)) {
  case NET_FRAME_DEVICE_REQ:
    answer_request (hub, link, frame, len);
    break;
  case NET_FRAME_DEVICE_ADD:
    take_device (hub, link, frame, len);
    break;
  default:
    net_hub_say_bye (hub, link, NET_BYE_BROKEN);
    break;
  }
}
