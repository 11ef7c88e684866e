/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/kinds-library.h"
#include "core/shelf.h"
#include "core/store-sql.h"
#include "core/views.h"
#include "tests/support/people.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  CenCircle *circle;
  char *folder;
} Study;

static void
set_up (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  study->world = test_world_new (3);
  study->ana = test_person_new (study->world, "Ana");
  study->bo = test_person_new (study->world, "Bo");
  study->folder = g_dir_make_tmp ("shelf-XXXXXX", NULL);
  cen_store_set_blobs (study->ana->replica->store, study->folder);
  test_person_found (study->ana, "Analysis");
  test_person_join (study->bo, study->ana);
  study->circle = study->ana->circle;
  g_assert_true (cen_shelf_make_folder (study->circle, NULL));
}

static void
tear_down (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *folder = cen_shelf_dup_folder (study->circle->store, &study->circle->id);
  g_autoptr (GArray) rows = cen_shelf_list (study->circle->store, &study->circle->id, NULL);

  for (guint i = 0; i < rows->len; i++)
    g_assert_true (
        cen_shelf_remove (study->circle, &g_array_index (rows, CenShelfRow, i).id, NULL));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (study->folder), ==, 0);
  g_free (study->folder);
  test_person_free (study->ana);
  test_person_free (study->bo);
  test_world_free (study->world);
}

static CenBlobRef
make_ref (guint64 size, guint8 flavour)
{
  CenBlobRef ref = { .size = size };

  memset (ref.key, flavour, CEN_KEY_LEN);
  memset (ref.pieces[0].bytes, flavour, CEN_ID_LEN);
  return ref;
}

static CenId
share (TestPerson *person, const CenBlobRef *ref, CenId *ret_blob)
{
  g_autoptr (GBytes) bytes = cen_blob_ref_to_bytes (ref);
  CenValue values[] = {
    { .field = CEN_RESOURCE_TITLE, .type = CEN_FIELD_TEXT, .text = "Notes" },
    { .field = CEN_RESOURCE_FILE,
      .type = CEN_FIELD_BYTES,
      .items = g_bytes_get_data (bytes, NULL),
      .n_items = (guint) g_bytes_get_size (bytes) },
  };
  g_autoptr (GError) error = NULL;
  CenId object;

  cen_author_create (person->circle, cen_kind_get (CEN_KIND_RESOURCE), values, 2, &object, &error);
  g_assert_no_error (error);
  cen_blob_ref_get_id (ref, ret_blob);
  return object;
}

/* As if it were here: a file of that name is all that counts. */
static void
put (Study *study, const CenId *blob, guint64 size, gint64 used_ms, gboolean is_kept)
{
  CenShelfRow row = { *blob, size, CEN_BLOB_WHOLE, CEN_WISH_NONE, is_kept, used_ms };
  g_autofree char *path = cen_shelf_dup_path (study->circle->store, &study->circle->id, blob);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_true (cen_shelf_put (study->circle, &row, NULL));
}

static CenBlobHeld
get_held (Study *study, const CenId *blob)
{
  gboolean is_found;
  CenShelfRow row = { .held = CEN_BLOB_ABSENT };

  g_assert_true (
      cen_shelf_get (study->circle->store, &study->circle->id, blob, &is_found, &row, NULL));
  return row.held;
}

static guint
count_wanted (Study *study, guint64 auto_max)
{
  g_autoptr (GArray) wanted = cen_shelf_list_wanted (study->circle, 0, auto_max, NULL);

  g_assert_nonnull (wanted);
  return wanted->len;
}

static void
test_wanted (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef small = make_ref (10, 1), large = make_ref (CEN_SHELF_AUTO_MAX + 1, 2);
  CenShelfRow row = { .wish = CEN_WISH_USER };
  CenId small_id, large_id;

  share (study->ana, &small, &small_id);
  share (study->ana, &large, &large_id);
  share (study->ana, &large, &large_id);
  g_assert_cmpuint (count_wanted (study, CEN_SHELF_AUTO_MAX), ==, 1);
  g_assert_cmpuint (count_wanted (study, 9), ==, 0);
  row.id = large_id;
  g_assert_true (cen_shelf_put (study->circle, &row, NULL));
  g_assert_cmpuint (count_wanted (study, 9), ==, 1);
  row.wish = CEN_WISH_PAUSED;
  g_assert_true (cen_shelf_put (study->circle, &row, NULL));
  g_assert_cmpuint (count_wanted (study, 9), ==, 0);
  put (study, &small_id, 10, 0, FALSE);
  g_assert_cmpuint (count_wanted (study, CEN_SHELF_AUTO_MAX), ==, 0);
}

/* The view is a function of the log: made anew it is the same. */
static void
test_rebuild (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef ref = make_ref (10, 1), back;
  gboolean is_found;
  CenId blob, object = share (study->ana, &ref, &blob);
  CenCircle *circle = study->circle;

  g_assert_true (cen_store_begin (circle->store, CEN_STORE_NORMAL, NULL));
  g_assert_true (cen_views_rebuild (circle, NULL));
  g_assert_true (cen_store_commit (circle->store, NULL));
  g_assert_true (cen_shelf_find_ref (circle->store, &circle->id, &blob, &is_found, &back, NULL) &&
                 is_found);
  g_assert_cmpmem (&back, sizeof back, &ref, sizeof ref);
  g_assert_true (cen_author_redact (circle, &object, NULL));
  g_assert_true (cen_shelf_find_ref (circle->store, &circle->id, &blob, &is_found, &back, NULL) &&
                 !is_found);
}

/* What was deleted goes from the disk, unless another object names the same file. */
static void
test_deleted (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef ref = make_ref (10, 1);
  CenId blob, first = share (study->ana, &ref, &blob), second = share (study->ana, &ref, &blob);
  guint64 freed;

  put (study, &blob, 10, 0, TRUE);
  g_assert_true (cen_author_redact (study->circle, &first, NULL));
  g_assert_true (cen_shelf_tidy (study->circle, &freed, NULL));
  g_assert_cmpint (get_held (study, &blob), ==, CEN_BLOB_WHOLE);
  g_assert_true (cen_author_redact (study->circle, &second, NULL));
  g_assert_true (cen_shelf_tidy (study->circle, &freed, NULL));
  g_assert_cmpint (get_held (study, &blob), ==, CEN_BLOB_ABSENT);
  g_assert_cmpuint (freed, ==, 10);
}

/* The longest unused goes first, what is kept never; what went does not come back by itself. */
static void
test_quota (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenId blobs[5];
  guint64 freed, all, loose;

  for (guint i = 0; i < 5; i++) {
    CenBlobRef ref = make_ref (100, (guint8) (i + 1));

    share (study->ana, &ref, &blobs[i]);
    put (study, &blobs[i], 100, 1000 - i, i == 4);
  }
  g_assert_true (cen_shelf_measure (study->circle->store, &all, &loose, NULL));
  g_assert_cmpuint (all, ==, 500);
  g_assert_cmpuint (loose, ==, 400);
  g_assert_true (cen_shelf_note_used (study->circle, &blobs[3], NULL));
  g_assert_true (cen_preference_set (study->circle->store, NULL, CEN_PREFERENCE_QUOTA, 200, NULL));
  g_assert_true (cen_shelf_tidy (study->circle, &freed, NULL));
  g_assert_cmpuint (freed, ==, 200);
  g_assert_cmpint (get_held (study, &blobs[0]), ==, CEN_BLOB_WHOLE);
  g_assert_cmpint (get_held (study, &blobs[1]), ==, CEN_BLOB_ABSENT);
  g_assert_cmpint (get_held (study, &blobs[2]), ==, CEN_BLOB_ABSENT);
  g_assert_cmpint (get_held (study, &blobs[3]), ==, CEN_BLOB_WHOLE);
  g_assert_cmpint (get_held (study, &blobs[4]), ==, CEN_BLOB_WHOLE);
  g_assert_cmpuint (count_wanted (study, CEN_SHELF_AUTO_MAX), ==, 0);
}

/* A circle's own quota, and one for all in which what was used last in any circle stays. */
static void
test_quotas (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenStore *store = study->circle->store;
  guint64 freed, room;
  CenId blobs[4];

  for (guint i = 0; i < 4; i++) {
    CenBlobRef ref = make_ref (100, (guint8) (i + 1));

    share (study->ana, &ref, &blobs[i]);
    put (study, &blobs[i], 100, 10 * (i + 1), FALSE);
  }
  g_assert_true (cen_shelf_get_room (store, &study->circle->id, &room, NULL));
  g_assert_cmpuint (room, ==, CEN_SHELF_QUOTA - 400);
  g_assert_true (
      cen_preference_set (store, &study->circle->id, CEN_PREFERENCE_CIRCLE_QUOTA, 350, NULL));
  g_assert_true (cen_shelf_get_room (store, &study->circle->id, &room, NULL));
  g_assert_cmpuint (room, ==, 0);
  g_assert_true (cen_shelf_tidy (study->circle, &freed, NULL));
  g_assert_cmpuint (freed, ==, 100);
  g_assert_cmpint (get_held (study, &blobs[0]), ==, CEN_BLOB_ABSENT);
  /* Another circle's file, used between the second and the third, takes room of the home. */
  g_assert_true (cen_sql_run (store, NULL,
                              "INSERT INTO blob (circle, id, size, held, wish, is_kept, used)"
                              " VALUES (99, ?, 100, 2, 0, 0, 25)",
                              "I", &blobs[0]));
  g_assert_true (cen_preference_set (store, NULL, CEN_PREFERENCE_QUOTA, 300, NULL));
  g_assert_true (cen_shelf_tidy (study->circle, &freed, NULL));
  g_assert_cmpuint (freed, ==, 100);
  g_assert_cmpint (get_held (study, &blobs[1]), ==, CEN_BLOB_ABSENT);
  g_assert_cmpint (get_held (study, &blobs[2]), ==, CEN_BLOB_WHOLE);
  g_assert_cmpint (get_held (study, &blobs[3]), ==, CEN_BLOB_WHOLE);
}

/* Somebody took a file away under us. */
static void
test_check (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef ref = make_ref (10, 1);
  g_autofree char *path = NULL;
  CenId blob;

  share (study->ana, &ref, &blob);
  put (study, &blob, 10, 0, TRUE);
  path = cen_shelf_dup_path (study->circle->store, &study->circle->id, &blob);
  g_unlink (path);
  g_assert_true (cen_shelf_check (study->circle, NULL));
  g_assert_cmpint (get_held (study, &blob), ==, CEN_BLOB_ABSENT);
}

static void
test_copies (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenId blob = { { 1 } };
  CenCircle *circle = study->circle;
  g_autoptr (GPtrArray) names = NULL;

  g_assert_true (cen_shelf_note_copy (circle, &blob, &study->bo->circle->self_device, TRUE, NULL));
  names = cen_shelf_list_copies (circle->store, &circle->id, &blob, NULL);
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (names->pdata[0], ==, "Bo");
  g_ptr_array_unref (names);
  g_assert_true (cen_shelf_note_copy (circle, &blob, &study->bo->circle->self_device, FALSE, NULL));
  names = cen_shelf_list_copies (circle->store, &circle->id, &blob, NULL);
  g_assert_cmpuint (names->len, ==, 0);
}

static void
test_preferences (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenStore *store = study->circle->store;
  const CenId *circle = &study->circle->id;

  g_assert_cmpuint (cen_preference_get (store, circle, CEN_PREFERENCE_AUTO_MAX), ==,
                    CEN_SHELF_AUTO_MAX);
  g_assert_cmpuint (cen_preference_get (store, NULL, CEN_PREFERENCE_QUOTA), ==, CEN_SHELF_QUOTA);
  g_assert_true (cen_preference_set (store, circle, CEN_PREFERENCE_AUTO_MAX, 5, NULL));
  g_assert_cmpuint (cen_preference_get (store, circle, CEN_PREFERENCE_AUTO_MAX), ==, 5);
  g_assert_cmpuint (cen_preference_get (store, NULL, CEN_PREFERENCE_METERED), ==, 0);
}

/* What a resource may hold at most. */
static void
test_bounds (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  const CenKind *kind = cen_kind_get (CEN_KIND_RESOURCE);
  g_autofree guint8 *preview = g_malloc0 (CEN_BLOB_PREVIEW_MAX + 1);
  g_autofree char *tag = g_strnfill (CEN_TAG_MAX + 1, 't');
  g_autofree char *url = g_strnfill (CEN_URL_MAX + 1, 'u');
  const char *tags[CEN_TAGS_MAX + 1];
  CenValue value = { .field = CEN_RESOURCE_PREVIEW,
                     .type = CEN_FIELD_BYTES,
                     .items = preview,
                     .n_items = CEN_BLOB_PREVIEW_MAX };

  g_assert_true (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_PREVIEW), &value));
  value.n_items++;
  g_assert_false (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_PREVIEW), &value));
  value = (CenValue){ .field = CEN_RESOURCE_URL, .type = CEN_FIELD_TEXT, .text = url };
  g_assert_false (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_URL), &value));
  url[CEN_URL_MAX] = '\0';
  g_assert_true (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_URL), &value));
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    tags[i] = tag + 1;
  value = (CenValue){
    .field = CEN_RESOURCE_TAGS, .type = CEN_FIELD_TEXTS, .items = tags, .n_items = CEN_TAGS_MAX
  };
  g_assert_true (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_TAGS), &value));
  value.n_items++;
  g_assert_false (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_TAGS), &value));
  tags[0] = tag;
  value.n_items = 1;
  g_assert_false (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_TAGS), &value));
  value = (CenValue){ .field = CEN_RESOURCE_WIDTH, .type = CEN_FIELD_UINT, .number = CEN_SIDE_MAX };
  g_assert_true (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_WIDTH), &value));
  value.number++;
  g_assert_false (cen_field_fits (cen_kind_get_field (kind, CEN_RESOURCE_WIDTH), &value));
  kind = cen_kind_get (CEN_KIND_MESSAGE);
  g_assert_cmpuint (cen_kind_get_field (kind, CEN_MESSAGE_ATTACHMENTS)->n_max, ==,
                    CEN_ATTACHMENTS_MAX);
  g_assert_nonnull (study);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
#define ADD(name, func) g_test_add (name, Study, NULL, set_up, func, tear_down)
  ADD ("/shelf/wanted", test_wanted);
  ADD ("/shelf/rebuild", test_rebuild);
  ADD ("/shelf/deleted", test_deleted);
  ADD ("/shelf/quota", test_quota);
  ADD ("/shelf/quotas", test_quotas);
  ADD ("/shelf/check", test_check);
  ADD ("/shelf/copies", test_copies);
  ADD ("/shelf/preferences", test_preferences);
  ADD ("/shelf/bounds", test_bounds);
  return g_test_run ();
}
