/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A backup's file as it is, and, since no fuzzer guesses a seal, the same bytes as chunks that are
 * sealed rightly: each a length of 15 bits with a bit that says it is the last, and its bytes. */

#include "fuzz.h"

#include "core/backup.h"

#include <string.h>

static const guint8 key[CEN_KEY_LEN] = { 7 };
static const CenFileKind kind = { "cen.back", 1, "damaged", "newer" };

static void
read_file (const guint8 *bytes, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenBackup) backup = cen_backup_parse (bytes, len, key, &error);
  CenBackupPart part;

  if (backup != NULL) {
    if (cen_backup_get (backup, "secrets", &part))
      g_assert (part.len <= len);
    return;
  }
  g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ||
            g_error_matches (error, CEN_ERROR, CEN_ERROR_REFUSED) ||
            g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER));
}

static GByteArray *
seal_file (const guint8 *bytes, gsize len)
{
  GByteArray *file = g_byte_array_new ();
  CenFileHead head = { .version = 1,
                       .protection = CEN_PROTECTION_PASSPHRASE,
                       .cost = { 1, CEN_STRETCH_MEM_KIB_MIN } };
  g_autoptr (CenStream) stream = cen_stream_new (key, head.nonce);
  guint8 head_bytes[CEN_FILE_HEAD_LEN], sealed[0x8000 + CEN_STREAM_MORE_LEN];
  gsize head_len = sizeof head_bytes;

  cen_file_head_set_key (&head, key);
  cen_file_head_write (&head, &kind, head_bytes);
  g_byte_array_append (file, head_bytes, sizeof head_bytes);
  while (len >= 2) {
    guint16 word = (guint16) (bytes[0] | bytes[1] << 8);
    gsize chunk = MIN (word & 0x7fffu, len - 2);
    guint32 length = GUINT32_TO_LE ((guint32) chunk + CEN_STREAM_MORE_LEN);

    cen_stream_seal (stream, sealed, bytes + 2, chunk, head_bytes, head_len,
                     (word & 0x8000u) != 0 ? CEN_STREAM_LAST : CEN_STREAM_CHUNK);
    head_len = 0;
    g_byte_array_append (file, (const guint8 *) &length, sizeof length);
    g_byte_array_append (file, sealed, (guint) (chunk + CEN_STREAM_MORE_LEN));
    bytes += 2 + chunk;
    len -= 2 + chunk;
  }
  return file;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autoptr (GByteArray) file = NULL;

  cen_crypto_init ();
  read_file (bytes, len);
  file = seal_file (bytes, len);
  read_file (file->data, file->len);
  return 0;
}
