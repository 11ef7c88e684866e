/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleEngine: the one process part that writes a home's replica, holds its keys and talks to the
 * network. It serves the control interface on the home's socket from the main context of the thread
 * that made it; replica and network live on a thread of their own. */

#pragma once

#include "app/control/looker.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CenacleEngine CenacleEngine;

typedef struct {
  GStrv listen;                /* endpoints; NULL: all interfaces, free ports that are kept */
  GStrv peers;                 /* addresses to try for members */
  gboolean is_offline;         /* begins without the network */
  guint handshakes_per_minute; /* 0: the usual limit */
  gint64 rotation_wait_ms;     /* 0: the usual time */
  guint port_lease_s;          /* 0: the usual time */
  const char *passphrase;      /* that unlocks the home; NULL: begins locked when it takes one */
  gboolean has_no_discovery;   /* sends and hears no beacons on local networks */
  GStrv interfaces;            /* where it does; NULL: everywhere */
  CenacleLooker *looker;       /* NULL: one of its own */
  gboolean is_relay;           /* also for circles it knows nothing of */
  int map_fd;                  /* to a cenacle-map, which becomes the engine's; 0: none */
  const char *tor_control; /* where a Tor daemon is asked for; NULL: where there usually is one */
} CenacleEngineOptions;

/**
 * cenacle_engine_new: makes @home when it is not there, takes its lock, opens the replica and
 * serves.
 * @options: (nullable): NULL for the defaults
 * Errors: CEN_ERROR_BUSY (another engine serves this home, or a port is taken), CEN_ERROR_STORAGE,
 * CEN_ERROR_NEWER, CEN_ERROR_INVALID, CEN_ERROR_REFUSED (another passphrase).
 */
CenacleEngine *
cenacle_engine_new (const char *home, const CenacleEngineOptions *options, GError **error);
/* Says goodbye to peers and lets the lock go. From the thread that made it. */
void cenacle_engine_free (CenacleEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleEngine, cenacle_engine_free)

/* Called on the engine's context when a client asked it to end. */
void cenacle_engine_set_shutdown_callback (CenacleEngine *self, GSourceFunc callback,
                                           gpointer user_data);
/* How many clients are connected. */
guint cenacle_engine_get_n_clients (CenacleEngine *self);

G_END_DECLS
