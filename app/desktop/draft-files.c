/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "draft-files.h"

#include <glib/gstdio.h>

#define GROUP       "files"
#define PLACES_KEPT 64 /* the oldest go */

static char *
dup_path (const char *home)
{
  return g_build_filename (home, "draft-files", NULL);
}

static GKeyFile *
load (const char *home)
{
  g_autofree char *path = dup_path (home);
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

GStrv
cenacle_draft_files_get (const char *home, const char *place)
{
  g_autoptr (GKeyFile) file = load (home);

  return g_key_file_get_string_list (file, GROUP, place, NULL, NULL);
}

static void
save (const char *home, GKeyFile *file, gsize n_places)
{
  g_autofree char *path = dup_path (home);
  gsize len;
  g_autofree char *text = g_key_file_to_data (file, &len, NULL);
  g_autoptr (GError) error = NULL;

  if (n_places == 0)
    g_unlink (path);
  else if (!g_file_set_contents_full (path, text, (gssize) len, G_FILE_SET_CONTENTS_CONSISTENT,
                                      0600, &error))
    g_warning ("what files stand with drafts was not kept: %s", error->message);
}

void
cenacle_draft_files_set (const char *home, const char *place, const char *const *entries)
{
  g_autoptr (GKeyFile) file = load (home);
  gboolean was_there = g_key_file_remove_key (file, GROUP, place, NULL);
  g_auto (GStrv) places = NULL;
  gsize n_places = 0;

  if (entries == NULL || entries[0] == NULL) {
    if (!was_there)
      return;
  } else {
    g_key_file_set_string_list (file, GROUP, place, entries, g_strv_length ((GStrv) entries));
  }
  places = g_key_file_get_keys (file, GROUP, &n_places, NULL);
  for (gsize i = 0; i + PLACES_KEPT < n_places; i++)
    g_key_file_remove_key (file, GROUP, places[i], NULL);
  save (home, file, n_places);
}
