/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "parcel.h"

#include <string.h>

#define HEAD_LEN 4

void
cen_parcel_key_init (CenParcelKey *ret_key, const CenBlobRef *ref,
                     const guint8 relay[static CEN_KEY_LEN])
{
  guint8 of[CEN_KEY_LEN + CEN_ID_LEN];
  CenId id;

  cen_blob_ref_get_id (ref, &id);
  memcpy (of, relay, CEN_KEY_LEN);
  memcpy (of + CEN_KEY_LEN, id.bytes, CEN_ID_LEN);
  cen_crypto_derive (ret_key->bytes, ref->key, "cen1.rly.file", of, sizeof of);
}

void
cen_parcel_key_clear (CenParcelKey *self)
{
  cen_crypto_wipe (self->bytes, sizeof self->bytes);
}

static void
derive (const CenParcelKey *self, const char *domain, guint index, guint8 ret[static CEN_KEY_LEN])
{
  guint64 number = GUINT64_TO_LE ((guint64) index);

  cen_crypto_derive (ret, self->bytes, domain, &number, sizeof number);
}

void
cen_parcel_get_name (const CenParcelKey *self, guint index, CenId *ret_name)
{
  derive (self, "cen1.rly.name", index, ret_name->bytes);
}

/* Powers of two, and the length of a whole chunk. */
static gsize
get_padded_len (gsize len)
{
  gsize padded = CEN_PARCEL_MIN - CEN_MAC_LEN;

  while (padded < len + HEAD_LEN)
    padded = 2 * (padded + CEN_MAC_LEN) - CEN_MAC_LEN;
  return MIN (padded, CEN_PARCEL_MAX - CEN_MAC_LEN);
}

/* A key closes one content alone, which the file's reference decides: so one nonce will do. */
static const guint8 nonce[CEN_NONCE_LEN];

GBytes *
cen_parcel_seal (const CenParcelKey *self, guint index, const guint8 *ct, gsize len)
{
  gsize padded_len = get_padded_len (len);
  g_autofree guint8 *padded = g_malloc0 (padded_len);
  guint8 *parcel = g_malloc (padded_len + CEN_MAC_LEN);
  guint32 head = GUINT32_TO_LE ((guint32) len);
  guint8 key[CEN_KEY_LEN];

  g_assert (len <= CEN_BLOB_BLOCK_MAX);
  memcpy (padded, &head, HEAD_LEN);
  memcpy (padded + HEAD_LEN, ct, len);
  derive (self, "cen1.rly.parcel", index, key);
  cen_crypto_seal (parcel, key, nonce, padded, padded_len, NULL, 0);
  cen_crypto_wipe (key, sizeof key);
  return g_bytes_new_take (parcel, padded_len + CEN_MAC_LEN);
}

GBytes *
cen_parcel_open (const CenParcelKey *self, guint index, const guint8 *parcel, gsize len)
{
  g_autofree guint8 *padded = NULL;
  guint8 key[CEN_KEY_LEN];
  gboolean is_whole;
  guint32 head;

  if (len < CEN_PARCEL_MIN || len > CEN_PARCEL_MAX)
    return NULL;
  padded = g_malloc (len - CEN_MAC_LEN);
  derive (self, "cen1.rly.parcel", index, key);
  is_whole = cen_crypto_open (padded, key, nonce, parcel, len, NULL, 0);
  cen_crypto_wipe (key, sizeof key);
  if (!is_whole)
    return NULL;
  memcpy (&head, padded, HEAD_LEN);
  head = GUINT32_FROM_LE (head);
  if (head > CEN_BLOB_BLOCK_MAX || get_padded_len (head) != len - CEN_MAC_LEN)
    return NULL;
  return g_bytes_new (padded + HEAD_LEN, head);
}
