/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One question is open at a time. What changes is looked at soon, so that what was called off or
 * done does not go on showing. Who frees a watch is not called any more. */

#include "due-watch.h"

#define SOON_MS 1000

struct _CenacleDueWatch {
  CenacleClient *client;
  const CenacleDueKind *kind;
  gpointer user_data;
  GCancellable *cancellable;
  guint source;
  guint soon_source; /* 0: no look is wanted before the next one */
  gboolean is_reading;
};

typedef struct {
  const CenacleDueKind *kind;
  gint64 now_ms;
} Question;

static gpointer
read_on_worker (CenStore *store, gpointer data, GError **error)
{
  const Question *question = data;

  return question->kind->read (store, question->now_ms, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gpointer answer = cenacle_client_query_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleDueWatch *self = user_data;

  self->is_reading = FALSE;
  if (answer == NULL)
    return;
  self->kind->look (answer, self->user_data);
  self->kind->free_answer (answer);
}

static gboolean
look_cb (gpointer data)
{
  CenacleDueWatch *self = data;
  CenacleQuery query = { read_on_worker, NULL, g_free, self->kind->free_answer };
  Question question = { self->kind, g_get_real_time () / 1000 };

  if (self->is_reading || cenacle_client_get_state (self->client) != CENACLE_CLIENT_CONNECTED)
    return G_SOURCE_CONTINUE;
  self->is_reading = TRUE;
  query.data = g_memdup2 (&question, sizeof question);
  cenacle_client_query_async (self->client, &query, self->cancellable, read_cb, self);
  return G_SOURCE_CONTINUE;
}

static void
state_cb (CenacleDueWatch *self)
{
  look_cb (self);
}

static gboolean
soon_cb (gpointer data)
{
  CenacleDueWatch *self = data;

  self->soon_source = 0;
  look_cb (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CenacleDueWatch *self, const char *circle, GStrv what)
{
  (void) circle;
  if (self->soon_source == 0 && g_strv_contains ((const char *const *) what, "objects"))
    self->soon_source = g_timeout_add (SOON_MS, soon_cb, self);
}

CenacleDueWatch *
cenacle_due_watch_new (CenacleClient *client, const CenacleDueKind *kind, gpointer user_data)
{
  CenacleDueWatch *self = g_new0 (CenacleDueWatch, 1);

  self->client = g_object_ref (client);
  self->kind = kind;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->source = g_timeout_add_seconds (kind->look_s, look_cb, self);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (client, "changed", G_CALLBACK (changed_cb), self);
  return self;
}

void
cenacle_due_watch_free (CenacleDueWatch *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->client, self);
  g_source_remove (self->source);
  g_clear_handle_id (&self->soon_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->client);
  g_free (self);
}

GNotification *
cenacle_due_watch_dup_notification (const char *title, const char *body, const CenId *circle,
                                    const CenId *object)
{
  GNotification *notification = g_notification_new (title);
  g_autofree char *circle_text = cen_id_dup_text (circle);
  g_autofree char *object_text = cen_id_dup_text (object);

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.open-object", "(ss)",
                                                circle_text, object_text);
  return notification;
}
