/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bytes as an envelope; and as what stands in one: an op of the first half, a payload of the
 * second, which come out as they went in. */

#include "fuzz.h"

#include "core/envelope.h"

#include <string.h>

static void
read_envelope (const CenEpochKey *key, const CenId *circle, const uint8_t *bytes, size_t len)
{
  g_autoptr (GBytes) op = NULL;
  g_autoptr (GBytes) payload = NULL;
  guint8 key_id[CEN_KEYID_LEN];
  CenId id;
  gboolean is_sound = cen_envelope_peek (bytes, len, &id, key_id, NULL);

  if (cen_envelope_open (key, circle, bytes, len, &op, &payload, NULL))
    g_assert (is_sound);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  static const guint8 secret[CEN_KEY_LEN] = { 7 };
  static const CenId circle = { { 1 } };
  size_t half = len / 2;
  g_autoptr (GBytes) op = g_bytes_new (bytes, half);
  g_autoptr (GBytes) payload = g_bytes_new (bytes + half, len - half);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GBytes) back_payload = NULL;
  CenEpochKey key;
  CenId id;

  cen_crypto_init ();
  cen_epoch_key_from_bytes (&key, secret);
  read_envelope (&key, &circle, bytes, len);
  if (half > CEN_OP_MAX / 2 || len - half > CEN_PAYLOAD_MAX)
    return 0;
  sealed = cen_envelope_seal (&key, &circle, op, payload, NULL, &id);
  g_assert (cen_envelope_open (&key, &circle, g_bytes_get_data (sealed, NULL),
                               g_bytes_get_size (sealed), &back, &back_payload, NULL));
  g_assert (g_bytes_equal (op, back) && g_bytes_equal (payload, back_payload));
  return 0;
}
