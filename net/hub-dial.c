/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "hub-dial.h"

#include "core/address.h"
#include "hub-gossip.h"
#include "hub-guest.h"
#include "hub-relays.h"

#include <string.h>

static gint64
get_now (NetHub *self)
{
  return self->world->monotonic_ms (self->world);
}

void
net_hub_delay_dial (NetHub *self, NetHubPeer *peer)
{
  guint16 jitter;

  if (self->told.kind != 0)
    peer->backoff_ms = NET_DIAL_REFUSED_MAX;
  self->world->random (self->world, (guint8 *) &jitter, sizeof jitter);
  peer->dial_ms = get_now (self) + peer->backoff_ms / 2 + peer->backoff_ms * jitter / G_MAXUINT16;
  peer->backoff_ms =
      MIN (peer->backoff_ms * 2, peer->was_refused ? NET_DIAL_REFUSED_MAX : NET_DIAL_BACKOFF_MAX);
  peer->address_at++;
}

void
net_hub_fail_dial (NetHub *self, NetHubPeer *peer, NetConnEnd end)
{
  CenBoxKey key = { 0 };

  peer->dialing = NULL;
  if (end == NET_CONN_REFUSED) {
    /* They may not have heard of the epoch that we know. */
    peer->introduction_at += peer->introduce_next;
    peer->was_refused = TRUE;
    peer->introduce_next = !peer->introduce_next && self->told.kind == 0 &&
                           net_hub_get_introduction_key (self, peer->introduction_at, &key);
    cen_box_key_clear (&key);
  } else {
    peer->introduce_next = FALSE;
  }
  net_hub_delay_dial (self, peer);
  if (end == NET_CONN_REFUSED && peer->introduce_next) {
    peer->dial_ms = get_now (self);
    peer->address_at--;
  }
  self->events.on_changed (self, TRUE, self->user_data);
}

void
net_hub_prefer_address (NetHubPeer *peer, const char *address)
{
  for (guint i = 1; i < peer->addresses->len; i++) {
    if (strcmp (peer->addresses->pdata[i], address) == 0) {
      g_ptr_array_insert (peer->addresses, 0, g_ptr_array_steal_index (peer->addresses, i));
      break;
    }
  }
  peer->address_at = 0;
}

/* The @at-th way to @peer: its own addresses, then those that may be anybody's. */
static const char *
get_address (const NetHub *self, const NetHubPeer *peer, guint at)
{
  return at < peer->addresses->len ? peer->addresses->pdata[at]
                                   : self->extra->pdata[at - peer->addresses->len];
}

/* A device of a hidden circle is looked for where it is hidden alone: elsewhere it could not be,
 * and others would learn by it that somebody looks for it. */
static gboolean
may_dial (const NetHub *self, const char *address)
{
  const NetRoutes *routes = net_link_get_routes (self->link);

  return net_routes_find (routes, &self->circle->id, address) != NET_ROUTE_NONE &&
         (!net_routes_is_hidden (routes, &self->circle->id) || cen_address_is_onion (address));
}

static const char *
get_next_address (const NetHub *self, NetHubPeer *peer)
{
  guint n = peer->addresses->len + self->extra->len;

  for (guint i = 0; i < n; i++, peer->address_at++) {
    const char *address = get_address (self, peer, peer->address_at % n);

    if (may_dial (self, address))
      return address;
  }
  return NULL;
}

static void
dial (NetHub *self, NetHubPeer *peer)
{
  const char *address = get_next_address (self, peer);
  CenBoxKey introduction;
  const CenBoxKey *key = &self->circle->keys->curve;

  if (address == NULL) {
    net_hub_delay_dial (self, peer);
    return;
  }
  peer->introduce_next = peer->introduce_next || !net_hub_peer_is_trusted (self, peer);
  if (peer->introduce_next &&
      net_hub_get_introduction_key (self, peer->introduction_at, &introduction))
    key = &introduction;
  else
    peer->introduce_next = FALSE;
  if (key == &introduction || net_hub_peer_is_trusted (self, peer))
    peer->dialing = net_link_dial (self->link, &self->circle->id, address, peer->curve, key,
                                   NET_DIAL_TIMEOUT_MS, NULL);
  if (key == &introduction)
    cen_box_key_clear (&introduction);
  if (peer->dialing == NULL)
    net_hub_delay_dial (self, peer);
}

gint64
net_hub_dial_due (NetHub *self)
{
  gint64 next = G_MAXINT64;
  NetHubPeer *peer;

  if (!self->is_online || self->circle->keys == NULL || net_hub_is_outside (self))
    return next;
  while (!net_hub_is_full (self)) {
    next = G_MAXINT64;
    peer = net_hub_pick_dial (self, &next);
    if (peer == NULL)
      break;
    dial (self, peer);
  }
  return next;
}

void
net_hub_dial_all_now (NetHub *self)
{
  net_hub_relays_dial_now (self);
  for (guint i = 0; i < self->peers->len; i++) {
    NetHubPeer *peer = self->peers->pdata[i];

    peer->dial_ms = 0;
    peer->backoff_ms = NET_DIAL_BACKOFF_MS;
    if (peer->link != NULL && peer->link->session != NULL)
      net_session_reconcile (peer->link->session);
  }
}

void
net_hub_stop_dialling (NetHub *self)
{
  for (guint i = 0; i < self->peers->len; i++) {
    NetHubPeer *peer = self->peers->pdata[i];

    if (peer->dialing != NULL)
      net_conn_close (peer->dialing);
  }
}
