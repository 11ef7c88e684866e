/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sealed.h"

#include "cbor.h"
#include "padding.h"

#include <string.h>

#define ENTRY_LEN (CEN_SEALED_HINT_LEN + CEN_WRAP_LEN)
#define AD_LEN    (2 * CEN_ID_LEN)

/* The content key is used once, so the nonce may be fixed. */
static const guint8 seal_nonce[CEN_NONCE_LEN] = "cen1.seal";

void
cen_sealed_inner_clear (CenSealedInner *self)
{
  g_clear_pointer (&self->payload, g_bytes_unref);
}

/* --- Reading --- */

static gboolean
read_named (CenCborReader *reader, CenSealed *sealed)
{
  guint64 n;

  if (!cen_cbor_enter_array (reader, &n) || n < 1 || n > CEN_SEALED_NAMED_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!cen_cbor_read_fixed (reader, sealed->named[i].bytes, CEN_ID_LEN) ||
        (i > 0 && cen_id_compare (&sealed->named[i - 1], &sealed->named[i]) >= 0))
      return FALSE;
  }
  sealed->n_named = (guint) n;
  return cen_cbor_leave (reader);
}

static gboolean
read_wraps (CenCborReader *reader, CenSealed *sealed)
{
  gsize len;

  if (!cen_cbor_read_bytes (reader, &sealed->wraps, &len) || len == 0 || len % ENTRY_LEN != 0 ||
      len / ENTRY_LEN > CEN_DEVICES_MAX)
    return FALSE;
  sealed->n_wraps = (guint) (len / ENTRY_LEN);
  for (guint i = 1; i < sealed->n_wraps; i++) {
    const guint8 *entry = sealed->wraps + (gsize) i * ENTRY_LEN;

    if (memcmp (entry - ENTRY_LEN, entry, CEN_SEALED_HINT_LEN) >= 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_key (CenCborReader *reader, guint64 key, CenSealed *sealed)
{
  switch (key) {
  case 0:
    return read_named (reader, sealed);
  case 1:
    return cen_cbor_read_fixed (reader, sealed->sender, CEN_KEY_LEN);
  case 2:
    return read_wraps (reader, sealed);
  case 3:
    return cen_cbor_read_fixed (reader, sealed->commitment, CEN_ID_LEN);
  case 4:
    return cen_cbor_read_bytes (reader, &sealed->ct, &sealed->ct_len) &&
           sealed->ct_len > CEN_MAC_LEN;
  default:
    return cen_cbor_skip (reader, NULL, NULL);
  }
}

gboolean
cen_sealed_parse (CenSealed *ret_sealed, const guint8 *payload, gsize len, GError **error)
{
  CenSealed sealed = { 0 };
  CenCborReader reader;
  guint64 n, key;
  guint n_known = 0;
  gboolean ok = len >= CEN_SALT_LEN;

  if (ok) {
    cen_cbor_reader_init (&reader, payload + CEN_SALT_LEN, len - CEN_SALT_LEN);
    ok = cen_cbor_enter_map (&reader, &n);
  }
  while (ok && cen_cbor_next_key (&reader, &key)) {
    ok = read_key (&reader, key, &sealed);
    n_known += key <= 4;
  }
  if (ok && n_known == 5 && cen_cbor_leave (&reader) && cen_cbor_finish (&reader)) {
    *ret_sealed = sealed;
    return TRUE;
  }
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "Sealed words are malformed.");
  return FALSE;
}

gboolean
cen_sealed_names (const CenSealed *self, const CenId *member)
{
  for (guint i = 0; i < self->n_named; i++) {
    if (cen_id_equal (&self->named[i], member))
      return TRUE;
  }
  return FALSE;
}

/* --- The key --- */

static void
get_wrap_nonce (const guint8 sender[static CEN_KEY_LEN], const guint8 box[static CEN_KEY_LEN],
                guint8 ret_nonce[static CEN_NONCE_LEN])
{
  guint8 hash[CEN_ID_LEN];
  CenPart parts[] = { { sender, CEN_KEY_LEN }, { box, CEN_KEY_LEN } };

  cen_crypto_hash_parts (hash, NULL, 0, "cen1.seal.wrap", parts, G_N_ELEMENTS (parts));
  memcpy (ret_nonce, hash, CEN_NONCE_LEN);
}

gboolean
cen_sealed_key_is_of (const CenSealed *self, const guint8 key[static CEN_KEY_LEN])
{
  guint8 commitment[CEN_ID_LEN];

  cen_crypto_hash (commitment, "cen1.seal.id", key, CEN_KEY_LEN);
  return cen_crypto_equal (commitment, self->commitment, CEN_ID_LEN);
}

static const guint8 *
find_wrap (const CenSealed *self, const CenId *device)
{
  for (guint i = 0; i < self->n_wraps; i++) {
    const guint8 *entry = self->wraps + (gsize) i * ENTRY_LEN;

    if (memcmp (entry, device->bytes, CEN_SEALED_HINT_LEN) == 0)
      return entry + CEN_SEALED_HINT_LEN;
  }
  return NULL;
}

gboolean
cen_sealed_find_key (const CenSealed *self, const CenId *device, const CenBoxKey *box,
                     guint8 ret_key[static CEN_KEY_LEN])
{
  const guint8 *wrap = find_wrap (self, device);
  guint8 nonce[CEN_NONCE_LEN], key[CEN_KEY_LEN];
  gboolean ok;

  if (wrap == NULL)
    return FALSE;
  get_wrap_nonce (self->sender, box->public_key, nonce);
  ok = cen_crypto_unwrap (key, wrap, nonce, self->sender, box) && cen_sealed_key_is_of (self, key);
  if (ok)
    memcpy (ret_key, key, CEN_KEY_LEN);
  cen_crypto_wipe (key, sizeof key);
  return ok;
}

/* --- What is inside --- */

static void
fill_ad (const CenId *circle, const CenId *device, guint8 ret_ad[static AD_LEN])
{
  memcpy (ret_ad, circle->bytes, CEN_ID_LEN);
  memcpy (ret_ad + CEN_ID_LEN, device->bytes, CEN_ID_LEN);
}

static gboolean
read_inner (const guint8 *plain, gsize len, CenSealedInner *ret_inner)
{
  CenSealedInner inner = { 0 };
  CenCborReader reader;
  const guint8 *payload;
  gsize payload_len;
  guint64 n, kind;

  cen_cbor_reader_init (&reader, plain, len);
  if (!cen_cbor_enter_array (&reader, &n) || n != 3 ||
      !cen_cbor_read_uint_max (&reader, CEN_OP_REDACT, &kind) || kind < CEN_OP_CREATE)
    return FALSE;
  inner.kind = (guint) kind;
  inner.has_object = !cen_cbor_take_null (&reader);
  if ((inner.has_object && !cen_cbor_read_fixed (&reader, inner.object.bytes, CEN_ID_LEN)) ||
      inner.has_object == (kind == CEN_OP_CREATE) ||
      !cen_cbor_read_bytes (&reader, &payload, &payload_len) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  inner.payload = g_bytes_new (payload, payload_len);
  *ret_inner = inner;
  return TRUE;
}

gboolean
cen_sealed_open (const CenSealed *self, const guint8 key[static CEN_KEY_LEN], const CenId *circle,
                 const CenId *device, CenSealedInner *ret_inner)
{
  gsize len = self->ct_len - CEN_MAC_LEN;
  g_autofree guint8 *plain = g_malloc (len);
  guint8 ad[AD_LEN];

  fill_ad (circle, device, ad);
  return cen_sealed_key_is_of (self, key) &&
         cen_crypto_open (plain, key, seal_nonce, self->ct, self->ct_len, ad, sizeof ad) &&
         cen_padding_strip (plain, len, cen_padding_get_padme_len, &len) &&
         read_inner (plain, len, ret_inner);
}

/* --- Building --- */

static gboolean
set_too_long (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "This is too long: shorten it.");
  return FALSE;
}

static guint8 *
seal_inner (const CenId *circle, const CenId *device, const CenSealedInner *inner,
            const guint8 key[static CEN_KEY_LEN], gsize *ret_len, GError **error)
{
  gsize payload_len, len;
  const guint8 *payload = g_bytes_get_data (inner->payload, &payload_len);
  g_autofree guint8 *plain = g_malloc (CEN_PAYLOAD_MAX);
  g_autofree guint8 *padded = NULL;
  guint8 ad[AD_LEN];
  guint8 *ct;
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, plain, CEN_PAYLOAD_MAX);
  cen_cbor_put_array (&writer, 3);
  cen_cbor_put_uint (&writer, inner->kind);
  if (inner->has_object)
    cen_cbor_put_bytes (&writer, inner->object.bytes, CEN_ID_LEN);
  else
    cen_cbor_put_null (&writer);
  cen_cbor_put_bytes (&writer, payload, payload_len);
  if (writer.has_overflowed) {
    set_too_long (error);
    return NULL;
  }
  padded = cen_padding_add (plain, writer.len, cen_padding_get_padme_len, &len);
  ct = g_malloc (len + CEN_MAC_LEN);
  fill_ad (circle, device, ad);
  cen_crypto_seal (ct, key, seal_nonce, padded, len, ad, sizeof ad);
  *ret_len = len + CEN_MAC_LEN;
  return ct;
}

static int
compare_readers (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (&((const CenSealedReader *) a)->device,
                         &((const CenSealedReader *) b)->device);
}

static gboolean
wrap_for_all (GArray *readers, const CenBoxKey *sender, const guint8 key[static CEN_KEY_LEN],
              guint8 *ret_wraps, GError **error)
{
  for (guint i = 0; i < readers->len; i++) {
    const CenSealedReader *reader = &g_array_index (readers, CenSealedReader, i);
    guint8 *entry = ret_wraps + (gsize) i * ENTRY_LEN;
    guint8 nonce[CEN_NONCE_LEN];

    get_wrap_nonce (sender->public_key, reader->box, nonce);
    memcpy (entry, reader->device.bytes, CEN_SEALED_HINT_LEN);
    if (!cen_crypto_wrap (entry + CEN_SEALED_HINT_LEN, key, nonce, reader->box, sender)) {
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                           "A device of this member has a key that nothing can be sealed for.");
      return FALSE;
    }
  }
  return TRUE;
}

static GBytes *
put_together (const CenSealed *sealed, const CenWorld *world, GError **error)
{
  g_autofree guint8 *buf = g_malloc (CEN_PAYLOAD_MAX);
  CenCborWriter writer;

  world->random (world, buf, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, CEN_PAYLOAD_MAX - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, 5);
  cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_array (&writer, sealed->n_named);
  for (guint i = 0; i < sealed->n_named; i++)
    cen_cbor_put_bytes (&writer, sealed->named[i].bytes, CEN_ID_LEN);
  cen_cbor_put_uint (&writer, 1);
  cen_cbor_put_bytes (&writer, sealed->sender, CEN_KEY_LEN);
  cen_cbor_put_uint (&writer, 2);
  cen_cbor_put_bytes (&writer, sealed->wraps, (gsize) sealed->n_wraps * ENTRY_LEN);
  cen_cbor_put_uint (&writer, 3);
  cen_cbor_put_bytes (&writer, sealed->commitment, CEN_ID_LEN);
  cen_cbor_put_uint (&writer, 4);
  cen_cbor_put_bytes (&writer, sealed->ct, sealed->ct_len);
  if (writer.has_overflowed) {
    set_too_long (error);
    return NULL;
  }
  return g_bytes_new (buf, CEN_SALT_LEN + writer.len);
}

GBytes *
cen_sealed_build (const CenId *circle, const CenId *device, const CenId *named, guint n_named,
                  GArray *readers, const CenSealedInner *inner, const CenWorld *world,
                  guint8 ret_key[static CEN_KEY_LEN], GError **error)
{
  CenSealed sealed = { .n_named = n_named, .n_wraps = readers->len };
  g_autofree guint8 *wraps = g_malloc ((gsize) readers->len * ENTRY_LEN + 1);
  g_autofree guint8 *ct = NULL;
  CenBoxKey sender;
  gboolean ok;

  g_assert (n_named >= 1 && n_named <= CEN_SEALED_NAMED_MAX);
  g_assert (readers->len >= 1 && readers->len <= CEN_DEVICES_MAX);
  memcpy (sealed.named, named, n_named * sizeof *named);
  g_array_sort (readers, compare_readers);
  world->random (world, ret_key, CEN_KEY_LEN);
  cen_crypto_hash (sealed.commitment, "cen1.seal.id", ret_key, CEN_KEY_LEN);
  cen_box_key_generate (&sender, world);
  memcpy (sealed.sender, sender.public_key, CEN_KEY_LEN);
  ok = wrap_for_all (readers, &sender, ret_key, wraps, error);
  cen_box_key_clear (&sender);
  if (!ok)
    return NULL;
  sealed.wraps = wraps;
  ct = seal_inner (circle, device, inner, ret_key, &sealed.ct_len, error);
  sealed.ct = ct;
  return ct != NULL ? put_together (&sealed, world, error) : NULL;
}
