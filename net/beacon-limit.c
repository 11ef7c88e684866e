/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "beacon-limit.h"

#include <string.h>

static guint
ip_hash (gconstpointer data)
{
  const NetIp *ip = data;
  guint32 words[NET_IP_LEN / sizeof (guint32)];

  memcpy (words, ip->bytes, sizeof words);
  return words[0] ^ words[1] ^ words[2] * 31 ^ words[3];
}

static gboolean
ip_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (NetIp)) == 0;
}

void
net_beacon_limit_init (NetBeaconLimit *self)
{
  *self = (NetBeaconLimit){ .taken = g_hash_table_new_full (ip_hash, ip_equal, g_free, NULL) };
}

void
net_beacon_limit_clear (NetBeaconLimit *self)
{
  g_clear_pointer (&self->taken, g_hash_table_unref);
}

gboolean
net_beacon_limit_take (NetBeaconLimit *self, const NetIp *source, gint64 now_ms)
{
  guint n;

  if (now_ms / 1000 != self->second) {
    self->second = now_ms / 1000;
    self->n_taken = 0;
    g_hash_table_remove_all (self->taken);
  }
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->taken, source));
  if (n >= NET_BEACON_LIMIT_SOURCE || self->n_taken >= NET_BEACON_LIMIT_ALL)
    return FALSE;
  self->n_taken++;
  g_hash_table_insert (self->taken, g_memdup2 (source, sizeof *source), GUINT_TO_POINTER (n + 1));
  return TRUE;
}
