/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "knock.h"

void
net_knock_init (NetKnock *self, NetLink *net_link, const CenWorld *world,
                const CenLinkContent *link, const CenBoxKey *curve, gint64 wait_ms)
{
  self->net_link = net_link;
  self->world = world;
  self->link = *link;
  self->curve = *curve;
  self->deadline_ms = world->monotonic_ms (world) + wait_ms;
}

void
net_knock_close_all (NetKnock *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->conns); i++) {
    if (self->conns[i] != NULL)
      net_conn_close (self->conns[i]);
    self->conns[i] = NULL;
  }
  self->active = NULL;
}

void
net_knock_clear (NetKnock *self)
{
  net_knock_close_all (self);
  cen_link_text_clear (&self->link);
  cen_box_key_clear (&self->curve);
}

gboolean
net_knock_owns (const NetKnock *self, const NetConn *conn)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->conns); i++) {
    if (self->conns[i] == conn)
      return TRUE;
  }
  return FALSE;
}

gboolean
net_knock_open (NetKnock *self, NetConn *conn)
{
  if (self->active != NULL)
    return FALSE;
  self->active = conn;
  return TRUE;
}

void
net_knock_close (NetKnock *self, NetConn *conn, NetConnEnd end)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->conns); i++) {
    if (self->conns[i] == conn)
      self->conns[i] = NULL;
  }
  self->was_refused = self->was_refused || end == NET_CONN_REFUSED;
  if (self->active == conn)
    self->active = NULL;
}

static void
dial_all (NetKnock *self)
{
  for (guint i = 0; i < self->link.n_addresses; i++) {
    const CenLinkAddress *address = &self->link.addresses[i];

    if (self->conns[i] == NULL)
      self->conns[i] = net_link_dial (self->net_link, &self->link.circle, address->address,
                                      address->curve, &self->curve, NET_KNOCK_DIAL_MS, NULL);
  }
}

static gboolean
has_conn (const NetKnock *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->conns); i++) {
    if (self->conns[i] != NULL)
      return TRUE;
  }
  return FALSE;
}

gboolean
net_knock_tick (NetKnock *self, gint64 *ret_next_ms)
{
  gint64 now = self->world->monotonic_ms (self->world);

  if (now >= self->deadline_ms)
    return FALSE;
  if (!has_conn (self) && now >= self->retry_ms) {
    dial_all (self);
    self->retry_ms = now + NET_KNOCK_RETRY_MS;
  }
  *ret_next_ms = has_conn (self) ? self->deadline_ms : MIN (self->deadline_ms, self->retry_ms);
  return TRUE;
}
