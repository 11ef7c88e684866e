/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Only effective devices are named, and only keys are used that nobody holds who is out: where a
 * removal has no new key yet, nobody is introduced by beacon until it has. The keys of pairs are
 * kept, since each costs a multiplication on the curve. */

#include "hub-lan.h"

#include "core/author.h"
#include "core/epochs.h"
#include "core/sponsor.h"

#include <string.h>

static void
free_key (gpointer data)
{
  cen_crypto_wipe (data, CEN_KEY_LEN);
  g_free (data);
}

/* The key shared with @device; NULL when there is none. Lent. */
static const guint8 *
get_pair_key (NetHub *self, const CenDevice *device)
{
  const CenCircle *circle = self->circle;
  guint8 key[CEN_KEY_LEN];
  guint8 *kept;

  if (self->pair_keys == NULL || !cen_id_equal (&self->pair_self, &circle->self_device)) {
    g_clear_pointer (&self->pair_keys, g_hash_table_unref);
    self->pair_keys = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, free_key);
    self->pair_self = circle->self_device;
  }
  kept = g_hash_table_lookup (self->pair_keys, &device->key);
  if (kept != NULL || !net_beacon_key_for_pair (key, &circle->keys->box, &circle->self_device,
                                                device->box, &device->key))
    return kept;
  kept = g_memdup2 (key, sizeof key);
  cen_crypto_wipe (key, sizeof key);
  g_hash_table_insert (self->pair_keys, cen_id_dup (&device->key), kept);
  return kept;
}

/* One key of the circle with what it is about, in both directions. */
typedef void (*KeyFunc) (const NetBeaconKey *key, const NetLanOwner *owner, gpointer data);

typedef enum { SAYING, HEARING } Direction;

static void
visit_devices (NetHub *self, Direction direction, KeyFunc func, gpointer data)
{
  g_autoptr (GPtrArray) devices = cen_circle_list_effective_devices (self->circle);

  for (guint i = 0; i < devices->len; i++) {
    const CenDevice *device = devices->pdata[i];
    NetLanOwner owner = { .hub = self, .topic = NET_LAN_DEVICE };
    NetBeaconKey key = { .kind = NET_BEACON_PAIR };
    const guint8 *pair;

    if (cen_id_equal (&device->key, &self->circle->self_device))
      continue;
    pair = get_pair_key (self, device);
    if (pair == NULL)
      continue;
    memcpy (key.key, pair, CEN_KEY_LEN);
    memcpy (owner.curve, device->curve, CEN_KEY_LEN);
    key.from = direction == SAYING ? self->circle->self_device : device->key;
    func (&key, &owner, data);
  }
}

/* Invites that can be used now, when this device may let in who has one. */
static void
visit_invites (NetHub *self, KeyFunc func, gpointer data)
{
  const CenCircle *circle = self->circle;
  const CenMemberInfo *info = cen_authority_get_member (circle->authority, &circle->self_member);

  for (guint i = 0; info != NULL && info->role <= CEN_ROLE_MEMBER && i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];
    NetLanOwner owner = { .hub = self, .topic = NET_LAN_INVITE };
    NetBeaconKey key = { .kind = NET_BEACON_SHARED };
    guint number;

    if (op->frame.kind != CEN_OP_INVITE ||
        cen_author_find_invite (self->circle, op->frame.invite.curve, NULL, &number) !=
            CEN_INVITE_USABLE ||
        number != i)
      continue;
    memcpy (key.key, op->frame.invite.discovery, CEN_KEY_LEN);
    func (&key, &owner, data);
  }
}

static void
visit_links (NetHub *self, KeyFunc func, gpointer data)
{
  guint8 keys[CEN_SECRET_LINKS_MAX][CEN_KEY_LEN];
  guint n = cen_sponsor_list_discovery (self->circle, keys);

  for (guint i = 0; i < n; i++) {
    NetLanOwner owner = { .hub = self, .topic = NET_LAN_LINK };
    NetBeaconKey key = { .kind = NET_BEACON_SHARED };

    memcpy (key.key, keys[i], CEN_KEY_LEN);
    func (&key, &owner, data);
    cen_crypto_wipe (&key, sizeof key);
  }
  cen_crypto_wipe (keys, sizeof keys);
}

static void
visit_epochs (NetHub *self, KeyFunc func, gpointer data)
{
  CenRotationNeed need = CEN_ROTATION_NONE;
  GPtrArray *newest;

  if (!cen_epochs_get_need (self->circle, &need, NULL) || need == CEN_ROTATION_REMOVAL)
    return;
  newest = cen_epochs_list_newest (self->circle, NULL);
  for (guint i = 0; newest != NULL && i < newest->len; i++) {
    const CenKnownEpoch *epoch = newest->pdata[i];
    NetLanOwner owner = { .hub = self, .topic = NET_LAN_EPOCH };
    NetBeaconKey key = { .kind = NET_BEACON_SHARED };

    if (!epoch->has_key)
      continue;
    cen_epoch_key_get_discovery (&epoch->key, key.key);
    func (&key, &owner, data);
    cen_crypto_wipe (&key, sizeof key);
  }
}

static void
visit_all (NetHub *self, Direction direction, KeyFunc func, gpointer data)
{
  if (!self->is_online || self->is_hidden || self->circle->keys == NULL ||
      !net_hub_is_inside (self))
    return;
  visit_devices (self, direction, func, data);
  visit_invites (self, func, data);
  visit_links (self, func, data);
  visit_epochs (self, func, data);
}

/* --- Saying --- */

/* Where the circle listens for who comes to the address of @at; 0 for nowhere. */
static guint16
find_port (const NetHub *self, const NetInterface *at)
{
  for (guint i = 0; i < self->bound->len; i++) {
    const NetHubBound *bound = self->bound->pdata[i];
    NetIp ip;

    if (strcmp (bound->host, "*") == 0 || strcmp (bound->host, "[::]") == 0 ||
        (strcmp (bound->host, "0.0.0.0") == 0 && !at->is_ipv6) ||
        (net_ip_parse (&ip, bound->host) && memcmp (&ip, &at->ip, sizeof ip) == 0))
      return (guint16) bound->port;
  }
  return 0;
}

typedef struct {
  GArray *keys;
  GArray *others; /* entries, or owners */
  NetBeaconEntry entry;
} Lists;

static void
say_one (const NetBeaconKey *key, const NetLanOwner *owner G_GNUC_UNUSED, gpointer data)
{
  Lists *lists = data;

  g_array_append_vals (lists->keys, key, 1);
  g_array_append_val (lists->others, lists->entry);
}

void
net_hub_lan_say (NetHub *self, const NetInterface *from, GArray *keys, GArray *entries)
{
  Lists lists = { keys, entries, { .port = find_port (self, from) } };

  if (lists.entry.port == 0 || self->circle->keys == NULL)
    return;
  memcpy (lists.entry.curve, self->circle->keys->curve.public_key, CEN_KEY_LEN);
  visit_all (self, SAYING, say_one, &lists);
}

/* --- Hearing --- */

static void
look_for_one (const NetBeaconKey *key, const NetLanOwner *owner, gpointer data)
{
  Lists *lists = data;

  g_array_append_vals (lists->keys, key, 1);
  g_array_append_vals (lists->others, owner, 1);
}

void
net_hub_lan_look_for (NetHub *self, GArray *keys, GArray *owners)
{
  Lists lists = { keys, owners, { 0 } };

  visit_all (self, HEARING, look_for_one, &lists);
}

static guint
count_strangers (const NetHub *self)
{
  guint n = 0;

  for (guint i = 0; i < self->peers->len; i++)
    n += ((const NetHubPeer *) self->peers->pdata[i])->is_stranger;
  return n;
}

/* One who has the current key and whom nobody has told us of. They will do best to knock here; but
 * when they know as little of us, somebody has to begin. */
static void
hear_stranger (NetHub *self, const guint8 curve[static CEN_KEY_LEN], const char *address)
{
  NetHubPeer *peer = net_hub_find_peer (self, curve);
  gboolean is_new = peer == NULL;

  if (is_new && count_strangers (self) >= NET_STRANGERS_MAX)
    return;
  peer = net_hub_add_address (self, curve, address);
  peer->is_stranger = TRUE;
  if (is_new)
    peer->dial_ms = self->world->monotonic_ms (self->world) + NET_STRANGER_DELAY_MS;
}

/* Returns: whether they will not be dialled soon. */
static gboolean
hear_device (NetHub *self, const guint8 curve[static CEN_KEY_LEN], const char *address)
{
  NetHubPeer *peer = net_hub_find_peer (self, curve);

  if (peer != NULL && peer->link != NULL)
    return FALSE;
  peer = net_hub_add_address (self, curve, address);
  peer->is_stranger = FALSE;
  if (!peer->was_refused) {
    peer->dial_ms = MIN (peer->dial_ms, self->world->monotonic_ms (self->world));
    peer->backoff_ms = NET_DIAL_BACKOFF_MS;
  }
  return peer->dialing == NULL && net_hub_is_full (self);
}

gboolean
net_hub_lan_hear (const NetLanOwner *owner, const NetBeaconEntry *entry, const char *host)
{
  NetHub *self = owner->hub;
  const guint8 *curve = owner->topic == NET_LAN_DEVICE ? owner->curve : entry->curve;
  g_autofree char *address = g_strdup_printf ("tcp://%s:%u", host, entry->port);

  /* Our own, come back. */
  if (!self->is_online || memcmp (curve, self->circle->keys->curve.public_key, CEN_KEY_LEN) == 0)
    return FALSE;
  if (owner->topic == NET_LAN_INVITE || owner->topic == NET_LAN_LINK || entry->port == 0)
    return entry->port == 0;
  if (owner->topic == NET_LAN_DEVICE || net_hub_find_device (self, curve) != NULL)
    return hear_device (self, curve, address);
  hear_stranger (self, curve, address);
  return TRUE;
}
