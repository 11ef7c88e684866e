/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library.h"

#include "error.h"
#include "file-name.h"

#include <string.h>

void
cen_resource_free (CenResource *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->text);
  g_free (self->url);
  g_strfreev (self->tags);
  g_free (self->language);
  g_free (self->author_name);
  g_ptr_array_unref (self->recommended);
  g_free (self->name);
  g_free (self->mime);
  g_clear_pointer (&self->preview, g_bytes_unref);
  cen_blob_ref_clear (&self->ref);
  g_free (self);
}

/* Takes the file of @row when it has a sound one. */
static gboolean
take_file (CenResource *self, const CenObjectRow *row)
{
  g_autoptr (GBytes) bytes = cen_object_row_dup_bytes (row, CEN_RESOURCE_FILE);
  g_autofree char *name = cen_object_row_dup_text (row, CEN_RESOURCE_NAME);
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  CenBlobRef ref;

  if (!cen_blob_ref_from_bytes (&ref, data, len, NULL))
    return FALSE;
  self->ref = ref;
  cen_blob_ref_clear (&ref);
  cen_blob_ref_get_id (&self->ref, &self->blob);
  self->version = row->id;
  g_free (self->name);
  self->name = cen_file_name_clean (*name != '\0' ? name : self->title);
  g_free (self->mime);
  self->mime = cen_object_row_dup_text (row, CEN_RESOURCE_MIME);
  g_clear_pointer (&self->preview, g_bytes_unref);
  self->preview = cen_object_row_dup_bytes (row, CEN_RESOURCE_PREVIEW);
  self->width = (guint) cen_object_row_get_uint (row, CEN_RESOURCE_WIDTH, 0);
  self->height = (guint) cen_object_row_get_uint (row, CEN_RESOURCE_HEIGHT, 0);
  self->time_ms = row->time_ms;
  self->lamport = row->lamport;
  return TRUE;
}

static CenResource *
make_resource (const CenObjectRow *row)
{
  CenResource *self = g_new0 (CenResource, 1);

  self->id = self->version = row->id;
  self->title = cen_object_row_dup_text (row, CEN_RESOURCE_TITLE);
  self->text = cen_object_row_dup_text (row, CEN_RESOURCE_TEXT);
  self->url = cen_object_row_dup_text (row, CEN_RESOURCE_URL);
  self->tags = cen_object_row_dup_texts (row, CEN_RESOURCE_TAGS);
  self->language = cen_object_row_dup_text (row, CEN_RESOURCE_LANGUAGE);
  self->level = (guint) cen_object_row_get_uint (row, CEN_RESOURCE_LEVEL, 0);
  self->author = row->author;
  self->author_name = g_strdup (row->author_name);
  self->time_ms = self->created_ms = row->time_ms;
  self->lamport = row->lamport;
  self->is_own = row->is_own;
  self->is_sealed = row->is_sealed;
  self->is_from_message = cen_object_row_get_bool (row, CEN_RESOURCE_FROM_MESSAGE);
  self->recommended = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < row->marks->len; i++) {
    const CenMarkRow *mark = row->marks->pdata[i];

    if (mark->mark == CEN_RESOURCE_RECOMMENDED)
      g_ptr_array_add (self->recommended, cen_id_dup (&mark->member));
  }
  self->name = g_strdup ("");
  self->mime = g_strdup ("");
  self->preview = g_bytes_new (NULL, 0);
  if (take_file (self, row)) {
    self->shape = CEN_RESOURCE_IS_FILE;
    self->n_versions = 1;
  } else {
    self->shape = *self->url != '\0' ? CEN_RESOURCE_IS_LINK : CEN_RESOURCE_IS_REFERENCE;
  }
  return self;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const CenObjectRow *x = *(CenObjectRow *const *) a;
  const CenObjectRow *y = *(CenObjectRow *const *) b;

  if (x->lamport != y->lamport)
    return x->lamport < y->lamport ? -1 : 1;
  return memcmp (x->id.bytes, y->id.bytes, CEN_ID_LEN);
}

GPtrArray *
cen_library_compute (GPtrArray *resources, GPtrArray *versions, GPtrArray *remarks)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_resource_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < resources->len; i++) {
    CenResource *resource = make_resource (resources->pdata[i]);

    g_ptr_array_add (found, resource);
    g_hash_table_insert (by_id, &resource->id, resource);
  }
  g_ptr_array_extend (sorted, versions, NULL, NULL);
  g_ptr_array_sort (sorted, compare_rows);
  for (guint i = 0; i < sorted->len; i++) {
    const CenObjectRow *row = sorted->pdata[i];
    CenResource *resource = g_hash_table_lookup (by_id, &row->parent);

    if (resource == NULL || !take_file (resource, row))
      continue;
    resource->shape = CEN_RESOURCE_IS_FILE;
    resource->n_versions++;
  }
  for (guint i = 0; i < remarks->len; i++) {
    CenResource *resource =
        g_hash_table_lookup (by_id, &((CenObjectRow *) remarks->pdata[i])->parent);

    if (resource != NULL)
      resource->n_remarks++;
  }
  return found;
}

/* --- Out of the store --- */

static GPtrArray *
query_all (CenStore *store, const CenId *circle, guint kind, const CenId *parent, GError **error)
{
  CenObjectPage page = { .parent = parent,
                         .states = CEN_OBJECTS_LIVE,
                         .direction = CEN_PAGE_OLDEST,
                         .limit = CEN_QUERY_ALL };

  return cen_query_objects (store, circle, kind, &page, error);
}

GPtrArray *
cen_library_list (CenStore *store, const CenId *circle, const char *tag, GError **error)
{
  g_autoptr (GPtrArray) resources = query_all (store, circle, CEN_KIND_RESOURCE, NULL, error);
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GPtrArray) remarks = NULL;
  GPtrArray *found;

  if (resources == NULL)
    return NULL;
  versions = query_all (store, circle, CEN_KIND_VERSION, NULL, error);
  remarks = versions != NULL ? query_all (store, circle, CEN_KIND_REMARK, NULL, error) : NULL;
  if (remarks == NULL)
    return NULL;
  found = cen_library_compute (resources, versions, remarks);
  for (guint i = found->len; tag != NULL && i-- > 0;) {
    if (!cen_resource_has_tag (found->pdata[i], tag))
      g_ptr_array_remove_index (found, i);
  }
  return found;
}

static void
set_not_found (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                       "There is no such resource in the library.");
}

/* @row alone, with what hangs on it unless @is_bare. */
static CenResource *
compute_one (CenStore *store, const CenId *circle, CenObjectRow *row, gboolean is_bare,
             GError **error)
{
  g_autoptr (GPtrArray) resources = g_ptr_array_new ();
  g_autoptr (GPtrArray) versions =
      is_bare ? g_ptr_array_new () : query_all (store, circle, CEN_KIND_VERSION, &row->id, error);
  g_autoptr (GPtrArray) remarks = NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (versions == NULL)
    return NULL;
  remarks = query_all (store, circle, CEN_KIND_REMARK, &row->id, error);
  if (remarks == NULL)
    return NULL;
  g_ptr_array_add (resources, row);
  found = cen_library_compute (resources, versions, remarks);
  return g_ptr_array_steal_index (found, 0);
}

static CenObjectRow *
query_kind (CenStore *store, const CenId *circle, const CenId *object, guint kind, GError **error)
{
  g_autoptr (CenObjectRow) row = cen_query_object (store, circle, object, error);

  if (row == NULL)
    return NULL;
  if (row->kind != NULL && row->kind->id == kind && row->state == CEN_OBJECT_LIVE)
    return g_steal_pointer (&row);
  set_not_found (error);
  return NULL;
}

CenResource *
cen_library_get (CenStore *store, const CenId *circle, const CenId *resource, GError **error)
{
  g_autoptr (CenObjectRow) row = query_kind (store, circle, resource, CEN_KIND_RESOURCE, error);

  return row != NULL ? compute_one (store, circle, row, FALSE, error) : NULL;
}

CenResource *
cen_library_get_version (CenStore *store, const CenId *circle, const CenId *object, GError **error)
{
  g_autoptr (CenObjectRow) version = query_kind (store, circle, object, CEN_KIND_VERSION, NULL);
  g_autoptr (CenObjectRow) row = NULL;
  CenResource *resource;

  if (version == NULL) {
    row = query_kind (store, circle, object, CEN_KIND_ENCLOSURE, NULL);
    return row != NULL ? make_resource (row) : cen_library_get (store, circle, object, error);
  }
  row = query_kind (store, circle, &version->parent, CEN_KIND_RESOURCE, error);
  resource = row != NULL ? compute_one (store, circle, row, FALSE, error) : NULL;
  if (resource != NULL && !take_file (resource, version)) {
    g_clear_pointer (&resource, cen_resource_free);
    set_not_found (error);
  }
  return resource;
}

/* @row with the file of @version, when that is sound; remarks do not count here. */
static void
add_version (GPtrArray *found, const CenObjectRow *row, const CenObjectRow *version)
{
  g_autoptr (CenResource) resource = make_resource (row);

  if (cen_id_is_zero (&resource->blob) && version == row)
    return;
  if (version == row || take_file (resource, version)) {
    resource->shape = CEN_RESOURCE_IS_FILE;
    g_ptr_array_add (found, g_steal_pointer (&resource));
  }
}

GPtrArray *
cen_library_list_versions (CenStore *store, const CenId *circle, const CenId *resource,
                           GError **error)
{
  g_autoptr (CenObjectRow) row = query_kind (store, circle, resource, CEN_KIND_RESOURCE, error);
  g_autoptr (GPtrArray) versions =
      row != NULL ? query_all (store, circle, CEN_KIND_VERSION, resource, error) : NULL;
  GPtrArray *found;

  if (versions == NULL)
    return NULL;
  g_ptr_array_sort (versions, compare_rows);
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_resource_free);
  for (guint i = versions->len; i-- > 0;)
    add_version (found, row, versions->pdata[i]);
  add_version (found, row, row);
  return found;
}

/* --- Tags and shapes --- */

static int
compare_counts (gconstpointer a, gconstpointer b, gpointer counts)
{
  const char *x = *(const char *const *) a;
  const char *y = *(const char *const *) b;
  guint n_x = GPOINTER_TO_UINT (g_hash_table_lookup (counts, x));
  guint n_y = GPOINTER_TO_UINT (g_hash_table_lookup (counts, y));

  return n_x != n_y ? (n_x > n_y ? -1 : 1) : g_utf8_collate (x, y);
}

GPtrArray *
cen_library_list_tags (GPtrArray *resources)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *tags = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < resources->len; i++) {
    const CenResource *resource = resources->pdata[i];

    for (guint k = 0; resource->tags[k] != NULL; k++) {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, resource->tags[k]));

      if (n == 0)
        g_ptr_array_add (tags, g_strdup (resource->tags[k]));
      g_hash_table_insert (counts, resource->tags[k], GUINT_TO_POINTER (n + 1));
    }
  }
  g_ptr_array_sort_with_data (tags, compare_counts, counts);
  return tags;
}

const char *
cen_resource_get_shape_name (const CenResource *self)
{
  static const char *const names[] = { CEN_SENTENCE ("file"), CEN_SENTENCE ("link"),
                                       CEN_SENTENCE ("reference") };

  return names[self->shape];
}

gboolean
cen_resource_has_tag (const CenResource *self, const char *tag)
{
  g_autofree char *wanted = g_utf8_casefold (tag, -1);

  for (guint i = 0; self->tags[i] != NULL; i++) {
    g_autofree char *own = g_utf8_casefold (self->tags[i], -1);

    if (strcmp (own, wanted) == 0)
      return TRUE;
  }
  return FALSE;
}
