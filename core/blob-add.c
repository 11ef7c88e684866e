/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The key of a file follows from its content, so the content is read once to find the key and once
 * to close it. Should the second reading bring something else, nothing of what was closed may ever
 * be seen: two contents under one key would give both away. It is thrown away and the addition
 * fails. */

#include "blob-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  int in;
  int out;
  CenBlobLayout layout;
  CenBlobRef *ref;
  CenId *chunks;
  guint8 *plain;
  guint8 *ct;
  CenBlobAddFunc progress;
  gpointer user_data;
  guint64 done;
} Add;

static gboolean
set_failed (GError **error, int code)
{
  if (code == ENOSPC || code == EDQUOT)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "The disk has no room for this file.");
  else
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The file could not be taken in: %s.",
                 g_strerror (code));
  return FALSE;
}

static gboolean
set_changed (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "The file was changed while it was read: try again.");
  return FALSE;
}

/* Exactly @len bytes. */
static gboolean
read_plain (Add *add, guint64 offset, gsize len, GError **error)
{
  gsize at = 0;

  while (at < len) {
    gssize n = pread (add->in, add->plain + at, len - at, (off_t) (offset + at));

    if (n < 0 && errno != EINTR)
      return set_failed (error, errno);
    if (n == 0)
      return set_changed (error);
    if (n > 0)
      at += (gsize) n;
  }
  add->done += len;
  if (add->progress == NULL || add->progress (add->done, 2 * add->layout.size, add->user_data))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "The file is not taken in.");
  return FALSE;
}

static gsize
get_chunk_len (const Add *add, guint chunk)
{
  return cen_blob_layout_get_len (&add->layout, add->layout.n_pieces + chunk) - CEN_MAC_LEN;
}

static gboolean
hash_plain (Add *add, CenId *ret_hash, GError **error)
{
  g_autoptr (CenHasher) hasher = cen_hasher_new ("cen1.blob.plain");

  for (guint i = 0; i < add->layout.n_chunks; i++) {
    gsize len = get_chunk_len (add, i);

    if (!read_plain (add, (guint64) i * CEN_BLOB_CHUNK_LEN, len, error))
      return FALSE;
    cen_hasher_update (hasher, add->plain, len);
  }
  cen_hasher_finish (hasher, ret_hash->bytes);
  return TRUE;
}

static gboolean
write_block (Add *add, guint index, const guint8 *plain, gsize len, CenId *ret_id, GError **error)
{
  guint64 offset = CEN_BLOB_FILE_HEAD + cen_blob_layout_get_offset (&add->layout, index);
  gsize at = 0;

  cen_blob_seal_block (add->ct, add->ref->key, &add->layout, index, plain, len);
  len += CEN_MAC_LEN;
  cen_blob_hash_block (ret_id, add->ct, len);
  while (at < len) {
    gssize n = pwrite (add->out, add->ct + at, len - at, (off_t) (offset + at));

    if (n < 0 && errno != EINTR)
      return set_failed (error, errno);
    at += n > 0 ? (gsize) n : 0;
  }
  return TRUE;
}

static gboolean
close_chunks (Add *add, const CenId *hash, GError **error)
{
  g_autoptr (CenHasher) hasher = cen_hasher_new ("cen1.blob.plain");
  CenId again;

  for (guint i = 0; i < add->layout.n_chunks; i++) {
    gsize len = get_chunk_len (add, i);

    if (!read_plain (add, (guint64) i * CEN_BLOB_CHUNK_LEN, len, error))
      return FALSE;
    cen_hasher_update (hasher, add->plain, len);
    if (!write_block (add, add->layout.n_pieces + i, add->plain, len, &add->chunks[i], error))
      return FALSE;
  }
  cen_hasher_finish (hasher, again.bytes);
  return cen_id_equal (&again, hash) || set_changed (error);
}

static gboolean
close_manifest (Add *add, GError **error)
{
  g_autoptr (GBytes) manifest = cen_blob_manifest_new (&add->layout, add->chunks);
  const guint8 *bytes = g_bytes_get_data (manifest, NULL);

  for (guint i = 0; i < add->layout.n_pieces; i++) {
    if (!write_block (add, i, bytes + (gsize) i * CEN_BLOB_CHUNK_LEN,
                      cen_blob_layout_get_len (&add->layout, i) - CEN_MAC_LEN, &add->ref->pieces[i],
                      error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_head (Add *add, CenId *ret_id, GError **error)
{
  guint8 head[CEN_BLOB_FILE_HEAD] = "cen.blob\1";
  guint64 le = GUINT64_TO_LE (add->layout.size);

  cen_blob_ref_get_id (add->ref, ret_id);
  memcpy (head + 16, &le, 8);
  memcpy (head + 24, ret_id->bytes, CEN_ID_LEN);
  return pwrite (add->out, head, sizeof head, 0) == sizeof head || set_failed (error, errno);
}

/* In one folder with the place it goes to, so that it can be renamed there. */
static gboolean
put_in_place (Add *add, const char *fresh, const char *folder, GError **error)
{
  g_autofree char *path = NULL;
  CenId id;
  int dir;
  gboolean ok;

  if (!put_head (add, &id, error))
    return FALSE;
  path = cen_blob_file_dup_path (folder, &id);
  if (fsync (add->out) != 0 || g_rename (fresh, path) != 0)
    return set_failed (error, errno);
  dir = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  ok = dir >= 0 && fsync (dir) == 0;
  if (dir >= 0)
    close (dir);
  return ok || set_failed (error, errno);
}

static gboolean
add_file (Add *add, const guint8 *root, const char *fresh, const char *folder, GError **error)
{
  CenId hash;

  if (!hash_plain (add, &hash, error))
    return FALSE;
  cen_blob_derive_key (add->ref->key, root, &hash);
  return close_chunks (add, &hash, error) && close_manifest (add, error) &&
         put_in_place (add, fresh, folder, error);
}

/* Its size, when it is a file that can be added. */
static gboolean
look_at (int fd, const char *folder, guint64 *ret_size, GError **error)
{
  g_autofree char *inside = g_build_filename (folder, "x", NULL);
  struct stat info;

  if (fstat (fd, &info) != 0)
    return set_failed (error, errno);
  if (!S_ISREG (info.st_mode)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "Only plain files can be shared.");
    return FALSE;
  }
  if ((guint64) info.st_size > CEN_BLOB_SIZE_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This file is too large: at most 8 GiB can be shared.");
    return FALSE;
  }
  if (cen_blob_file_get_space (inside) < (guint64) info.st_size)
    return set_failed (error, ENOSPC);
  *ret_size = (guint64) info.st_size;
  return TRUE;
}

gboolean
cen_blob_file_add (int fd, const guint8 root[static CEN_KEY_LEN], const char *folder,
                   CenBlobAddFunc progress, gpointer user_data, CenBlobRef *ret_ref, GError **error)
{
  g_autofree char *fresh = g_build_filename (folder, "adding-XXXXXX", NULL);
  g_autofree CenId *chunks = NULL;
  g_autofree guint8 *plain = NULL;
  g_autofree guint8 *ct = NULL;
  CenBlobRef ref = { 0 };
  Add add = { .in = fd, .ref = &ref, .progress = progress, .user_data = user_data };
  gboolean ok;

  if (!look_at (fd, folder, &ref.size, error))
    return FALSE;
  cen_blob_layout_init (&add.layout, ref.size);
  add.chunks = chunks = g_new (CenId, add.layout.n_chunks + 1);
  add.plain = plain = g_malloc (CEN_BLOB_CHUNK_LEN);
  add.ct = ct = g_malloc (CEN_BLOB_BLOCK_MAX);
  add.out = g_mkstemp_full (fresh, O_RDWR | O_CLOEXEC, 0600);
  if (add.out < 0)
    return set_failed (error, errno);
  ok = add_file (&add, root, fresh, folder, error);
  close (add.out);
  g_unlink (fresh);
  if (ok)
    *ret_ref = ref;
  cen_blob_ref_clear (&ref);
  return ok;
}
