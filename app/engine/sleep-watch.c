/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* It has a connection of its own: the one that GIO shares would end the process with the bus. */

#include "sleep-watch.h"

#define LOGIN_NAME      "org.freedesktop.login1"
#define LOGIN_PATH      "/org/freedesktop/login1"
#define LOGIN_INTERFACE "org.freedesktop.login1.Manager"

struct _CenacleSleepWatch {
  GSourceOnceFunc woke;
  gpointer user_data;
  GCancellable *cancellable;
  GDBusConnection *bus; /* NULL until there is one */
  guint subscription;
};

static void
prepare_for_sleep_cb (GDBusConnection *bus G_GNUC_UNUSED, const char *sender G_GNUC_UNUSED,
                      const char *path G_GNUC_UNUSED, const char *interface G_GNUC_UNUSED,
                      const char *name G_GNUC_UNUSED, GVariant *parameters, gpointer user_data)
{
  CenacleSleepWatch *self = user_data;
  gboolean is_going_to_sleep = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &is_going_to_sleep);
  if (!is_going_to_sleep)
    self->woke (self->user_data);
}

static void
connected_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_dbus_connection_new_for_address_finish (result, &error);
  CenacleSleepWatch *self = user_data;

  /* After a cancellation there is no watch any more. */
  if (bus == NULL)
    return;
  self->bus = bus;
  self->subscription =
      g_dbus_connection_signal_subscribe (bus, LOGIN_NAME, LOGIN_INTERFACE, "PrepareForSleep",
                                          LOGIN_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          prepare_for_sleep_cb, self, NULL);
}

CenacleSleepWatch *
cenacle_sleep_watch_new (GSourceOnceFunc woke, gpointer user_data)
{
  CenacleSleepWatch *self = g_new0 (CenacleSleepWatch, 1);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);

  self->woke = woke;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  if (address != NULL)
    g_dbus_connection_new_for_address (address,
                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                           G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                       NULL, self->cancellable, connected_cb, self);
  return self;
}

void
cenacle_sleep_watch_free (CenacleSleepWatch *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  if (self->bus != NULL) {
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
    g_dbus_connection_close_sync (self->bus, NULL, NULL);
    g_object_unref (self->bus);
  }
  g_free (self);
}
