/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "join-relays.h"

#include <string.h>

#define DIAL_MS 10000

static gint64
get_now (const NetJoinRelays *self)
{
  return self->world->monotonic_ms (self->world);
}

void
net_join_relays_init (NetJoinRelays *self, NetLink *net_link, const CenWorld *world,
                      const CenLinkContent *link, const guint8 discovery[static CEN_KEY_LEN],
                      NetRelayWord *request)
{
  memset (self, 0, sizeof *self);
  self->net_link = net_link;
  self->world = world;
  self->circle = link->circle;
  self->is_preview = request == NULL;
  memcpy (self->discovery, discovery, CEN_KEY_LEN);
  if (request != NULL) {
    self->request = *request;
    *request = (NetRelayWord){ .content = NULL };
  }
  for (guint i = 0; i < link->n_addresses; i++) {
    NetJoinRelay *relay = &self->relays[self->n_relays];

    if (cen_address_get_kind (link->addresses[i].address) != CEN_ADDRESS_RELAY)
      continue;
    relay->address = link->addresses[i];
    relay->backoff_ms = NET_JOIN_RELAY_RETRY_MS;
    self->n_relays++;
  }
}

static void
close_relay (NetJoinRelay *relay)
{
  NetConn *conn = g_steal_pointer (&relay->conn);

  g_clear_pointer (&relay->ask, net_relay_ask_free);
  if (conn != NULL)
    net_conn_close (conn);
}

void
net_join_relays_close_all (NetJoinRelays *self)
{
  for (guint i = 0; i < self->n_relays; i++)
    close_relay (&self->relays[i]);
}

void
net_join_relays_clear (NetJoinRelays *self)
{
  net_join_relays_close_all (self);
  net_relay_word_clear (&self->request);
  net_relay_word_clear (&self->answer);
  cen_crypto_wipe (self->discovery, sizeof self->discovery);
}

static NetJoinRelay *
find (const NetJoinRelays *self, const NetConn *conn)
{
  for (guint i = 0; conn != NULL && i < self->n_relays; i++) {
    if (self->relays[i].conn == conn)
      return (NetJoinRelay *) &self->relays[i];
  }
  return NULL;
}

gboolean
net_join_relays_owns (const NetJoinRelays *self, const NetConn *conn)
{
  return find (self, conn) != NULL;
}

void
net_join_relays_open (NetJoinRelays *self, NetConn *conn)
{
  NetJoinRelay *relay = find (self, conn);

  relay->ask = net_relay_ask_new (self->world, self->discovery, relay->address.curve,
                                  self->is_preview ? NULL : &self->request, get_now (self));
}

static void
delay_dial (NetJoinRelays *self, NetJoinRelay *relay)
{
  relay->dial_ms = get_now (self) + relay->backoff_ms;
  relay->backoff_ms = MIN (relay->backoff_ms * 2, NET_JOIN_RELAY_PATIENCE_MS);
}

static void
take_word (NetJoinRelays *self, NetJoinRelay *relay)
{
  const NetRelayWord *word = net_relay_ask_get_word (relay->ask);

  if (net_relay_ask_get_state (relay->ask) == NET_RELAY_ASK_WAITING) {
    relay->has_request = TRUE;
    relay->backoff_ms = NET_JOIN_RELAY_RETRY_MS;
  }
  if (word != NULL && self->answer.content == NULL)
    self->answer = (NetRelayWord){ word->kind, word->join, g_bytes_ref (word->content) };
}

void
net_join_relays_message (NetJoinRelays *self, NetConn *conn, const guint8 *frame, gsize len)
{
  NetJoinRelay *relay = find (self, conn);

  if (relay->ask == NULL)
    return;
  if (net_relay_ask_receive (relay->ask, frame, len, get_now (self), NULL)) {
    take_word (self, relay);
    return;
  }
  close_relay (relay);
  delay_dial (self, relay);
}

void
net_join_relays_close (NetJoinRelays *self, NetConn *conn)
{
  NetJoinRelay *relay = find (self, conn);

  relay->conn = NULL;
  g_clear_pointer (&relay->ask, net_relay_ask_free);
  delay_dial (self, relay);
}

static void
dial (NetJoinRelays *self, NetJoinRelay *relay)
{
  g_autofree char *endpoint = cen_address_dup_endpoint (relay->address.address);
  CenBoxKey key;

  net_relay_ask_get_key (self->discovery, relay->address.curve, &key);
  relay->conn = net_link_dial (self->net_link, &self->circle, endpoint, relay->address.curve, &key,
                               DIAL_MS, NULL);
  cen_box_key_clear (&key);
  if (relay->conn == NULL)
    delay_dial (self, relay);
}

static gint64
tick_relay (NetJoinRelays *self, NetJoinRelay *relay)
{
  gint64 now = get_now (self);
  GBytes *frame;

  if (relay->ask != NULL && !net_relay_ask_tick (relay->ask, now, NULL)) {
    close_relay (relay);
    delay_dial (self, relay);
  }
  while (relay->ask != NULL && (frame = net_relay_ask_pop (relay->ask)) != NULL)
    net_conn_send (relay->conn, frame);
  if (relay->ask != NULL)
    return net_relay_ask_get_deadline (relay->ask);
  if (relay->conn == NULL && now >= relay->dial_ms)
    dial (self, relay);
  return relay->conn != NULL ? G_MAXINT64 : relay->dial_ms;
}

gint64
net_join_relays_tick (NetJoinRelays *self)
{
  gint64 next = G_MAXINT64;

  for (guint i = 0; self->answer.content == NULL && i < self->n_relays; i++)
    next = MIN (next, tick_relay (self, &self->relays[i]));
  return next;
}

void
net_join_relays_dial_now (NetJoinRelays *self)
{
  for (guint i = 0; i < self->n_relays; i++) {
    self->relays[i].dial_ms = 0;
    self->relays[i].backoff_ms = NET_JOIN_RELAY_RETRY_MS;
  }
}

gboolean
net_join_relays_has_request (const NetJoinRelays *self)
{
  for (guint i = 0; i < self->n_relays; i++) {
    if (self->relays[i].has_request)
      return TRUE;
  }
  return FALSE;
}
