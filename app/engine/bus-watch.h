/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleBusWatch: hears one signal of a service on the system bus, where there is one. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Static texts. */
typedef struct {
  const char *sender;
  const char *path;
  const char *interface;
  const char *member;
  const char *about; /* its first argument; NULL: any */
} CenacleBusSignal;

/* Once, when the bus is there. @cancellable ends with the watch. */
typedef void (*CenacleBusReadyFunc) (GDBusConnection *bus, GCancellable *cancellable,
                                     gpointer user_data);

typedef struct _CenacleBusWatch CenacleBusWatch;

/* @ready: (nullable) */
CenacleBusWatch *cenacle_bus_watch_new (const CenacleBusSignal *signal, GDBusSignalCallback heard,
                                        CenacleBusReadyFunc ready, gpointer user_data);
void cenacle_bus_watch_free (CenacleBusWatch *self);

G_END_DECLS
