/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "settings.h"

#include "app/control/paths.h"

#define SCHEMA_ID "org.cenacle.Cenacle"

static GSettingsSchema *
lookup_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) built = NULL;

  if (cenacle_paths_is_uninstalled ())
    built = g_settings_schema_source_new_from_directory (BUILD_ROOT "/data", installed, TRUE, NULL);
  if (built == NULL && installed == NULL)
    return NULL;
  return g_settings_schema_source_lookup (built != NULL ? built : installed, SCHEMA_ID, TRUE);
}

GSettings *
cenacle_settings_new (const char *home)
{
  g_autoptr (GSettingsSchema) schema = lookup_schema ();
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, home, -1);
  g_autofree char *path = g_strdup_printf ("/org/cenacle/Cenacle/homes/%.16s/", hash);

  return schema != NULL ? g_settings_new_full (schema, NULL, path) : NULL;
}
