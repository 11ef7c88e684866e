/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/error.h"
#include "core/store-copy.h"
#include "core/store-settings.h"

#include <glib/gstdio.h>

static void
test_kept (void)
{
  g_autofree char *folder = g_dir_make_tmp ("cenacle-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "replica.db", NULL);
  g_autoptr (GError) error = NULL;
  CenStore *store = cen_store_open (path, CEN_STORE_READ_WRITE, &error);
  CenStore *reader = cen_store_open (path, CEN_STORE_READ_ONLY, &error);

  g_assert_no_error (error);
  g_assert_cmpint (cen_setting_get (store, CEN_SETTING_DISCOVERY, 7), ==, 7);
  for (gint64 value = 2; value-- > 0;) {
    g_assert_true (cen_setting_set (store, CEN_SETTING_DISCOVERY, value, &error));
    g_assert_no_error (error);
    g_assert_cmpint (cen_setting_get (store, CEN_SETTING_DISCOVERY, 7), ==, value);
    g_assert_cmpint (cen_setting_get (reader, CEN_SETTING_DISCOVERY, 7), ==, value);
  }
  g_assert_false (cen_setting_set (reader, CEN_SETTING_DISCOVERY, 1, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
  cen_store_free (reader);
  cen_store_free (store);
  store = cen_store_open (path, CEN_STORE_READ_WRITE, NULL);
  g_assert_cmpint (cen_setting_get (store, CEN_SETTING_DISCOVERY, 7), ==, 0);
  cen_store_free (store);
  for (guint i = 0; i < 3; i++) {
    static const char *const endings[] = { "", "-wal", "-shm" };
    g_autofree char *one = g_strconcat (path, endings[i], NULL);

    g_unlink (one);
  }
  g_rmdir (folder);
}

/* What was prepared for the database that was is not asked of the one that takes its place. */
static void
test_restored (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenStore) from = cen_store_open (":memory:", CEN_STORE_READ_WRITE, &error);
  g_autoptr (CenStore) to = cen_store_open (":memory:", CEN_STORE_READ_WRITE, &error);
  g_autoptr (GBytes) packed = NULL;

  g_assert_no_error (error);
  cen_setting_set (from, CEN_SETTING_DISCOVERY, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (cen_setting_get (to, CEN_SETTING_DISCOVERY, 7), ==, 7);
  packed = cen_store_pack (from, &error);
  g_assert_no_error (error);
  g_assert_true (
      cen_store_unpack (to, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (cen_setting_get (to, CEN_SETTING_DISCOVERY, 7), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/kept", test_kept);
  g_test_add_func ("/settings/restored", test_restored);
  return g_test_run ();
}
