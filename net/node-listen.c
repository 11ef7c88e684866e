/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "node-private.h"

#include "core/store-local.h"
#include "core/store-settings.h"
#include "interfaces.h"

#include <string.h>

#define PORT_TRIES 64

gboolean
net_node_split_endpoint (const char *endpoint, char **ret_host, guint *ret_port, GError **error)
{
  const char *colon = strrchr (endpoint, ':');
  guint64 port;

  if (!g_str_has_prefix (endpoint, "tcp://") || colon == NULL || colon < endpoint + 6 ||
      !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "“%s” is no address to listen on.", endpoint);
    return FALSE;
  }
  *ret_host = g_strndup (endpoint + 6, (gsize) (colon - endpoint - 6));
  *ret_port = (guint) port;
  return TRUE;
}

static gboolean
port_is_of_other (NetNode *self, const CenCircle *circle, guint port)
{
  if (self->relay != NULL &&
      cen_setting_get (self->replica->store, CEN_SETTING_RELAY_PORT, 0) == (gint64) port)
    return TRUE;
  for (guint i = 0; i < self->replica->circles->len; i++) {
    CenCircle *other = self->replica->circles->pdata[i];
    guint taken;

    if (other != circle && cen_local_get_port (other, &taken, NULL) && taken == port)
      return TRUE;
  }
  return FALSE;
}

static void
set_port_taken (GError **error, guint port)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_BUSY, "Port %u is in use by another program.", port);
}

static guint
bind_port (NetNode *self, CenCircle *circle, const char *host, guint port, GError **error)
{
  g_autofree char *endpoint = g_strdup_printf ("tcp://%s:%u", host, port);
  g_autoptr (GError) local = NULL;
  guint bound = net_link_listen (self->link, &circle->id, &circle->keys->curve, endpoint, &local);

  if (g_error_matches (local, CEN_ERROR, CEN_ERROR_BUSY))
    set_port_taken (error, port);
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return bound;
}

/* A circle keeps its port. The first takes the one that was asked for, the next ones those after
 * it; with 0 any free one, and another when the one it kept is taken meanwhile. */
static guint
listen_at (NetNode *self, CenCircle *circle, const char *host, guint wish, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint kept = 0;
  guint port;

  cen_local_get_port (circle, &kept, NULL);
  if (wish == 0) {
    port = kept != 0 ? bind_port (self, circle, host, kept, &local) : 0;
    return port != 0 ? port : bind_port (self, circle, host, 0, error);
  }
  if (kept >= wish && kept < wish + PORT_TRIES && !port_is_of_other (self, circle, kept))
    return bind_port (self, circle, host, kept, error);
  for (guint i = 0; i < PORT_TRIES && wish + i <= 65535; i++) {
    if (!port_is_of_other (self, circle, wish + i))
      return bind_port (self, circle, host, wish + i, error);
  }
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_BUSY, "No port is free to listen on.");
  return 0;
}

static void
add_bound (NetHub *hub, const char *host, guint port)
{
  NetHubBound *bound = g_new (NetHubBound, 1);

  *bound = (NetHubBound){ g_strdup (host), port };
  g_ptr_array_add (hub->bound, bound);
}

static void
list_listening (NetNode *self, NetHub *hub)
{
  char *mapped = net_node_map_dup_address (self, hub->bound);

  g_ptr_array_set_size (hub->listening, 0);
  for (guint i = 0; i < hub->bound->len; i++) {
    const NetHubBound *bound = hub->bound->pdata[i];

    net_interfaces_append_endpoints (hub->listening, bound->host, bound->port);
  }
  /* Of eight that a record holds, and two that an invite begins with. */
  if (mapped != NULL)
    g_ptr_array_insert (hub->listening, MIN (hub->listening->len, 1), mapped);
  if (hub->onion != NULL)
    g_ptr_array_insert (hub->listening, MIN (hub->listening->len, 2), g_strdup (hub->onion));
}

gboolean
net_node_listen_for (NetNode *self, NetPlace *place, GError **error)
{
  static const char *const everywhere = "tcp://[::]:0";
  NetHub *hub = place->hub;

  if (hub->is_hidden)
    return net_node_tor_listen (self, place, error);
  for (guint i = 0; i < MAX (self->listen->len, 1); i++) {
    const char *endpoint = self->listen->len > 0 ? self->listen->pdata[i] : everywhere;
    g_autofree char *host = NULL;
    guint wish, port;

    if (!net_node_split_endpoint (endpoint, &host, &wish, error))
      return FALSE;
    port = listen_at (self, hub->circle, host, wish, error);
    if (port == 0)
      return FALSE;
    if (i == 0 && !cen_local_set_port (hub->circle, port, error))
      return FALSE;
    add_bound (hub, host, port);
  }
  list_listening (self, hub);
  return TRUE;
}

void
net_node_refresh_listening (NetNode *self)
{
  for (guint i = 0; i < self->places->len; i++)
    list_listening (self, ((NetPlace *) self->places->pdata[i])->hub);
}

/* Without a circle nothing is bound yet; who asked for a port is told now that it is taken. */
gboolean
net_node_listen_check (NetNode *self, GError **error)
{
  for (guint i = 0; i < self->listen->len; i++) {
    g_autofree char *host = NULL;
    guint wish;

    if (!net_node_split_endpoint (self->listen->pdata[i], &host, &wish, error))
      return FALSE;
    if (wish != 0 && net_interfaces_port_is_taken (host, wish)) {
      set_port_taken (error, wish);
      return FALSE;
    }
  }
  return TRUE;
}
