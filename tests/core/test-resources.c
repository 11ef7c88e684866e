/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/blob-root.h"
#include "core/library.h"
#include "tests/support/people.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
} Study;

static void
set_up (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  study->world = test_world_new (3);
  study->ana = test_person_new (study->world, "Ana");
  study->bo = test_person_new (study->world, "Bo");
  test_person_found (study->ana, "Analysis");
  test_person_join (study->bo, study->ana);
}

static void
tear_down (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  test_person_free (study->ana);
  test_person_free (study->bo);
  test_world_free (study->world);
}

static CenId
create (TestPerson *person, guint kind, const CenValue *values, guint n_values)
{
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (person->circle, cen_kind_get (kind), values, n_values, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* A resource, or with @resource a version of it, of a file of @size bytes; 0: without a file. */
static CenId
share (TestPerson *person, const char *title, const CenId *resource, guint64 size)
{
  CenBlobRef ref = { .size = size };
  g_autoptr (GBytes) bytes = cen_blob_ref_to_bytes (&ref);
  const char *tags[] = { "Algebra", "week 3" };
  CenValue values[3] = {
    { .field = CEN_RESOURCE_FILE,
      .type = CEN_FIELD_BYTES,
      .items = g_bytes_get_data (bytes, NULL),
      .n_items = (guint) g_bytes_get_size (bytes) },
    { .field = CEN_RESOURCE_TITLE, .type = CEN_FIELD_TEXT, .text = title },
    { .field = CEN_RESOURCE_TAGS, .type = CEN_FIELD_TEXTS, .items = tags, .n_items = 2 },
  };

  if (resource != NULL) {
    values[1] =
        (CenValue){ .field = CEN_VERSION_RESOURCE, .type = CEN_FIELD_REF, .ref = *resource };
    return create (person, CEN_KIND_VERSION, values, 2);
  }
  return create (person, CEN_KIND_RESOURCE, size > 0 ? values : values + 1, size > 0 ? 3 : 2);
}

static CenId
remark (TestPerson *person, const CenId *resource)
{
  CenValue values[] = {
    { .field = CEN_REMARK_RESOURCE, .type = CEN_FIELD_REF, .ref = *resource },
    { .field = CEN_REMARK_TEXT, .type = CEN_FIELD_TEXT, .text = "Clear" },
  };

  return create (person, CEN_KIND_REMARK, values, 2);
}

static void
exchange (Study *study)
{
  test_person_pull (study->ana, study->bo);
  test_person_pull (study->bo, study->ana);
  test_assert_same_state (study->ana, study->bo);
}

static CenResource *
get (TestPerson *person, const CenId *id)
{
  g_autoptr (GError) error = NULL;
  CenResource *resource = cen_library_get (person->circle->store, &person->circle->id, id, &error);

  g_assert_no_error (error);
  return resource;
}

static void
test_newest (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenId id = share (study->ana, "Notes", NULL, 100), second, old;
  g_autoptr (CenResource) resource = NULL;
  g_autoptr (CenResource) version = NULL;

  exchange (study);
  second = share (study->bo, NULL, &id, 200);
  remark (study->bo, &id);
  exchange (study);
  resource = get (study->ana, &id);
  g_assert_cmpuint (resource->ref.size, ==, 200);
  g_assert_cmpuint (resource->n_versions, ==, 2);
  g_assert_cmpuint (resource->n_remarks, ==, 1);
  g_assert_true (cen_id_equal (&resource->version, &second));
  g_assert_cmpstr (resource->name, ==, "Notes");
  g_assert_cmpstr (cen_resource_get_shape_name (resource), ==, "file");
  version =
      cen_library_get_version (study->ana->circle->store, &study->ana->circle->id, &second, NULL);
  g_assert_cmpuint (version->ref.size, ==, 200);
  /* A version that is deleted is none. */
  g_assert_true (cen_author_redact (study->bo->circle, &second, NULL));
  exchange (study);
  g_clear_pointer (&resource, cen_resource_free);
  resource = get (study->ana, &id);
  g_assert_cmpuint (resource->ref.size, ==, 100);
  old = resource->version;
  g_assert_true (cen_id_equal (&old, &id));
}

/* Versions at once: both sides come to the same newest, whatever came first. */
static void
test_at_once (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenId id = share (study->ana, "Notes", NULL, 100);
  g_autoptr (CenResource) a = NULL;
  g_autoptr (CenResource) b = NULL;

  exchange (study);
  share (study->ana, NULL, &id, 200);
  share (study->bo, NULL, &id, 300);
  exchange (study);
  a = get (study->ana, &id);
  b = get (study->bo, &id);
  g_assert_cmpuint (a->n_versions, ==, 3);
  g_assert_true (cen_id_equal (&a->blob, &b->blob));
}

/* The order in which rows are given changes nothing. */
static void
test_shuffled (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenStore *store = study->ana->circle->store;
  const CenId *circle = &study->ana->circle->id;
  CenObjectPage page = { .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  g_autoptr (GPtrArray) resources = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GPtrArray) remarks = NULL;
  CenId ids[4];

  for (guint i = 0; i < 4; i++)
    ids[i] = share (study->ana, "Notes", NULL, i * 10);
  for (guint i = 0; i < 20; i++) {
    share (study->ana, NULL, &ids[i % 4], 1000 + i);
    remark (study->ana, &ids[i % 3]);
  }
  resources = cen_query_objects (store, circle, CEN_KIND_RESOURCE, &page, NULL);
  versions = cen_query_objects (store, circle, CEN_KIND_VERSION, &page, NULL);
  remarks = cen_query_objects (store, circle, CEN_KIND_REMARK, &page, NULL);
  for (guint round = 0; round < 50; round++) {
    g_autoptr (GPtrArray) found = NULL;

    for (guint i = versions->len; i-- > 1;) {
      guint k = (guint) g_test_rand_int_range (0, (gint32) i + 1);
      gpointer other = versions->pdata[k];

      versions->pdata[k] = versions->pdata[i];
      versions->pdata[i] = other;
    }
    found = cen_library_compute (resources, versions, remarks);
    for (guint i = 0; i < 4; i++) {
      const CenResource *resource = found->pdata[i];

      g_assert_cmpuint (resource->ref.size, ==, 1016 + i);
      g_assert_cmpuint (resource->n_versions, ==, i == 0 ? 5 : 6);
      g_assert_cmpuint (resource->n_remarks, ==, i == 3 ? 0 : i < 2 ? 7 : 6);
    }
  }
}

static void
test_tags (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  CenStore *store = study->ana->circle->store;
  const CenId *circle = &study->ana->circle->id;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) tags = NULL;

  share (study->ana, "Notes", NULL, 0);
  share (study->ana, "More", NULL, 5);
  found = cen_library_list (store, circle, "ALGEBRA", NULL);
  none = cen_library_list (store, circle, "geometry", NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (cen_resource_get_shape_name (found->pdata[0]), ==, "reference");
  tags = cen_library_list_tags (found);
  g_assert_cmpuint (tags->len, ==, 2);
  g_assert_cmpstr (tags->pdata[0], ==, "Algebra");
}

/* All members come to the same key for files, and another circle to another one. */
static void
test_root (Study *study, gconstpointer data G_GNUC_UNUSED)
{
  guint8 a[CEN_KEY_LEN], b[CEN_KEY_LEN], c[CEN_KEY_LEN];
  g_autoptr (TestPerson) other = test_person_new (study->world, "Cleo");

  exchange (study);
  test_person_found (other, "Geometry");
  g_assert_true (cen_blob_root (study->ana->circle, a, NULL));
  g_assert_true (cen_blob_root (study->bo->circle, b, NULL));
  g_assert_true (cen_blob_root (other->circle, c, NULL));
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
  g_assert_cmpint (memcmp (a, c, sizeof a), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
#define ADD(name, func) g_test_add (name, Study, NULL, set_up, func, tear_down)
  ADD ("/library/newest", test_newest);
  ADD ("/library/at-once", test_at_once);
  ADD ("/library/shuffled", test_shuffled);
  ADD ("/library/tags", test_tags);
  ADD ("/library/root", test_root);
  return g_test_run ();
}
