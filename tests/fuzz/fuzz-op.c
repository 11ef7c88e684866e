/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What decodes as an op is, encoded again from its fields, the same body. */

#include "fuzz.h"

#include "core/op.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  static const CenId circle = { { 1 } };
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  CenSignKey key = { { 0 }, { 0 } };
  CenOp op, copy;

  cen_crypto_init ();
  if (!cen_op_decode (&op, bytes, len, &error)) {
    g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID));
    return 0;
  }
  g_assert (op.n_deps <= CEN_OP_DEPS_MAX && op.payload_len <= CEN_PAYLOAD_MAX);
  g_assert (op.body >= bytes && op.body + op.body_len <= bytes + len);
  cen_op_verify (&op, &circle);
  copy = op;
  memcpy (key.public_key, op.device.bytes, CEN_KEY_LEN);
  again = cen_op_sign (&copy, &circle, &key);
  g_assert (copy.body_len == op.body_len && memcmp (copy.body, op.body, op.body_len) == 0);
  g_assert (g_bytes_get_size (again) == len);
  return 0;
}
