/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ports of circles that listen everywhere, and the relay's, are asked for at the router by a
 * program of their own, which speaks the routers' protocols. One request is out at a time. What is
 * granted is an address like any other, asked for again every ten minutes or when half of its time
 * is over, and taken back when this engine ends or the port is needed no more. */

#include "node-private.h"

#include "core/store-settings.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A router that is switched off and on forgets all, and may be asked while it does. So one that
 * granted something is asked again before long, and one that grants nothing sooner at first. */
#define AGAIN_MS (10 * 60 * 1000)
#define SOON_MS  (10 * 1000)

void
net_node_map_init (NetNode *self, int fd, guint lease_s)
{
  self->map = (NetNodeMap){ .fd = fd > 0 ? fd : -1,
                            .lease_s = lease_s > 0 ? lease_s : NET_MAP_LEASE_S,
                            .soon_ms = SOON_MS };
  net_link_watch (self->link, self->map.fd);
}

static gboolean
is_everywhere (const NetHubBound *bound)
{
  return strcmp (bound->host, "*") == 0 || strcmp (bound->host, "[::]") == 0 ||
         strcmp (bound->host, "0.0.0.0") == 0;
}

static void
want (NetMapRequest *request, const GPtrArray *bound)
{
  for (guint i = 0; i < bound->len && request->n_ports < NET_MAP_PORTS_MAX; i++) {
    const NetHubBound *one = bound->pdata[i];

    if (is_everywhere (one))
      request->ports[request->n_ports++] = (guint16) one->port;
  }
}

/* A hidden circle has nothing bound that could stand here. */
static void
list_wanted (NetNode *self, NetMapRequest *ret_request)
{
  *ret_request = (NetMapRequest){ .lease_s = self->map.lease_s };
  if (!self->is_online ||
      cen_setting_get (self->replica->store, CEN_SETTING_PORT_MAPPING, TRUE) == 0)
    return;
  for (guint i = 0; i < self->places->len; i++)
    want (ret_request, ((NetPlace *) self->places->pdata[i])->hub->bound);
  want (ret_request, self->relay_bound);
}

static gboolean
has_port (const NetMapRequest *request, guint16 port)
{
  for (guint i = 0; i < request->n_ports; i++) {
    if (request->ports[i] == port)
      return TRUE;
  }
  return FALSE;
}

/* What was asked for and is not wanted any more. */
static void
list_needless (const NetMapRequest *asked, const NetMapRequest *wanted, NetMapRequest *ret_request)
{
  *ret_request = (NetMapRequest){ .lease_s = 0 };
  for (guint i = 0; i < asked->n_ports; i++) {
    if (!has_port (wanted, asked->ports[i]))
      ret_request->ports[ret_request->n_ports++] = asked->ports[i];
  }
}

static void
hang_up (NetNode *self)
{
  net_link_unwatch (self->link, self->map.fd);
  close (self->map.fd);
  self->map.fd = -1;
  self->map.answer = (NetMapAnswer){ 0 };
}

static void
ask (NetNode *self, const NetMapRequest *request)
{
  g_autofree char *text = net_map_request_to_text (request);

  if (send (self->map.fd, text, strlen (text), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    hang_up (self);
  self->map.is_waiting = TRUE;
}

static void
apply (NetNode *self)
{
  net_node_refresh_listening (self);
  for (guint i = 0; i < self->places->len; i++) {
    NetPlace *place = self->places->pdata[i];

    net_hub_tell_addresses (place->hub);
    net_node_note_change (place->hub, TRUE, place);
  }
}

/* When to ask again, by how long something was granted, and how often nothing was. */
static gint64
take_pause_ms (NetNodeMap *map, const NetMapAnswer *answer)
{
  guint lease_s = NET_MAP_LEASE_S;
  gint64 pause_ms = map->soon_ms;

  if (answer->n_mappings == 0) {
    map->soon_ms = MIN (2 * pause_ms, AGAIN_MS);
    return pause_ms;
  }
  map->soon_ms = SOON_MS;
  for (guint i = 0; i < answer->n_mappings; i++)
    lease_s = MIN (lease_s, answer->mappings[i].lease_s);
  return MIN (MAX (lease_s, 2) * G_GINT64_CONSTANT (1000) / 2, AGAIN_MS);
}

static void
take_answer (NetNode *self)
{
  NetNodeMap *map = &self->map;
  char text[NET_MAP_TEXT_MAX + 1];
  NetMapAnswer answer;
  gssize n = recv (map->fd, text, NET_MAP_TEXT_MAX, MSG_DONTWAIT);

  if (n < 0)
    return;
  text[n] = '\0';
  if (n == 0 || !map->is_waiting || !net_map_answer_parse (&answer, text)) {
    hang_up (self);
    apply (self);
    return;
  }
  map->is_waiting = FALSE;
  if (map->is_taking_back) {
    map->is_taking_back = FALSE;
    return;
  }
  map->due_ms = self->world->monotonic_ms (self->world) + take_pause_ms (map, &answer);
  if (memcmp (&answer, &map->answer, sizeof answer) == 0)
    return;
  map->answer = answer;
  apply (self);
}

static void
ask_next (NetNode *self)
{
  NetNodeMap *map = &self->map;
  NetMapRequest wanted, needless;

  list_wanted (self, &wanted);
  list_needless (&map->asked, &wanted, &needless);
  if (needless.n_ports > 0) {
    map->is_taking_back = TRUE;
    map->asked = (NetMapRequest){ 0 };
    map->answer = (NetMapAnswer){ 0 };
    apply (self);
    ask (self, &needless);
    return;
  }
  if (wanted.n_ports == 0 || (net_map_request_equal (&wanted, &map->asked) &&
                              self->world->monotonic_ms (self->world) < map->due_ms))
    return;
  map->asked = wanted;
  ask (self, &wanted);
}

void
net_node_map_tick (NetNode *self, gint64 *next)
{
  NetNodeMap *map = &self->map;

  if (map->fd < 0)
    return;
  take_answer (self);
  if (map->fd >= 0 && !map->is_waiting)
    ask_next (self);
  if (map->fd >= 0 && !map->is_waiting && map->asked.n_ports > 0)
    *next = MIN (*next, map->due_ms);
}

void
net_node_map_note_network (NetNode *self)
{
  self->map.due_ms = 0;
  self->map.soon_ms = SOON_MS;
}

char *
net_node_map_dup_address (const NetNode *self, const GPtrArray *bound)
{
  for (guint i = 0; i < bound->len; i++) {
    const NetHubBound *one = bound->pdata[i];
    const NetMapping *mapping =
        is_everywhere (one) ? net_map_answer_find (&self->map.answer, one->port) : NULL;

    if (mapping != NULL && net_map_answer_is_public (&self->map.answer))
      return g_strdup_printf ("tcp://%s:%u", self->map.answer.outside, mapping->outside);
  }
  return NULL;
}

void
net_node_map_clear (NetNode *self)
{
  NetMapRequest needless = self->map.asked;

  if (self->map.fd <= 0)
    return;
  needless.lease_s = 0;
  if (needless.n_ports > 0)
    ask (self, &needless);
  if (self->map.fd >= 0)
    close (self->map.fd);
  self->map.fd = -1;
}

gboolean
net_node_set_port_mapping (NetNode *self, gboolean is_wanted, GError **error)
{
  return cen_setting_set (self->replica->store, CEN_SETTING_PORT_MAPPING, is_wanted, error);
}
