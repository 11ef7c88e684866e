/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The head of the file of keys, also with the right check, which no fuzzer guesses; and its
 * content, as it is when it was opened. */

#include "fuzz.h"

#include "core/secrets.h"
#include "tests/support/world.h"

#include <string.h>

static const CenFileKind kind = { "cen.keys", 2, "damaged", "newer" };

static void
read_head (const guint8 *bytes, gsize len)
{
  guint8 again[CEN_FILE_HEAD_LEN];
  g_autoptr (GError) error = NULL;
  CenFileHead head;

  if (!cen_file_head_read (&head, &kind, bytes, len, &error)) {
    g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ||
              g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER));
    return;
  }
  g_assert (head.cost.ops <= CEN_STRETCH_OPS_MAX && head.cost.mem_kib <= CEN_STRETCH_MEM_KIB_MAX);
  cen_file_head_write (&head, &kind, again);
  g_assert (memcmp (bytes, again, sizeof again) == 0);
}

static void
read_checked_head (const guint8 *bytes, gsize len)
{
  const gsize body = CEN_FILE_HEAD_LEN - CEN_FILE_CHECK_LEN;
  guint8 checked[CEN_FILE_HEAD_LEN], check[CEN_ID_LEN];

  if (len < body)
    return;
  memcpy (checked, bytes, body);
  cen_crypto_hash (check, "cen1.file.head", checked, body);
  memcpy (checked + body, check, CEN_FILE_CHECK_LEN);
  read_head (checked, sizeof checked);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autoptr (CenSecrets) secrets = NULL;
  g_autoptr (GError) error = NULL;
  gsize packed_len;
  guint8 *packed;

  cen_crypto_init ();
  read_head (bytes, len);
  read_checked_head (bytes, len);
  secrets = cen_secrets_open (NULL, NULL, &world->world, NULL);
  if (!cen_secrets_unpack (secrets, bytes, len, &error)) {
    g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID));
    return 0;
  }
  packed = cen_secrets_pack (secrets, &packed_len);
  g_assert (cen_secrets_unpack (secrets, packed, packed_len, NULL));
  cen_crypto_free (packed);
  return 0;
}
