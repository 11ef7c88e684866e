/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetLiveState: what one device says of itself about one object, now: that it wants to speak in a
 * session, where its cursor stands in a note. It is signed, so that members can pass it on, and
 * never stored (PROTOCOL.md, Live states). A newer one takes the place of the one before it, so any
 * may get lost. */

#pragma once

#include "core/circle.h"
#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_LIVE_BODY_MAX 1024
#define NET_LIVE_AGE_MAX  60000 /* ms */

typedef struct {
  NetLiveKind kind; /* NET_LIVE_STATE_FIRST or above */
  CenId object;
  CenId device;
  guint64 number; /* grows with each that the device says */
  GBytes *body;   /* 0 to NET_LIVE_BODY_MAX bytes; empty: nothing any more */
  guint8 sig[CEN_SIG_LEN];
  gint64 said_ms; /* by our own monotonic clock, as far as is known; on the board */
} NetLiveState;

void net_live_state_clear (NetLiveState *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetLiveState, net_live_state_clear)

/* Signs it for this device of @circle: sets device and sig. */
void net_live_state_sign (NetLiveState *self, CenCircle *circle);
/* The effective device of @circle that signed it; NULL. Cost: one signature. */
const CenDevice *net_live_state_check (const NetLiveState *self, CenCircle *circle);

/* @age_ms: since it was said, as far as is known; at most NET_LIVE_AGE_MAX is told. */
GBytes *net_live_state_to_frame (const NetLiveState *self, gint64 age_ms);
/* Whether a LIVE frame is one of these. */
gboolean net_frame_is_live_state (const guint8 *frame, gsize len);
/* FALSE for anything malformed; outputs are untouched then. */
gboolean net_live_state_from_frame (NetLiveState *ret_state, gint64 *ret_age_ms,
                                    const guint8 *frame, gsize len);

G_END_DECLS
