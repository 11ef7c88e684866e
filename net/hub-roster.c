/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A peer is known by its T key, since that is what a link, an invite and an address name. A
 * newcomer who has not received the frame yet trusts the T keys that its invite named. */

#include "hub-roster.h"

#include "core/log.h"
#include "core/store-local.h"

#include <string.h>

void
net_hub_bound_free (gpointer data)
{
  NetHubBound *bound = data;

  g_free (bound->host);
  g_free (bound);
}

void
net_hub_peer_free (gpointer data)
{
  NetHubPeer *peer = data;

  g_ptr_array_unref (peer->addresses);
  g_clear_pointer (&peer->clock, g_array_unref);
  g_free (peer);
}

void
net_hub_link_free (gpointer data)
{
  NetHubLink *link = data;

  net_session_free (link->session);
  g_free (link);
}

static gint64
get_now (NetHub *self)
{
  return self->world->monotonic_ms (self->world);
}

NetHubPeer *
net_hub_find_peer (NetHub *self, const guint8 curve[static CEN_KEY_LEN])
{
  for (guint i = 0; i < self->peers->len; i++) {
    NetHubPeer *peer = self->peers->pdata[i];

    if (memcmp (peer->curve, curve, CEN_KEY_LEN) == 0)
      return peer;
  }
  return NULL;
}

NetHubPeer *
net_hub_ensure_peer (NetHub *self, const guint8 curve[static CEN_KEY_LEN])
{
  NetHubPeer *peer = net_hub_find_peer (self, curve);

  if (peer != NULL)
    return peer;
  peer = g_new0 (NetHubPeer, 1);
  memcpy (peer->curve, curve, CEN_KEY_LEN);
  peer->addresses = g_ptr_array_new_with_free_func (g_free);
  peer->backoff_ms = NET_DIAL_BACKOFF_MS;
  g_ptr_array_add (self->peers, peer);
  return peer;
}

static gboolean
has_address (const GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++) {
    if (strcmp (addresses->pdata[i], address) == 0)
      return TRUE;
  }
  return FALSE;
}

NetHubPeer *
net_hub_add_address (NetHub *self, const guint8 curve[static CEN_KEY_LEN], const char *address)
{
  NetHubPeer *peer = net_hub_ensure_peer (self, curve);

  if (has_address (peer->addresses, address))
    return peer;
  if (peer->addresses->len >= CEN_ADDRESSES_PER_PEER)
    g_ptr_array_remove_index (peer->addresses, peer->addresses->len - 1);
  g_ptr_array_insert (peer->addresses, 0, g_strdup (address));
  peer->address_at = 0;
  peer->dial_ms = MIN (peer->dial_ms, get_now (self));
  return peer;
}

CenDevice *
net_hub_find_device (NetHub *self, const guint8 curve[static CEN_KEY_LEN])
{
  for (guint i = 0; i < self->circle->devices->len; i++) {
    CenDevice *device = self->circle->devices->pdata[i];

    if (memcmp (device->curve, curve, CEN_KEY_LEN) == 0 &&
        cen_circle_device_is_effective (self->circle, device))
      return device;
  }
  return NULL;
}

gboolean
net_hub_is_inside (NetHub *self)
{
  const CenDevice *device = cen_circle_find_device (self->circle, &self->circle->self_device);

  return device != NULL && cen_circle_device_is_effective (self->circle, device);
}

const CenFrameOp *
net_hub_find_removal (NetHub *self, const CenDevice *device)
{
  const CenCircle *circle = self->circle;
  g_autoptr (GArray) revokes = cen_authority_get_revokes (circle->authority, &device->member, NULL);

  for (guint i = 0; i < revokes->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[g_array_index (revokes, guint, i)];

    if (op->frame.kind == CEN_OP_REVOKE)
      return op;
  }
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];

    if (op->frame.kind == CEN_OP_DEVICE_REMOVE &&
        cen_authority_is_effective (circle->authority, i) &&
        cen_id_equal (&op->frame.revoke.device, &device->key))
      return op;
  }
  return NULL;
}

/* Out of the circle, by leaving or removal, as opposed to not in it yet. */
gboolean
net_hub_is_outside (NetHub *self)
{
  const CenMemberInfo *info =
      cen_authority_get_member (self->circle->authority, &self->circle->self_member);
  const CenDevice *device;

  if (info == NULL || info->state != CEN_MEMBER_ACTIVE)
    return info != NULL;
  device = cen_circle_find_device (self->circle, &self->circle->self_device);
  return device != NULL && !cen_circle_device_is_effective (self->circle, device) &&
         net_hub_find_removal (self, device) != NULL;
}

gboolean
net_hub_peer_is_trusted (NetHub *self, const NetHubPeer *peer)
{
  if (net_hub_find_device (self, peer->curve) != NULL)
    return TRUE;
  return peer->is_from_link && !net_hub_is_inside (self) && !net_hub_is_outside (self);
}

void
net_hub_load_addresses (NetHub *self)
{
  g_autoptr (GPtrArray) known = cen_local_list_addresses (self->circle, NULL);

  for (guint i = known != NULL ? known->len : 0; i-- > 0;) {
    const CenPeerAddress *address = known->pdata[i];
    NetHubPeer *peer = net_hub_add_address (self, address->curve, address->address);

    peer->is_from_link = !net_hub_is_inside (self);
  }
}

GBytes *
net_hub_pack_removal (NetHub *self, const CenDevice *device, NetFrameType type)
{
  const CenFrameOp *op = net_hub_find_removal (self, device);
  CenIncoming incoming = { .op = NULL };
  GBytes *frame = NULL;
  gint64 no;

  if (op != NULL && cen_circle_find_op (self->circle, &op->id, &no, NULL) && no != 0 &&
      cen_log_read (self->circle, no, &incoming.op, &incoming.payload, NULL))
    frame = net_ops_to_frame (type, NET_OPS_LIVE, &incoming, 1);
  g_clear_pointer (&incoming.op, g_bytes_unref);
  g_clear_pointer (&incoming.payload, g_bytes_unref);
  return frame;
}

/* A member who is one no more: the op that says so goes first, to whom may be sent any. */
static void
put_out (NetHub *self, NetHubLink *link)
{
  GBytes *frame = NULL;

  for (guint i = 0; frame == NULL && i < self->circle->devices->len; i++) {
    const CenDevice *device = self->circle->devices->pdata[i];

    if (memcmp (device->curve, link->peer->curve, CEN_KEY_LEN) == 0 &&
        net_session_is_live (link->session))
      frame = net_hub_pack_removal (self, device, NET_FRAME_PUSH);
  }
  if (frame != NULL)
    net_conn_send (link->conn, frame);
  net_hub_say_bye (self, link, NET_BYE_NOT_MEMBER);
}

static void
ensure_device (NetHub *self, const CenDevice *device)
{
  NetHubPeer *peer = net_hub_find_peer (self, device->curve);

  if (peer != NULL && !peer->is_stranger && peer->seen_ms != 0)
    return;
  peer = net_hub_ensure_peer (self, device->curve);
  peer->is_stranger = FALSE;
  cen_local_get_meeting (self->circle, &device->key, &peer->seen_ms, NULL);
}

void
net_hub_refresh (NetHub *self)
{
  g_autoptr (GPtrArray) devices = cen_circle_list_effective_devices (self->circle);

  self->has_new_roster = TRUE;
  net_live_board_refresh (self->live);
  for (guint i = 0; i < devices->len; i++) {
    const CenDevice *device = devices->pdata[i];

    if (!cen_id_equal (&device->key, &self->circle->self_device))
      ensure_device (self, device);
  }
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];

    if (link->role == NET_ROLE_MEMBER && link->conn != NULL &&
        !net_hub_peer_is_trusted (self, link->peer))
      put_out (self, link);
  }
}

gboolean
net_hub_is_full (NetHub *self)
{
  guint n = 0;

  for (guint i = 0; i < self->peers->len; i++) {
    const NetHubPeer *peer = self->peers->pdata[i];

    n += peer->link != NULL || peer->dialing != NULL;
  }
  return n >= NET_LINKS_WANTED;
}

void
net_hub_say_bye (NetHub *self G_GNUC_UNUSED, NetHubLink *link, NetBye code)
{
  if (link->conn == NULL)
    return;
  net_conn_send (link->conn, net_bye_to_frame (code));
  net_conn_close (link->conn);
}
