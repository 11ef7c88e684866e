/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "node-private.h"

#include "core/store-settings.h"
#include "interfaces.h"

static guint
bind_at (NetNode *self, const char *host, guint port, GError **error)
{
  g_autofree char *endpoint = g_strdup_printf ("tcp://%s:%u", host, port);
  g_autoptr (GError) local = NULL;
  guint bound = net_link_listen (self->link, net_relay_get_id (self->relay),
                                 net_relay_get_key (self->relay), endpoint, &local);

  if (g_error_matches (local, CEN_ERROR, CEN_ERROR_BUSY))
    g_set_error (error, CEN_ERROR, CEN_ERROR_BUSY, "Port %u is in use by another program.", port);
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return bound;
}

/* Any free port, when none is asked for, but the one that was had last. */
static guint
listen_at (NetNode *self, const char *host, guint wish, GError **error)
{
  gint64 kept = cen_setting_get (self->replica->store, CEN_SETTING_RELAY_PORT, 0);
  guint port = 0;

  if (wish == 0 && kept > 0 && kept <= 65535)
    port = bind_at (self, host, (guint) kept, NULL);
  return port != 0 ? port : bind_at (self, host, wish, error);
}

static gboolean
listen_everywhere (NetNode *self, GError **error)
{
  for (guint i = 0; i < MAX (self->listen->len, 1); i++) {
    const char *endpoint = self->listen->len > 0 ? self->listen->pdata[i] : "tcp://[::]:0";
    NetHubBound *bound;
    guint wish, port;
    g_autofree char *host = NULL;

    if (!net_node_split_endpoint (endpoint, &host, &wish, error))
      return FALSE;
    port = listen_at (self, host, wish, error);
    if (port == 0 ||
        (i == 0 && !cen_setting_set (self->replica->store, CEN_SETTING_RELAY_PORT, port, error)))
      return FALSE;
    bound = g_new (NetHubBound, 1);
    *bound = (NetHubBound){ g_steal_pointer (&host), port };
    g_ptr_array_add (self->relay_bound, bound);
  }
  return TRUE;
}

gboolean
net_node_start_relay (NetNode *self, GError **error)
{
  guint8 seed[CEN_KEY_LEN];

  if (!cen_secrets_ensure_relay (self->replica->secrets, seed, error))
    return FALSE;
  self->relay = net_relay_new (self->replica->store, self->world, self->link, seed);
  cen_crypto_wipe (seed, sizeof seed);
  return listen_everywhere (self, error);
}

const CenId *
net_node_get_relay_id (NetNode *self)
{
  return self->relay != NULL ? net_relay_get_id (self->relay) : NULL;
}

GPtrArray *
net_node_list_relay_addresses (NetNode *self)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);
  char *mapped;

  for (guint i = 0; i < self->relay_bound->len; i++) {
    const NetHubBound *bound = self->relay_bound->pdata[i];

    net_interfaces_append_endpoints (addresses, bound->host, bound->port);
  }
  mapped = net_node_map_dup_address (self, self->relay_bound);
  if (mapped != NULL)
    g_ptr_array_insert (addresses, 0, mapped);
  if (self->relay_onion != NULL)
    g_ptr_array_add (addresses, g_strdup (self->relay_onion));
  return addresses;
}

guint
net_node_count_relay_visits (NetNode *self, gint64 mailbox)
{
  return self->relay != NULL ? net_relay_count_visits (self->relay, mailbox) : 0;
}
