/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each case prints in a child, whose stdout is then compared whole. */

#include "app/ctl/output.h"
#include "app/ctl/qr.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>
#include <string.h>

static void
print_rows (CenacleShape shape, CenacleFormat format)
{
  g_autoptr (CenacleOutput) output = cenacle_output_new (shape, format);
  CenId id = { { 0 } };

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", "Id", &id);
  cenacle_output_add_text (output, "name", "Name", "Ana\x1b[31m \xff");
  cenacle_output_add_int (output, "n", "N", G_MAXINT64);
  id.bytes[0] = 1;
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", "Id", &id);
  cenacle_output_add_text (output, "name", "Name", "漢字 \"x\"");
  cenacle_output_add_int (output, "n", "N", -1);
  cenacle_output_add_bool (output, "hidden", NULL, TRUE);
  cenacle_output_show (output);
  fflush (stdout);
}

static void
expect_child (const char *path, const char *expected)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { g_get_prgname (), path, NULL };
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_json (void)
{
  expect_child ("json", "{\"id\":null,\"name\":\"Ana\\u001b[31m �\",\"n\":9223372036854775807}\n"
                        "{\"id\":\"aeaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
                        "\"name\":\"漢字 \\\"x\\\"\",\"n\":-1,\"hidden\":true}\n");
}

static void
test_table (void)
{
  expect_child ("table", "Id        Name        N\n"
                         "          Ana [31m �  9223372036854775807\n"
                         "aeaaaaaa  漢字 \"x\"    -1\n");
}

static void
test_record (void)
{
  expect_child ("record", "Id    \n"
                          "Name  Ana [31m �\n"
                          "N     9223372036854775807\n"
                          "\n"
                          "Id    aeaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
                          "Name  漢字 \"x\"\n"
                          "N     -1\n");
}

static void
test_qr (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "cenacle-XXXXXX", NULL);
  g_autofree char *too_long = g_strnfill (5000, 'x');
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;
  const guint8 *pixels;

  g_assert_cmpint (g_mkstemp (path), >=, 0);
  g_assert_true (cenacle_qr_save ("cenacle:1:abcdefgh", path, &error));
  g_assert_no_error (error);
  pixbuf = gdk_pixbuf_new_from_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, gdk_pixbuf_get_height (pixbuf));
  pixels = gdk_pixbuf_read_pixels (pixbuf);
  /* A quiet border of four modules, then the dark corner of the finder. */
  g_assert_cmpuint (pixels[0], ==, 0xff);
  g_assert_cmpuint (pixels[32 * gdk_pixbuf_get_rowstride (pixbuf) + 32 * 3], ==, 0);
  g_assert_false (cenacle_qr_save (too_long, path, NULL));
  g_assert_cmpint (remove (path), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_set_prgname (argv[0]);
  if (argc == 2 && strcmp (argv[1], "json") == 0) {
    print_rows (CENACLE_SHAPE_LIST, CENACLE_FORMAT_JSON);
    return 0;
  }
  if (argc == 2 && argv[1][0] != '-') {
    print_rows (strcmp (argv[1], "table") == 0 ? CENACLE_SHAPE_LIST : CENACLE_SHAPE_RECORD,
                CENACLE_FORMAT_HUMAN);
    return 0;
  }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/output/json", test_json);
  g_test_add_func ("/output/table", test_table);
  g_test_add_func ("/output/record", test_record);
  g_test_add_func ("/output/qr", test_qr);
  return g_test_run ();
}
