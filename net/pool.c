/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pool.h"

#include "core/handover.h"

typedef struct {
  NetPoolRun run;
  NetPoolDone done;
  gpointer work;
} Item;

struct _NetPool {
  GThreadPool *threads; /* NULL: none */
  GAsyncQueue *finished;
  GQueue waiting; /* Item, without threads */
  guint n_pending;
  void (*wake) (gpointer);
  gpointer wake_data;
};

static void
run_cb (gpointer data, gpointer user_data)
{
  NetPool *self = user_data;
  Item *item = data;

  CEN_TAKE_OVER (item);
  item->run (item->work);
  CEN_HAND_OVER (item);
  g_async_queue_push (self->finished, item);
  if (self->wake != NULL)
    self->wake (self->wake_data);
}

NetPool *
net_pool_new (guint n_threads, void (*wake) (gpointer), gpointer wake_data)
{
  NetPool *self = g_new0 (NetPool, 1);

  self->wake = wake;
  self->wake_data = wake_data;
  self->finished = g_async_queue_new ();
  if (n_threads > 0)
    self->threads = g_thread_pool_new (run_cb, self, (int) n_threads, TRUE, NULL);
  return self;
}

void
net_pool_push (NetPool *self, NetPoolRun run, NetPoolDone done, gpointer work)
{
  Item *item = g_new (Item, 1);

  *item = (Item){ run, done, work };
  self->n_pending++;
  CEN_HAND_OVER (item);
  if (self->threads != NULL)
    g_thread_pool_push (self->threads, item, NULL);
  else
    g_queue_push_tail (&self->waiting, item);
}

static void
hand_back (NetPool *self, Item *item)
{
  CEN_TAKE_OVER (item);
  self->n_pending--;
  item->done (item->work);
  g_free (item);
}

guint
net_pool_collect (NetPool *self)
{
  guint n = 0;
  Item *item;

  for (guint left = self->waiting.length; left > 0; left--) {
    item = g_queue_pop_head (&self->waiting);
    item->run (item->work);
    hand_back (self, item);
    n++;
  }
  while ((item = g_async_queue_try_pop (self->finished)) != NULL) {
    hand_back (self, item);
    n++;
  }
  return n;
}

guint
net_pool_wait (NetPool *self)
{
  guint n = net_pool_collect (self);

  if (n > 0 || self->n_pending == 0)
    return n;
  hand_back (self, g_async_queue_pop (self->finished));
  return 1;
}

void
net_pool_free (NetPool *self)
{
  if (self == NULL)
    return;
  while (self->n_pending > 0)
    net_pool_wait (self);
  if (self->threads != NULL)
    g_thread_pool_free (self->threads, FALSE, TRUE);
  g_async_queue_unref (self->finished);
  g_free (self);
}
