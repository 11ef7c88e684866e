/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "link-route.h"

#include "core/address.h"

#include <string.h>

#define LOOPBACK "tcp://127.0.0.1:"

void
net_routes_init (NetRoutes *self, const CenWorld *world)
{
  *self =
      (NetRoutes){ .hidden = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL),
                   .shunning =
                       g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL) };
  world->random (world, self->secret, sizeof self->secret);
}

void
net_routes_clear (NetRoutes *self)
{
  g_free (self->socks);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_clear_pointer (&self->shunning, g_hash_table_unref);
  cen_crypto_wipe (self->secret, sizeof self->secret);
}

void
net_routes_set_socks (NetRoutes *self, const char *socks)
{
  g_free (self->socks);
  self->socks = g_strdup (socks);
}

void
net_routes_set_wish (NetRoutes *self, const CenId *circle, NetRoutesWish wish)
{
  g_hash_table_remove (self->hidden, circle);
  g_hash_table_remove (self->shunning, circle);
  if (wish != NET_ROUTES_ANY)
    g_hash_table_add (wish == NET_ROUTES_HIDDEN ? self->hidden : self->shunning,
                      cen_id_dup (circle));
}

gboolean
net_routes_is_hidden (const NetRoutes *self, const CenId *circle)
{
  return g_hash_table_contains (self->hidden, circle);
}

NetRoute
net_routes_find (const NetRoutes *self, const CenId *circle, const char *address)
{
  gboolean is_hidden = net_routes_is_hidden (self, circle);

  if (!is_hidden && !cen_address_is_onion (address))
    return NET_ROUTE_PLAIN;
  if (self->socks == NULL || g_hash_table_contains (self->shunning, circle))
    return NET_ROUTE_NONE;
  return NET_ROUTE_TOR;
}

gboolean
net_routes_may_listen (const NetRoutes *self, const CenId *circle, const char *endpoint)
{
  return !net_routes_is_hidden (self, circle) || g_str_has_prefix (endpoint, LOOPBACK);
}

void
net_routes_make_login (const NetRoutes *self, const CenId *circle,
                       const guint8 key[static CEN_KEY_LEN],
                       char ret_login[static 2 * CEN_KEY_LEN + 1])
{
  guint8 bytes[CEN_ID_LEN + CEN_KEY_LEN], login[CEN_KEY_LEN];

  memcpy (bytes, circle->bytes, CEN_ID_LEN);
  memcpy (bytes + CEN_ID_LEN, key, CEN_KEY_LEN);
  cen_crypto_derive (login, self->secret, "cen1.socks", bytes, sizeof bytes);
  for (guint i = 0; i < sizeof login; i++)
    g_snprintf (ret_login + 2 * i, 3, "%02x", login[i]);
}
