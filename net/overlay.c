/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "overlay.h"

static guint
lot (NetOverlay *self, guint n)
{
  guint32 drawn;

  self->world->random (self->world, (guint8 *) &drawn, sizeof drawn);
  return drawn % n;
}

static void
plan (NetOverlay *self, gint64 now_ms)
{
  self->reshuffle_ms = now_ms + NET_OVERLAY_RESHUFFLE_MS / 2 + lot (self, NET_OVERLAY_RESHUFFLE_MS);
}

void
net_overlay_init (NetOverlay *self, const CenWorld *world, gint64 now_ms)
{
  self->world = world;
  plan (self, now_ms);
}

static guint
count_links (const NetOverlayPeer *peers, guint n_peers)
{
  guint n = 0;

  for (guint i = 0; i < n_peers; i++)
    n += peers[i].is_linked || peers[i].is_dialling;
  return n;
}

/* Whether @at is one of the links with those who were met last, which stay. */
static gboolean
is_sticky (const NetOverlayPeer *peers, guint n_peers, guint at)
{
  guint n_before = 0;

  for (guint i = 0; i < n_peers; i++)
    n_before +=
        peers[i].is_linked && i != at &&
        (peers[i].seen_ms > peers[at].seen_ms || (peers[i].seen_ms == peers[at].seen_ms && i < at));
  return n_before < NET_OVERLAY_STICKY;
}

guint
net_overlay_pick_dial (NetOverlay *self, const NetOverlayPeer *peers, guint n_peers)
{
  guint n_links = count_links (peers, n_peers);
  guint best = NET_OVERLAY_NOBODY, any = NET_OVERLAY_NOBODY, n_due = 0;

  if (n_links >= NET_OVERLAY_WANTED)
    return NET_OVERLAY_NOBODY;
  for (guint i = 0; i < n_peers; i++) {
    if (!peers[i].is_due || peers[i].is_linked || peers[i].is_dialling)
      continue;
    if (best == NET_OVERLAY_NOBODY || peers[i].seen_ms > peers[best].seen_ms)
      best = i;
    /* Each of those seen so far is as likely. */
    if (lot (self, ++n_due) == 0)
      any = i;
  }
  /* Those who never met anybody would all come to the same. */
  return n_links < NET_OVERLAY_STICKY && best != NET_OVERLAY_NOBODY && peers[best].seen_ms > 0
             ? best
             : any;
}

/* One of the links that may go, by lot. */
static guint
pick_link (NetOverlay *self, const NetOverlayPeer *peers, guint n_peers, guint kept)
{
  guint found = NET_OVERLAY_NOBODY, n = 0;

  for (guint i = 0; i < n_peers; i++) {
    if (peers[i].is_linked && !peers[i].is_busy && i != kept && !is_sticky (peers, n_peers, i) &&
        lot (self, ++n) == 0)
      found = i;
  }
  return found;
}

guint
net_overlay_pick_drop (NetOverlay *self, const NetOverlayPeer *peers, guint n_peers, guint newest)
{
  guint n_linked = 0;

  for (guint i = 0; i < n_peers; i++)
    n_linked += peers[i].is_linked;
  return n_linked > NET_OVERLAY_MAX ? pick_link (self, peers, n_peers, newest) : NET_OVERLAY_NOBODY;
}

guint
net_overlay_reshuffle (NetOverlay *self, const NetOverlayPeer *peers, guint n_peers, gint64 now_ms)
{
  gboolean has_other = FALSE;

  if (now_ms < self->reshuffle_ms)
    return NET_OVERLAY_NOBODY;
  plan (self, now_ms);
  for (guint i = 0; i < n_peers; i++)
    has_other = has_other || (peers[i].is_due && !peers[i].is_linked && !peers[i].is_dialling);
  if (!has_other || count_links (peers, n_peers) < NET_OVERLAY_WANTED)
    return NET_OVERLAY_NOBODY;
  return pick_link (self, peers, n_peers, NET_OVERLAY_NOBODY);
}

gint64
net_overlay_get_deadline (const NetOverlay *self)
{
  return self->reshuffle_ms;
}

GArray *
net_overlay_sample (NetOverlay *self, guint n, guint n_max)
{
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (guint), n);

  for (guint i = 0; i < n; i++)
    g_array_append_val (places, i);
  for (guint i = 0; i < MIN (n, n_max); i++) {
    guint other = i + lot (self, n - i);
    guint kept = g_array_index (places, guint, i);

    g_array_index (places, guint, i) = g_array_index (places, guint, other);
    g_array_index (places, guint, other) = kept;
  }
  g_array_set_size (places, MIN (n, n_max));
  return places;
}
