/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "port-map.h"

#include "ip.h"

#include <string.h>

#define LEASE_MAX_S (7 * 24 * 60 * 60)

static const char *const ways[] = {
  [NET_MAP_NONE] = "none", [NET_MAP_NATPMP] = "natpmp", [NET_MAP_UPNP] = "upnp"
};

static gboolean
read_number (const char *text, guint64 min, guint64 max, guint64 *ret_number)
{
  return g_ascii_string_to_unsigned (text, 10, min, max, ret_number, NULL);
}

gboolean
net_map_request_parse (NetMapRequest *ret_request, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", NET_MAP_PORTS_MAX + 4);
  guint n = g_strv_length (words);
  NetMapRequest request = { 0 };
  guint64 number;

  if (n < 3 || n > NET_MAP_PORTS_MAX + 2 || strcmp (words[0], "map") != 0 ||
      !read_number (words[1], 0, LEASE_MAX_S, &number))
    return FALSE;
  request.lease_s = (guint) number;
  for (guint i = 2; i < n; i++) {
    if (!read_number (words[i], 1, G_MAXUINT16, &number))
      return FALSE;
    request.ports[request.n_ports++] = (guint16) number;
  }
  *ret_request = request;
  return TRUE;
}

char *
net_map_request_to_text (const NetMapRequest *self)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "map %u", self->lease_s);
  for (guint i = 0; i < self->n_ports; i++)
    g_string_append_printf (text, " %u", self->ports[i]);
  return g_string_free (text, FALSE);
}

gboolean
net_map_request_equal (const NetMapRequest *a, const NetMapRequest *b)
{
  return a->lease_s == b->lease_s && a->n_ports == b->n_ports &&
         memcmp (a->ports, b->ports, a->n_ports * sizeof *a->ports) == 0;
}

static gboolean
read_mapping (NetMapAnswer *answer, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ":", 4);
  guint64 port, outside, lease;

  if (g_strv_length (words) != 3 || !read_number (words[0], 1, G_MAXUINT16, &port) ||
      !read_number (words[1], 1, G_MAXUINT16, &outside) ||
      !read_number (words[2], 1, LEASE_MAX_S, &lease))
    return FALSE;
  net_map_answer_add (answer, (guint16) port, (guint16) outside, (guint) lease);
  return TRUE;
}

gboolean
net_map_answer_parse (NetMapAnswer *ret_answer, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", NET_MAP_PORTS_MAX + 4);
  guint n = g_strv_length (words);
  NetMapAnswer answer = { 0 };
  NetIp ip;

  if (n == 0 || n > NET_MAP_PORTS_MAX + 2)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    if (strcmp (words[0], ways[i]) == 0)
      answer.way = (NetMapWay) i;
  }
  if (answer.way == NET_MAP_NONE) {
    *ret_answer = answer;
    return n == 1 && strcmp (words[0], ways[NET_MAP_NONE]) == 0;
  }
  if (n < 2 || strchr (words[1], ':') != NULL || strlen (words[1]) >= sizeof answer.outside ||
      !net_ip_parse (&ip, words[1]))
    return FALSE;
  g_strlcpy (answer.outside, words[1], sizeof answer.outside);
  for (guint i = 2; i < n; i++) {
    if (!read_mapping (&answer, words[i]))
      return FALSE;
  }
  *ret_answer = answer;
  return TRUE;
}

char *
net_map_answer_to_text (const NetMapAnswer *self)
{
  GString *text = g_string_new (ways[self->way]);

  if (self->way == NET_MAP_NONE)
    return g_string_free (text, FALSE);
  g_string_append_printf (text, " %s", self->outside);
  for (guint i = 0; i < self->n_mappings; i++)
    g_string_append_printf (text, " %u:%u:%u", self->mappings[i].port, self->mappings[i].outside,
                            self->mappings[i].lease_s);
  return g_string_free (text, FALSE);
}

void
net_map_answer_add (NetMapAnswer *self, guint16 port, guint16 outside, guint lease_s)
{
  if (self->n_mappings < NET_MAP_PORTS_MAX && port != 0 && outside != 0 && lease_s != 0)
    self->mappings[self->n_mappings++] = (NetMapping){ port, outside, MIN (lease_s, LEASE_MAX_S) };
}

const NetMapping *
net_map_answer_find (const NetMapAnswer *self, guint port)
{
  for (guint i = 0; i < self->n_mappings; i++) {
    if (self->mappings[i].port == port)
      return &self->mappings[i];
  }
  return NULL;
}

gboolean
net_map_answer_is_public (const NetMapAnswer *self)
{
  NetIp ip;

  return net_ip_parse (&ip, self->outside) && !net_ip_is_local (&ip) && !net_ip_is_shared (&ip);
}
