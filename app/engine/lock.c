/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "lock.h"

#include "app/control/paths.h"
#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

static void
set_busy (const char *path, GError **error)
{
  g_autofree char *pid = NULL;

  if (g_file_get_contents (path, &pid, NULL, NULL) && atoi (pid) > 0)
    g_set_error (error, CEN_ERROR, CEN_ERROR_BUSY,
                 "Another engine already serves this home (process %d).", atoi (pid));
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_BUSY,
                         "Another engine already serves this home.");
}

int
cenacle_lock_take (const char *home, GError **error)
{
  g_autofree char *path = cenacle_paths_dup_lock (home);
  char text[32];
  int fd, n;

  if (g_mkdir_with_parents (home, 0700) != 0 ||
      (fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) < 0) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The folder %s cannot be used: %s.", home,
                 g_strerror (errno));
    return -1;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    set_busy (path, error);
    close (fd);
    return -1;
  }
  n = g_snprintf (text, sizeof text, "%d\n", (int) getpid ());
  if (ftruncate (fd, 0) != 0 || write (fd, text, (gsize) n) != n) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The folder %s cannot be written: %s.", home,
                 g_strerror (errno));
    close (fd);
    return -1;
  }
  return fd;
}

void
cenacle_lock_release (int fd)
{
  if (fd < 0)
    return;
  if (ftruncate (fd, 0) != 0)
    g_debug ("the lock could not be emptied");
  close (fd);
}
