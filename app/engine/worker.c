/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Work crosses in one queue; the link's wake-up makes the thread look at it. Nothing else is shared
 * but the flag that ends it. */

#include "worker.h"

#include "app/control/system-world.h"
#include "core/handover.h"
#include "core/replica-renew.h"

typedef struct {
  CenacleWorkFunc func;
  gpointer data;
} Work;

struct _CenacleWorker {
  GThread *thread;
  GAsyncQueue *queue; /* Work */
  CenReplica *replica;
  NetNode *node;
  gint is_ending; /* atomic */
};

static gboolean
run_work (CenacleWorker *self)
{
  g_autofree Work *work = g_async_queue_try_pop (self->queue);

  if (work == NULL)
    return FALSE;
  CEN_TAKE_OVER (work);
  work->func (self->replica, self->node, work->data);
  return TRUE;
}

static gpointer
run_thread (gpointer data)
{
  CenacleWorker *self = data;

  CEN_TAKE_OVER (self);
  while (!g_atomic_int_get (&self->is_ending)) {
    while (run_work (self))
      ;
    net_node_run_once (self->node, -1);
  }
  while (run_work (self))
    ;
  /* What was written last still goes out. */
  net_node_flush (self->node);
  CEN_HAND_OVER (self);
  return NULL;
}

CenacleWorker *
cenacle_worker_new (const char *replica_path, const char *secrets_path, const guint8 *key,
                    const NetNodeOptions *options, gboolean is_offline,
                    const CenacleWorkerEvents *events, GError **error)
{
  g_autoptr (CenReplica) replica =
      cen_replica_unlock (replica_path, secrets_path, key, cenacle_system_world_get (), error);
  g_autoptr (GError) cause = NULL;
  g_autoptr (NetNode) node = NULL;
  CenacleWorker *self;

  if (replica == NULL)
    return NULL;
  cen_replica_renew_needed (replica, &cause);
  if (cause != NULL)
    g_warning ("a copied circle waits for its new device: %s", cause->message);
  node = net_node_new (replica, options, &events->node, events->user_data, error);
  if (node == NULL)
    return NULL;
  if (is_offline)
    net_node_set_online (node, FALSE);
  self = g_new0 (CenacleWorker, 1);
  self->queue = g_async_queue_new ();
  self->replica = g_steal_pointer (&replica);
  self->node = g_steal_pointer (&node);
  CEN_HAND_OVER (self);
  self->thread = g_thread_new ("node", run_thread, self);
  return self;
}

void
cenacle_worker_push (CenacleWorker *self, CenacleWorkFunc func, gpointer data)
{
  Work *work = g_new (Work, 1);

  *work = (Work){ func, data };
  CEN_HAND_OVER (work);
  g_async_queue_push (self->queue, work);
  net_node_wake (self->node);
}

void
cenacle_worker_free (CenacleWorker *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->is_ending, TRUE);
  net_node_wake (self->node);
  g_thread_join (self->thread);
  CEN_TAKE_OVER (self);
  /* Not before: whoever wakes the thread, as above, needs the node. */
  net_node_free (self->node);
  cen_replica_free (self->replica);
  g_async_queue_unref (self->queue);
  g_free (self);
}
