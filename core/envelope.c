/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "envelope.h"

#include "cbor.h"
#include "padding.h"

#include <string.h>

#define TAG_LEN    16
#define HEADER_PAD 64
#define CBOR_NULL  0xf6

typedef struct {
  guint8 key_id[CEN_KEYID_LEN];
  guint8 nonce[CEN_NONCE_LEN];
  const guint8 *header;
  gsize header_len;
  guint8 payload_hash[CEN_ID_LEN];
  const guint8 *payload; /* NULL when dropped */
  gsize payload_len;
  gsize head_len; /* bytes before the payload's item */
} Parts;

static guint8 *
pad (GBytes *content, CenPaddingLen get_len, gsize *ret_len)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (content, &len);

  return cen_padding_add (bytes, len, get_len, ret_len);
}

static gsize
get_header_len (gsize len)
{
  return (len + HEADER_PAD - 1) / HEADER_PAD * HEADER_PAD;
}

static void
derive_nonce (const CenEpochKey *key, GBytes *op, guint8 ret_nonce[static CEN_NONCE_LEN])
{
  guint8 nonce_key[CEN_KEY_LEN], hash[CEN_ID_LEN];
  gsize len;
  const guint8 *bytes = g_bytes_get_data (op, &len);

  cen_crypto_derive (nonce_key, key->key, "cen1.nonce", NULL, 0);
  cen_crypto_derive (hash, nonce_key, "cen1.env.nonce", bytes, len);
  memcpy (ret_nonce, hash, CEN_NONCE_LEN);
  cen_crypto_wipe (nonce_key, sizeof nonce_key);
}

static void
fill_header_ad (const CenId *circle, const guint8 key_id[static CEN_KEYID_LEN],
                guint8 ret_ad[static TAG_LEN + CEN_KEYID_LEN])
{
  guint8 tag[CEN_ID_LEN];

  cen_crypto_hash (tag, "cen1.ctag", circle->bytes, CEN_ID_LEN);
  memcpy (ret_ad, tag, TAG_LEN);
  memcpy (ret_ad + TAG_LEN, key_id, CEN_KEYID_LEN);
}

static guint8 *
seal_header (const CenEpochKey *key, const CenId *circle, GBytes *op,
             const guint8 nonce[static CEN_NONCE_LEN], gsize *ret_len)
{
  guint8 ad[TAG_LEN + CEN_KEYID_LEN], sub[CEN_KEY_LEN];
  gsize len;
  g_autofree guint8 *padded = pad (op, get_header_len, &len);
  guint8 *ct = g_malloc (len + CEN_MAC_LEN);

  fill_header_ad (circle, key->key_id, ad);
  cen_crypto_derive (sub, key->key, "cen1.hdr", NULL, 0);
  cen_crypto_seal (ct, sub, nonce, padded, len, ad, sizeof ad);
  cen_crypto_wipe (sub, sizeof sub);
  *ret_len = len + CEN_MAC_LEN;
  return ct;
}

static guint8 *
seal_payload (const CenEpochKey *key, GBytes *payload, const guint8 nonce[static CEN_NONCE_LEN],
              const guint8 *header, gsize header_len, gsize *ret_len)
{
  guint8 ad[CEN_ID_LEN], sub[CEN_KEY_LEN];
  gsize len;
  g_autofree guint8 *padded = pad (payload, cen_padding_get_padme_len, &len);
  guint8 *ct = g_malloc (len + CEN_MAC_LEN);

  cen_crypto_hash (ad, "cen1.hct", header, header_len);
  cen_crypto_derive (sub, key->key, "cen1.pay", NULL, 0);
  cen_crypto_seal (ct, sub, nonce, padded, len, ad, sizeof ad);
  cen_crypto_wipe (sub, sizeof sub);
  *ret_len = len + CEN_MAC_LEN;
  return ct;
}

GBytes *
cen_envelope_seal (const CenEpochKey *key, const CenId *circle, GBytes *op, GBytes *payload,
                   const guint8 *payload_ct_hash, CenId *ret_id)
{
  guint8 nonce[CEN_NONCE_LEN], hash[CEN_ID_LEN];
  gsize header_len, payload_len = 0, size;
  g_autofree guint8 *header = NULL;
  g_autofree guint8 *payload_ct = NULL;
  guint8 *bytes;
  CenCborWriter writer;

  derive_nonce (key, op, nonce);
  header = seal_header (key, circle, op, nonce, &header_len);
  if (payload != NULL) {
    payload_ct = seal_payload (key, payload, nonce, header, header_len, &payload_len);
    cen_crypto_hash (hash, "cen1.pct", payload_ct, payload_len);
  } else {
    g_assert (payload_ct_hash != NULL);
    memcpy (hash, payload_ct_hash, CEN_ID_LEN);
  }
  size = header_len + payload_len + 128;
  bytes = g_malloc (size);
  cen_cbor_writer_init (&writer, bytes, size);
  cen_cbor_put_array (&writer, 6);
  cen_cbor_put_uint (&writer, CEN_PROTOCOL_VERSION);
  cen_cbor_put_bytes (&writer, key->key_id, CEN_KEYID_LEN);
  cen_cbor_put_bytes (&writer, nonce, CEN_NONCE_LEN);
  cen_cbor_put_bytes (&writer, header, header_len);
  cen_cbor_put_bytes (&writer, hash, CEN_ID_LEN);
  cen_crypto_hash (ret_id->bytes, "cen1.env", bytes, writer.len);
  if (payload_ct != NULL)
    cen_cbor_put_bytes (&writer, payload_ct, payload_len);
  else
    cen_cbor_put_null (&writer);
  g_assert (!writer.has_overflowed);
  return g_bytes_new_take (bytes, writer.len);
}

static gboolean
read_parts (Parts *parts, const guint8 *bytes, gsize len, GError **error)
{
  CenCborReader reader;
  guint64 n, version;
  guint8 hash[CEN_ID_LEN];
  gboolean ok;

  cen_cbor_reader_init_large (&reader, bytes, len, 8, CEN_ENVELOPE_MAX);
  ok = len <= CEN_ENVELOPE_MAX && cen_cbor_enter_array (&reader, &n) && n == 6 &&
       cen_cbor_read_uint (&reader, &version) && version == CEN_PROTOCOL_VERSION &&
       cen_cbor_read_fixed (&reader, parts->key_id, CEN_KEYID_LEN) &&
       cen_cbor_read_fixed (&reader, parts->nonce, CEN_NONCE_LEN) &&
       cen_cbor_read_bytes (&reader, &parts->header, &parts->header_len) &&
       cen_cbor_read_fixed (&reader, parts->payload_hash, CEN_ID_LEN);
  if (ok) {
    parts->head_len = (gsize) (reader.at - bytes);
    parts->payload = NULL;
    ok = cen_cbor_take_null (&reader) ||
         cen_cbor_read_bytes (&reader, &parts->payload, &parts->payload_len);
  }
  ok = ok && cen_cbor_leave (&reader) && cen_cbor_finish (&reader) &&
       parts->header_len > CEN_MAC_LEN;
  if (ok && parts->payload != NULL) {
    cen_crypto_hash (hash, "cen1.pct", parts->payload, parts->payload_len);
    ok = parts->payload_len > CEN_MAC_LEN && memcmp (hash, parts->payload_hash, CEN_ID_LEN) == 0;
  }
  if (!ok)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "An envelope is malformed.");
  return ok;
}

/* Decrypts and strips the padding; NULL when it was altered, or when the padding is not that of
 * @get_len, by which one op could have several envelopes. */
static GBytes *
open_part (const CenEpochKey *key, const char *domain, const guint8 nonce[static CEN_NONCE_LEN],
           const guint8 *ct, gsize ct_len, const guint8 *ad, gsize ad_len, CenPaddingLen get_len)
{
  guint8 sub[CEN_KEY_LEN];
  gsize len = ct_len - CEN_MAC_LEN;
  g_autofree guint8 *plain = g_malloc (len);
  gboolean ok;

  cen_crypto_derive (sub, key->key, domain, NULL, 0);
  ok = cen_crypto_open (plain, sub, nonce, ct, ct_len, ad, ad_len) &&
       cen_padding_strip (plain, len, get_len, &len);
  cen_crypto_wipe (sub, sizeof sub);
  return ok ? g_bytes_new_take (g_steal_pointer (&plain), len) : NULL;
}

gboolean
cen_envelope_open (const CenEpochKey *key, const CenId *circle, const guint8 *bytes, gsize len,
                   GBytes **ret_op, GBytes **ret_payload, GError **error)
{
  guint8 ad[TAG_LEN + CEN_KEYID_LEN], payload_ad[CEN_ID_LEN], nonce[CEN_NONCE_LEN];
  g_autoptr (GBytes) op = NULL;
  g_autoptr (GBytes) payload = NULL;
  Parts parts;

  if (!read_parts (&parts, bytes, len, error))
    return FALSE;
  if (memcmp (parts.key_id, key->key_id, CEN_KEYID_LEN) != 0) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "An envelope is closed with another key.");
    return FALSE;
  }
  fill_header_ad (circle, key->key_id, ad);
  op = open_part (key, "cen1.hdr", parts.nonce, parts.header, parts.header_len, ad, sizeof ad,
                  get_header_len);
  if (op != NULL)
    derive_nonce (key, op, nonce);
  if (op == NULL || memcmp (nonce, parts.nonce, CEN_NONCE_LEN) != 0)
    goto altered;
  if (parts.payload != NULL) {
    cen_crypto_hash (payload_ad, "cen1.hct", parts.header, parts.header_len);
    payload = open_part (key, "cen1.pay", parts.nonce, parts.payload, parts.payload_len, payload_ad,
                         sizeof payload_ad, cen_padding_get_padme_len);
    if (payload == NULL)
      goto altered;
  }
  *ret_op = g_steal_pointer (&op);
  *ret_payload = g_steal_pointer (&payload);
  return TRUE;

altered:
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "An envelope was altered.");
  return FALSE;
}

gboolean
cen_envelope_peek (const guint8 *bytes, gsize len, CenId *ret_id,
                   guint8 ret_key_id[static CEN_KEYID_LEN], GError **error)
{
  Parts parts;

  if (!read_parts (&parts, bytes, len, error))
    return FALSE;
  cen_crypto_hash (ret_id->bytes, "cen1.env", bytes, parts.head_len);
  memcpy (ret_key_id, parts.key_id, CEN_KEYID_LEN);
  return TRUE;
}

GBytes *
cen_envelope_strip (GBytes *envelope)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (envelope, &len);
  guint8 *bare;
  Parts parts;

  if (!read_parts (&parts, bytes, len, NULL) || parts.payload == NULL)
    return NULL;
  bare = g_malloc (parts.head_len + 1);
  memcpy (bare, bytes, parts.head_len);
  bare[parts.head_len] = CBOR_NULL;
  return g_bytes_new_take (bare, parts.head_len + 1);
}
