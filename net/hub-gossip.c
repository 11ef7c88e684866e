/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "hub-gossip.h"

#include "gossip-wire.h"
#include <string.h>

static gint64
get_now (NetHub *self)
{
  return self->world->monotonic_ms (self->world);
}

/* --- Sending --- */

NetTree *
net_hub_gossip_new_tree (NetHub *self)
{
  guint64 number;

  memcpy (&number, self->circle->self_device.bytes, sizeof number);
  return net_tree_new (self->world, GUINT64_FROM_BE (number));
}

void
net_hub_gossip_add (NetHub *self, NetHubLink *link)
{
  if (link->is_in_tree)
    return;
  link->is_in_tree = TRUE;
  net_tree_add_link (self->tree, link->number);
}

void
net_hub_gossip_remove (NetHub *self, NetHubLink *link)
{
  if (link->is_in_tree)
    net_tree_remove_link (self->tree, link->number);
  link->is_in_tree = FALSE;
}

void
net_hub_gossip_note_accepted (NetHub *self, GPtrArray *accepted)
{
  for (guint i = 0; i < accepted->len; i++)
    net_tree_note_accepted (self->tree, ((CenPending *) accepted->pdata[i])->op.id.bytes);
}

void
net_hub_gossip_note_announced (NetHub *self, NetHubLink *link, const guint8 *names, guint n_names)
{
  for (guint i = 0; i < n_names; i++)
    net_tree_note_announced (self->tree, link->number, names + i * NET_NAME_LEN, get_now (self));
}

/* As far as is known here: who is linked, and who told where they are of late. */
static guint
count_online (NetHub *self)
{
  gint64 since = get_now (self) - NET_HUB_ONLINE_MS;
  guint n = 1;

  for (guint i = 0; i < self->peers->len; i++) {
    const NetHubPeer *peer = self->peers->pdata[i];

    n += peer->link != NULL || (peer->told_ms > 0 && peer->told_ms >= since);
  }
  return n;
}

static NetHubLink *
find_link (NetHub *self, guint64 number)
{
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];

    if (link->number == number && link->session != NULL && link->conn != NULL)
      return link;
  }
  return NULL;
}

static void
carry_out (NetHub *self, const NetTreeAction *action)
{
  NetHubLink *link = find_link (self, action->link);

  if (link == NULL)
    return;
  if (action->deed == NET_TREE_PULL)
    net_session_pull (link->session, action->ids->data, action->ids->len / NET_NAME_LEN);
  else
    net_session_send_branch (link->session, &action->branch);
}

void
net_hub_gossip_apply (NetHub *self)
{
  guint n_links = 0;
  g_autoptr (GArray) actions = NULL;

  net_tree_set_shape (self->tree,
                      count_online (self) > NET_HUB_CROWD ? NET_TREE_GROWN : NET_TREE_FLOOD);
  actions = net_tree_step (self->tree, get_now (self));
  for (guint i = 0; i < actions->len; i++)
    carry_out (self, &g_array_index (actions, NetTreeAction, i));
  for (guint i = 0; i < self->links->len; i++)
    n_links += ((NetHubLink *) self->links->pdata[i])->is_in_tree;
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];

    if (link->session == NULL)
      continue;
    net_session_set_sending (link->session,
                             net_tree_is_eager (self->tree, link->number) ? NET_SENDING_FULL
                                                                          : NET_SENDING_ANNOUNCED,
                             get_now (self));
    net_session_set_patience (link->session,
                              n_links > NET_TREE_FLOOD_MAX ? NET_HUB_PATIENCE_MS : 0);
  }
}

gint64
net_hub_gossip_get_deadline (NetHub *self)
{
  return MIN (net_tree_get_deadline (self->tree), net_overlay_get_deadline (&self->overlay));
}

/* --- Links --- */

static gboolean
may_dial (NetHub *self, NetHubPeer *peer)
{
  if (peer->link != NULL || peer->dialing != NULL || peer->addresses->len + self->extra->len == 0)
    return FALSE;
  return net_hub_peer_is_trusted (self, peer) || (peer->is_stranger && net_hub_is_inside (self));
}

/* All peers as the overlay sees them. @next: (nullable): when the next one may be dialled. */
static GArray *
list_peers (NetHub *self, gint64 *next)
{
  GArray *list = g_array_sized_new (FALSE, TRUE, sizeof (NetOverlayPeer), self->peers->len);
  gint64 now = get_now (self);

  for (guint i = 0; i < self->peers->len; i++) {
    NetHubPeer *peer = self->peers->pdata[i];
    gboolean can_dial = may_dial (self, peer);
    NetOverlayPeer row = {
      .seen_ms = peer->seen_ms,
      .is_linked = peer->link != NULL,
      .is_dialling = peer->dialing != NULL,
      .is_busy = peer->link != NULL &&
                 (peer->link->session == NULL || !net_session_is_in_sync (peer->link->session)),
      .is_due = can_dial && peer->dial_ms <= now,
    };

    if (can_dial && peer->dial_ms > now && next != NULL)
      *next = MIN (*next, peer->dial_ms);
    g_array_append_val (list, row);
  }
  return list;
}

NetHubPeer *
net_hub_pick_dial (NetHub *self, gint64 *next)
{
  g_autoptr (GArray) list = list_peers (self, next);
  guint at = net_overlay_pick_dial (&self->overlay, (const NetOverlayPeer *) list->data, list->len);

  return at != NET_OVERLAY_NOBODY ? self->peers->pdata[at] : NULL;
}

static void
let_go (NetHub *self, NetHubPeer *peer)
{
  peer->dial_ms = get_now (self) + NET_HUB_PAUSE_MS;
  peer->was_let_go = TRUE;
  net_hub_say_bye (self, peer->link, NET_BYE_BUSY);
}

void
net_hub_limit_links (NetHub *self, NetHubLink *newest)
{
  g_autoptr (GArray) list = list_peers (self, NULL);
  guint index = NET_OVERLAY_NOBODY, at;

  for (guint i = 0; i < self->peers->len; i++) {
    if (self->peers->pdata[i] == newest->peer)
      index = i;
  }
  at =
      net_overlay_pick_drop (&self->overlay, (const NetOverlayPeer *) list->data, list->len, index);
  if (at != NET_OVERLAY_NOBODY)
    let_go (self, self->peers->pdata[at]);
}

gboolean
net_hub_reshuffle (NetHub *self)
{
  gint64 now = get_now (self);
  g_autoptr (GArray) list = NULL;
  guint at;

  if (now < net_overlay_get_deadline (&self->overlay))
    return FALSE;
  list = list_peers (self, NULL);
  at = net_overlay_reshuffle (&self->overlay, (const NetOverlayPeer *) list->data, list->len, now);
  if (at != NET_OVERLAY_NOBODY)
    let_go (self, self->peers->pdata[at]);
  return TRUE;
}
