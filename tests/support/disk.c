/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/disk.h"

#include <glib/gstdio.h>
#include <string.h>

TestPerson *
test_disk_open (TestWorld *world, const char *name, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  TestPerson *person = g_new0 (TestPerson, 1);
  g_autoptr (GError) error = NULL;

  person->name = g_strdup (name);
  person->replica = cen_replica_open (path, NULL, &world->world, &error);
  g_assert_no_error (error);
  return person;
}

static gboolean
is_in_file (const char *dir, const char *name, const void *bytes, gsize len)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *held = NULL;
  gsize held_len;

  return g_file_get_contents (path, &held, &held_len, NULL) &&
         memmem (held, held_len, bytes, len) != NULL;
}

gboolean
test_disk_has (const char *dir, const void *bytes, gsize len)
{
  return is_in_file (dir, "replica.db", bytes, len) ||
         is_in_file (dir, "replica.db-wal", bytes, len);
}

gboolean
test_disk_has_words (const char *dir, const char *words)
{
  return test_disk_has (dir, words, strlen (words));
}

void
test_disk_remove (const char *dir)
{
  static const char *const files[] = { "replica.db", "replica.db-wal", "replica.db-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (dir, files[i], NULL);

    g_unlink (path);
  }
  g_rmdir (dir);
}
