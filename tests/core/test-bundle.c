/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundle.h"
#include "core/kinds-library.h"
#include "core/shelf.h"
#include "tests/support/people.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  char *folders[2];
} Study;

static void
set_up (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  TestPerson *people[2];

  study->world = test_world_new (3);
  study->ana = people[0] = test_person_new (study->world, "Ana");
  study->bo = people[1] = test_person_new (study->world, "Bo");
  for (guint i = 0; i < 2; i++) {
    study->folders[i] = g_dir_make_tmp ("bundle-XXXXXX", NULL);
    cen_store_set_blobs (people[i]->replica->store, study->folders[i]);
  }
  test_person_found (study->ana, "Analysis");
  test_person_join (study->bo, study->ana);
  test_person_pull (study->ana, study->bo);
}

static void
remove_files (TestPerson *person, const char *folder)
{
  g_autofree char *inside = cen_shelf_dup_folder (person->circle->store, &person->circle->id);
  g_autoptr (GArray) rows = cen_shelf_list (person->circle->store, &person->circle->id, NULL);

  for (guint i = 0; i < rows->len; i++)
    cen_shelf_remove (person->circle, &g_array_index (rows, CenShelfRow, i).id, NULL);
  g_rmdir (inside);
  g_rmdir (folder);
}

static void
tear_down (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  remove_files (study->ana, study->folders[0]);
  remove_files (study->bo, study->folders[1]);
  for (guint i = 0; i < 2; i++)
    g_free (study->folders[i]);
  test_person_free (study->ana);
  test_person_free (study->bo);
  test_world_free (study->world);
}

static GArray *
list_heads (TestPerson *person)
{
  GArray *heads = g_array_new (FALSE, FALSE, sizeof (CenId));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, person->circle->heads);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_val (heads, *(const CenId *) id);
  return heads;
}

/* What @person has and whoever has @heads (NULL: nothing) lacks, as one file. */
static GBytes *
write_bundle (TestPerson *person, GArray *heads, CenBundleScope scope,
              CenBundleWritten *ret_written)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenBundleWriter) writer =
      cen_bundle_writer_new (person->circle, heads != NULL ? (const CenId *) heads->data : NULL,
                             heads != NULL ? heads->len : 0, scope, &error);
  GByteArray *all = g_byte_array_new ();
  GBytes *piece;

  g_assert_no_error (error);
  while ((piece = cen_bundle_writer_next (writer, &error)) != NULL) {
    g_byte_array_append (all, g_bytes_get_data (piece, NULL), (guint) g_bytes_get_size (piece));
    g_bytes_unref (piece);
  }
  g_assert_no_error (error);
  if (ret_written != NULL)
    cen_bundle_writer_get_written (writer, ret_written);
  return g_byte_array_free_to_bytes (all);
}

static CenCircle *
find_cb (const guint8 *tag, gpointer user_data)
{
  TestPerson *person = user_data;
  guint8 own[16];

  cen_bundle_get_tag (&person->circle->id, own);
  return memcmp (own, tag, sizeof own) == 0 ? person->circle : NULL;
}

/* Feeds @len bytes, @step at a time. */
static gboolean
read_bundle (TestPerson *person, const guint8 *bytes, gsize len, gsize step,
             CenBundleRead *ret_read, GError **error)
{
  g_autoptr (CenBundleReader) reader = cen_bundle_reader_new (find_cb, person);

  for (gsize at = 0; at < len; at += step) {
    if (!cen_bundle_reader_feed (reader, bytes + at, MIN (step, len - at), error))
      return FALSE;
  }
  return cen_bundle_reader_finish (reader, ret_read, error);
}

static CenBundleRead
read_all (TestPerson *person, GBytes *bundle, gsize step)
{
  g_autoptr (GError) error = NULL;
  CenBundleRead read;

  read_bundle (person, g_bytes_get_data (bundle, NULL), g_bytes_get_size (bundle), step, &read,
               &error);
  g_assert_no_error (error);
  return read;
}

static void
test_lacking (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GArray) heads = list_heads (study->bo);
  g_autoptr (GBytes) bundle = NULL;
  g_autoptr (GBytes) nothing = NULL;
  CenBundleWritten written;
  CenBundleRead read;

  for (guint i = 0; i < 20; i++)
    test_person_post (study->ana, "A word");
  bundle = write_bundle (study->ana, heads, CEN_BUNDLE_WORDS, &written);
  g_assert_cmpuint (written.n_ops, ==, 20);
  g_assert_cmpuint (written.n_left_out, ==, 0);
  read = read_all (study->bo, bundle, 1000);
  g_assert_true (read.is_whole);
  g_assert_cmpuint (read.n_ops, ==, 20);
  g_assert_cmpuint (read.n_unread + read.n_waiting, ==, 0);
  test_assert_same_state (study->ana, study->bo);
  /* Once more it is all known. */
  read = read_all (study->bo, bundle, G_MAXSSIZE);
  g_assert_cmpuint (read.n_ops, ==, 0);
  g_assert_cmpuint (read.n_known, ==, 20);
  g_array_unref (heads);
  heads = list_heads (study->bo);
  nothing = write_bundle (study->ana, heads, CEN_BUNDLE_WORDS, &written);
  g_assert_cmpuint (written.n_ops, ==, 0);
}

/* Who joined meanwhile, and what was erased, comes over too. */
static void
test_newcomer (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (TestPerson) cleo = test_person_new (study->world, "Cleo");
  g_autoptr (GArray) heads = list_heads (study->bo);
  g_autoptr (GBytes) bundle = NULL;
  CenBundleRead read;
  CenId message;

  test_person_join (cleo, study->ana);
  message = test_person_post (cleo, "To be erased");
  test_person_post (cleo, "Hello");
  g_assert_true (cen_author_redact (cleo->circle, &message, NULL));
  test_person_post (cleo, "After that");
  test_person_pull (study->ana, cleo);
  bundle = write_bundle (study->ana, heads, CEN_BUNDLE_WORDS, NULL);
  read = read_all (study->bo, bundle, 333);
  g_assert_cmpuint (read.n_unread + read.n_waiting, ==, 0);
  test_assert_same_state (study->ana, study->bo);
}

/* All of it, to somebody who has some, and both ways. */
static void
test_everything (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GBytes) from_ana = NULL;
  g_autoptr (GBytes) from_bo = NULL;

  test_person_post (study->ana, "One");
  test_person_post (study->bo, "Two");
  from_ana = write_bundle (study->ana, NULL, CEN_BUNDLE_WORDS, NULL);
  from_bo = write_bundle (study->bo, NULL, CEN_BUNDLE_WORDS, NULL);
  read_all (study->bo, from_ana, 4096);
  read_all (study->ana, from_bo, 4096);
  test_assert_same_state (study->ana, study->bo);
}

static CenId
share_file (TestPerson *person, gsize len)
{
  CenCircle *circle = person->circle;
  static const guint8 root[CEN_KEY_LEN] = { 1 };
  g_autofree guint8 *bytes = g_malloc0 (len);
  g_autofree char *folder = cen_shelf_dup_folder (circle->store, &circle->id);
  g_autofree char *path = NULL;
  g_autoptr (GBytes) packed = NULL;
  CenShelfRow row = { .held = CEN_BLOB_WHOLE, .size = len };
  CenBlobRef ref;
  CenValue values[2];
  CenId object;
  int fd = g_file_open_tmp ("bundle-XXXXXX", &path, NULL);

  g_assert_true (cen_shelf_make_folder (circle, NULL));
  g_assert_cmpint (write (fd, bytes, len), ==, len);
  g_assert_true (cen_blob_file_add (fd, root, folder, NULL, NULL, &ref, NULL));
  close (fd);
  g_unlink (path);
  cen_blob_ref_get_id (&ref, &row.id);
  g_assert_true (cen_shelf_put (circle, &row, NULL));
  packed = cen_blob_ref_to_bytes (&ref);
  values[0] = (CenValue){ .field = CEN_RESOURCE_TITLE, .type = CEN_FIELD_TEXT, .text = "File" };
  values[1] = (CenValue){ .field = CEN_RESOURCE_FILE,
                          .type = CEN_FIELD_BYTES,
                          .items = g_bytes_get_data (packed, NULL),
                          .n_items = (guint) g_bytes_get_size (packed) };
  g_assert_true (
      cen_author_create (circle, cen_kind_get (CEN_KIND_RESOURCE), values, 2, &object, NULL));
  return row.id;
}

static CenBlobHeld
get_held (TestPerson *person, const CenId *blob)
{
  CenShelfRow row = { .held = CEN_BLOB_ABSENT };
  gboolean is_found;

  g_assert_true (
      cen_shelf_get (person->circle->store, &person->circle->id, blob, &is_found, &row, NULL));
  return row.held;
}

static void
test_files (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenId large = share_file (study->ana, 3 * CEN_BLOB_CHUNK_LEN + 5);
  CenId empty = share_file (study->ana, 0);
  g_autoptr (GBytes) words = write_bundle (study->ana, NULL, CEN_BUNDLE_WORDS, NULL);
  g_autoptr (GBytes) files = NULL;
  CenBundleWritten written;
  CenBundleRead read;
  const guint8 *bytes;
  gsize len;

  read = read_all (study->bo, words, 4096);
  g_assert_cmpuint (read.n_files, ==, 0);
  files = write_bundle (study->ana, NULL, CEN_BUNDLE_FILES, &written);
  g_assert_cmpuint (written.n_files, ==, 2);
  bytes = g_bytes_get_data (files, &len);
  /* Cut off in the middle of a file it says so, and goes on where it was. */
  g_assert_true (read_bundle (study->bo, bytes, len / 2, 70000, &read, NULL));
  g_assert_false (read.is_whole);
  g_assert_cmpint (get_held (study->bo, &large), ==, CEN_BLOB_ABSENT);
  read = read_all (study->bo, files, 70000);
  g_assert_true (read.is_whole);
  g_assert_cmpint (get_held (study->bo, &large), ==, CEN_BLOB_WHOLE);
  g_assert_cmpint (get_held (study->bo, &empty), ==, CEN_BLOB_WHOLE);
}

/* Cut at any byte, or with any byte changed: never more than what is sound, and no crash. */
static void
test_damaged (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GArray) heads = list_heads (study->bo);
  g_autoptr (GBytes) bundle = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize len;
  CenBundleRead read;

  for (guint i = 0; i < 3; i++)
    test_person_post (study->ana, "A word");
  bundle = write_bundle (study->ana, heads, CEN_BUNDLE_WORDS, NULL);
  len = g_bytes_get_size (bundle);
  bytes = g_memdup2 (g_bytes_get_data (bundle, NULL), len);
  for (gsize cut = 0; cut < len; cut++) {
    if (read_bundle (study->bo, bytes, cut, 100, &read, NULL))
      g_assert_false (read.is_whole);
    else
      g_assert_cmpuint (cut, <, CEN_BUNDLE_HEAD_LEN);
  }
  for (gsize i = 0; i < len; i++) {
    bytes[i] ^= 1;
    if (read_bundle (study->bo, bytes, len, len, &read, NULL))
      g_assert_false (read.is_whole && read.n_unread == 0 && i >= CEN_BUNDLE_HEAD_LEN);
    bytes[i] ^= 1;
  }
  read_all (study->bo, bundle, 10);
  test_assert_same_state (study->ana, study->bo);
}

static void
test_strangers (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (TestPerson) other = test_person_new (study->world, "Dan");
  g_autoptr (GBytes) bundle = write_bundle (study->ana, NULL, CEN_BUNDLE_WORDS, NULL);
  g_autoptr (GError) error = NULL;
  guint8 record[CEN_BUNDLE_HEAD_LEN + 5];
  CenBundleRead read;
  guint32 len = GUINT32_TO_LE (CEN_BUNDLE_RECORD_MAX + 1);

  test_person_found (other, "Geometry");
  g_assert_false (read_bundle (other, g_bytes_get_data (bundle, NULL), g_bytes_get_size (bundle),
                               100, &read, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* A record that claims to be longer than any is not waited for. */
  memcpy (record, g_bytes_get_data (bundle, NULL), CEN_BUNDLE_HEAD_LEN);
  record[CEN_BUNDLE_HEAD_LEN] = 1;
  memcpy (record + CEN_BUNDLE_HEAD_LEN + 1, &len, sizeof len);
  g_assert_false (read_bundle (study->bo, record, sizeof record, 100, &read, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_clear_error (&error);
  record[8] = 2;
  g_assert_false (read_bundle (study->bo, record, sizeof record, 100, &read, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NEWER);
}

/* Whoever finds the file reads nothing in it. */
static void
test_closed (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GBytes) bundle = NULL;
  gsize len;
  const guint8 *bytes;

  test_person_post (study->ana, "Wobblegronk");
  bundle = write_bundle (study->ana, NULL, CEN_BUNDLE_WORDS, NULL);
  bytes = g_bytes_get_data (bundle, &len);
  g_assert_null (memmem (bytes, len, "Wobblegronk", 11));
  g_assert_null (memmem (bytes, len, study->ana->circle->id.bytes, CEN_ID_LEN));
  g_assert_null (memmem (bytes, len, study->ana->circle->self_member.bytes, CEN_ID_LEN));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
#define ADD(name, func) g_test_add (name, Study, NULL, set_up, func, tear_down)
  ADD ("/bundle/lacking", test_lacking);
  ADD ("/bundle/newcomer", test_newcomer);
  ADD ("/bundle/everything", test_everything);
  ADD ("/bundle/files", test_files);
  ADD ("/bundle/damaged", test_damaged);
  ADD ("/bundle/strangers", test_strangers);
  ADD ("/bundle/closed", test_closed);
  return g_test_run ();
}
