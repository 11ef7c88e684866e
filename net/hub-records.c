/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "hub-records.h"

#include "peers.h"

#include <string.h>

#define UNDERWAY_MS 1000

static gboolean
is_recent (NetHub *self, gint64 when_ms)
{
  return when_ms > 0 && self->world->monotonic_ms (self->world) - when_ms < NET_PEERS_KEPT_MS;
}

guint64
net_hub_get_caps (NetHub *self, const NetHubPeer *peer)
{
  return is_recent (self, peer->peers_heard_ms) ? NET_CAPS_HAS_PEERS : 0;
}

void
net_hub_doubt_records (NetHub *self, NetHubPeer *peer)
{
  if (self->world->monotonic_ms (self->world) - peer->peers_told_ms < UNDERWAY_MS)
    peer->peers_told_ms = 0;
}

/* Of the others' records, and of our own without its time. Whatever the order of records. */
static void
digest_records (NetHub *self, const GPtrArray *others, guint8 ret_digest[static CEN_ID_LEN])
{
  CenId one;

  memset (ret_digest, 0, CEN_ID_LEN);
  for (guint i = 0; i < others->len; i++) {
    GBytes *record = others->pdata[i];

    cen_crypto_sha256 (one.bytes, g_bytes_get_data (record, NULL), g_bytes_get_size (record));
    for (guint k = 0; k < CEN_ID_LEN; k++)
      ret_digest[k] ^= one.bytes[k];
  }
  for (guint i = 0; i < self->listening->len; i++) {
    const char *address = self->listening->pdata[i];

    cen_crypto_sha256 (one.bytes, (const guint8 *) address, strlen (address));
    for (guint k = 0; k < CEN_ID_LEN; k++)
      ret_digest[k] ^= one.bytes[k];
  }
}

/* Whether @peer has what @digest stands for; from now on it does. */
static gboolean
was_told (NetHub *self, NetHubLink *link, const guint8 digest[static CEN_ID_LEN])
{
  NetHubPeer *peer = link->peer;

  if ((net_session_get_caps (link->session) & NET_CAPS_HAS_PEERS) != 0 &&
      is_recent (self, peer->peers_told_ms) && memcmp (peer->peers_told, digest, CEN_ID_LEN) == 0)
    return TRUE;
  memcpy (peer->peers_told, digest, CEN_ID_LEN);
  peer->peers_told_ms = self->world->monotonic_ms (self->world);
  return FALSE;
}

/* Of others, all or as many as there is room for by lot. */
static GPtrArray *
list_others (NetHub *self, NetHubLink *link)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const CenDevice *peer = net_hub_find_device (self, link->peer->curve);
  guint n;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->records, &n);
  g_autoptr (GArray) places = net_overlay_sample (&self->overlay, n, n);

  for (guint i = 0; i < places->len && records->len + 1 < NET_PEERS_MAX; i++) {
    gpointer key = keys[g_array_index (places, guint, i)];

    /* Its own it knows best. */
    if (peer == NULL || !cen_id_equal (key, &peer->key))
      g_ptr_array_add (records, g_bytes_ref (g_hash_table_lookup (self->records, key)));
  }
  return records;
}

void
net_hub_send_records (NetHub *self, NetHubLink *link)
{
  g_autoptr (GPtrArray) records = list_others (self, link);
  guint8 digest[CEN_ID_LEN];

  digest_records (self, records, digest);
  if (was_told (self, link, digest))
    return;
  if (self->circle->keys != NULL)
    g_ptr_array_insert (records, 0, net_peer_record_sign (self->circle, self->listening));
  net_session_send_peers (link->session, records);
}
