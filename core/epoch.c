/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "epoch.h"

#include "cbor.h"

#include <string.h>

void
cen_epoch_key_from_bytes (CenEpochKey *ret_key, const guint8 key[static CEN_KEY_LEN])
{
  guint8 id[CEN_ID_LEN];

  memmove (ret_key->key, key, CEN_KEY_LEN);
  cen_crypto_hash (id, "cen1.kid", ret_key->key, CEN_KEY_LEN);
  memcpy (ret_key->key_id, id, CEN_KEYID_LEN);
}

void
cen_epoch_key_clear (CenEpochKey *self)
{
  cen_crypto_wipe (self, sizeof *self);
}

static void
get_wrap_nonce (const guint8 sender[static CEN_KEY_LEN], const guint8 box[static CEN_KEY_LEN],
                guint8 ret_nonce[static CEN_NONCE_LEN])
{
  guint8 hash[CEN_ID_LEN];
  CenPart parts[] = { { sender, CEN_KEY_LEN }, { box, CEN_KEY_LEN } };

  cen_crypto_hash_parts (hash, NULL, 0, "cen1.wrap", parts, G_N_ELEMENTS (parts));
  memcpy (ret_nonce, hash, CEN_NONCE_LEN);
}

static gboolean
wrap_for (const CenEpochKey *key, const CenBoxKey *sender, const guint8 box[static CEN_KEY_LEN],
          guint8 ret_wrap[static CEN_WRAP_LEN])
{
  guint8 nonce[CEN_NONCE_LEN];

  get_wrap_nonce (sender->public_key, box, nonce);
  return cen_crypto_wrap (ret_wrap, key->key, nonce, box, sender);
}

static void
get_sender (const CenEpochKey *key, CenBoxKey *ret_sender)
{
  guint8 seed[CEN_KEY_LEN];

  cen_crypto_derive (seed, key->key, "cen1.eph", NULL, 0);
  cen_box_key_from_seed (ret_sender, seed);
  cen_crypto_wipe (seed, sizeof seed);
}

/* The chain key is of its own, so the fixed nonce is used once. */
static void
get_chain_key (const CenEpochKey *key, guint8 ret_key[static CEN_KEY_LEN])
{
  cen_crypto_derive (ret_key, key->key, "cen1.chain", NULL, 0);
}

static const guint8 chain_nonce[CEN_NONCE_LEN] = "cen1.chain";

GBytes *
cen_epoch_build (const CenEpochKey *key, guint64 parent_n, const CenEpochKey *parents,
                 guint n_parents, const guint8 *boxes, guint n_boxes, const CenWorld *world)
{
  gsize size = 2048 + (gsize) n_boxes * CEN_WRAP_LEN;
  g_autofree guint8 *buf = g_malloc (size);
  g_autofree guint8 *wraps = g_malloc0 ((gsize) n_boxes * CEN_WRAP_LEN + 1);
  guint8 plain[CEN_EPOCH_PARENTS_MAX * CEN_KEY_LEN];
  guint8 chain[sizeof plain + CEN_MAC_LEN];
  guint8 chain_key[CEN_KEY_LEN];
  CenCborWriter writer;
  CenBoxKey sender;

  g_assert (n_parents <= CEN_EPOCH_PARENTS_MAX && n_boxes <= CEN_DEVICES_MAX);
  get_sender (key, &sender);
  for (guint i = 0; i < n_boxes; i++)
    wrap_for (key, &sender, boxes + (gsize) i * CEN_KEY_LEN, wraps + (gsize) i * CEN_WRAP_LEN);
  for (guint i = 0; i < n_parents; i++)
    memcpy (plain + i * CEN_KEY_LEN, parents[i].key, CEN_KEY_LEN);
  get_chain_key (key, chain_key);
  cen_crypto_seal (chain, chain_key, chain_nonce, plain, n_parents * CEN_KEY_LEN, NULL, 0);

  world->random (world, buf, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, size - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, 5);
  cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_uint (&writer, parent_n + 1);
  cen_cbor_put_uint (&writer, 1);
  cen_cbor_put_array (&writer, n_parents);
  for (guint i = 0; i < n_parents; i++)
    cen_cbor_put_bytes (&writer, parents[i].key_id, CEN_KEYID_LEN);
  cen_cbor_put_uint (&writer, 2);
  cen_cbor_put_bytes (&writer, sender.public_key, CEN_KEY_LEN);
  cen_cbor_put_uint (&writer, 3);
  cen_cbor_put_bytes (&writer, wraps, (gsize) n_boxes * CEN_WRAP_LEN);
  cen_cbor_put_uint (&writer, 4);
  cen_cbor_put_bytes (&writer, chain, n_parents * CEN_KEY_LEN + CEN_MAC_LEN);
  g_assert (!writer.has_overflowed);

  cen_box_key_clear (&sender);
  cen_crypto_wipe (plain, sizeof plain);
  cen_crypto_wipe (chain_key, sizeof chain_key);
  return g_bytes_new (buf, CEN_SALT_LEN + writer.len);
}

static gboolean
read_parents (CenCborReader *reader, CenEpoch *epoch)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n > CEN_EPOCH_PARENTS_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!cen_cbor_read_fixed (reader, epoch->parents[i], CEN_KEYID_LEN))
      return FALSE;
  }
  epoch->n_parents = (guint) n;
  return cen_cbor_leave (reader);
}

static gboolean
read_epoch_key (CenCborReader *reader, guint64 key, CenEpoch *epoch)
{
  gsize len;

  switch (key) {
  case 0:
    return cen_cbor_read_uint_max (reader, G_MAXUINT32, &epoch->n);
  case 1:
    return read_parents (reader, epoch);
  case 2:
    return cen_cbor_read_fixed (reader, epoch->sender, CEN_KEY_LEN);
  case 3:
    if (!cen_cbor_read_bytes (reader, &epoch->wraps, &len) || len % CEN_WRAP_LEN != 0)
      return FALSE;
    epoch->n_wraps = (guint) (len / CEN_WRAP_LEN);
    return epoch->n_wraps <= CEN_DEVICES_MAX;
  case 4:
    return cen_cbor_read_bytes (reader, &epoch->chain, &epoch->chain_len);
  default:
    return cen_cbor_skip (reader, NULL, NULL);
  }
}

gboolean
cen_epoch_parse (CenEpoch *ret_epoch, const guint8 *payload, gsize len, GError **error)
{
  CenEpoch epoch = { 0 };
  CenCborReader reader;
  guint64 n, key;
  guint n_known = 0;
  gboolean ok = len >= CEN_SALT_LEN;

  if (ok) {
    cen_cbor_reader_init (&reader, payload + CEN_SALT_LEN, len - CEN_SALT_LEN);
    ok = cen_cbor_enter_map (&reader, &n);
  }
  while (ok && cen_cbor_next_key (&reader, &key)) {
    ok = read_epoch_key (&reader, key, &epoch);
    n_known += key <= 4;
  }
  ok = ok && n_known == 5 && cen_cbor_leave (&reader) && cen_cbor_finish (&reader) && epoch.n > 0 &&
       epoch.chain_len == (gsize) epoch.n_parents * CEN_KEY_LEN + CEN_MAC_LEN;
  if (ok)
    *ret_epoch = epoch;
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A key renewal is malformed.");
  return ok;
}

gboolean
cen_epoch_open_wrap (const CenEpoch *self, guint index, const CenBoxKey *own, CenEpochKey *ret_key)
{
  guint8 nonce[CEN_NONCE_LEN], plain[CEN_KEY_LEN], sender[CEN_KEY_LEN];
  CenEpochKey key;
  gboolean ok;

  if (index >= self->n_wraps)
    return FALSE;
  get_wrap_nonce (self->sender, own->public_key, nonce);
  if (!cen_crypto_unwrap (plain, self->wraps + (gsize) index * CEN_WRAP_LEN, nonce, self->sender,
                          own))
    return FALSE;
  cen_epoch_key_from_bytes (&key, plain);
  cen_epoch_key_get_sender (&key, sender);
  ok = memcmp (sender, self->sender, CEN_KEY_LEN) == 0;
  if (ok)
    *ret_key = key;
  cen_epoch_key_clear (&key);
  cen_crypto_wipe (plain, sizeof plain);
  return ok;
}

gboolean
cen_epoch_wraps_are_right (const CenEpoch *self, const CenEpochKey *key, const guint8 *boxes,
                           guint n_boxes)
{
  guint8 wrap[CEN_WRAP_LEN];
  CenBoxKey sender;
  gboolean ok;

  get_sender (key, &sender);
  ok = n_boxes == self->n_wraps && memcmp (sender.public_key, self->sender, CEN_KEY_LEN) == 0;
  for (guint i = 0; ok && i < n_boxes; i++)
    ok = wrap_for (key, &sender, boxes + (gsize) i * CEN_KEY_LEN, wrap) &&
         memcmp (wrap, self->wraps + (gsize) i * CEN_WRAP_LEN, CEN_WRAP_LEN) == 0;
  cen_box_key_clear (&sender);
  return ok;
}

void
cen_epoch_key_get_sender (const CenEpochKey *self, guint8 ret_sender[static CEN_KEY_LEN])
{
  CenBoxKey sender;

  get_sender (self, &sender);
  memcpy (ret_sender, sender.public_key, CEN_KEY_LEN);
  cen_box_key_clear (&sender);
}

gboolean
cen_epoch_open_chain (const CenEpoch *self, const CenEpochKey *key,
                      CenEpochKey ret_parents[static CEN_EPOCH_PARENTS_MAX])
{
  guint8 plain[CEN_EPOCH_PARENTS_MAX * CEN_KEY_LEN];
  guint8 chain_key[CEN_KEY_LEN];
  gboolean ok;

  get_chain_key (key, chain_key);
  ok = cen_crypto_open (plain, chain_key, chain_nonce, self->chain, self->chain_len, NULL, 0);
  for (guint i = 0; ok && i < self->n_parents; i++) {
    cen_epoch_key_from_bytes (&ret_parents[i], plain + i * CEN_KEY_LEN);
    ok = memcmp (ret_parents[i].key_id, self->parents[i], CEN_KEYID_LEN) == 0;
  }
  cen_crypto_wipe (plain, sizeof plain);
  cen_crypto_wipe (chain_key, sizeof chain_key);
  return ok;
}

gboolean
cen_key_wrap_seal (CenKeyWrap *ret_wrap, const CenEpochKey *key,
                   const guint8 box[static CEN_KEY_LEN], const CenWorld *world)
{
  CenBoxKey sender;
  gboolean ok;

  cen_box_key_generate (&sender, world);
  memcpy (ret_wrap->key_id, key->key_id, CEN_KEYID_LEN);
  memcpy (ret_wrap->sender, sender.public_key, CEN_KEY_LEN);
  ok = wrap_for (key, &sender, box, ret_wrap->wrap);
  cen_box_key_clear (&sender);
  return ok;
}

gboolean
cen_key_wrap_open (const CenKeyWrap *self, const CenBoxKey *own, CenEpochKey *ret_key)
{
  guint8 nonce[CEN_NONCE_LEN], plain[CEN_KEY_LEN];
  gboolean ok;

  get_wrap_nonce (self->sender, own->public_key, nonce);
  ok = cen_crypto_unwrap (plain, self->wrap, nonce, self->sender, own);
  if (ok) {
    cen_epoch_key_from_bytes (ret_key, plain);
    ok = memcmp (ret_key->key_id, self->key_id, CEN_KEYID_LEN) == 0;
  }
  cen_crypto_wipe (plain, sizeof plain);
  return ok;
}

void
cen_epoch_key_get_introduction (const CenEpochKey *self, CenBoxKey *ret_curve)
{
  guint8 seed[CEN_KEY_LEN];

  cen_crypto_derive (seed, self->key, "cen1.intro", NULL, 0);
  cen_box_key_from_seed (ret_curve, seed);
  cen_crypto_wipe (seed, sizeof seed);
}

void
cen_epoch_key_get_discovery (const CenEpochKey *self, guint8 ret_discovery[static CEN_KEY_LEN])
{
  cen_crypto_derive (ret_discovery, self->key, "cen1.epoch.disc", NULL, 0);
}
