/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* GNetworkMonitor would tell the same by the bus connection that GIO shares, which ends the process
 * with the bus; so NetworkManager is asked by a connection of its own. */

#include "metered-watch.h"

#include "bus-watch.h"

#define NM_NAME      "org.freedesktop.NetworkManager"
#define NM_PATH      "/org/freedesktop/NetworkManager"
#define NM_INTERFACE NM_NAME
#define PROPERTIES   "org.freedesktop.DBus.Properties"

/* NMMetered: what NetworkManager knows, and what it guesses. */
#define METERED_YES       1
#define METERED_GUESS_YES 3

struct _CenacleMeteredWatch {
  CenacleMeteredFunc changed;
  gpointer user_data;
  CenacleBusWatch *watch;
  gboolean is_metered;
};

static void
note (CenacleMeteredWatch *self, GVariant *value)
{
  guint32 metered =
      g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32) ? g_variant_get_uint32 (value) : 0;
  gboolean is_metered = metered == METERED_YES || metered == METERED_GUESS_YES;

  if (is_metered == self->is_metered)
    return;
  self->is_metered = is_metered;
  self->changed (is_metered, self->user_data);
}

static void
properties_changed_cb (GDBusConnection *bus G_GNUC_UNUSED, const char *sender G_GNUC_UNUSED,
                       const char *path G_GNUC_UNUSED, const char *interface G_GNUC_UNUSED,
                       const char *name G_GNUC_UNUSED, GVariant *parameters, gpointer user_data)
{
  g_autoptr (GVariant) changed = NULL;
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  value = g_variant_lookup_value (changed, "Metered", NULL);
  if (value != NULL)
    note (user_data, value);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;

  /* After a cancellation there is no watch any more. */
  if (answer == NULL)
    return;
  g_variant_get (answer, "(v)", &value);
  note (user_data, value);
}

static void
ready_cb (GDBusConnection *bus, GCancellable *cancellable, gpointer user_data)
{
  g_dbus_connection_call (bus, NM_NAME, NM_PATH, PROPERTIES, "Get",
                          g_variant_new ("(ss)", NM_INTERFACE, "Metered"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, cancellable, read_cb, user_data);
}

CenacleMeteredWatch *
cenacle_metered_watch_new (CenacleMeteredFunc changed, gpointer user_data)
{
  static const CenacleBusSignal signal = { NM_NAME, NM_PATH, PROPERTIES, "PropertiesChanged",
                                           NM_INTERFACE };
  CenacleMeteredWatch *self = g_new0 (CenacleMeteredWatch, 1);

  self->changed = changed;
  self->user_data = user_data;
  self->watch = cenacle_bus_watch_new (&signal, properties_changed_cb, ready_cb, self);
  return self;
}

void
cenacle_metered_watch_free (CenacleMeteredWatch *self)
{
  if (self == NULL)
    return;
  cenacle_bus_watch_free (self->watch);
  g_free (self);
}
