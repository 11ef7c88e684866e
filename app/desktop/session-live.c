/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One question to the engine is open at a time; what changes meanwhile asks once more. */

#include "session-live.h"

#include "app/control/errors.h"

struct _CenacleSessionLive {
  GObject parent;
  CenacleCircle *circle;
  char *session;
  gint64 occurrence_ms;
  CenacleLiveView *view;
  GCancellable *cancellable;
  gboolean is_reading;
  gboolean wants_reading;
};

enum { SIGNAL_CHANGED, SIGNAL_FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleSessionLive, cenacle_session_live, G_TYPE_OBJECT)

static void read_view (CenacleSessionLive *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  gboolean is_read =
      cenacle_engine1_call_get_session_finish (CENACLE_ENGINE1 (source), &answer, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleSessionLive *self = user_data;

  self->is_reading = FALSE;
  if (is_read) {
    g_clear_pointer (&self->view, cenacle_live_view_free);
    self->view = cenacle_live_view_new (answer);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  }
  if (self->wants_reading)
    read_view (self);
}

static void
read_view (CenacleSessionLive *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  self->wants_reading = self->is_reading;
  if (self->is_reading || engine == NULL)
    return;
  self->is_reading = TRUE;
  cenacle_engine1_call_get_session (engine, cenacle_circle_get_id_text (self->circle),
                                    self->session, self->occurrence_ms, self->cancellable, read_cb,
                                    self);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  cenacle_engine1_call_act_in_session_finish (CENACLE_ENGINE1 (source), result, &error);
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  cenacle_errors_settle (&error);
  g_signal_emit (user_data, signals[SIGNAL_FAILED], 0, error->message);
}

static void
call_act (CenacleSessionLive *self, CenLiveAct act, const char *member, GCancellable *cancellable,
          GAsyncReadyCallback callback)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (engine != NULL)
    cenacle_engine1_call_act_in_session (engine, cenacle_circle_get_id_text (self->circle),
                                         self->session, self->occurrence_ms,
                                         cen_live_act_names[act], member, FALSE, cancellable,
                                         callback, self);
}

void
cenacle_session_live_act (CenacleSessionLive *self, CenLiveAct act, const CenId *member)
{
  g_autofree char *whom = member != NULL ? cen_id_dup_text (member) : g_strdup ("");

  call_act (self, act, whom, self->cancellable, acted_cb);
}

static void
session_changed_cb (CenacleSessionLive *self, const char *session)
{
  if (g_str_equal (session, self->session))
    read_view (self);
}

/* An engine that was started again knows nothing of who was there. */
static void
state_cb (CenacleSessionLive *self)
{
  CenacleClient *client = cenacle_circle_get_client (self->circle);

  if (cenacle_client_get_state (client) != CENACLE_CLIENT_CONNECTED)
    return;
  self->is_reading = FALSE;
  cenacle_session_live_act (self, CEN_LIVE_ENTER, NULL);
  read_view (self);
}

static void
cenacle_session_live_dispose (GObject *object)
{
  CenacleSessionLive *self = CENACLE_SESSION_LIVE (object);

  if (self->cancellable != NULL) {
    g_cancellable_cancel (self->cancellable);
    call_act (self, CEN_LIVE_LEAVE, "", NULL, NULL);
  }
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (cenacle_session_live_parent_class)->dispose (object);
}

static void
cenacle_session_live_finalize (GObject *object)
{
  CenacleSessionLive *self = CENACLE_SESSION_LIVE (object);

  g_clear_pointer (&self->view, cenacle_live_view_free);
  g_clear_object (&self->circle);
  g_free (self->session);
  G_OBJECT_CLASS (cenacle_session_live_parent_class)->finalize (object);
}

static void
cenacle_session_live_class_init (CenacleSessionLiveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_session_live_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_session_live_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_SESSION_LIVE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CENACLE_TYPE_SESSION_LIVE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cenacle_session_live_init (CenacleSessionLive *self)
{
  self->cancellable = g_cancellable_new ();
}

CenacleSessionLive *
cenacle_session_live_new (CenacleCircle *circle, const CenId *session, gint64 occurrence_ms)
{
  CenacleSessionLive *self = g_object_new (CENACLE_TYPE_SESSION_LIVE, NULL);

  self->circle = g_object_ref (circle);
  self->session = cen_id_dup_text (session);
  self->occurrence_ms = occurrence_ms;
  g_signal_connect_object (circle, "session-changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cenacle_circle_get_client (circle), "notify::state",
                           G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
  return self;
}

const CenacleLiveView *
cenacle_session_live_get_view (CenacleSessionLive *self)
{
  return self->view;
}
