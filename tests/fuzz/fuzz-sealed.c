/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The payload of a SEALED op, which Bo of the test vectors opens as one that Ana wrote; and the
 * same bytes as what an author of malice sealed for him, behind all that keeps strangers out. */

#include "fuzz.h"

#include "core/content.h"
#include "core/padding.h"
#include "core/sealed.h"

#include <string.h>

static const CenId circle = { { 1 } };
static const CenId author = { { 2 } };
static const CenId reader = { { 3 } };

static void
check_inner (const CenSealedInner *inner)
{
  gsize len;
  const guint8 *payload = g_bytes_get_data (inner->payload, &len);
  CenContent content;

  g_assert (inner->kind >= CEN_OP_CREATE && inner->kind <= CEN_OP_REDACT);
  g_assert (inner->has_object == (inner->kind != CEN_OP_CREATE));
  cen_content_parse (&content, inner->kind, payload, len, NULL);
}

static void
open_payload (const uint8_t *bytes, size_t len)
{
  static const guint8 seed[CEN_KEY_LEN] = { 7 };
  g_auto (CenSealedInner) inner = { 0 };
  guint8 key[CEN_KEY_LEN];
  CenSealed sealed;
  CenBoxKey box;

  if (!cen_sealed_parse (&sealed, bytes, len, NULL))
    return;
  g_assert (sealed.n_named >= 1 && sealed.n_named <= CEN_SEALED_NAMED_MAX);
  g_assert (sealed.n_wraps >= 1 && sealed.n_wraps <= CEN_DEVICES_MAX);
  g_assert (sealed.wraps > bytes &&
            sealed.wraps + sealed.n_wraps * (CEN_SEALED_HINT_LEN + CEN_WRAP_LEN) <= bytes + len);
  g_assert (sealed.ct > bytes && sealed.ct + sealed.ct_len <= bytes + len);
  for (guint i = 0; i < sealed.n_named; i++)
    g_assert (cen_sealed_names (&sealed, &sealed.named[i]));
  cen_box_key_from_seed (&box, seed);
  if (!cen_sealed_find_key (&sealed, &reader, &box, key))
    memset (key, 0, sizeof key);
  else
    g_assert (cen_sealed_key_is_of (&sealed, key));
  if (cen_sealed_open (&sealed, key, &circle, &author, &inner))
    check_inner (&inner);
}

/* @plain as it stands, then as one would pad it. */
static void
open_inside (const guint8 *plain, gsize len)
{
  static const guint8 nonce[CEN_NONCE_LEN] = "cen1.seal";
  static const guint8 key[CEN_KEY_LEN] = { 9 };
  g_autofree guint8 *ct = g_malloc (len + CEN_MAC_LEN);
  g_auto (CenSealedInner) inner = { 0 };
  guint8 ad[2 * CEN_ID_LEN];
  CenSealed sealed = { .ct = ct, .ct_len = len + CEN_MAC_LEN };

  memcpy (ad, circle.bytes, CEN_ID_LEN);
  memcpy (ad + CEN_ID_LEN, author.bytes, CEN_ID_LEN);
  cen_crypto_hash (sealed.commitment, "cen1.seal.id", key, sizeof key);
  cen_crypto_seal (ct, key, nonce, plain, len, ad, sizeof ad);
  if (cen_sealed_open (&sealed, key, &circle, &author, &inner))
    check_inner (&inner);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autofree guint8 *padded = NULL;
  gsize padded_len;

  cen_crypto_init ();
  open_payload (bytes, len);
  if (len == 0 || len > CEN_PAYLOAD_MAX)
    return 0;
  open_inside (bytes, len);
  padded = cen_padding_add (bytes, len, cen_padding_get_padme_len, &padded_len);
  open_inside (padded, padded_len);
  return 0;
}
