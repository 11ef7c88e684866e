/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A peer that has everything has our clock; that is noted when it is written down, not with every
 * op. While it does not, the clock that it sent itself stands. So the clock of a device may be
 * somewhat older than what it has, never newer. */

#include "hub-holdings.h"

#include "core/holdings.h"

#include <string.h>

void
net_hub_load_holdings (NetHub *self)
{
  g_autoptr (GPtrArray) known = cen_holdings_list (self->circle, NULL);

  for (guint i = 0; known != NULL && i < known->len; i++) {
    const CenHolding *holding = known->pdata[i];
    const CenDevice *device = cen_circle_find_device (self->circle, &holding->device);
    NetHubPeer *peer = device != NULL ? net_hub_find_peer (self, device->curve) : NULL;
    gsize len;

    if (peer == NULL)
      continue;
    peer->held_no = holding->op_no;
    if (holding->clock == NULL)
      continue;
    len = g_bytes_get_size (holding->clock);
    peer->clock = net_clock_from_frame (g_bytes_get_data (holding->clock, NULL), len);
  }
}

static void
note_change (NetHub *self, NetHubPeer *peer)
{
  peer->is_holding_new = TRUE;
  if (self->holdings_ms == G_MAXINT64)
    self->holdings_ms = self->world->monotonic_ms (self->world) + NET_HOLDINGS_SAVE_MS;
}

void
net_hub_note_held (NetHub *self, NetHubLink *link)
{
  link->peer->held_no = MAX (link->peer->held_no, net_session_get_held (link->session));
  note_change (self, link->peer);
}

void
net_hub_note_clock (NetHub *self, NetHubLink *link, GArray *clock)
{
  g_clear_pointer (&link->peer->clock, g_array_unref);
  link->peer->clock = net_clock_copy (clock);
  note_change (self, link->peer);
}

void
net_hub_note_mark (NetHub *self, const CenDevice *device, GArray *clock)
{
  NetHubPeer *peer = net_hub_ensure_peer (self, device->curve);
  g_autoptr (GArray) own = NULL;
  guint64 n_behind, n_ahead;

  if (peer->link != NULL)
    return;
  g_clear_pointer (&peer->clock, g_array_unref);
  peer->clock = net_clock_copy (clock);
  own = net_clock_list (self->circle);
  net_clock_compare (own, peer->clock, device->key.bytes, &n_behind, &n_ahead);
  if (n_behind == 0)
    peer->held_no =
        MAX (peer->held_no, cen_circle_get_no_before (self->circle, self->circle->held.n));
  note_change (self, peer);
}

static gboolean
has_everything (const NetHub *self, const NetHubPeer *peer)
{
  gint64 last = cen_circle_get_no_before (self->circle, self->circle->held.n);

  return peer->link != NULL && peer->link->session != NULL &&
         net_session_is_in_sync (peer->link->session) && last != 0 && last <= peer->held_no;
}

static void
save (NetHub *self, NetHubPeer *peer, GArray *own)
{
  const CenDevice *device = net_hub_find_device (self, peer->curve);
  g_autoptr (GBytes) frame = NULL;

  if (has_everything (self, peer)) {
    g_clear_pointer (&peer->clock, g_array_unref);
    peer->clock = g_array_ref (own);
  }
  if (peer->clock != NULL)
    frame = net_clock_to_frame ((const NetClockEntry *) peer->clock->data, peer->clock->len);
  /* Should the disk fail, it is tried again with what comes next. */
  peer->is_holding_new =
      device != NULL && !cen_holdings_note (self->circle, device, peer->held_no, frame, NULL);
}

gint64
net_hub_save_holdings (NetHub *self, gboolean is_last)
{
  g_autoptr (GArray) own = NULL;

  if (self->holdings_ms == G_MAXINT64 ||
      (!is_last && self->world->monotonic_ms (self->world) < self->holdings_ms))
    return self->holdings_ms;
  own = net_clock_list (self->circle);
  for (guint i = 0; i < self->peers->len; i++) {
    NetHubPeer *peer = self->peers->pdata[i];

    if (peer->is_holding_new)
      save (self, peer, own);
  }
  self->holdings_ms = G_MAXINT64;
  self->events.on_changed (self, FALSE, self->user_data);
  return self->holdings_ms;
}

gboolean
net_hub_get_last_lag (const NetHubPeer *peer, const CenDevice *device, GArray *own,
                      guint64 *ret_behind, guint64 *ret_ahead)
{
  if (peer->clock == NULL)
    return FALSE;
  net_clock_compare (own, peer->clock, device->key.bytes, ret_behind, ret_ahead);
  return TRUE;
}
