/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder is written as PATH.cenacle-part, in which a file .cenacle is held locked by who writes
 * it: whoever finds the name taken and the lock free knows that it was left behind, and what has no
 * such file is somebody else's and stays. */

#include "export-folder.h"

#include "core/error.h"
#include "core/file-name.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define PART_SUFFIX ".cenacle-part"
#define MARKER      ".cenacle"
#define FDS_MAX     16 /* open at once while a tree is removed */

struct _CenacleExportFolder {
  char *path;
  char *part;
  int lock;
  GHashTable *names; /* char *, parent ‖ "/" ‖ the name folded: a number (dup_unused) */
};

static void
set_failed (GError **error, int code)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, _ ("The files could not be written: %s."),
               g_strerror (code));
}

static void
set_taken (GError **error, const char *path)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
               _ ("“%s” is there already and is not an empty folder: choose another place."), path);
}

/* --- What is there before --- */

static int
remove_one_cb (const char *path, const struct stat *status, int kind, struct FTW *place)
{
  (void) status;
  (void) kind;
  (void) place;
  return remove (path);
}

static void
remove_tree (const char *path)
{
  nftw (path, remove_one_cb, FDS_MAX, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static gboolean
is_free (const char *path)
{
  GStatBuf status;
  g_autoptr (GDir) dir = NULL;

  if (g_lstat (path, &status) != 0)
    return errno == ENOENT;
  dir = S_ISDIR (status.st_mode) ? g_dir_open (path, 0, NULL) : NULL;
  return dir != NULL && g_dir_read_name (dir) == NULL;
}

/* The marker of a part, locked; -1 when it has none, or somebody has it locked. */
static int
lock_marker (const char *part, int flags)
{
  g_autofree char *path = g_build_filename (part, MARKER, NULL);
  int fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0) {
    close (fd);
    fd = -1;
  }
  return fd;
}

static gboolean
make_part (CenacleExportFolder *self, GError **error)
{
  if (g_mkdir (self->part, 0700) != 0 && errno == EEXIST) {
    int left = lock_marker (self->part, 0);

    if (left < 0) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
                   _ ("Another program is writing to “%s” now."), self->path);
      return FALSE;
    }
    remove_tree (self->part);
    close (left);
    if (g_mkdir (self->part, 0700) != 0) {
      set_failed (error, errno);
      return FALSE;
    }
  } else if (!g_file_test (self->part, G_FILE_TEST_IS_DIR)) {
    set_failed (error, errno);
    return FALSE;
  }
  self->lock = lock_marker (self->part, O_CREAT | O_EXCL);
  if (self->lock >= 0)
    return TRUE;
  set_failed (error, errno);
  g_rmdir (self->part);
  return FALSE;
}

CenacleExportFolder *
cenacle_export_folder_new (const char *path, GError **error)
{
  g_autoptr (CenacleExportFolder) self = g_new0 (CenacleExportFolder, 1);

  self->lock = -1;
  self->path = g_canonicalize_filename (path, NULL);
  self->part = g_strconcat (self->path, PART_SUFFIX, NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!is_free (self->path)) {
    set_taken (error, path);
    return NULL;
  }
  return make_part (self, error) ? g_steal_pointer (&self) : NULL;
}

void
cenacle_export_folder_free (CenacleExportFolder *self)
{
  if (self == NULL)
    return;
  if (self->lock >= 0) {
    remove_tree (self->part);
    close (self->lock);
  }
  g_hash_table_unref (self->names);
  g_free (self->path);
  g_free (self->part);
  g_free (self);
}

gboolean
cenacle_export_folder_finish (CenacleExportFolder *self, GError **error)
{
  g_autofree char *marker = g_build_filename (self->part, MARKER, NULL);

  if (syncfs (self->lock) != 0) {
    set_failed (error, errno);
    return FALSE;
  }
  /* An empty folder gives way; anything else that came meanwhile does not. */
  g_rmdir (self->path);
  if (!is_free (self->path) || g_rename (self->part, self->path) != 0) {
    set_taken (error, self->path);
    return FALSE;
  }
  g_free (marker);
  marker = g_build_filename (self->path, MARKER, NULL);
  g_unlink (marker);
  close (self->lock);
  self->lock = -1;
  return TRUE;
}

/* --- What is in it --- */

char *
cenacle_export_folder_dup_path (CenacleExportFolder *self, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename (self->part, path, NULL);
  g_autofree char *parent = g_path_get_dirname (full);

  if (g_mkdir_with_parents (parent, 0700) == 0)
    return g_steal_pointer (&full);
  set_failed (error, errno);
  return NULL;
}

/* As the strictest system compares names. */
static char *
dup_key (const char *parent, const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *composed = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_strconcat (parent, "/", composed != NULL ? composed : folded, NULL);
}

/* Beside each name that was given stands the number that the next who wishes it begins with, so
 * that ten thousand of the same name do not cost their square. */
static char *
dup_unused (CenacleExportFolder *self, const char *parent, const char *stem, const char *ending)
{
  g_autofree char *wish = g_strconcat (stem, ending, NULL);
  g_autofree char *key = dup_key (parent, wish);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->names, key));
  g_autofree char *name = g_strdup (wish);
  g_autofree char *taken = g_strdup (key);

  for (number = MAX (number, 1); g_hash_table_contains (self->names, taken); number++) {
    g_free (name);
    g_free (taken);
    name = g_strdup_printf ("%s (%u)%s", stem, number + 1, ending);
    taken = dup_key (parent, name);
  }
  g_hash_table_insert (self->names, g_steal_pointer (&taken), GUINT_TO_POINTER (1));
  g_hash_table_insert (self->names, g_steal_pointer (&key), GUINT_TO_POINTER (number));
  return g_steal_pointer (&name);
}

char *
cenacle_export_folder_take_name (CenacleExportFolder *self, const char *parent, const char *wish,
                                 const char *ending)
{
  g_autofree char *clean = cen_file_name_clean (wish);
  const char *dot = ending == NULL ? strrchr (clean, '.') : NULL;
  gsize stem_len = dot != NULL && dot != clean ? (gsize) (dot - clean) : strlen (clean);
  g_autofree char *stem = NULL;

  if (ending == NULL)
    ending = clean + stem_len;
  stem = g_strndup (clean, stem_len);
  while (strlen (stem) + strlen (ending) > CEN_FILE_NAME_MAX)
    *g_utf8_find_prev_char (stem, stem + strlen (stem)) = '\0';
  return dup_unused (self, parent, stem, ending);
}

gboolean
cenacle_sheet_open (CenacleSheet *self, CenacleExportFolder *folder, const char *path,
                    GError **error)
{
  g_autofree char *full = cenacle_export_folder_dup_path (folder, path, error);
  FILE *file = full != NULL ? g_fopen (full, "ae") : NULL;

  if (file == NULL) {
    if (full != NULL)
      set_failed (error, errno);
    return FALSE;
  }
  self->file = file;
  self->is_new = ftell (file) == 0;
  return TRUE;
}

void
cenacle_sheet_add (CenacleSheet *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vfprintf (self->file, format, arguments);
  va_end (arguments);
}

gboolean
cenacle_sheet_close (CenacleSheet *self, GError **error)
{
  FILE *file = g_steal_pointer (&self->file);
  gboolean has_failed = ferror (file) != 0;

  if (fclose (file) == 0 && !has_failed)
    return TRUE;
  set_failed (error, errno != 0 ? errno : EIO);
  return FALSE;
}

void
cenacle_sheet_clear (CenacleSheet *self)
{
  if (self->file != NULL)
    fclose (g_steal_pointer (&self->file));
}
