/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "held-file.h"

#include <string.h>

void
cen_held_file_free (CenHeldFile *self)
{
  if (self == NULL)
    return;
  cen_resource_free (self->resource);
  g_free (self);
}

guint64
cen_held_file_count_done (CenStore *store, const CenId *circle, const CenResource *resource)
{
  g_autofree char *path = cen_shelf_dup_path (store, circle, &resource->blob);
  g_autofree guint8 *map = NULL;
  CenBlobLayout layout;
  guint64 done = 0;

  cen_blob_layout_init (&layout, resource->ref.size);
  map = path != NULL ? cen_blob_file_dup_map (path, &layout) : NULL;
  for (guint i = layout.n_pieces; map != NULL && i < layout.n_blocks; i++)
    done += map[i] != 0 ? cen_blob_layout_get_len (&layout, i) - CEN_MAC_LEN : 0;
  return done;
}

static gboolean
fill (CenHeldFile *self, CenStore *store, const CenId *circle, GError **error)
{
  const CenResource *resource = self->resource;
  CenShelfRow row = { .held = CEN_BLOB_ABSENT };
  gboolean is_found;

  if (cen_id_is_zero (&resource->blob))
    return TRUE;
  if (!cen_shelf_get (store, circle, &resource->blob, &is_found, &row, error))
    return FALSE;
  self->held = row.held;
  self->wish = row.wish;
  self->is_kept = row.is_kept;
  self->done = row.held == CEN_BLOB_WHOLE ? resource->ref.size
                                          : cen_held_file_count_done (store, circle, resource);
  return TRUE;
}

CenHeldFile *
cen_held_file_get (CenStore *store, const CenId *circle, const CenId *object, GError **error)
{
  CenResource *resource = cen_library_get_version (store, circle, object, error);
  g_autoptr (CenHeldFile) self = NULL;

  if (resource == NULL)
    return NULL;
  self = g_new0 (CenHeldFile, 1);
  self->resource = resource;
  return fill (self, store, circle, error) ? g_steal_pointer (&self) : NULL;
}

GPtrArray *
cen_held_file_list (CenStore *store, const CenId *circle, GArray *objects, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_held_file_free);

  for (guint i = 0; i < objects->len; i++) {
    g_autoptr (GError) local = NULL;
    CenHeldFile *file =
        cen_held_file_get (store, circle, &g_array_index (objects, CenId, i), &local);

    if (file != NULL) {
      g_ptr_array_add (found, file);
    } else if (!g_error_matches (local, CEN_ERROR, CEN_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  }
  return g_steal_pointer (&found);
}

gboolean
cen_held_file_fill (CenStore *store, const CenId *circle, GPtrArray *messages, GError **error)
{
  for (guint i = 0; i < messages->len; i++) {
    CenMessageRow *row = messages->pdata[i];

    if (row->attachments->len == 0 || row->is_redacted)
      continue;
    g_clear_pointer (&row->files, g_ptr_array_unref);
    row->files = cen_held_file_list (store, circle, row->attachments, error);
    if (row->files == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_held_file_equal (const CenHeldFile *a, const CenHeldFile *b)
{
  return a->held == b->held && a->wish == b->wish && a->is_kept == b->is_kept &&
         a->done == b->done && cen_id_equal (&a->resource->version, &b->resource->version) &&
         strcmp (a->resource->title, b->resource->title) == 0;
}
