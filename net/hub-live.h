/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The circle's live states between the board and the links. For the hub alone. */

#pragma once

#include "hub-roster.h"

#include <glib.h>

G_BEGIN_DECLS

void net_hub_live_start (NetHub *self);
void
net_hub_live_receive (NetHub *self, NetHubLink *link, const NetLiveState *state, gint64 age_ms);
/* Sends what is new on the board to whoever has not been told. */
void net_hub_live_pump (NetHub *self);

G_END_DECLS
