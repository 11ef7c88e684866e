/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "hub-live.h"

static gint64
get_now (const NetHub *self)
{
  return self->world->monotonic_ms (self->world);
}

static void
state_cb (const NetLiveState *state, const CenId *member, gpointer user_data)
{
  NetHub *self = user_data;

  self->events.on_live (self, state, member, self->user_data);
}

void
net_hub_live_start (NetHub *self)
{
  self->live = net_live_board_new (self->circle, state_cb, self);
}

void
net_hub_live_receive (NetHub *self, NetHubLink *link, const NetLiveState *state, gint64 age_ms)
{
  net_live_board_receive (self->live, &link->live, state, age_ms, get_now (self));
}

void
net_hub_live_pump (NetHub *self)
{
  gint64 now = get_now (self);

  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];

    while (link->session != NULL && link->conn != NULL &&
           net_session_takes_live_state (link->session)) {
      GBytes *frame = net_live_board_next (self->live, &link->live, now);

      if (frame == NULL)
        break;
      net_session_send_live_state (link->session, frame);
    }
  }
}
