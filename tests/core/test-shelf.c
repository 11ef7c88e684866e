/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store-sql.h"
#include "core/views.h"
#include "tests/support/shelf-study.h"

#include <glib/gstdio.h>
#include <string.h>

static CenBlobHeld
get_held (TestShelfStudy *study, const CenId *blob)
{
  gboolean is_found;
  CenShelfRow row = { .held = CEN_BLOB_ABSENT };

  g_assert_true (
      cen_shelf_get (study->circle->store, &study->circle->id, blob, &is_found, &row, NULL));
  return row.held;
}

static guint
count_wanted (TestShelfStudy *study, guint64 auto_max)
{
  g_autoptr (GArray) wanted = cen_shelf_list_wanted (study->circle, 0, auto_max, NULL);

  g_assert_nonnull (wanted);
  return wanted->len;
}

static void
test_wanted (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef small = test_shelf_make_ref (10, 1),
             large = test_shelf_make_ref (CEN_SHELF_AUTO_MAX + 1, 2);
  CenShelfRow row = { .wish = CEN_WISH_USER };
  CenId small_id, large_id;

  test_shelf_share (study->ana, &small, &small_id);
  test_shelf_share (study->ana, &large, &large_id);
  test_shelf_share (study->ana, &large, &large_id);
  g_assert_cmpuint (count_wanted (study, CEN_SHELF_AUTO_MAX), ==, 1);
  g_assert_cmpuint (count_wanted (study, 9), ==, 0);
  row.id = large_id;
  g_assert_true (cen_shelf_put (study->circle, &row, NULL));
  g_assert_cmpuint (count_wanted (study, 9), ==, 1);
  row.wish = CEN_WISH_PAUSED;
  g_assert_true (cen_shelf_put (study->circle, &row, NULL));
  g_assert_cmpuint (count_wanted (study, 9), ==, 0);
  test_shelf_put (study, &small_id, 10, 0, FALSE);
  g_assert_cmpuint (count_wanted (study, CEN_SHELF_AUTO_MAX), ==, 0);
}

/* The view is a function of the log: made anew it is the same. */
static void
test_rebuild (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef ref = test_shelf_make_ref (10, 1), back;
  gboolean is_found;
  CenId blob, object = test_shelf_share (study->ana, &ref, &blob);
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
test_deleted (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef ref = test_shelf_make_ref (10, 1);
  CenId blob, first = test_shelf_share (study->ana, &ref, &blob),
              second = test_shelf_share (study->ana, &ref, &blob);
  guint64 freed;

  test_shelf_put (study, &blob, 10, 0, TRUE);
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
test_quota (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenId blobs[5];
  guint64 freed, all, loose;

  for (guint i = 0; i < 5; i++) {
    CenBlobRef ref = test_shelf_make_ref (100, (guint8) (i + 1));

    test_shelf_share (study->ana, &ref, &blobs[i]);
    test_shelf_put (study, &blobs[i], 100, 1000 - i, i == 4);
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
test_quotas (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenStore *store = study->circle->store;
  guint64 freed, room;
  CenId blobs[4];

  for (guint i = 0; i < 4; i++) {
    CenBlobRef ref = test_shelf_make_ref (100, (guint8) (i + 1));

    test_shelf_share (study->ana, &ref, &blobs[i]);
    test_shelf_put (study, &blobs[i], 100, 10 * (i + 1), FALSE);
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
test_check (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef ref = test_shelf_make_ref (10, 1);
  g_autofree char *path = NULL;
  CenId blob;

  test_shelf_share (study->ana, &ref, &blob);
  test_shelf_put (study, &blob, 10, 0, TRUE);
  path = cen_shelf_dup_path (study->circle->store, &study->circle->id, &blob);
  g_unlink (path);
  g_assert_true (cen_shelf_check (study->circle, NULL));
  g_assert_cmpint (get_held (study, &blob), ==, CEN_BLOB_ABSENT);
}

static void
test_copies (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
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
test_preferences (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
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
test_bounds (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
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
#define ADD(name, func)                                                                            \
  g_test_add (name, TestShelfStudy, NULL, test_shelf_study_set_up, func, test_shelf_study_tear_down)
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
