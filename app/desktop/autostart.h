/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether Cenacle starts, without a window, when the person logs in. Outside a sandbox that is a
 * file among the session's own; in one the desktop is asked by its portal, which may say no. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CENACLE_AUTOSTART_OFF,
  CENACLE_AUTOSTART_ON,
} CenacleAutostart;

/**
 * cenacle_autostart_dup_entry: the desktop entry that starts @program for @home at login.
 * @home: (nullable): NULL for the home of whom gives no other
 */
char *cenacle_autostart_dup_entry (const char *program, const char *home);

/* The path of that file for the application @id; $XDG_CONFIG_HOME as GLib has it. */
char *cenacle_autostart_dup_path (const char *id);

CenacleAutostart cenacle_autostart_get (const char *id);

/**
 * cenacle_autostart_set: writes or removes the file, in a sandbox asks for it. @home: as above.
 * Errors: G_IO_ERROR or G_FILE_ERROR, with a sentence for the person.
 */
gboolean
cenacle_autostart_set (const char *id, const char *home, CenacleAutostart wanted, GError **error);

G_END_DECLS
