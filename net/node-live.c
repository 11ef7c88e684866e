/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said to those who are here, and not stored. */

#include "node-private.h"

void
net_node_send_typing (NetNode *self, const CenId *circle, const CenId *channel)
{
  NetPlace *place = net_node_find_place (self, circle);
  NetLive live = { .kind = NET_LIVE_TYPING, .has_object = TRUE, .object = *channel };

  for (guint i = 0; place != NULL && i < place->hub->links->len; i++) {
    const NetHubLink *link = place->hub->links->pdata[i];

    if (link->session != NULL && link->conn != NULL)
      net_session_send_live (link->session, &live);
  }
}

gboolean
net_node_set_live (NetNode *self, const CenId *circle, NetLiveKind kind, const CenId *object,
                   GBytes *body, gint64 lasts_ms, GError **error)
{
  NetPlace *place = net_node_find_place (self, circle);
  gint64 now = self->world->monotonic_ms (self->world);

  if (place == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "This circle is not here.");
    return FALSE;
  }
  return net_live_board_set (place->hub->live, kind, object, body,
                             now + CLAMP (lasts_ms, 0, NET_NODE_LIVE_MAX_MS), now, error);
}

void
net_node_foreach_live (NetNode *self, const CenId *circle, NetLiveBoardFunc func,
                       gpointer user_data)
{
  NetPlace *place = net_node_find_place (self, circle);

  if (place != NULL)
    net_live_board_foreach (place->hub->live, func, user_data);
}

gboolean
net_node_is_self (NetNode *self, const CenId *circle, const CenId *device)
{
  NetPlace *place = net_node_find_place (self, circle);

  return place != NULL && cen_id_equal (&place->hub->circle->self_device, device);
}
