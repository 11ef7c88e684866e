/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ip.h"

#include <arpa/inet.h>
#include <string.h>

#define TEXT_MAX 64 /* an IPv6 address, a zone and a port fit */

typedef struct {
  guint8 bytes[NET_IP_LEN];
  guint n_bits;
} Prefix;

static const guint8 mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static const Prefix local_prefixes[] = {
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 128 },
  { { 0xfe, 0x80 }, 10 },
  { { 0xfc }, 7 },
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127 }, 104 },
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10 }, 104 },
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 172, 16 }, 108 },
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168 }, 112 },
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 169, 254 }, 112 },
};

/* Cuts brackets, zone and port off @text, in place. */
static char *
trim_to_host (char *text)
{
  char *colon = strchr (text, ':');

  if (*text == '[') {
    text++;
    text[strcspn (text, "]")] = '\0';
  } else if (colon != NULL && strchr (colon + 1, ':') == NULL) {
    *colon = '\0';
  }
  text[strcspn (text, "%")] = '\0';
  return text;
}

gboolean
net_ip_parse (NetIp *ret_ip, const char *text)
{
  char copy[TEXT_MAX];
  NetIp ip;
  char *host;

  if (g_strlcpy (copy, text, sizeof copy) >= sizeof copy)
    return FALSE;
  host = trim_to_host (copy);
  memcpy (ip.bytes, mapped_prefix, sizeof mapped_prefix);
  if (inet_pton (AF_INET, host, ip.bytes + sizeof mapped_prefix) != 1 &&
      inet_pton (AF_INET6, host, ip.bytes) != 1)
    return FALSE;
  *ret_ip = ip;
  return TRUE;
}

char *
net_ip_dup_text (const NetIp *self)
{
  char text[INET6_ADDRSTRLEN];

  if (memcmp (self->bytes, mapped_prefix, sizeof mapped_prefix) == 0)
    inet_ntop (AF_INET, self->bytes + sizeof mapped_prefix, text, sizeof text);
  else
    inet_ntop (AF_INET6, self->bytes, text, sizeof text);
  return g_strdup (text);
}

static gboolean
has_prefix (const NetIp *self, const Prefix *prefix)
{
  guint n_whole = prefix->n_bits / 8;
  guint8 mask = (guint8) (0xff00 >> (prefix->n_bits % 8));

  if (memcmp (self->bytes, prefix->bytes, n_whole) != 0)
    return FALSE;
  return n_whole == NET_IP_LEN || ((self->bytes[n_whole] ^ prefix->bytes[n_whole]) & mask) == 0;
}

gboolean
net_ip_is_loopback (const NetIp *self)
{
  static const NetIp loopback = { { [15] = 1 } };
  static const guint8 net127[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127 };

  return memcmp (self->bytes, net127, sizeof net127) == 0 ||
         memcmp (self->bytes, loopback.bytes, NET_IP_LEN) == 0;
}

gboolean
net_ip_is_shared (const NetIp *self)
{
  static const Prefix shared = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 100, 64 }, 106 };

  return has_prefix (self, &shared);
}

gboolean
net_ip_is_local (const NetIp *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (local_prefixes); i++) {
    if (has_prefix (self, &local_prefixes[i]))
      return TRUE;
  }
  return FALSE;
}
