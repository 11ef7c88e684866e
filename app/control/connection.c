/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "connection.h"

#include "errors.h"
#include "paths.h"

#include <glib/gi18n-lib.h>

static void
set_unreachable (GError **error, const GError *cause)
{
  g_debug ("no engine: %s", cause->message);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                       _ ("No engine runs for this home."));
}

GDBusConnection *
cenacle_connection_open_sync (const char *home, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *address = cenacle_paths_dup_address (home, error);

  if (address == NULL)
    return NULL;
  cenacle_errors_register ();

  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, NULL,
                                              NULL, &cause);

  if (connection == NULL)
    set_unreachable (error, cause);
  return connection;
}

static void
connection_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDBusConnection) connection =
      g_dbus_connection_new_for_address_finish (result, &cause);
  GError *error = NULL;

  (void) source;
  if (connection != NULL) {
    g_task_return_pointer (task, g_steal_pointer (&connection), g_object_unref);
    return;
  }
  if (g_task_return_error_if_cancelled (task))
    return;
  set_unreachable (&error, cause);
  g_task_return_error (task, error);
}

void
cenacle_connection_open_async (const char *home, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  g_autofree char *address = cenacle_paths_dup_address (home, &error);

  cenacle_errors_register ();
  if (address == NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  g_dbus_connection_new_for_address (address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, NULL,
                                     cancellable, connection_ready_cb, task);
}

GDBusConnection *
cenacle_connection_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
