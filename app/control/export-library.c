/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The library: one page that lists all, and beside it copies of the files that are whole here. It
 * is written before what is attached to messages, which leads to these copies. */

#include "export-private.h"

#include "file-save.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PAGE      "library/README.md"
#define FILES     "library/files"
#define AT_ONCE   100   /* resources read together */
#define UNIT_SIZE 65536 /* bytes of a file that count as one message does */

/* --- Files --- */

static gboolean
write_fully (int fd, const guint8 *bytes, gsize len)
{
  while (len > 0) {
    gssize n = write (fd, bytes, len);

    if (n < 0 && errno != EINTR)
      return FALSE;
    if (n > 0) {
      bytes += n;
      len -= (gsize) n;
    }
  }
  return TRUE;
}

/* FALSE without an error when the disk has altered what it is copied from. */
static gboolean
copy_chunks (CenacleExport *self, CenBlobReader *reader, int fd, gboolean *ret_is_damaged,
             GError **error)
{
  g_autoptr (GError) local = NULL;
  const guint8 *bytes;
  gsize len;

  for (guint i = 0; (bytes = cen_blob_reader_get (reader, i, &len, &local)) != NULL; i++) {
    if (!write_fully (fd, bytes, len)) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, _ ("The files could not be written: %s."),
                   g_strerror (errno));
      return FALSE;
    }
    if (!cenacle_export_go_on (self, (double) len / UNIT_SIZE, error))
      return FALSE;
  }
  *ret_is_damaged = local != NULL;
  return TRUE;
}

static gboolean
copy_to (CenacleExport *self, CenBlobReader *reader, const CenResource *file, GError **error)
{
  g_autofree char *name = cenacle_export_folder_take_name (self->folder, FILES, file->name, NULL);
  g_autofree char *path = g_build_filename (FILES, name, NULL);
  g_autofree char *full = cenacle_export_folder_dup_path (self->folder, path, error);
  gboolean is_damaged = FALSE;
  int fd = full != NULL ? g_open (full, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;

  if (fd < 0) {
    if (full != NULL)
      g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, _ ("The files could not be written: %s."),
                   g_strerror (errno));
    return FALSE;
  }
  if (!copy_chunks (self, reader, fd, &is_damaged, error)) {
    close (fd);
    return FALSE;
  }
  close (fd);
  if (is_damaged) {
    g_unlink (full);
    self->counts.n_absent++;
    return TRUE;
  }
  self->counts.n_files++;
  g_hash_table_insert (self->files, cen_id_dup (&file->version), g_steal_pointer (&path));
  return TRUE;
}

static gboolean
copy_file (CenacleExport *self, const CenResource *file, GError **error)
{
  g_autoptr (CenBlobReader) reader = NULL;

  if (cen_id_is_zero (&file->blob))
    return TRUE;
  reader = cenacle_file_open (self->store, &self->circle, file, NULL);
  if (reader != NULL)
    return copy_to (self, reader, file, error);
  self->counts.n_absent++;
  return TRUE;
}

/* --- The page --- */

static void
write_file_line (CenacleExport *self, CenacleSheet *sheet, const CenResource *file)
{
  const char *path = g_hash_table_lookup (self->files, &file->version);
  g_autofree char *name = cenacle_export_escape_line (file->name);
  g_autofree char *link = cenacle_export_dup_link (PAGE, path, name);
  g_autofree char *size = g_format_size (file->ref.size);
  g_autofree char *time = cenacle_export_dup_time (file->time_ms);

  cenacle_sheet_add (sheet, "- %s · %s · %s%s\n", link, size, time,
                     path == NULL ? _ (" (not on this computer)") : "");
}

/* Those before the newest. */
static gboolean
write_versions (CenacleExport *self, CenacleSheet *sheet, const CenResource *resource,
                GError **error)
{
  g_autoptr (GPtrArray) versions = NULL;

  if (resource->n_versions < 2)
    return TRUE;
  versions = cen_library_list_versions (self->store, &self->circle, &resource->id, error);
  for (guint i = 1; versions != NULL && i < versions->len; i++) {
    if (!copy_file (self, versions->pdata[i], error))
      return FALSE;
    write_file_line (self, sheet, versions->pdata[i]);
  }
  return versions != NULL;
}

static gboolean
write_remarks (CenacleExport *self, CenacleSheet *sheet, const CenId *resource, GError **error)
{
  CenObjectPage page = { .parent = resource, .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  g_autoptr (GPtrArray) rows =
      cen_query_objects (self->store, &self->circle, CEN_KIND_REMARK, &page, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autofree char *name = cenacle_export_dup_name (self, &row->author);
    g_autofree char *time = cenacle_export_dup_time (row->time_ms);
    g_autofree char *text = cen_object_row_dup_text (row, CEN_REMARK_TEXT);

    cenacle_sheet_add (sheet, "\n**%s** · %s\n", name, time);
    cenacle_export_write_quote (sheet, text);
  }
  return rows != NULL;
}

static void
write_facts (CenacleExport *self, CenacleSheet *sheet, const CenResource *resource)
{
  g_autofree char *name = cenacle_export_dup_name (self, &resource->author);
  g_autofree char *time = cenacle_export_dup_time (resource->created_ms);

  cenacle_sheet_add (sheet, "**%s** · %s", name, time);
  for (guint i = 0; resource->tags[i] != NULL; i++) {
    g_autofree char *tag = cenacle_export_escape_line (resource->tags[i]);

    cenacle_sheet_add (sheet, " · %s", tag);
  }
  if (*resource->language != '\0') {
    g_autofree char *language = cenacle_export_escape_line (resource->language);

    cenacle_sheet_add (sheet, " · %s", language);
  }
  if (resource->recommended->len > 0) {
    cenacle_sheet_add (sheet, " · %s", _ ("recommended by"));
    for (guint i = 0; i < resource->recommended->len; i++) {
      g_autofree char *member = cenacle_export_dup_name (self, resource->recommended->pdata[i]);

      cenacle_sheet_add (sheet, "%s %s", i > 0 ? "," : "", member);
    }
  }
  cenacle_sheet_add (sheet, "\n");
}

static gboolean
write_resource (CenacleExport *self, CenacleSheet *sheet, const CenResource *resource,
                GError **error)
{
  g_autofree char *title = cenacle_export_escape_line (resource->title);

  cenacle_export_write_anchor (sheet, &resource->id);
  cenacle_sheet_add (sheet, "\n## %s\n\n", title);
  write_facts (self, sheet, resource);
  cenacle_export_write_quote (sheet, resource->text);
  if (*resource->url != '\0') {
    g_autofree char *url = cenacle_export_write_words (resource->url, CENACLE_WORDS_PAGE);

    cenacle_sheet_add (sheet, "%s\n", url);
  }
  if (!copy_file (self, resource, error))
    return FALSE;
  if (!cen_id_is_zero (&resource->blob))
    write_file_line (self, sheet, resource);
  if (!write_versions (self, sheet, resource, error))
    return FALSE;
  cenacle_sheet_add (sheet, "\n");
  return write_remarks (self, sheet, &resource->id, error);
}

/* Some resources at a time; @ret_last: where to go on. */
static gboolean
write_some (CenacleExport *self, CenacleSheet *sheet, const CenObjectPage *page, guint *ret_n,
            CenId *ret_last, GError **error)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (self->store, &self->circle, CEN_KIND_RESOURCE, page, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autoptr (CenResource) resource = cen_library_get (self->store, &self->circle, &row->id, NULL);

    *ret_last = row->id;
    if (resource != NULL && !write_resource (self, sheet, resource, error))
      return FALSE;
  }
  *ret_n = rows->len;
  return TRUE;
}

gboolean
cenacle_export_copy_enclosures (CenacleExport *self, GError **error)
{
  CenObjectPage all = { .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  g_autoptr (GPtrArray) rows =
      cen_query_objects (self->store, &self->circle, CEN_KIND_ENCLOSURE, &all, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenId *id = &((const CenObjectRow *) rows->pdata[i])->id;
    g_autoptr (CenResource) file = cen_library_get_version (self->store, &self->circle, id, NULL);

    if (file != NULL && !copy_file (self, file, error))
      return FALSE;
  }
  return rows != NULL;
}

gboolean
cenacle_export_write_library (CenacleExport *self, guint *ret_n, GError **error)
{
  CenObjectPage page = { .direction = CEN_PAGE_OLDEST, .limit = AT_ONCE };
  g_auto (CenacleSheet) sheet = { 0 };
  guint n = AT_ONCE;
  gboolean is_empty = FALSE;
  CenId last;

  if (!cenacle_export_is_empty (self, CEN_KIND_RESOURCE, &is_empty, error) || is_empty)
    return is_empty;
  if (!cenacle_export_open_page (self, &sheet, PAGE, _ ("Library"), error))
    return FALSE;
  while (n == AT_ONCE) {
    if (!write_some (self, &sheet, &page, &n, &last, error))
      return FALSE;
    page.anchor = &last;
    page.direction = CEN_PAGE_AFTER;
    *ret_n += n;
  }
  return cenacle_sheet_close (&sheet, error);
}
