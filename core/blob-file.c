/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "blob-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MAGIC      "cen.blob"
#define VERSION    1
#define AHEAD_SYNC (16 << 20) /* bytes after which the disk is set to work, ahead of the end */

struct _CenBlobPart {
  char *path;
  int fd;
  CenBlobRef ref;
  CenBlobLayout layout;
  CenId id;
  guint8 *has; /* a byte for each block */
  GBytes *manifest;
  int n_unsynced; /* bytes; of all threads that write */
};

static gboolean
set_failed (GError **error, int code)
{
  if (code == ENOSPC || code == EDQUOT)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "The disk has no room for this file.");
  else
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "A file of the library failed: %s.",
                 g_strerror (code));
  return FALSE;
}

static gboolean
write_at (int fd, guint64 offset, const guint8 *bytes, gsize len, GError **error)
{
  while (len > 0) {
    gssize n = pwrite (fd, bytes, len, (off_t) offset);

    if (n < 0 && errno != EINTR)
      return set_failed (error, errno);
    if (n > 0) {
      bytes += n;
      len -= (gsize) n;
      offset += (guint64) n;
    }
  }
  return TRUE;
}

/* FALSE without an error at the end of the file. */
static gboolean
read_at (int fd, guint64 offset, guint8 *ret_bytes, gsize len, GError **error)
{
  while (len > 0) {
    gssize n = pread (fd, ret_bytes, len, (off_t) offset);

    if (n < 0 && errno != EINTR)
      return set_failed (error, errno);
    if (n == 0)
      return FALSE;
    if (n > 0) {
      ret_bytes += n;
      len -= (gsize) n;
      offset += (guint64) n;
    }
  }
  return TRUE;
}

static char *
dup_part_path (const char *path)
{
  return g_strconcat (path, ".part", NULL);
}

char *
cen_blob_file_dup_path (const char *folder, const CenId *id)
{
  g_autofree char *name = cen_id_dup_text (id);

  return g_build_filename (folder, name, NULL);
}

guint64
cen_blob_file_get_space (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct statvfs fs;
  guint64 n_free;

  if (statvfs (folder, &fs) != 0)
    return G_MAXUINT64;
  n_free = (guint64) fs.f_bavail * fs.f_frsize;
  return n_free > CEN_BLOB_SPARE_MIN ? n_free - CEN_BLOB_SPARE_MIN : 0;
}

/* --- The head --- */

static void
make_head (guint8 *ret_head, guint64 size, const CenId *id)
{
  guint64 le = GUINT64_TO_LE (size);

  memset (ret_head, 0, CEN_BLOB_FILE_HEAD);
  memcpy (ret_head, MAGIC, 8);
  ret_head[8] = VERSION;
  memcpy (ret_head + 16, &le, 8);
  memcpy (ret_head + 24, id->bytes, CEN_ID_LEN);
}

static guint64
get_offset (const CenBlobLayout *layout, guint index)
{
  return CEN_BLOB_FILE_HEAD + cen_blob_layout_get_offset (layout, index);
}

static guint64
get_map_offset (const CenBlobLayout *layout)
{
  return CEN_BLOB_FILE_HEAD + cen_blob_layout_get_total (layout);
}

/* --- Parts --- */

const CenBlobLayout *
cen_blob_part_get_layout (const CenBlobPart *self)
{
  return &self->layout;
}

gboolean
cen_blob_part_has (const CenBlobPart *self, guint index)
{
  return self->has[index] != 0;
}

gboolean
cen_blob_part_has_manifest (const CenBlobPart *self)
{
  return self->manifest != NULL;
}

void
cen_blob_part_free (CenBlobPart *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->manifest, g_bytes_unref);
  cen_blob_ref_clear (&self->ref);
  g_free (self->has);
  g_free (self->path);
  g_free (self);
}

static gboolean
is_as_named (const CenBlobPart *self, guint index, const guint8 *ct, gsize len)
{
  guint n_pieces = self->layout.n_pieces;
  const CenId *expected =
      index < n_pieces
          ? &self->ref.pieces[index]
          : cen_blob_manifest_get_chunks (&self->layout, self->manifest) + (index - n_pieces);
  CenId id;

  cen_blob_hash_block (&id, ct, len);
  return cen_id_equal (&id, expected);
}

/* Only begins the writing, waits for nothing and promises nothing: what is asked of the disk at the
 * end is little then. */
static void
sync_ahead (CenBlobPart *self, gsize len)
{
  if (g_atomic_int_add (&self->n_unsynced, (int) len) + (int) len < AHEAD_SYNC)
    return;
  g_atomic_int_set (&self->n_unsynced, 0);
  sync_file_range (self->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

gboolean
cen_blob_part_write (CenBlobPart *self, guint index, const guint8 *ct, gsize len, GError **error)
{
  const guint8 is_here = 1;

  if (index >= self->layout.n_blocks || len != cen_blob_layout_get_len (&self->layout, index) ||
      (index >= self->layout.n_pieces && self->manifest == NULL) ||
      !is_as_named (self, index, ct, len)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "A piece of a file is not what it should be.");
    return FALSE;
  }
  if (!write_at (self->fd, get_offset (&self->layout, index), ct, len, error) ||
      !write_at (self->fd, get_map_offset (&self->layout) + index, &is_here, 1, error))
    return FALSE;
  self->has[index] = 1;
  sync_ahead (self, len);
  return TRUE;
}

static gboolean
set_bad_manifest (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "The list of a file’s pieces is not what it should be.");
  return FALSE;
}

gboolean
cen_blob_part_load_manifest (CenBlobPart *self, GError **error)
{
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  g_autofree guint8 *ct = g_malloc (CEN_BLOB_BLOCK_MAX);
  g_autoptr (GBytes) manifest = NULL;
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < self->layout.n_pieces; i++) {
    gsize len = cen_blob_layout_get_len (&self->layout, i);
    guint at = plain->len;

    if (!read_at (self->fd, get_offset (&self->layout, i), ct, len, &local)) {
      if (local == NULL)
        return set_bad_manifest (error);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    g_byte_array_set_size (plain, at + (guint) len - CEN_MAC_LEN);
    if (!cen_blob_open_block (plain->data + at, self->ref.key, &self->layout, i, ct, len))
      return set_bad_manifest (error);
  }
  manifest = g_byte_array_free_to_bytes (g_steal_pointer (&plain));
  if (cen_blob_manifest_get_chunks (&self->layout, manifest) == NULL)
    return set_bad_manifest (error);
  self->manifest = g_steal_pointer (&manifest);
  return TRUE;
}

/* Reads what is said to be there and forgets what is not as it should be. */
static gboolean
check_blocks (CenBlobPart *self, guint from, guint to, guint *ret_n_missing, GError **error)
{
  g_autofree guint8 *ct = g_malloc (CEN_BLOB_BLOCK_MAX);
  g_autoptr (GError) local = NULL;
  const guint8 is_not = 0;

  *ret_n_missing = 0;
  for (guint i = from; i < to; i++) {
    gsize len = cen_blob_layout_get_len (&self->layout, i);

    if (self->has[i] != 0 && (!read_at (self->fd, get_offset (&self->layout, i), ct, len, &local) ||
                              !is_as_named (self, i, ct, len))) {
      self->has[i] = 0;
      if (local != NULL || !write_at (self->fd, get_map_offset (&self->layout) + i, &is_not, 1,
                                      local == NULL ? &local : NULL)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
      }
    }
    *ret_n_missing += self->has[i] == 0;
  }
  return TRUE;
}

/* A part that ends where its map began was about to become whole when the program was killed: then
 * all is said to be there, and is looked at as ever. */
static gboolean
read_map (CenBlobPart *self, gboolean *ret_found, GError **error)
{
  guint64 at = get_map_offset (&self->layout);
  g_autoptr (GError) local = NULL;
  struct stat info;

  *ret_found = read_at (self->fd, at, self->has, self->layout.n_blocks, &local);
  if (*ret_found)
    return TRUE;
  memset (self->has, 0, self->layout.n_blocks);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (fstat (self->fd, &info) != 0 || (guint64) info.st_size != at)
    return TRUE;
  *ret_found = TRUE;
  memset (self->has, 1, self->layout.n_blocks);
  return write_at (self->fd, at, self->has, self->layout.n_blocks, error);
}

static gboolean
resume (CenBlobPart *self, GError **error)
{
  gboolean is_found;
  guint n_missing;

  if (!read_map (self, &is_found, error))
    return FALSE;
  if (!is_found)
    return TRUE;
  if (!check_blocks (self, 0, self->layout.n_pieces, &n_missing, error))
    return FALSE;
  if (n_missing > 0) {
    /* Nothing of the rest can be checked without it. */
    memset (self->has + self->layout.n_pieces, 0, self->layout.n_chunks);
    return write_at (self->fd, get_map_offset (&self->layout), self->has, self->layout.n_blocks,
                     error);
  }
  return cen_blob_part_load_manifest (self, error) &&
         check_blocks (self, self->layout.n_pieces, self->layout.n_blocks, &n_missing, error);
}

static gboolean
begin (CenBlobPart *self, GError **error)
{
  guint8 head[CEN_BLOB_FILE_HEAD];
  guint64 total = get_map_offset (&self->layout) + self->layout.n_blocks;

  if (cen_blob_file_get_space (self->path) < total)
    return set_failed (error, ENOSPC);
  make_head (head, self->layout.size, &self->id);
  if (ftruncate (self->fd, 0) != 0 || ftruncate (self->fd, (off_t) total) != 0)
    return set_failed (error, errno);
  return write_at (self->fd, 0, head, sizeof head, error);
}

static gboolean
has_head (int fd, guint64 size, const CenId *id)
{
  guint8 head[CEN_BLOB_FILE_HEAD];
  guint8 expected[CEN_BLOB_FILE_HEAD];

  make_head (expected, size, id);
  return read_at (fd, 0, head, sizeof head, NULL) && memcmp (head, expected, sizeof head) == 0;
}

static guint64
count_missing (const CenBlobPart *self)
{
  guint64 n_bytes = 0;

  for (guint i = 0; i < self->layout.n_blocks; i++)
    n_bytes += self->has[i] == 0 ? cen_blob_layout_get_len (&self->layout, i) : 0;
  return n_bytes;
}

CenBlobPart *
cen_blob_part_open (const char *path, const CenBlobRef *ref, GError **error)
{
  g_autoptr (CenBlobPart) self = g_new0 (CenBlobPart, 1);
  g_autofree char *part = dup_part_path (path);

  self->path = g_strdup (path);
  self->ref = *ref;
  cen_blob_layout_init (&self->layout, ref->size);
  cen_blob_ref_get_id (ref, &self->id);
  self->has = g_malloc0 (self->layout.n_blocks);
  self->fd = g_open (part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0) {
    set_failed (error, errno);
    return NULL;
  }
  if (has_head (self->fd, ref->size, &self->id)) {
    if (!resume (self, error))
      return NULL;
    if (cen_blob_file_get_space (path) < count_missing (self)) {
      set_failed (error, ENOSPC);
      return NULL;
    }
  } else if (!begin (self, error)) {
    g_unlink (part);
    return NULL;
  }
  return g_steal_pointer (&self);
}

static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return ok;
}

gboolean
cen_blob_part_finish (CenBlobPart *self, GError **error)
{
  g_autofree char *part = dup_part_path (self->path);

  for (guint i = 0; i < self->layout.n_blocks; i++)
    g_assert (self->has[i] != 0);
  if (ftruncate (self->fd, (off_t) get_map_offset (&self->layout)) != 0 || fsync (self->fd) != 0 ||
      g_rename (part, self->path) != 0 || !sync_folder_of (self->path))
    return set_failed (error, errno);
  return TRUE;
}

/* --- What is there --- */

CenBlobHeld
cen_blob_file_look (const char *path, guint64 *ret_bytes)
{
  g_autofree char *part = dup_part_path (path);
  CenBlobHeld held = CEN_BLOB_WHOLE;
  struct stat info;

  *ret_bytes = 0;
  if (stat (path, &info) != 0) {
    held = CEN_BLOB_PARTIAL;
    if (stat (part, &info) != 0)
      return CEN_BLOB_ABSENT;
  }
  *ret_bytes = (guint64) info.st_blocks * 512;
  return held;
}

guint8 *
cen_blob_file_dup_map (const char *path, const CenBlobLayout *layout)
{
  g_autofree char *part = dup_part_path (path);
  g_autofree guint8 *map = g_malloc (layout->n_blocks);
  int fd = g_open (part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  gboolean ok = fd >= 0 && read_at (fd, get_map_offset (layout), map, layout->n_blocks, NULL);

  if (fd >= 0)
    close (fd);
  return ok ? g_steal_pointer (&map) : NULL;
}

static int
open_either (const char *path, gboolean *ret_is_part)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  g_autofree char *part = NULL;

  *ret_is_part = fd < 0;
  if (fd >= 0)
    return fd;
  part = dup_part_path (path);
  return g_open (part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
}

static gboolean
set_not_here (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "This file is not on this device.");
  return FALSE;
}

gboolean
cen_blob_file_read (const char *path, const CenBlobLayout *layout, guint index, guint8 *ret_ct,
                    GError **error)
{
  gboolean is_part;
  int fd = open_either (path, &is_part);
  g_autoptr (GError) local = NULL;
  guint8 is_here = 1;
  gboolean ok = fd >= 0 && index < layout->n_blocks;

  if (ok && is_part)
    ok = read_at (fd, get_map_offset (layout) + index, &is_here, 1, &local);
  ok = ok && is_here == 1 &&
       read_at (fd, get_offset (layout, index), ret_ct, cen_blob_layout_get_len (layout, index),
                &local);
  if (fd >= 0)
    close (fd);
  if (ok)
    return TRUE;
  if (local == NULL)
    return set_not_here (error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

void
cen_blob_file_remove (const char *path)
{
  g_autofree char *part = dup_part_path (path);

  g_unlink (path);
  g_unlink (part);
}

/* --- Reading --- */

struct _CenBlobReader {
  int fd;
  CenBlobRef ref;
  CenBlobLayout layout;
  guint8 *ct;
  guint8 *plain;
};

CenBlobReader *
cen_blob_reader_open (const char *path, const CenBlobRef *ref, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  CenBlobReader *self;
  CenId id;

  cen_blob_ref_get_id (ref, &id);
  if (fd < 0 || !has_head (fd, ref->size, &id)) {
    if (fd >= 0)
      close (fd);
    set_not_here (error);
    return NULL;
  }
  self = g_new0 (CenBlobReader, 1);
  self->fd = fd;
  self->ref = *ref;
  cen_blob_layout_init (&self->layout, ref->size);
  self->ct = g_malloc (CEN_BLOB_BLOCK_MAX);
  self->plain = g_malloc (CEN_BLOB_CHUNK_LEN);
  return self;
}

void
cen_blob_reader_free (CenBlobReader *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  cen_blob_ref_clear (&self->ref);
  g_free (self->ct);
  g_free (self->plain);
  g_free (self);
}

const guint8 *
cen_blob_reader_get (CenBlobReader *self, guint chunk, gsize *ret_len, GError **error)
{
  guint index = self->layout.n_pieces + chunk;
  g_autoptr (GError) local = NULL;
  gsize len;

  if (index >= self->layout.n_blocks)
    return NULL;
  len = cen_blob_layout_get_len (&self->layout, index);
  if (read_at (self->fd, get_offset (&self->layout, index), self->ct, len, &local) &&
      cen_blob_open_block (self->plain, self->ref.key, &self->layout, index, self->ct, len)) {
    *ret_len = len - CEN_MAC_LEN;
    return self->plain;
  }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "A file of the library was altered on this disk.");
  return NULL;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize len, GError **error)
{
  while (len > 0) {
    gssize n = write (fd, bytes, len);

    if (n < 0 && errno != EINTR) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The file could not be written: %s.",
                   g_strerror (errno));
      return FALSE;
    }
    if (n > 0) {
      bytes += n;
      len -= (gsize) n;
    }
  }
  return TRUE;
}

gboolean
cen_blob_reader_copy (CenBlobReader *self, int fd, GError **error)
{
  for (guint i = 0; i < self->layout.n_chunks; i++) {
    gsize len;
    const guint8 *bytes = cen_blob_reader_get (self, i, &len, error);

    if (bytes == NULL || !write_all (fd, bytes, len, error))
      return FALSE;
  }
  return TRUE;
}

GBytes *
cen_blob_reader_read (CenBlobReader *self, gsize max, GError **error)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();

  for (guint i = 0; i < self->layout.n_chunks && array->len < max; i++) {
    gsize len;
    const guint8 *bytes = cen_blob_reader_get (self, i, &len, error);

    if (bytes == NULL)
      return NULL;
    g_byte_array_append (array, bytes, (guint) MIN (len, max - array->len));
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}
