/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleQueryWorker: one thread with a read-only replica of its own, for queries that may take
 * longer than the main loop can wait (5 ms). Answers come through the main loop, in order. */

#pragma once

#include "core/store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CenacleQueryWorker CenacleQueryWorker;

/* Runs on the worker's thread; what it returns is the answer, freed by @free_answer if unclaimed.
 */
typedef gpointer (*CenacleQueryFunc) (CenStore *store, gpointer data, GError **error);

typedef struct {
  CenacleQueryFunc run;
  gpointer data; /* values only: nothing of the main thread's state */
  GDestroyNotify free_data;
  GDestroyNotify free_answer;
} CenacleQuery;

CenacleQueryWorker *cenacle_query_worker_new (const char *replica);
/* Waits for the query that runs; those that wait are answered with G_IO_ERROR_CANCELLED. */
void cenacle_query_worker_free (CenacleQueryWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleQueryWorker, cenacle_query_worker_free)

/* Takes @query's data. A query cancelled before its turn never runs. */
void cenacle_query_worker_run_async (CenacleQueryWorker *self, const CenacleQuery *query,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
gpointer cenacle_query_worker_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
