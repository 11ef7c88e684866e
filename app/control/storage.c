/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage.h"

#include "core/queries.h"

static void
file_free (gpointer data)
{
  g_free (((CenacleStoredFile *) data)->title);
  g_free (data);
}

static void
circle_free (gpointer data)
{
  g_free (((CenacleStoredCircle *) data)->name);
  g_free (data);
}

void
cenacle_storage_free (CenacleStorage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->circles);
  g_ptr_array_unref (self->files);
  g_free (self);
}

/* --- Reading --- */

static void
name_file (CenStore *store, CenacleStoredFile *file)
{
  g_autoptr (CenResource) resource = NULL;
  gboolean is_found;
  CenId object;

  if (cen_shelf_find_object (store, &file->circle, &file->blob, &is_found, &object, NULL) &&
      is_found)
    resource = cen_library_get_version (store, &file->circle, &object, NULL);
  file->title = g_strdup (resource != NULL ? resource->title : "");
  file->sort =
      resource != NULL ? cenacle_resource_get_sort (resource) : CENACLE_RESOURCE_OTHER_FILE;
  if (resource != NULL)
    file->resource = resource->id;
}

static gboolean
add_file (CenacleStorage *self, CenStore *store, CenacleStoredCircle *circle,
          const CenShelfRow *row, GError **error)
{
  g_autoptr (GPtrArray) copies = cen_shelf_list_copies (store, &circle->circle, &row->id, error);
  CenacleStoredFile *file;

  if (copies == NULL)
    return FALSE;
  file = g_new0 (CenacleStoredFile, 1);
  g_ptr_array_add (self->files, file);
  file->circle = circle->circle;
  file->blob = row->id;
  file->size = row->size;
  file->is_kept = row->is_kept;
  file->used_ms = row->used_ms;
  file->n_copies = copies->len;
  name_file (store, file);
  circle->size += row->size;
  circle->loose += row->is_kept ? 0 : row->size;
  circle->sizes[file->sort] += row->size;
  return TRUE;
}

static gboolean
add_circle (CenacleStorage *self, CenStore *store, const CenCircleRow *row, GError **error)
{
  g_autoptr (GArray) shelf = cen_shelf_list (store, &row->id, error);
  CenacleStoredCircle *circle;

  if (shelf == NULL)
    return FALSE;
  circle = g_new0 (CenacleStoredCircle, 1);
  g_ptr_array_add (self->circles, circle);
  circle->circle = row->id;
  circle->name = g_strdup (row->name);
  circle->quota = cen_preference_get (store, &row->id, CEN_PREFERENCE_CIRCLE_QUOTA);
  circle->auto_max = cen_preference_get (store, &row->id, CEN_PREFERENCE_AUTO_MAX);
  circle->retention_days = cen_retention_get (store, &row->id);
  for (guint i = 0; i < shelf->len; i++) {
    const CenShelfRow *one = &g_array_index (shelf, CenShelfRow, i);

    if (one->held == CEN_BLOB_WHOLE && !add_file (self, store, circle, one, error))
      return FALSE;
  }
  return TRUE;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const CenacleStoredFile *x = *(CenacleStoredFile *const *) a;
  const CenacleStoredFile *y = *(CenacleStoredFile *const *) b;

  if (x->is_kept != y->is_kept)
    return x->is_kept ? 1 : -1;
  return x->used_ms != y->used_ms ? (x->used_ms < y->used_ms ? -1 : 1)
                                  : (x->size > y->size ? -1 : x->size < y->size);
}

static int
compare_circles (gconstpointer a, gconstpointer b)
{
  const CenacleStoredCircle *x = *(CenacleStoredCircle *const *) a;
  const CenacleStoredCircle *y = *(CenacleStoredCircle *const *) b;

  return x->size > y->size ? -1 : x->size < y->size;
}

CenacleStorage *
cenacle_storage_read (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (CenacleStorage) self = g_new0 (CenacleStorage, 1);
  g_autoptr (GPtrArray) rows = NULL;
  const char *folder = cen_store_get_blobs (store);

  self->circles = g_ptr_array_new_with_free_func (circle_free);
  self->files = g_ptr_array_new_with_free_func (file_free);
  rows = cen_query_circles (store, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenCircleRow *row = rows->pdata[i];

    if ((circle == NULL || cen_id_equal (circle, &row->id)) &&
        !add_circle (self, store, row, error))
      return NULL;
  }
  if (rows == NULL || !cen_shelf_measure (store, &self->size, &self->loose, error))
    return NULL;
  self->quota = cen_preference_get (store, NULL, CEN_PREFERENCE_QUOTA);
  self->comes_on_metered = cen_preference_get (store, NULL, CEN_PREFERENCE_METERED) != 0;
  self->space = folder != NULL ? cen_blob_file_get_space (folder) : 0;
  g_ptr_array_sort (self->circles, compare_circles);
  g_ptr_array_sort (self->files, compare_files);
  return g_steal_pointer (&self);
}

GPtrArray *
cenacle_storage_choose (const CenacleStorage *self, guint64 bytes, CenacleLastCopies last_copies,
                        guint64 *ret_size)
{
  GPtrArray *chosen = g_ptr_array_new ();

  *ret_size = 0;
  for (guint i = 0; i < self->files->len && *ret_size < bytes; i++) {
    CenacleStoredFile *file = self->files->pdata[i];

    if (file->is_kept || (file->n_copies == 0 && last_copies == CENACLE_SPARE_LAST_COPIES))
      continue;
    g_ptr_array_add (chosen, file);
    *ret_size += file->size;
  }
  return chosen;
}
