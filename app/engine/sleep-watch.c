/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sleep-watch.h"

#include "bus-watch.h"

struct _CenacleSleepWatch {
  GSourceOnceFunc woke;
  gpointer user_data;
  CenacleBusWatch *watch;
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

CenacleSleepWatch *
cenacle_sleep_watch_new (GSourceOnceFunc woke, gpointer user_data)
{
  static const CenacleBusSignal signal = { "org.freedesktop.login1", "/org/freedesktop/login1",
                                           "org.freedesktop.login1.Manager", "PrepareForSleep",
                                           NULL };
  CenacleSleepWatch *self = g_new0 (CenacleSleepWatch, 1);

  self->woke = woke;
  self->user_data = user_data;
  self->watch = cenacle_bus_watch_new (&signal, prepare_for_sleep_cb, NULL, self);
  return self;
}

void
cenacle_sleep_watch_free (CenacleSleepWatch *self)
{
  if (self == NULL)
    return;
  cenacle_bus_watch_free (self->watch);
  g_free (self);
}
