/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "shelf-study.h"

#include <glib/gstdio.h>
#include <string.h>

void
test_shelf_study_set_up (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
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

void
test_shelf_study_tear_down (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
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

CenBlobRef
test_shelf_make_ref (guint64 size, guint8 flavour)
{
  CenBlobRef ref = { .size = size };

  memset (ref.key, flavour, CEN_KEY_LEN);
  memset (ref.pieces[0].bytes, flavour, CEN_ID_LEN);
  return ref;
}

CenId
test_shelf_share (TestPerson *person, const CenBlobRef *ref, CenId *ret_blob)
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

void
test_shelf_put (TestShelfStudy *study, const CenId *blob, guint64 size, gint64 used_ms,
                gboolean is_kept)
{
  CenShelfRow row = { *blob, size, CEN_BLOB_WHOLE, CEN_WISH_NONE, is_kept, used_ms };
  g_autofree char *path = cen_shelf_dup_path (study->circle->store, &study->circle->id, blob);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_true (cen_shelf_put (study->circle, &row, NULL));
}
