/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePresence: who is here and who has what, out of one answer of GetStatus. */

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

typedef struct {
  CenId member;
  CenaclePeerState state;
  gint64 last_seen_ms; /* 0: never */
  gint64 behind;       /* what they lack from me, in ops; CENACLE_PEER_UNKNOWN */
  gint64 ahead;        /* what I lack from them */
} CenaclePeer;

typedef struct {
  gboolean is_in_sync;
  gboolean is_syncing;
  guint n_connected; /* people, not devices */
  GPtrArray *peers;  /* CenaclePeer, one a person */
} CenaclePresence;

/* NULL when @status (aa{sv}) does not tell of @circle. */
CenaclePresence *cenacle_presence_new_from_status (GVariant *status, const char *circle);
void cenacle_presence_free (CenaclePresence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenaclePresence, cenacle_presence_free)

/* Lent; NULL when nothing is known of @member. */
const CenaclePeer *cenacle_presence_get_peer (CenaclePresence *self, const CenId *member);

/* "3 here · in sync" */
char *cenacle_presence_dup_sentence (CenaclePresence *self, gboolean is_online);
/* "here", "last seen 2 hours ago", "not met yet"; @peer may be NULL. */
char *cenacle_peer_dup_whereabouts (const CenaclePeer *peer);
/* "lacks 3 of mine · has 2 that I lack"; "" when there is nothing to say. */
char *cenacle_peer_dup_difference (const CenaclePeer *peer);

G_END_DECLS
