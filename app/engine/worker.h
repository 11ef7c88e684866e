/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleWorker: the node thread. It owns replica and network; others hand it work and it calls
 * back from that thread. */

#pragma once

#include "core/replica.h"
#include "net/node.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CenacleWorker CenacleWorker;

/* Runs on the node thread. */
typedef void (*CenacleWorkFunc) (CenReplica *replica, NetNode *node, gpointer data);

/* Events of the node, on the node thread. */
typedef struct {
  NetNodeEvents node;
  gpointer user_data;
} CenacleWorkerEvents;

/**
 * cenacle_worker_new: opens the replica and starts the thread; returns when it serves.
 * @key: (nullable): what opens the secrets
 * Errors: those of cen_replica_unlock and net_node_new.
 */
CenacleWorker *cenacle_worker_new (const char *replica_path, const char *secrets_path,
                                   const guint8 *key, const NetNodeOptions *options,
                                   gboolean is_offline, const CenacleWorkerEvents *events,
                                   GError **error);
/* Ends the thread; work that still waits is run first. */
void cenacle_worker_free (CenacleWorker *self);

/* From any thread. */
void cenacle_worker_push (CenacleWorker *self, CenacleWorkFunc func, gpointer data);

G_END_DECLS
