/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A bucket holds at most one minute's handshakes and fills evenly. A bucket that has had a minute's
 * rest is as good as none, so those go first when the table is full; when all are in use, any one
 * goes, which forgives somebody rather than locking everybody else out. */

#include "handshake-limit.h"

#include <string.h>

#define MINUTE_MS       60000
#define IPV6_SUBNET_LEN 8

typedef struct {
  NetIp ip; /* the key */
  gint64 at_ms;
  gint64 level; /* handshakes left, times MINUTE_MS */
} Bucket;

struct _NetHandshakeLimit {
  guint per_minute;
  GHashTable *buckets; /* of Bucket, each its own key */
};

static guint
hash_bucket_cb (gconstpointer bucket)
{
  const Bucket *self = bucket;
  guint32 words[NET_IP_LEN / 4];
  guint32 hash = 0;

  memcpy (words, self->ip.bytes, sizeof words);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    hash = (hash ^ words[i]) * 0x9e3779b1u;
  return hash ^ (hash >> 15);
}

static gboolean
equal_buckets_cb (gconstpointer a, gconstpointer b)
{
  return memcmp (((const Bucket *) a)->ip.bytes, ((const Bucket *) b)->ip.bytes, NET_IP_LEN) == 0;
}

static gboolean
is_rested_cb (gpointer key, gpointer value G_GNUC_UNUSED, gpointer now_ms)
{
  return *(const gint64 *) now_ms - ((const Bucket *) key)->at_ms >= MINUTE_MS;
}

static void
make_room (NetHandshakeLimit *self, gint64 now_ms)
{
  GHashTableIter iter;

  if (g_hash_table_size (self->buckets) < NET_HANDSHAKE_LIMIT_BUCKETS_MAX)
    return;
  g_hash_table_foreach_remove (self->buckets, is_rested_cb, &now_ms);
  if (g_hash_table_size (self->buckets) < NET_HANDSHAKE_LIMIT_BUCKETS_MAX)
    return;
  g_hash_table_iter_init (&iter, self->buckets);
  if (g_hash_table_iter_next (&iter, NULL, NULL))
    g_hash_table_iter_remove (&iter);
}

static Bucket *
get_bucket (NetHandshakeLimit *self, const NetIp *ip, gint64 capacity, gint64 now_ms)
{
  Bucket key = { *ip, now_ms, capacity };
  Bucket *bucket = g_hash_table_lookup (self->buckets, &key);

  if (bucket == NULL) {
    make_room (self, now_ms);
    bucket = g_memdup2 (&key, sizeof key);
    g_hash_table_add (self->buckets, bucket);
  }
  return bucket;
}

/* The address that is counted for @ip. */
static NetIp
subnet_of (const NetIp *ip)
{
  static const guint8 mapped_prefix[10];
  NetIp subnet = *ip;

  if (memcmp (ip->bytes, mapped_prefix, sizeof mapped_prefix) != 0)
    memset (subnet.bytes + IPV6_SUBNET_LEN, 0, NET_IP_LEN - IPV6_SUBNET_LEN);
  return subnet;
}

NetHandshakeLimit *
net_handshake_limit_new (guint per_minute)
{
  NetHandshakeLimit *self = g_new0 (NetHandshakeLimit, 1);

  self->per_minute = per_minute;
  self->buckets = g_hash_table_new_full (hash_bucket_cb, equal_buckets_cb, g_free, NULL);
  return self;
}

void
net_handshake_limit_free (NetHandshakeLimit *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->buckets);
  g_free (self);
}

void
net_handshake_limit_set (NetHandshakeLimit *self, guint per_minute)
{
  self->per_minute = per_minute;
  g_hash_table_remove_all (self->buckets);
}

gboolean
net_handshake_limit_take (NetHandshakeLimit *self, const NetIp *ip, gint64 now_ms)
{
  gint64 per_minute =
      (gint64) self->per_minute * (net_ip_is_local (ip) ? NET_HANDSHAKE_LIMIT_LOCAL_TIMES : 1);
  gint64 capacity = per_minute * MINUTE_MS;
  NetIp subnet = subnet_of (ip);
  Bucket *bucket = get_bucket (self, &subnet, capacity, now_ms);
  gint64 rest_ms = MIN (now_ms - bucket->at_ms, MINUTE_MS);

  bucket->level = MIN (bucket->level + rest_ms * per_minute, capacity);
  bucket->at_ms = now_ms;
  if (bucket->level < MINUTE_MS)
    return FALSE;
  bucket->level -= MINUTE_MS;
  return TRUE;
}
