/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "knock.h"

#include <string.h>

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
net_knock_be_patient (NetKnock *self, gint64 deadline_ms)
{
  self->is_patient = TRUE;
  self->deadline_ms = deadline_ms;
}

void
net_knock_be_quick (NetKnock *self, gint64 wait_ms)
{
  self->is_patient = FALSE;
  self->retry_ms = 0;
  self->deadline_ms = self->world->monotonic_ms (self->world) + wait_ms;
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

/* Those addresses of which it is not so already. */
static void
dial_all (NetKnock *self)
{
  for (guint i = 0; i < self->link.n_addresses; i++) {
    const CenLinkAddress *address = &self->link.addresses[i];

    if (self->conns[i] == NULL && cen_address_is_device (address->address))
      self->conns[i] = net_link_dial (self->net_link, &self->link.circle, address->address,
                                      address->curve, &self->curve, NET_KNOCK_DIAL_MS, NULL);
  }
}

static gboolean
has_address (const NetKnock *self, const guint8 curve[static CEN_KEY_LEN], const char *address)
{
  for (guint i = 0; i < self->link.n_addresses; i++) {
    const CenLinkAddress *one = &self->link.addresses[i];

    if (memcmp (one->curve, curve, CEN_KEY_LEN) == 0 && strcmp (one->address, address) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The place of what is found: a free one, else one whose address does not answer. */
static guint
find_place (const NetKnock *self)
{
  guint n = self->link.n_addresses;

  if (n < CEN_INVITE_ADDRS_MAX)
    return n;
  for (guint i = 0; i < n; i++) {
    if ((self->conns[i] != self->active || self->active == NULL) &&
        cen_address_is_device (self->link.addresses[i].address))
      return i;
  }
  return n;
}

void
net_knock_add_address (NetKnock *self, const guint8 curve[static CEN_KEY_LEN], const char *address)
{
  guint place = find_place (self);
  CenLinkAddress *slot = &self->link.addresses[place];

  if (self->active != NULL || place >= CEN_INVITE_ADDRS_MAX || !cen_address_is_device (address) ||
      has_address (self, curve, address))
    return;
  if (self->conns[place] != NULL)
    net_conn_close (self->conns[place]);
  self->conns[place] = NULL;
  memcpy (slot->curve, curve, CEN_KEY_LEN);
  g_strlcpy (slot->address, address, sizeof slot->address);
  self->link.n_addresses = MAX (self->link.n_addresses, place + 1);
  self->has_found = TRUE;
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
  if (self->has_found || (!has_conn (self) && now >= self->retry_ms)) {
    self->has_found = FALSE;
    dial_all (self);
    self->retry_ms = now + (self->is_patient ? NET_KNOCK_PATIENCE_MS : NET_KNOCK_RETRY_MS);
  }
  *ret_next_ms = has_conn (self) ? self->deadline_ms : MIN (self->deadline_ms, self->retry_ms);
  return TRUE;
}
