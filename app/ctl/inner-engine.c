/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread makes the engine, tells through the queue whether that went well, and runs its loop
 * until the owner quits it. The owner waits for the first and joins after the last, so nothing but
 * the loop is touched by both. */

#include "inner-engine.h"

#include "app/engine/engine.h"

struct _CenacleInnerEngine {
  char *home;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GAsyncQueue *started; /* one GError, or self when all is well */
};

static gboolean
tell_started_cb (gpointer data)
{
  CenacleInnerEngine *self = data;

  g_async_queue_push (self->started, self);
  return G_SOURCE_REMOVE;
}

/* Told from inside the loop, so that quitting it cannot come before it runs. */
static void
tell_started_from_loop (CenacleInnerEngine *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, tell_started_cb, self, NULL);
  g_source_attach (source, self->context);
}

static gpointer
run_engine (gpointer data)
{
  CenacleInnerEngine *self = data;
  CenacleEngine *engine;
  GError *error = NULL;

  g_main_context_push_thread_default (self->context);
  engine = cenacle_engine_new (self->home, NULL, &error);
  if (engine != NULL) {
    tell_started_from_loop (self);
    g_main_loop_run (self->loop);
    cenacle_engine_free (engine);
  } else {
    g_async_queue_push (self->started, error);
  }
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

CenacleInnerEngine *
cenacle_inner_engine_new (const char *home, GError **error)
{
  CenacleInnerEngine *self = g_new0 (CenacleInnerEngine, 1);
  gpointer told;

  self->home = g_strdup (home);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->started = g_async_queue_new ();
  self->thread = g_thread_new ("engine", run_engine, self);
  told = g_async_queue_pop (self->started);
  if (told == self)
    return self;
  g_propagate_error (error, told);
  cenacle_inner_engine_free (self);
  return NULL;
}

void
cenacle_inner_engine_free (CenacleInnerEngine *self)
{
  if (self == NULL)
    return;
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_async_queue_unref (self->started);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->home);
  g_free (self);
}
