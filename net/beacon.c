/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Of an entry the first 8 bytes are the tag by which it is found and the last 8 its tail; between
 * them a wide one has T. Everything follows from one hash of the key over nonce, source and sender,
 * so that reading costs one hash a key, and what was sent from elsewhere is not found at all. The
 * tail ends in a check, so that nobody on the way can turn a port into another. */

#include "beacon.h"

#include <string.h>

#define TAG_LEN   8
#define TAIL_LEN  8
#define CHECK_LEN 4
#define PLAIN_LEN (TAIL_LEN - CHECK_LEN)
#define HEAD_LEN  (1 + NET_BEACON_NONCE_LEN)

/* What a key gives for one beacon: the tag, what hides the tail, and what is secret. */
typedef guint8 Mask[CEN_KEY_LEN];

gboolean
net_beacon_key_for_pair (guint8 ret_key[static CEN_KEY_LEN], const CenBoxKey *own,
                         const CenId *self, const guint8 box[static CEN_KEY_LEN],
                         const CenId *other)
{
  gboolean is_first = memcmp (self->bytes, other->bytes, CEN_ID_LEN) < 0;
  guint8 ids[2 * CEN_ID_LEN], shared[CEN_KEY_LEN];

  if (!cen_crypto_agree (shared, own, box))
    return FALSE;
  memcpy (ids, is_first ? self->bytes : other->bytes, CEN_ID_LEN);
  memcpy (ids + CEN_ID_LEN, is_first ? other->bytes : self->bytes, CEN_ID_LEN);
  cen_crypto_derive (ret_key, shared, "cen1.disc", ids, sizeof ids);
  cen_crypto_wipe (shared, sizeof shared);
  return TRUE;
}

static void
make_mask (Mask ret_mask, const NetBeaconKey *key, const guint8 *nonce, const NetIp *source)
{
  const CenPart parts[] = {
    { nonce, NET_BEACON_NONCE_LEN },
    { source->bytes, NET_IP_LEN },
    { key->from.bytes, CEN_ID_LEN },
  };

  cen_crypto_hash_parts (ret_mask, key->key, CEN_KEY_LEN, "cen1.tag", parts,
                         key->kind == NET_BEACON_PAIR ? 3 : 2);
}

static void
make_check (guint8 ret_check[static CHECK_LEN], const Mask mask, NetBeaconKind kind,
            const guint8 plain[static PLAIN_LEN], const guint8 curve[static CEN_KEY_LEN])
{
  const CenPart parts[] = { { plain, PLAIN_LEN }, { curve, CEN_KEY_LEN } };
  guint8 hash[CEN_ID_LEN];

  cen_crypto_hash_parts (hash, mask, CEN_KEY_LEN, "cen1.tag.check", parts,
                         kind == NET_BEACON_PAIR ? 1 : 2);
  memcpy (ret_check, hash, CHECK_LEN);
}

static void
mix (guint8 *bytes, const guint8 *mask, gsize len)
{
  for (gsize i = 0; i < len; i++)
    bytes[i] ^= mask[i];
}

/* Hides T, or shows it again. */
static void
mix_curve (guint8 curve[static CEN_KEY_LEN], const Mask mask)
{
  guint8 hash[CEN_ID_LEN];

  cen_crypto_hash_parts (hash, mask, CEN_KEY_LEN, "cen1.tag.curve", NULL, 0);
  mix (curve, hash, CEN_KEY_LEN);
}

static guint
get_width (NetBeaconKind kind)
{
  return kind == NET_BEACON_PAIR ? 1 : NET_BEACON_WIDE;
}

static void
write_entry (guint8 *slot, const guint8 *nonce, const NetIp *source, const NetBeaconKey *key,
             const NetBeaconEntry *entry)
{
  guint8 *tail = slot + get_width (key->kind) * NET_BEACON_SLOT_LEN - TAIL_LEN;
  Mask mask;

  make_mask (mask, key, nonce, source);
  memcpy (slot, mask, TAG_LEN);
  tail[0] = (guint8) (entry->port >> 8);
  tail[1] = (guint8) entry->port;
  tail[2] = tail[3] = 0;
  make_check (tail + PLAIN_LEN, mask, key->kind, tail, entry->curve);
  mix (tail, mask + TAG_LEN, TAIL_LEN);
  if (key->kind == NET_BEACON_SHARED) {
    memcpy (slot + TAG_LEN, entry->curve, CEN_KEY_LEN);
    mix_curve (slot + TAG_LEN, mask);
  }
  cen_crypto_wipe (mask, sizeof mask);
}

static guint
take_as_fit (const NetBeaconKey *keys, guint n, guint *ret_n_slots)
{
  guint i;

  *ret_n_slots = 0;
  for (i = 0; i < n && *ret_n_slots + get_width (keys[i].kind) <= NET_BEACON_SLOTS; i++)
    *ret_n_slots += get_width (keys[i].kind);
  return i;
}

/* Fills @order with 0 to @n - 1 in a random order. */
static void
shuffle (guint8 *order, guint n, const CenWorld *world)
{
  for (guint i = 0; i < n; i++) {
    guint32 chance;
    guint k;

    world->random (world, (guint8 *) &chance, sizeof chance);
    k = chance % (i + 1);
    order[i] = (guint8) i;
    order[i] = order[k];
    order[k] = (guint8) i;
  }
}

guint
net_beacon_build (guint8 ret_beacon[static NET_BEACON_LEN], const NetIp *source,
                  const NetBeaconKey *keys, const NetBeaconEntry *entries, guint n,
                  const CenWorld *world)
{
  guint8 order[NET_BEACON_SLOTS];
  guint8 *slot = ret_beacon + HEAD_LEN;
  guint n_slots;
  guint n_taken = take_as_fit (keys, n, &n_slots);
  guint n_units = n_taken + NET_BEACON_SLOTS - n_slots;

  world->random (world, ret_beacon, NET_BEACON_LEN);
  ret_beacon[0] = NET_BEACON_VERSION;
  /* A unit is an entry, or one slot that stays as it is. */
  shuffle (order, n_units, world);
  for (guint i = 0; i < n_units; i++) {
    if (order[i] >= n_taken) {
      slot += NET_BEACON_SLOT_LEN;
      continue;
    }
    write_entry (slot, ret_beacon + 1, source, &keys[order[i]], &entries[order[i]]);
    slot += get_width (keys[order[i]].kind) * NET_BEACON_SLOT_LEN;
  }
  return n_taken;
}

static gboolean
read_entry (NetBeaconEntry *ret_entry, const guint8 *slot, NetBeaconKind kind, const Mask mask)
{
  guint8 tail[TAIL_LEN], check[CHECK_LEN];

  memset (ret_entry, 0, sizeof *ret_entry);
  memcpy (tail, slot + get_width (kind) * NET_BEACON_SLOT_LEN - TAIL_LEN, TAIL_LEN);
  mix (tail, mask + TAG_LEN, TAIL_LEN);
  if (kind == NET_BEACON_SHARED) {
    memcpy (ret_entry->curve, slot + TAG_LEN, CEN_KEY_LEN);
    mix_curve (ret_entry->curve, mask);
  }
  make_check (check, mask, kind, tail, ret_entry->curve);
  ret_entry->port = (guint16) (tail[0] << 8 | tail[1]);
  return cen_crypto_equal (check, tail + PLAIN_LEN, CHECK_LEN);
}

static gboolean
find_entry (NetBeaconEntry *ret_entry, const guint8 *slots, NetBeaconKind kind, const Mask mask)
{
  for (guint i = 0; i + get_width (kind) <= NET_BEACON_SLOTS; i++) {
    const guint8 *slot = slots + i * NET_BEACON_SLOT_LEN;

    if (memcmp (slot, mask, TAG_LEN) == 0 && read_entry (ret_entry, slot, kind, mask))
      return TRUE;
  }
  return FALSE;
}

GArray *
net_beacon_read (const guint8 *bytes, gsize len, const NetIp *source, const NetBeaconKey *keys,
                 guint n_keys)
{
  GArray *found;

  if (len != NET_BEACON_LEN || bytes[0] != NET_BEACON_VERSION)
    return NULL;
  found = g_array_new (FALSE, FALSE, sizeof (NetBeaconFound));
  for (guint i = 0; i < n_keys; i++) {
    NetBeaconFound one = { .key = i };
    Mask mask;

    make_mask (mask, &keys[i], bytes + 1, source);
    if (find_entry (&one.entry, bytes + HEAD_LEN, keys[i].kind, mask))
      g_array_append_val (found, one);
  }
  return found;
}
