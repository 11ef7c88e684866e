/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "autostart.h"

#include "app/control/paths.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_MS   2000 /* it answers before it asks the person */
#define SANDBOX     "/.flatpak-info"
#define MARK        "portal" /* in a sandbox the file only notes what was asked for */

static gboolean
is_in_sandbox (void)
{
  return g_file_test (SANDBOX, G_FILE_TEST_EXISTS);
}

/* In an Exec line: between double quotes, with what these mean escaped, and % doubled (Desktop
 * Entry Specification, "The Exec key"). Its backslashes are doubled once more by the key file. */
static char *
quote_argument (const char *argument)
{
  GString *quoted = g_string_new ("\"");

  for (const char *c = argument; *c != '\0'; c++) {
    if (strchr ("\"`$\\", *c) != NULL)
      g_string_append_c (quoted, '\\');
    if (*c == '%')
      g_string_append_c (quoted, '%');
    g_string_append_c (quoted, *c);
  }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

char *
cenacle_autostart_dup_entry (const char *program, const char *home)
{
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_autofree char *quoted = quote_argument (program);
  g_autofree char *place = home != NULL ? quote_argument (home) : NULL;
  g_autofree char *command =
      place != NULL ? g_strconcat (quoted, " --home ", place, NULL) : g_strdup (quoted);
  g_autofree char *line = g_strconcat (command, " --gapplication-service", NULL);

  g_key_file_set_string (entry, "Desktop Entry", "Type", "Application");
  g_key_file_set_string (entry, "Desktop Entry", "Name", "Cenacle");
  g_key_file_set_string (entry, "Desktop Entry", "Comment",
                         _ ("Tells what comes in your circles, without a window"));
  g_key_file_set_string (entry, "Desktop Entry", "Exec", line);
  g_key_file_set_string (entry, "Desktop Entry", "Icon", "org.cenacle.Cenacle");
  return g_key_file_to_data (entry, NULL, NULL);
}

char *
cenacle_autostart_dup_path (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".desktop", NULL);

  return g_build_filename (g_get_user_config_dir (), "autostart", name, NULL);
}

CenacleAutostart
cenacle_autostart_get (const char *id)
{
  g_autofree char *path = cenacle_autostart_dup_path (id);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? CENACLE_AUTOSTART_ON : CENACLE_AUTOSTART_OFF;
}

/* The answer comes later, as a question to the person or by a rule of theirs; what they said is
 * kept by the desktop. */
static gboolean
ask_portal (CenacleAutostart wanted, GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  const char *const command[] = { "cenacle", "--gapplication-service", NULL };
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) handle = NULL;

  if (bus == NULL)
    return FALSE;
  g_variant_dict_insert (&options, "reason", "s", _ ("To tell you what comes in your circles"));
  g_variant_dict_insert (&options, "autostart", "b", wanted == CENACLE_AUTOSTART_ON);
  g_variant_dict_insert_value (&options, "commandline", g_variant_new_strv (command, -1));
  handle =
      g_dbus_connection_call_sync (bus, PORTAL_NAME, PORTAL_PATH,
                                   "org.freedesktop.portal.Background", "RequestBackground",
                                   g_variant_new ("(s@a{sv})", "", g_variant_dict_end (&options)),
                                   G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, PORTAL_MS, NULL,
                                   error);
  return handle != NULL;
}

static gboolean
write_entry (const char *path, const char *entry, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0755) == 0 && g_file_set_contents (path, entry, -1, NULL))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _ ("What starts at login cannot be changed: its folder cannot be written."));
  return FALSE;
}

gboolean
cenacle_autostart_set (const char *id, const char *home, CenacleAutostart wanted, GError **error)
{
  g_autofree char *path = cenacle_autostart_dup_path (id);
  g_autofree char *program = cenacle_paths_dup_program ("cenacle");
  g_autofree char *entry =
      is_in_sandbox () ? g_strdup (MARK)
                       : cenacle_autostart_dup_entry (program != NULL ? program : "cenacle", home);

  if (is_in_sandbox () && !ask_portal (wanted, error))
    return FALSE;
  if (wanted == CENACLE_AUTOSTART_ON)
    return write_entry (path, entry, error);
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _ ("What starts at login cannot be changed: its folder cannot be written."));
  return FALSE;
}
