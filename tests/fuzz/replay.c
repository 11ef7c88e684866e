/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target over the files of the directory given as argument, so that what fuzzing once
 * found stays found in every build, with no fuzzer at hand. */

#include "fuzz.h"

#include <glib.h>

int
main (int argc, char **argv)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  g_assert (argc == 2);
  dir = g_dir_open (argv[1], 0, NULL);
  g_assert (dir != NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (argv[1], name, NULL);
    g_autofree char *bytes = NULL;
    gsize len;

    if (!g_file_get_contents (path, &bytes, &len, NULL))
      continue;
    LLVMFuzzerTestOneInput ((const uint8_t *) bytes, len);
    n++;
  }
  g_assert (n > 0);
  return 0;
}
