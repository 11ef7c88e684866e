/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
set_error (GError **error, const char *what, int code)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "%s: %s.", what, g_strerror (code));
  return FALSE;
}

gboolean
cen_safe_file_begin (CenSafeFile *self, const char *path, const char *what, GError **error)
{
  g_autofree char *fresh = g_strconcat (path, ".new", NULL);
  int fd = g_open (fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

  /* One left over from a crash may have had another mode. */
  if (fd < 0 || fchmod (fd, 0600) != 0) {
    int code = errno;

    if (fd >= 0)
      close (fd);
    return set_error (error, what, code);
  }
  self->path = g_strdup (path);
  self->fresh = g_steal_pointer (&fresh);
  self->fd = fd;
  return TRUE;
}

gboolean
cen_safe_file_add (CenSafeFile *self, const void *bytes, gsize len, const char *what,
                   GError **error)
{
  const guint8 *at = bytes;

  while (len > 0) {
    gssize n = write (self->fd, at, len);

    if (n < 0 && errno != EINTR)
      return set_error (error, what, errno);
    if (n > 0) {
      at += n;
      len -= (gsize) n;
    }
  }
  return TRUE;
}

/* Without this the new name may be lost with the power, and the file with it. */
static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return ok;
}

gboolean
cen_safe_file_finish (CenSafeFile *self, const char *what, GError **error)
{
  int fd = self->fd;

  self->fd = -1;
  if (fsync (fd) != 0) {
    int code = errno;

    close (fd);
    return set_error (error, what, code);
  }
  if (close (fd) != 0 || g_rename (self->fresh, self->path) != 0)
    return set_error (error, what, errno);
  g_clear_pointer (&self->fresh, g_free);
  return sync_folder_of (self->path) || set_error (error, what, errno);
}

void
cen_safe_file_clear (CenSafeFile *self)
{
  if (self->fresh != NULL) {
    if (self->fd >= 0)
      close (self->fd);
    g_unlink (self->fresh);
  }
  g_clear_pointer (&self->fresh, g_free);
  g_clear_pointer (&self->path, g_free);
}
