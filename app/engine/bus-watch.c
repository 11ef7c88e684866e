/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* It has a connection of its own: the one that GIO shares would end the process with the bus. */

#include "bus-watch.h"

struct _CenacleBusWatch {
  const CenacleBusSignal *signal;
  GDBusSignalCallback heard;
  CenacleBusReadyFunc ready;
  gpointer user_data;
  GCancellable *cancellable;
  GDBusConnection *bus; /* NULL until there is one */
  guint subscription;
};

static void
connected_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_dbus_connection_new_for_address_finish (result, &error);
  CenacleBusWatch *self = user_data;

  /* After a cancellation there is no watch any more. */
  if (bus == NULL)
    return;
  self->bus = bus;
  self->subscription =
      g_dbus_connection_signal_subscribe (bus, self->signal->sender, self->signal->interface,
                                          self->signal->member, self->signal->path,
                                          self->signal->about, G_DBUS_SIGNAL_FLAGS_NONE,
                                          self->heard, self->user_data, NULL);
  if (self->ready != NULL)
    self->ready (bus, self->cancellable, self->user_data);
}

CenacleBusWatch *
cenacle_bus_watch_new (const CenacleBusSignal *signal, GDBusSignalCallback heard,
                       CenacleBusReadyFunc ready, gpointer user_data)
{
  CenacleBusWatch *self = g_new0 (CenacleBusWatch, 1);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);

  self->signal = signal;
  self->heard = heard;
  self->ready = ready;
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
cenacle_bus_watch_free (CenacleBusWatch *self)
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
