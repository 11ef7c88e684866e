/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Three ways into a backup: the bytes as they are; behind a head with the right check, which no
 * fuzzer guesses, as a file to be opened with a passphrase; and as what a stream holds when its key
 * is known: chunks, each after its length in two bytes, the low one first, whose highest bit marks
 * the last. */

#include "fuzz.h"

#include "core/backup.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PASSPHRASE "four words or five"
/* A head may ask for a GiB and the time for it; what is tried here is far below. */
#define TRIED_OPS_MAX     2
#define TRIED_MEM_KIB_MAX 64

static const CenFileKind kind = { "cen.back", 1, "damaged", "newer" };
static const guint8 key[CEN_KEY_LEN] = { 7 };

static void
assert_expected (const GError *error)
{
  g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ||
            g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER) ||
            g_error_matches (error, CEN_ERROR, CEN_ERROR_REFUSED));
}

/* What is taken of @len bytes is no more than they are, whatever lengths they tell. */
static void
read_parts (const guint8 *bytes, gsize len)
{
  static const char *const names[] = { "secrets", "replica.db" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CenBackup) backup = cen_backup_parse (bytes, len, key, &error);

  if (backup == NULL) {
    assert_expected (error);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    CenBackupPart part;

    if (cen_backup_get (backup, names[i], &part))
      g_assert (part.len <= len);
  }
}

/* --- A head with the right check --- */

static gboolean
costs_little (const CenFileHead *head)
{
  return head->cost.ops <= TRIED_OPS_MAX && head->cost.mem_kib <= TRIED_MEM_KIB_MAX;
}

static void
read_file (const guint8 *bytes, gsize len, gboolean is_sound)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = memfd_create ("backup", MFD_CLOEXEC);

  g_assert (fd >= 0 && write (fd, bytes, len) == (gssize) len);
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_assert (cen_backup_read (path, PASSPHRASE, &error) == NULL);
  assert_expected (error);
  /* Only a passphrase that was tried can be the wrong one. */
  g_assert (is_sound || !g_error_matches (error, CEN_ERROR, CEN_ERROR_REFUSED));
  close (fd);
}

static void
read_checked (const guint8 *bytes, gsize len)
{
  const gsize body = CEN_FILE_HEAD_LEN - CEN_FILE_CHECK_LEN;
  g_autofree guint8 *file = NULL;
  guint8 check[CEN_ID_LEN];
  CenFileHead head;
  gboolean is_sound;

  if (len < body)
    return;
  file = g_malloc (len + CEN_FILE_CHECK_LEN);
  memcpy (file, bytes, body);
  cen_crypto_hash (check, "cen1.file.head", bytes, body);
  memcpy (file + body, check, CEN_FILE_CHECK_LEN);
  memcpy (file + CEN_FILE_HEAD_LEN, bytes + body, len - body);
  is_sound = cen_file_head_read (&head, &kind, file, len + CEN_FILE_CHECK_LEN, NULL) &&
             head.protection == CEN_PROTECTION_PASSPHRASE;
  /* What costs more than a head may ask for is refused before it is begun. */
  if (!is_sound || costs_little (&head))
    read_file (file, len + CEN_FILE_CHECK_LEN, is_sound);
}

/* --- A stream --- */

static void
add_chunk (GByteArray *to, CenStream *stream, const guint8 *bytes, guint len, CenStreamTag tag)
{
  guint32 length = GUINT32_TO_LE (len + CEN_STREAM_MORE_LEN);
  g_autofree guint8 *sealed = g_malloc (len + CEN_STREAM_MORE_LEN);
  gboolean is_first = to->len == CEN_FILE_HEAD_LEN;

  cen_stream_seal (stream, sealed, bytes, len, is_first ? to->data : NULL,
                   is_first ? CEN_FILE_HEAD_LEN : 0, tag);
  g_byte_array_append (to, (const guint8 *) &length, sizeof length);
  g_byte_array_append (to, sealed, len + CEN_STREAM_MORE_LEN);
}

static void
read_stream (const guint8 *bytes, gsize len)
{
  CenFileHead head = { .version = 1,
                       .protection = CEN_PROTECTION_PASSPHRASE,
                       .cost = { 1, CEN_STRETCH_MEM_KIB_MIN } };
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (CenStream) stream = cen_stream_new (key, head.nonce);

  cen_file_head_set_key (&head, key);
  g_byte_array_set_size (file, CEN_FILE_HEAD_LEN);
  cen_file_head_write (&head, &kind, file->data);
  for (gsize at = 0; at + 2 <= len;) {
    guint length = bytes[at] | (guint) bytes[at + 1] << 8;
    guint chunk_len = (guint) MIN (length & 0x7fff, len - at - 2);

    add_chunk (file, stream, bytes + at + 2, chunk_len,
               length & 0x8000 ? CEN_STREAM_LAST : CEN_STREAM_CHUNK);
    at += 2 + chunk_len;
  }
  read_parts (file->data, file->len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  cen_crypto_init ();
  read_parts (bytes, len);
  read_checked (bytes, len);
  read_stream (bytes, len);
  return 0;
}
