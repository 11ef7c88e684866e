/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "file-save.h"

#include "core/safe-file.h"
#include "core/shelf.h"

#include <glib/gi18n.h>
#include <string.h>

#define COPIES_MAX 1000 /* "notes (2).pdf" … */

CenBlobReader *
cenacle_file_open (CenStore *store, const CenId *circle, const CenResource *resource,
                   GError **error)
{
  g_autofree char *path = cen_shelf_dup_path (store, circle, &resource->blob);

  return cen_blob_reader_open (path, &resource->ref, error);
}

/* A name in @folder that is not taken. */
static char *
dup_free_path (const char *folder, const char *name)
{
  const char *dot = strrchr (name, '.');
  gsize stem = dot != NULL && dot != name ? (gsize) (dot - name) : strlen (name);

  for (guint i = 1; i < COPIES_MAX; i++) {
    g_autofree char *numbered =
        i == 1 ? g_strdup (name)
               : g_strdup_printf ("%.*s (%u)%s", (int) stem, name, i, name + stem);
    g_autofree char *path = g_build_filename (folder, numbered, NULL);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
  return g_build_filename (folder, name, NULL);
}

static gboolean
copy_to (CenBlobReader *reader, const char *path, GError **error)
{
  g_auto (CenSafeFile) file = { 0 };
  const char *what = _ ("The file could not be written");

  return cen_safe_file_begin (&file, path, what, error) &&
         cen_blob_reader_copy (reader, file.fd, error) && cen_safe_file_finish (&file, what, error);
}

char *
cenacle_file_save (CenBlobReader *reader, const CenResource *resource, const char *path,
                   GError **error)
{
  g_autofree char *place = g_file_test (path, G_FILE_TEST_IS_DIR)
                               ? dup_free_path (path, resource->name)
                               : g_strdup (path);

  return copy_to (reader, place, error) ? g_steal_pointer (&place) : NULL;
}
