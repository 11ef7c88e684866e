/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where everything of one person is: the home, what it holds, the socket of its engine, and the
 * programs that belong together. Every path is absolute and owned by the caller. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_ENGINE_OBJECT_PATH "/org/cenacle/Engine"

/**
 * cenacle_paths_dup_home: the home directory: @option (of --home), else $CENACLE_HOME, else
 * $XDG_DATA_HOME/cenacle, with symbolic links resolved as far as it exists. Creates nothing.
 */
char *cenacle_paths_dup_home (const char *option);

char *cenacle_paths_dup_replica (const char *home);
char *cenacle_paths_dup_secrets (const char *home);
/* "engine.lock": holds the process id of the engine that serves @home. */
char *cenacle_paths_dup_lock (const char *home);

/**
 * cenacle_paths_dup_socket: the control socket of the engine of @home, in a directory that is made
 * when missing, ours alone and mode 0700.
 * Errors: CEN_ERROR_STORAGE when that directory cannot be made or belongs to somebody else.
 */
char *cenacle_paths_dup_socket (const char *home, GError **error);

/* The same as a D-Bus address ("unix:path=…"). */
char *cenacle_paths_dup_address (const char *home, GError **error);

/**
 * cenacle_paths_dup_program: the sibling program @name ("cenacled", "cenaclectl"): from the build
 * folder when the caller runs from there, else where it is installed, else from $PATH.
 * Returns: NULL when it is nowhere.
 */
char *cenacle_paths_dup_program (const char *name);

/* Where a Tor daemon is asked for: @option (of --tor-control), else $CENACLE_TOR_CONTROL, else
 * where Debian's has its socket. "" for nowhere. */
const char *cenacle_paths_get_tor_control (const char *option);

/* TRUE when the caller's own executable lies in the build folder. */
gboolean cenacle_paths_is_uninstalled (void);

G_END_DECLS
