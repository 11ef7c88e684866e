/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The main thread pushes GTasks on one queue, the worker pops them one by one. Tasks are created on
 * the main thread, so GTask brings their answers back to it. A task without a query ends the
 * thread. The store belongs to the worker and is opened at its first query: before the engine made
 * the replica there is nothing to open, and each query tries again. */

#include "query-worker.h"

struct _CenacleQueryWorker {
  GThread *thread;
  GAsyncQueue *tasks; /* GTask, owned; task data is a CenacleQuery */
  char *replica;
  int is_stopping; /* atomic */
};

static void
query_free (CenacleQuery *query)
{
  if (query->free_data != NULL)
    query->free_data (query->data);
  g_free (query);
}

static void
run_task (CenacleQueryWorker *self, CenStore **store, GTask *task)
{
  CenacleQuery *query = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (g_atomic_int_get (&self->is_stopping)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The window closes");
    return;
  }
  if (*store == NULL)
    *store = cen_store_open (self->replica, CEN_STORE_READ_ONLY, &error);

  gpointer answer = *store != NULL ? query->run (*store, query->data, &error) : NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, query->free_answer);
}

static gpointer
worker_main (gpointer data)
{
  CenacleQueryWorker *self = data;
  CenStore *store = NULL;

  while (TRUE) {
    g_autoptr (GTask) task = g_async_queue_pop (self->tasks);

    if (g_task_get_task_data (task) == NULL)
      break;
    run_task (self, &store, task);
  }
  cen_store_free (store);
  return NULL;
}

CenacleQueryWorker *
cenacle_query_worker_new (const char *replica)
{
  CenacleQueryWorker *self = g_new0 (CenacleQueryWorker, 1);

  self->replica = g_strdup (replica);
  self->tasks = g_async_queue_new_full (g_object_unref);
  self->thread = g_thread_new ("queries", worker_main, self);
  return self;
}

void
cenacle_query_worker_free (CenacleQueryWorker *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->is_stopping, TRUE);
  g_async_queue_push (self->tasks, g_task_new (NULL, NULL, NULL, NULL));
  g_thread_join (self->thread);
  g_async_queue_unref (self->tasks);
  g_free (self->replica);
  g_free (self);
}

void
cenacle_query_worker_run_async (CenacleQueryWorker *self, const CenacleQuery *query,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (query, sizeof *query), (GDestroyNotify) query_free);
  g_async_queue_push (self->tasks, task);
}

gpointer
cenacle_query_worker_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
