/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "address.h"

#include "limits.h"

#include <string.h>

#define HOST_MAX    200
#define ONION       ".onion"
#define ONION_CHARS 56 /* of version 3 */

/* A further kind of address is a row here. */
static const struct {
  CenAddressKind kind;
  const char *scheme;
} kinds[] = {
  { CEN_ADDRESS_DIRECT, "tcp://" },
  { CEN_ADDRESS_ONION, "tor://" },
  { CEN_ADDRESS_RELAY, "relay://" },
};

static const char *
get_scheme (CenAddressKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].kind == kind)
      return kinds[i].scheme;
  }
  return NULL;
}

static gboolean
is_place (const char *host)
{
  const char *colon = strrchr (host, ':');
  guint64 port;

  if (colon == NULL || colon == host || colon - host > HOST_MAX)
    return FALSE;
  for (const char *p = host; p < colon; p++) {
    if (!g_ascii_isalnum (*p) && strchr (".-:[]%_", *p) == NULL)
      return FALSE;
  }
  return g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, &port, NULL);
}

/* What could be the name of an onion service, whether it is well written or not: it is looked up
 * nowhere but in Tor. */
static gboolean
is_named_onion (const char *host)
{
  gsize len = (gsize) (strrchr (host, ':') - host);

  return len >= strlen (ONION) &&
         g_ascii_strncasecmp (host + len - strlen (ONION), ONION, strlen (ONION)) == 0;
}

static gboolean
is_onion (const char *host)
{
  for (guint i = 0; i < ONION_CHARS; i++) {
    if (host[i] == '\0' || strchr ("abcdefghijklmnopqrstuvwxyz234567", host[i]) == NULL)
      return FALSE;
  }
  return g_str_has_prefix (host + ONION_CHARS, ONION ":");
}

static gboolean
may_stand (CenAddressKind kind, const char *host)
{
  if (!is_place (host))
    return FALSE;
  if (kind == CEN_ADDRESS_ONION)
    return is_onion (host);
  return !is_named_onion (host) || (kind == CEN_ADDRESS_RELAY && is_onion (host));
}

CenAddressKind
cen_address_get_kind (const char *address)
{
  for (guint i = 0; strlen (address) <= CEN_ADDR_MAX && i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_has_prefix (address, kinds[i].scheme))
      return may_stand (kinds[i].kind, address + strlen (kinds[i].scheme)) ? kinds[i].kind
                                                                           : CEN_ADDRESS_NONE;
  }
  return CEN_ADDRESS_NONE;
}

gboolean
cen_address_is_valid (const char *address)
{
  return cen_address_get_kind (address) == CEN_ADDRESS_DIRECT;
}

gboolean
cen_address_is_device (const char *address)
{
  CenAddressKind kind = cen_address_get_kind (address);

  return kind == CEN_ADDRESS_DIRECT || kind == CEN_ADDRESS_ONION;
}

gboolean
cen_address_is_onion (const char *address)
{
  const char *host = strstr (address, "://");

  return host != NULL && is_onion (host + strlen ("://"));
}

char *
cen_address_dup_endpoint (const char *address)
{
  const char *scheme = get_scheme (cen_address_get_kind (address));

  g_assert (scheme != NULL);
  return g_strconcat ("tcp://", address + strlen (scheme), NULL);
}

char *
cen_address_dup_from_endpoint (CenAddressKind kind, const char *endpoint)
{
  const char *host = strstr (endpoint, "://");

  g_assert (host != NULL);
  return g_strconcat (get_scheme (kind), host + strlen ("://"), NULL);
}
