/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "paths.h"

#include "core/error.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOCKET_NAME_LEN 16 /* hexadecimal digits of the hash of the home; a Unix path holds 107 */

static char *
resolve (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *missing = g_strdup ("");

  /* The home may not exist yet: the links of its nearest existing ancestor count all the same. */
  while (TRUE) {
    char *real = realpath (absolute, NULL);

    if (real != NULL) {
      g_autofree char *copy = g_strdup (real);

      free (real);
      return missing[0] == '\0' ? g_steal_pointer (&copy) : g_build_filename (copy, missing, NULL);
    }
    if (g_str_equal (absolute, "/"))
      return g_build_filename ("/", missing, NULL);

    g_autofree char *last = g_path_get_basename (absolute);
    g_autofree char *parent = g_path_get_dirname (absolute);
    g_autofree char *longer =
        missing[0] == '\0' ? g_strdup (last) : g_build_filename (last, missing, NULL);

    g_free (g_steal_pointer (&missing));
    missing = g_steal_pointer (&longer);
    g_free (g_steal_pointer (&absolute));
    absolute = g_steal_pointer (&parent);
  }
}

char *
cenacle_paths_dup_home (const char *option)
{
  const char *variable = g_getenv ("CENACLE_HOME");

  if (option != NULL && option[0] != '\0')
    return resolve (option);
  if (variable != NULL && variable[0] != '\0')
    return resolve (variable);

  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "cenacle", NULL);

  return resolve (path);
}

char *
cenacle_paths_dup_replica (const char *home)
{
  return g_build_filename (home, "replica.db", NULL);
}

char *
cenacle_paths_dup_secrets (const char *home)
{
  return g_build_filename (home, "secrets", NULL);
}

char *
cenacle_paths_dup_lock (const char *home)
{
  return g_build_filename (home, "engine.lock", NULL);
}

static char *
dup_socket_directory (void)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");

  if (runtime != NULL && runtime[0] == '/')
    return g_build_filename (runtime, "cenacle", NULL);
  return g_strdup_printf ("/tmp/cenacle-%u", (guint) getuid ());
}

/* /tmp is everybody's: a directory that somebody else made there first must not be trusted. */
static gboolean
ensure_private_directory (const char *path, GError **error)
{
  GStatBuf info;

  if (g_mkdir_with_parents (path, 0700) != 0 || g_lstat (path, &info) != 0) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The folder %s cannot be made: %s.", path,
                 g_strerror (errno));
    return FALSE;
  }
  if (!S_ISDIR (info.st_mode) || info.st_uid != getuid ()) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The folder %s belongs to somebody else.",
                 path);
    return FALSE;
  }
  if ((info.st_mode & 0077) != 0 && g_chmod (path, 0700) != 0) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The folder %s cannot be made private: %s.",
                 path, g_strerror (errno));
    return FALSE;
  }
  return TRUE;
}

char *
cenacle_paths_dup_socket (const char *home, GError **error)
{
  g_autofree char *canonical = resolve (home);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical, -1);
  g_autofree char *directory = dup_socket_directory ();

  if (!ensure_private_directory (directory, error))
    return NULL;
  return g_strdup_printf ("%s/%.*s.socket", directory, SOCKET_NAME_LEN, hash);
}

char *
cenacle_paths_dup_address (const char *home, GError **error)
{
  g_autofree char *path = cenacle_paths_dup_socket (home, error);

  if (path == NULL)
    return NULL;

  g_autofree char *escaped = g_dbus_address_escape_value (path);

  return g_strconcat ("unix:path=", escaped, NULL);
}

gboolean
cenacle_paths_is_uninstalled (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *root = resolve (BUILD_ROOT);

  return self != NULL && g_str_has_prefix (self, root) && self[strlen (root)] == '/';
}

static const char *
get_build_folder (const char *name)
{
  static const struct {
    const char *name;
    const char *folder;
  } programs[] = {
    { "cenacled", "app/engine" },   { "cenaclectl", "app/ctl" },  { "cenacle", "app/desktop" },
    { "cenacle-look", "app/look" }, { "cenacle-map", "app/map" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++) {
    if (g_str_equal (name, programs[i].name))
      return programs[i].folder;
  }
  return ".";
}

char *
cenacle_paths_dup_program (const char *name)
{
  if (cenacle_paths_is_uninstalled ()) {
    g_autofree char *built = g_build_filename (BUILD_ROOT, get_build_folder (name), name, NULL);

    if (g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&built);
  }

  static const char *const folders[] = { LIBEXECDIR, HELPERDIR };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *installed = g_build_filename (folders[i], name, NULL);

    if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&installed);
  }
  return g_find_program_in_path (name);
}

const char *
cenacle_paths_get_tor_control (const char *option)
{
  const char *wish = option != NULL ? option : g_getenv ("CENACLE_TOR_CONTROL");

  return wish != NULL ? wish : "/run/tor/control";
}
