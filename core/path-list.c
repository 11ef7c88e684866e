/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "path-list.h"

#include "place.h"
#include "private-notes.h"

static void
path_row_free (gpointer data)
{
  CenPathRow *path = data;

  cen_object_row_free (path->row);
  g_ptr_array_unref (path->steps);
  g_free (path->title);
  g_free (path);
}

void
cen_path_list_free (CenPathList *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_clear_pointer (&self->own_done, g_hash_table_unref);
  g_free (self);
}

static CenPathRow *
path_row_new (CenObjectRow *row, GPtrArray *objects)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  CenPathRow *path = g_new0 (CenPathRow, 1);

  for (guint i = 0; i < objects->len; i++) {
    CenObjectRow *step = objects->pdata[i];

    if (cen_id_equal (&step->parent, &row->id))
      g_ptr_array_add (own, step);
  }
  path->row = row;
  path->title = cen_object_row_dup_text (row, CEN_PATH_TITLE);
  path->steps = cen_path_sort_steps (own);
  return path;
}

CenPathList *
cen_path_list_read (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (CenPathList) self = g_new0 (CenPathList, 1);
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_PATH, NULL, error);

  if (rows == NULL ||
      (self->objects = cen_query_objects (store, circle, CEN_KIND_STEP, NULL, error)) == NULL ||
      (self->certificates = cen_query_objects (store, circle, CEN_KIND_CERTIFICATE, NULL, error)) ==
          NULL ||
      (self->own_done = cen_private_list (store, circle, CEN_PRIVATE_DONE, error)) == NULL)
    return NULL;
  self->paths = g_ptr_array_new_with_free_func (path_row_free);
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->paths, path_row_new (rows->pdata[i], self->objects));
  return g_steal_pointer (&self);
}

const CenPathRow *
cen_path_list_find (const CenPathList *self, const CenId *id)
{
  for (guint i = 0; i < self->paths->len; i++) {
    const CenPathRow *path = self->paths->pdata[i];

    if (cen_id_equal (&path->row->id, id))
      return path;
  }
  return NULL;
}

const CenObjectRow *
cen_path_list_find_step (const CenPathList *self, const CenId *id)
{
  for (guint i = 0; i < self->objects->len; i++) {
    const CenObjectRow *step = self->objects->pdata[i];

    if (cen_id_equal (&step->id, id))
      return step;
  }
  return NULL;
}

const CenObjectRow *
cen_path_list_find_certificate (const CenPathList *self, const CenPathRow *path,
                                const CenId *member)
{
  for (guint i = self->certificates->len; i > 0; i--) {
    const CenObjectRow *certificate = self->certificates->pdata[i - 1];

    if (cen_id_equal (&certificate->parent, &path->row->id) &&
        cen_id_equal (&certificate->author, member) &&
        cen_path_check_certificate (certificate, path->steps) == CEN_CERTIFICATE_HOLDS)
      return certificate;
  }
  return NULL;
}

GPtrArray *
cen_path_list_missing (const CenPathList *self, const CenObjectRow *step, const CenId *member)
{
  g_autoptr (GArray) needs = cen_object_row_dup_refs (step, CEN_STEP_NEEDS);
  GPtrArray *missing = g_ptr_array_new ();

  for (guint i = 0; i < needs->len; i++) {
    const CenObjectRow *needed = cen_path_list_find_step (self, &g_array_index (needs, CenId, i));

    if (needed != NULL && needed != step && cen_id_equal (&needed->parent, &step->parent) &&
        !cen_path_is_done (needed, member, self->own_done))
      g_ptr_array_add (missing, (gpointer) needed);
  }
  return missing;
}

static char *
dup_place (GPtrArray *steps, gint64 at)
{
  return at >= 0 && at < steps->len ? cen_object_row_dup_text (steps->pdata[at], CEN_STEP_PLACE)
                                    : NULL;
}

char *
cen_path_row_choose_place (const CenPathRow *path, const CenObjectRow *step, guint at,
                           const guint8 *salt)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  for (guint i = 0; i < path->steps->len; i++) {
    if (path->steps->pdata[i] != step)
      g_ptr_array_add (others, path->steps->pdata[i]);
  }
  at = MIN (at, others->len);
  low = dup_place (others, (gint64) at - 1);
  high = dup_place (others, at);
  return cen_place_between (low, high, salt);
}
