/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A visitor is admitted by a handshake, claimed by the first frame that carries its pass, and
 * leaves when its connection is gone. Between the first two it stands in @waiting; a connection
 * that dies there is never heard of, so whoever waits too long is struck out. @counts has the
 * visitors of each key from admission to the end; @n_visitors is their sum. */

#include "door.h"

#include "handshake-limit.h"

#include <string.h>

struct _NetDoor {
  const CenWorld *world;
  NetHandshakeLimit *limit;
  GHashTable *waiting; /* number of the pass, as gint64 → NetVisitor */
  GHashTable *counts;  /* key, as CenId → GUINT_TO_POINTER */
  guint n_visitors;
  guint per_key_max;
  gint64 last_pass;
};

static void
key_as_id (CenId *ret_id, const guint8 key[static CEN_KEY_LEN])
{
  memcpy (ret_id->bytes, key, CEN_KEY_LEN);
}

static guint
count_key (NetDoor *self, const guint8 key[static CEN_KEY_LEN])
{
  CenId id;

  key_as_id (&id, key);
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, &id));
}

static void
strike_out_late (NetDoor *self)
{
  gint64 now_ms = self->world->monotonic_ms (self->world);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const NetVisitor *visitor = value;

    if (now_ms - visitor->since_ms < NET_DOOR_CLAIM_MS)
      continue;
    net_door_leave (self, visitor->key);
    g_hash_table_iter_remove (&iter);
  }
}

static void
write_pass (char ret_pass[static NET_DOOR_PASS_MAX], const guint8 key[static CEN_KEY_LEN],
            gint64 number)
{
  for (guint i = 0; i < CEN_KEY_LEN; i++)
    g_snprintf (ret_pass + 2 * i, 3, "%02x", key[i]);
  g_snprintf (ret_pass + 2 * CEN_KEY_LEN, NET_DOOR_PASS_MAX - 2 * CEN_KEY_LEN, ".%" G_GINT64_FORMAT,
              number);
}

void
net_visitor_free (NetVisitor *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self);
}

NetDoor *
net_door_new (const CenWorld *world)
{
  NetDoor *self = g_new0 (NetDoor, 1);

  self->world = world;
  self->per_key_max = NET_DOOR_VISITORS_PER_KEY_MAX;
  self->limit = net_handshake_limit_new (NET_HANDSHAKE_LIMIT_PER_MINUTE);
  self->waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify) net_visitor_free);
  self->counts = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  return self;
}

void
net_door_free (NetDoor *self)
{
  if (self == NULL)
    return;
  net_handshake_limit_free (self->limit);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->counts);
  g_free (self);
}

void
net_door_set_limit (NetDoor *self, guint handshakes_per_minute)
{
  net_handshake_limit_set (self->limit, handshakes_per_minute);
}

void
net_door_set_per_key (NetDoor *self, guint n_max)
{
  self->per_key_max = n_max;
}

gboolean
net_door_knock (NetDoor *self, const NetIp *ip, const guint8 key[static CEN_KEY_LEN])
{
  if (!net_handshake_limit_take (self->limit, ip, self->world->monotonic_ms (self->world)))
    return FALSE;
  strike_out_late (self);
  return self->n_visitors < NET_DOOR_VISITORS_MAX && count_key (self, key) < self->per_key_max;
}

void
net_door_admit (NetDoor *self, const CenId *circle, const guint8 key[static CEN_KEY_LEN],
                const NetIp *ip, char ret_pass[static NET_DOOR_PASS_MAX])
{
  NetVisitor *visitor = g_new0 (NetVisitor, 1);
  gint64 number = ++self->last_pass;
  CenId id;

  visitor->circle = *circle;
  memcpy (visitor->key, key, CEN_KEY_LEN);
  visitor->address = net_ip_dup_text (ip);
  visitor->since_ms = self->world->monotonic_ms (self->world);
  g_hash_table_insert (self->waiting, g_memdup2 (&number, sizeof number), visitor);
  key_as_id (&id, key);
  g_hash_table_replace (self->counts, cen_id_dup (&id),
                        GUINT_TO_POINTER (count_key (self, key) + 1));
  self->n_visitors++;
  write_pass (ret_pass, key, number);
}

NetVisitor *
net_door_claim (NetDoor *self, const char *pass, const CenId *circle)
{
  const char *point = strchr (pass, '.');
  char expected[NET_DOOR_PASS_MAX];
  NetVisitor *visitor;
  gpointer stolen_key;
  gint64 number;

  if (point == NULL || !g_ascii_string_to_signed (point + 1, 10, 1, G_MAXINT64, &number, NULL))
    return NULL;
  visitor = g_hash_table_lookup (self->waiting, &number);
  if (visitor == NULL || !cen_id_equal (&visitor->circle, circle))
    return NULL;
  write_pass (expected, visitor->key, number);
  if (!g_str_equal (expected, pass))
    return NULL;
  g_hash_table_steal_extended (self->waiting, &number, &stolen_key, NULL);
  g_free (stolen_key);
  return visitor;
}

void
net_door_leave (NetDoor *self, const guint8 key[static CEN_KEY_LEN])
{
  guint n = count_key (self, key);
  CenId id;

  g_assert (n > 0);
  key_as_id (&id, key);
  if (n == 1)
    g_hash_table_remove (self->counts, &id);
  else
    g_hash_table_replace (self->counts, cen_id_dup (&id), GUINT_TO_POINTER (n - 1));
  self->n_visitors--;
}
