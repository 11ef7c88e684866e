/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * cenacle_connection_open_sync: connects to the engine that serves @home, waiting for it to greet.
 * Errors: CEN_ERROR_UNREACHABLE when no engine serves, CEN_ERROR_STORAGE as in
 * cenacle_paths_dup_socket().
 */
GDBusConnection *cenacle_connection_open_sync (const char *home, GError **error);

/* The same without waiting, for programs with a main loop. */
void cenacle_connection_open_async (const char *home, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
GDBusConnection *cenacle_connection_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
