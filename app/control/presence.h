/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePresence: how one circle stands, out of one answer of GetStatus: who is here, who has
 * what, and what is in the way. */

#pragma once

#include "core/id.h"

#include <glib.h>

G_BEGIN_DECLS

/* By how near: of the devices of one person, the nearest counts. */
typedef enum {
  CENACLE_PEER_REFUSED,
  CENACLE_PEER_AWAY,
  CENACLE_PEER_CONNECTING,
  CENACLE_PEER_CONNECTED,
} CenaclePeerState;

#define CENACLE_PEER_UNKNOWN (-1)

/* Who is out of the circle, by somebody's decision. */
typedef enum {
  CENACLE_REMOVAL_NONE,
  CENACLE_REMOVAL_MEMBER,
  CENACLE_REMOVAL_DEVICE,     /* this one; the person is in */
  CENACLE_REMOVAL_OWN_DEVICE, /* the same, by another device of theirs */
} CenacleRemoval;

typedef struct {
  CenId member;
  char *name;
  CenaclePeerState state;
  gint64 last_seen_ms; /* 0: never */
  gboolean is_own;     /* other devices of this very person */
  gint64 behind;       /* what they lack from me, in ops; CENACLE_PEER_UNKNOWN */
  gint64 ahead;        /* what I lack from them */
  gboolean is_in_sync; /* here, and we have the same */
  gint64 clock_ahead_ms;
} CenaclePeer;

typedef struct {
  gboolean is_in_sync;
  gboolean is_syncing;
  gboolean is_online;
  gboolean is_inside; /* what let this device in is here, and counts */
  gboolean is_storage_failing;
  gboolean is_key_due;
  CenacleRemoval removal;
  char *removed_by; /* a name; "" for nobody known */
  char *reason;
  guint n_waiting; /* ops that wait for others before them */
  gint64 clock_ahead_ms;
  gint64 n_arrived;     /* of what was asked for */
  gint64 n_arriving;    /* what is still to come */
  gint64 left_ms;       /* -1: not known */
  guint n_early;        /* what can be read before all that comes before it is here */
  gboolean is_at_relay; /* all that is here lies at a relay too */
  guint n_waited_for;   /* members for whom it does, as far as is known */
  guint n_connected;    /* of @peers */
  guint n_people;       /* of these, people other than oneself */
  GPtrArray *peers;     /* CenaclePeer, one a person, by name; one's own other devices last */
} CenaclePresence;

/* NULL when @status (aa{sv}) does not tell of @circle. */
CenaclePresence *cenacle_presence_new_from_status (GVariant *status, const char *circle);
/* From what such an answer tells of one circle (a{sv}). */
CenaclePresence *cenacle_presence_new (GVariant *dict);
void cenacle_presence_free (CenaclePresence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenaclePresence, cenacle_presence_free)

/* Lent; NULL when nothing is known of @member. */
const CenaclePeer *cenacle_presence_get_peer (CenaclePresence *self, const CenId *member);

/* What one peer's part of such an answer tells (a{sv}). */
CenaclePeer *cenacle_peer_new (GVariant *dict);
void cenacle_peer_free (CenaclePeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenaclePeer, cenacle_peer_free)

G_END_DECLS
