/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetOverlay: with whom of a circle one keeps a link. Two links stay with those who were met last,
 * the others go to anybody by lot and are dealt anew every ten minutes, so that no part of a circle
 * closes itself off (PROTOCOL.md, Gossip; Leitão, Pereira, Rodrigues: HyParView, 2007: the links
 * are the active view, all others of whom an address is known the passive one). No socket, no
 * clock. */

#pragma once

#include "core/world.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_OVERLAY_WANTED       8  /* links one sees to */
#define NET_OVERLAY_MAX          16 /* of which more are given up, but for who has no other */
#define NET_OVERLAY_STICKY       2
#define NET_OVERLAY_RESHUFFLE_MS (10 * 60 * 1000) /* ± 50 % */

/* How one other device stands. */
typedef struct {
  gint64 seen_ms; /* when it was met last, by any clock that compares; 0: never */
  gboolean is_linked;
  gboolean is_dialling; /* or about to be linked */
  gboolean is_busy;     /* linked, and in the midst of something */
  gboolean is_due;      /* may be dialled now */
} NetOverlayPeer;

typedef struct {
  const CenWorld *world; /* its random source is used */
  gint64 reshuffle_ms;
} NetOverlay;

#define NET_OVERLAY_NOBODY G_MAXUINT

void net_overlay_init (NetOverlay *self, const CenWorld *world, gint64 now_ms);

/* Whom to dial next of @n_peers: an index, or NET_OVERLAY_NOBODY. Cost: one pass. */
guint net_overlay_pick_dial (NetOverlay *self, const NetOverlayPeer *peers, guint n_peers);
/* Whom to let go because there are more links than NET_OVERLAY_MAX; never @newest. */
guint
net_overlay_pick_drop (NetOverlay *self, const NetOverlayPeer *peers, guint n_peers, guint newest);
/* Whom to let go for somebody else, when it is time and there is somebody else to try. */
guint
net_overlay_reshuffle (NetOverlay *self, const NetOverlayPeer *peers, guint n_peers, gint64 now_ms);
gint64 net_overlay_get_deadline (const NetOverlay *self);

/* Of @n the places of at most @n_max, by lot: guint. Who tells of others tells of any. */
GArray *net_overlay_sample (NetOverlay *self, guint n, guint n_max);

G_END_DECLS
