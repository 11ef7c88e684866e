/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/blob-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const guint8 root[CEN_KEY_LEN] = { 5 };

typedef struct {
  char *folder;
  char *source;
  CenBlobRef ref;
  CenBlobLayout layout;
  CenId id;
  char *path; /* of the whole one */
} Study;

static void
write_random (const char *path, gsize len)
{
  g_autofree guint8 *bytes = g_malloc (len + 1);

  for (gsize i = 0; i < len; i++)
    bytes[i] = (guint8) (i * 31 + (i >> 8) * 7 + (i >> 16));
  g_assert_true (g_file_set_contents (path, (const char *) bytes, (gssize) len, NULL));
}

static CenBlobRef
add (const char *source, const char *folder)
{
  g_autoptr (GError) error = NULL;
  int fd = g_open (source, O_RDONLY, 0);
  CenBlobRef ref;

  cen_blob_file_add (fd, root, folder, NULL, NULL, &ref, &error);
  g_assert_no_error (error);
  close (fd);
  return ref;
}

static void
set_up (Study *study, gconstpointer data)
{
  study->folder = g_dir_make_tmp ("blob-XXXXXX", NULL);
  study->source = g_build_filename (study->folder, "source", NULL);
  write_random (study->source, GPOINTER_TO_SIZE (data));
  study->ref = add (study->source, study->folder);
  cen_blob_layout_init (&study->layout, study->ref.size);
  cen_blob_ref_get_id (&study->ref, &study->id);
  study->path = cen_blob_file_dup_path (study->folder, &study->id);
}

static void
tear_down (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  GDir *dir = g_dir_open (study->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (study->folder, name, NULL);

    g_unlink (path);
  }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (study->folder), ==, 0);
  g_free (study->path);
  g_free (study->source);
  g_free (study->folder);
}

static void
assert_reads_as (const char *path, const CenBlobRef *ref, const char *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenBlobReader) reader = cen_blob_reader_open (path, ref, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *expected = NULL;
  gsize len;

  g_assert_no_error (error);
  bytes = cen_blob_reader_read (reader, G_MAXUINT32, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (source, &expected, &len, NULL));
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, len);
}

/* Another place that fetches from the first, block by block. */
static char *
dup_other (const Study *study)
{
  return g_build_filename (study->folder, "other", NULL);
}

static gboolean
fetch_block (const Study *study, CenBlobPart *part, guint index, gint flip, GError **error)
{
  g_autofree guint8 *ct = g_malloc (CEN_BLOB_BLOCK_MAX);
  gsize len = cen_blob_layout_get_len (&study->layout, index);

  g_assert_true (cen_blob_file_read (study->path, &study->layout, index, ct, NULL));
  if (flip >= 0)
    ct[(gsize) flip % len] ^= 1;
  return cen_blob_part_write (part, index, ct, len, error);
}

static void
fetch_manifest (const Study *study, CenBlobPart *part)
{
  for (guint i = 0; i < study->layout.n_pieces; i++)
    g_assert_true (fetch_block (study, part, i, -1, NULL));
  g_assert_true (cen_blob_part_load_manifest (part, NULL));
}

static void
test_add (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  guint64 bytes;
  struct stat info;

  assert_reads_as (study->path, &study->ref, study->source);
  g_assert_cmpint (cen_blob_file_look (study->path, &bytes), ==, CEN_BLOB_WHOLE);
  g_assert_cmpint (stat (study->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpuint ((guint64) info.st_size, ==,
                    CEN_BLOB_FILE_HEAD + cen_blob_layout_get_total (&study->layout));
}

/* The same file is the same blob, another circle's is not. */
static void
test_same (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef again = add (study->source, study->folder);
  const guint8 other_root[CEN_KEY_LEN] = { 6 };
  CenBlobRef other;
  int fd = g_open (study->source, O_RDONLY, 0);
  CenId id;

  cen_blob_ref_get_id (&again, &id);
  g_assert_true (cen_id_equal (&id, &study->id));
  g_assert_true (cen_blob_file_add (fd, other_root, study->folder, NULL, NULL, &other, NULL));
  cen_blob_ref_get_id (&other, &id);
  g_assert_false (cen_id_equal (&id, &study->id));
  close (fd);
}

static void
test_fetch (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = dup_other (study);
  g_autoptr (GError) error = NULL;
  g_autoptr (CenBlobPart) part = cen_blob_part_open (other, &study->ref, &error);
  guint64 bytes;

  g_assert_no_error (error);
  fetch_manifest (study, part);
  /* In any order: the last first. */
  for (guint i = study->layout.n_blocks; i-- > study->layout.n_pieces;)
    g_assert_true (fetch_block (study, part, i, -1, NULL));
  g_assert_cmpint (cen_blob_file_look (other, &bytes), ==, CEN_BLOB_PARTIAL);
  g_assert_null (cen_blob_reader_open (other, &study->ref, NULL));
  g_assert_true (cen_blob_part_finish (part, NULL));
  g_assert_cmpint (cen_blob_file_look (other, &bytes), ==, CEN_BLOB_WHOLE);
  assert_reads_as (other, &study->ref, study->source);
}

static void
test_corrupted (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = dup_other (study);
  g_autoptr (CenBlobPart) part = cen_blob_part_open (other, &study->ref, NULL);
  g_autofree guint8 *map = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (fetch_block (study, part, 0, 3, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_clear_error (&error);
  /* No chunk before the manifest. */
  g_assert_false (fetch_block (study, part, study->layout.n_pieces, -1, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  fetch_manifest (study, part);
  for (guint i = study->layout.n_pieces; i < study->layout.n_blocks; i++)
    g_assert_false (fetch_block (study, part, i, (gint) i * 977, NULL));
  map = cen_blob_file_dup_map (other, &study->layout);
  for (guint i = study->layout.n_pieces; i < study->layout.n_blocks; i++)
    g_assert_cmpuint (map[i], ==, 0);
}

/* Cut off after any block: what was written is there when it goes on. */
static void
test_resume (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = dup_other (study);

  for (guint i = 0; i < study->layout.n_blocks; i++) {
    g_autoptr (CenBlobPart) part = cen_blob_part_open (other, &study->ref, NULL);

    for (guint k = 0; k < study->layout.n_blocks; k++)
      g_assert_true (cen_blob_part_has (part, k) == (k < i));
    if (i == study->layout.n_pieces)
      g_assert_true (cen_blob_part_has_manifest (part) || cen_blob_part_load_manifest (part, NULL));
    g_assert_true (fetch_block (study, part, i, -1, NULL));
  }
}

/* Killed when all was here and the map was cut off already: nothing is fetched again, and what is
 * rotten then still shows. */
static void
test_ending (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = dup_other (study);
  g_autofree char *name = g_strconcat (other, ".part", NULL);
  g_autoptr (CenBlobPart) part = cen_blob_part_open (other, &study->ref, NULL);
  guint64 end = CEN_BLOB_FILE_HEAD + cen_blob_layout_get_total (&study->layout);
  const guint8 byte = 0x55;
  int fd;

  fetch_manifest (study, part);
  for (guint i = study->layout.n_pieces; i < study->layout.n_blocks; i++)
    g_assert_true (fetch_block (study, part, i, -1, NULL));
  g_clear_pointer (&part, cen_blob_part_free);
  fd = g_open (name, O_RDWR, 0);
  g_assert_cmpint (ftruncate (fd, (off_t) end), ==, 0);
  part = cen_blob_part_open (other, &study->ref, NULL);
  for (guint i = 0; i < study->layout.n_blocks; i++)
    g_assert_true (cen_blob_part_has (part, i));
  g_clear_pointer (&part, cen_blob_part_free);
  g_assert_cmpint (ftruncate (fd, (off_t) end), ==, 0);
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) end - 10), ==, 1);
  close (fd);
  part = cen_blob_part_open (other, &study->ref, NULL);
  g_assert_false (cen_blob_part_has (part, study->layout.n_blocks - 1));
  g_assert_true (fetch_block (study, part, study->layout.n_blocks - 1, -1, NULL));
  g_assert_true (cen_blob_part_finish (part, NULL));
  assert_reads_as (other, &study->ref, study->source);
}

/* A byte of a part changes on the disk: that block is fetched again, no other. */
static void
test_rotten (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = dup_other (study);
  g_autofree char *name = g_strconcat (other, ".part", NULL);
  guint rotten = study->layout.n_pieces + 1;
  g_autoptr (CenBlobPart) part = cen_blob_part_open (other, &study->ref, NULL);
  const guint8 byte = 0x55;
  int fd;

  fetch_manifest (study, part);
  for (guint i = study->layout.n_pieces; i < study->layout.n_blocks; i++)
    g_assert_true (fetch_block (study, part, i, -1, NULL));
  g_clear_pointer (&part, cen_blob_part_free);
  fd = g_open (name, O_RDWR, 0);
  g_assert_cmpint (pwrite (fd, &byte, 1,
                           (off_t) (CEN_BLOB_FILE_HEAD + 100 +
                                    cen_blob_layout_get_offset (&study->layout, rotten))),
                   ==, 1);
  close (fd);
  part = cen_blob_part_open (other, &study->ref, NULL);
  for (guint i = 0; i < study->layout.n_blocks; i++)
    g_assert_true (cen_blob_part_has (part, i) == (i != rotten));
}

static void
test_rotten_whole (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  int fd = g_open (study->path, O_RDWR, 0);
  guint index = study->layout.n_pieces + 1;
  g_autoptr (CenBlobReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  guint64 at = CEN_BLOB_FILE_HEAD + 9 + cen_blob_layout_get_offset (&study->layout, index);
  guint8 byte;
  gsize len;

  g_assert_cmpint (pread (fd, &byte, 1, (off_t) at), ==, 1);
  byte ^= 4;
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) at), ==, 1);
  close (fd);
  reader = cen_blob_reader_open (study->path, &study->ref, NULL);
  g_assert_nonnull (cen_blob_reader_get (reader, 0, &len, NULL));
  g_assert_null (cen_blob_reader_get (reader, 1, &len, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
}

/* A manifest that hashes as the reference says and holds something else. */
static void
test_lying_manifest (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = dup_other (study);
  CenBlobRef lie = study->ref;
  guint8 plain[8] = { 1 };
  guint8 ct[sizeof plain + CEN_MAC_LEN];
  g_autoptr (CenBlobPart) part = NULL;
  g_autoptr (GError) error = NULL;
  CenBlobLayout empty;

  lie.size = 0;
  cen_blob_layout_init (&empty, 0);
  cen_blob_seal_block (ct, lie.key, &empty, 0, plain, sizeof plain);
  cen_blob_hash_block (&lie.pieces[0], ct, sizeof ct);
  part = cen_blob_part_open (other, &lie, NULL);
  g_assert_true (cen_blob_part_write (part, 0, ct, sizeof ct, NULL));
  g_assert_false (cen_blob_part_load_manifest (part, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_clear_pointer (&part, cen_blob_part_free);
  /* It stays so when it is opened again. */
  g_clear_error (&error);
  g_assert_null (cen_blob_part_open (other, &lie, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
}

/* What cannot be written is an error, and what was there stays. */
static void
test_disk_full (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *other = dup_other (study);
  struct rlimit before, limit;
  g_autoptr (CenBlobPart) part = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  limit = before;
  limit.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  part = cen_blob_part_open (other, &study->ref, &error);
  g_assert_null (part);
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_clear_error (&error);
  part = cen_blob_part_open (other, &study->ref, &error);
  g_assert_no_error (error);
}

static gboolean
stop_cb (guint64 done, guint64 total, gpointer user_data)
{
  guint64 *most = user_data;

  g_assert_cmpuint (done, <=, total);
  *most = done;
  return done < total / 2;
}

static guint
count_files (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_dir_close (dir);
  return n;
}

static void
test_not_added (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  guint n = count_files (study->folder);
  g_autoptr (GError) error = NULL;
  CenBlobRef ref;
  guint64 most;
  int fd = g_open (study->source, O_RDONLY, 0);

  g_assert_false (cen_blob_file_add (fd, root, study->folder, stop_cb, &most, &ref, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  fd = g_open (study->folder, O_RDONLY, 0);
  g_assert_false (cen_blob_file_add (fd, root, study->folder, NULL, NULL, &ref, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  close (fd);
  g_assert_cmpuint (count_files (study->folder), ==, n);
}

static gboolean
overwrite_cb (guint64 done, guint64 total, gpointer user_data)
{
  if (done == total / 2) {
    int fd = g_open (user_data, O_WRONLY, 0);

    g_assert_cmpint (pwrite (fd, "!", 1, 12345), ==, 1);
    close (fd);
  }
  return TRUE;
}

static void
test_changed_meanwhile (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  guint n = count_files (study->folder);
  g_autoptr (GError) error = NULL;
  CenBlobRef ref;
  int fd = g_open (study->source, O_RDONLY, 0);

  g_assert_false (
      cen_blob_file_add (fd, root, study->folder, overwrite_cb, study->source, &ref, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  close (fd);
  g_assert_cmpuint (count_files (study->folder), ==, n);
}

#define SMALL GSIZE_TO_POINTER (40)
#define EMPTY GSIZE_TO_POINTER (0)
#define SOME  GSIZE_TO_POINTER (5 * CEN_BLOB_CHUNK_LEN + 333)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
#define ADD(name, size, func) g_test_add (name, Study, size, set_up, func, tear_down)
  ADD ("/blob-file/add-empty", EMPTY, test_add);
  ADD ("/blob-file/add-small", SMALL, test_add);
  ADD ("/blob-file/add", SOME, test_add);
  ADD ("/blob-file/same", SOME, test_same);
  ADD ("/blob-file/fetch-empty", EMPTY, test_fetch);
  ADD ("/blob-file/fetch-small", SMALL, test_fetch);
  ADD ("/blob-file/fetch", SOME, test_fetch);
  ADD ("/blob-file/corrupted", SOME, test_corrupted);
  ADD ("/blob-file/resume", SOME, test_resume);
  ADD ("/blob-file/ending", SOME, test_ending);
  ADD ("/blob-file/rotten", SOME, test_rotten);
  ADD ("/blob-file/rotten-whole", SOME, test_rotten_whole);
  ADD ("/blob-file/lying-manifest", SMALL, test_lying_manifest);
  ADD ("/blob-file/disk-full", SOME, test_disk_full);
  ADD ("/blob-file/not-added", SOME, test_not_added);
  ADD ("/blob-file/changed-meanwhile", SOME, test_changed_meanwhile);
  return g_test_run ();
}
