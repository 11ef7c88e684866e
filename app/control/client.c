/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One attempt after the other, never two at once:
 *
 *   try ──► connected ──(closed)──► wait ──► try …
 *    └─► nobody there ─► spawn cenacled ─► "ready" or its end ─► try again ─► wait
 *
 * The wait doubles from RETRY_MIN_MS to RETRY_MAX_MS and starts over after a connection. The engine
 * outlives the client: it is a process of the home, not of the window. Main thread only, but for
 * the query worker, which shares nothing with it. */

#include "client.h"

#include "connection.h"
#include "errors.h"
#include "paths.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define RETRY_MIN_MS    250
#define RETRY_MAX_MS    8000
#define FAILED_AFTER    4 /* attempts in vain until the state says so */
#define CALL_TIMEOUT_MS 60000

struct _CenacleClient {
  GObject parent;
  char *home;
  char *replica;
  CenacleClientState state;
  char *sentence;
  CenStore *store;
  CenacleQueryWorker *worker;
  CenacleEngine1 *engine;
  GDBusConnection *connection;
  GCancellable *cancellable;
  GSubprocess *engine_process; /* while it starts */
  guint retry_source;
  guint n_failures;
  gboolean is_trying;
  gboolean has_spawned; /* in this attempt */
};

enum { PROP_0, PROP_STATE, PROP_SENTENCE, N_PROPS };
enum { SIGNAL_CHANGED, SIGNAL_TYPING, SIGNAL_LIVE, SIGNAL_SESSION_CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (CenacleClientState, cenacle_client_state,
                    G_DEFINE_ENUM_VALUE (CENACLE_CLIENT_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (CENACLE_CLIENT_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (CENACLE_CLIENT_RECONNECTING, "reconnecting"),
                    G_DEFINE_ENUM_VALUE (CENACLE_CLIENT_FAILED, "failed"))
G_DEFINE_FINAL_TYPE (CenacleClient, cenacle_client, G_TYPE_OBJECT)

static void try_to_connect (CenacleClient *self);

static void
set_state (CenacleClient *self, CenacleClientState state, const char *sentence)
{
  if (g_strcmp0 (self->sentence, sentence) != 0) {
    g_free (self->sentence);
    self->sentence = g_strdup (sentence);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENTENCE]);
  }
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
}

static gboolean
retry_cb (gpointer data)
{
  CenacleClient *self = data;

  self->retry_source = 0;
  self->has_spawned = FALSE;
  try_to_connect (self);
  return G_SOURCE_REMOVE;
}

static void
retry_later (CenacleClient *self, const char *sentence)
{
  guint delay_ms = MIN (RETRY_MIN_MS << MIN (self->n_failures, 5), RETRY_MAX_MS);

  self->is_trying = FALSE;
  self->n_failures++;
  if (self->n_failures >= FAILED_AFTER)
    set_state (self, CENACLE_CLIENT_FAILED, sentence);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->retry_source = g_timeout_add (delay_ms, retry_cb, self);
}

static void
changed_cb (CenacleClient *self, const char *circle, const char *const *what)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, circle, what);
}

static void
typing_cb (CenacleClient *self, const char *circle, const char *channel, const char *member)
{
  g_signal_emit (self, signals[SIGNAL_TYPING], 0, circle, channel, member);
}

static void
live_cb (CenacleClient *self, const char *circle, guint kind, const char *object,
         const char *member, const char *device, GVariant *body)
{
  g_signal_emit (self, signals[SIGNAL_LIVE], 0, circle, kind, object, member, device, body);
}

static void
session_changed_cb (CenacleClient *self, const char *circle, const char *session)
{
  g_signal_emit (self, signals[SIGNAL_SESSION_CHANGED], 0, circle, session);
}

static void
drop_connection (CenacleClient *self)
{
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->engine);
  g_clear_object (&self->connection);
}

static void
closed_cb (CenacleClient *self)
{
  drop_connection (self);
  self->n_failures = 0;
  set_state (self, CENACLE_CLIENT_RECONNECTING, "");
  retry_later (self, "");
}

static void
proxy_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CenacleClient *self = user_data;
  g_autoptr (GError) error = NULL;
  CenacleEngine1 *engine = cenacle_engine1_proxy_new_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (engine == NULL) {
    cenacle_errors_settle (&error);
    drop_connection (self);
    retry_later (self, error->message);
    return;
  }
  self->engine = engine;
  self->is_trying = FALSE;
  self->n_failures = 0;
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (engine), CALL_TIMEOUT_MS);
  g_signal_connect_swapped (engine, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (engine, "typing", G_CALLBACK (typing_cb), self);
  g_signal_connect_swapped (engine, "live", G_CALLBACK (live_cb), self);
  g_signal_connect_swapped (engine, "session-changed", G_CALLBACK (session_changed_cb), self);
  set_state (self, CENACLE_CLIENT_CONNECTED, "");
}

static void
engine_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleClient) self = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  g_clear_object (&self->engine_process);
}

static void
engine_spoke_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CenacleClient *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source),
                                                                     result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Without "ready" it ended early, perhaps because another one holds the lock and is about to
   * serve: connecting once more tells. */
  g_debug ("cenacled says: %s", line != NULL ? line : "(nothing)");
  self->is_trying = FALSE;
  try_to_connect (self);
}

/* A session of its own: Ctrl+C in the terminal of the window is not meant for the engine. */
static void
detach_child (gpointer data)
{
  (void) data;
  setsid ();
}

/* With what $CENACLE_ENGINE_OPTIONS holds, as a shell would split it: tests keep to loopback. */
static GPtrArray *
new_engine_command (const char *program, const char *home)
{
  GPtrArray *command = g_ptr_array_new_with_free_func (g_free);
  const char *options = g_getenv ("CENACLE_ENGINE_OPTIONS");
  g_auto (GStrv) more = NULL;

  g_ptr_array_add (command, g_strdup (program));
  g_ptr_array_add (command, g_strdup ("--home"));
  g_ptr_array_add (command, g_strdup (home));
  if (options != NULL)
    g_shell_parse_argv (options, NULL, &more, NULL);
  for (gsize i = 0; more != NULL && more[i] != NULL; i++)
    g_ptr_array_add (command, g_strdup (more[i]));
  g_ptr_array_add (command, NULL);
  return command;
}

static void
spawn_engine (CenacleClient *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = cenacle_paths_dup_program ("cenacled");
  g_autoptr (GPtrArray) command = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);

  self->has_spawned = TRUE;
  if (program == NULL) {
    retry_later (self, _ ("The program cenacled is missing; please install Cenacle again."));
    return;
  }
  g_subprocess_launcher_set_child_setup (launcher, detach_child, NULL, NULL);
  command = new_engine_command (program, self->home);
  self->engine_process =
      g_subprocess_launcher_spawnv (launcher, (const char *const *) command->pdata, &error);
  if (self->engine_process == NULL) {
    g_debug ("cannot start %s: %s", program, error->message);
    retry_later (self, _ ("The engine cannot be started."));
    return;
  }

  GInputStream *pipe = g_subprocess_get_stdout_pipe (self->engine_process);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (pipe);

  g_subprocess_wait_async (self->engine_process, NULL, engine_ended_cb, g_object_ref (self));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, self->cancellable,
                                       engine_spoke_cb, self);
}

static void
connection_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CenacleClient *self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = cenacle_connection_open_finish (result, &error);

  (void) source;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL) {
    gboolean is_alone = g_error_matches (error, CEN_ERROR, CEN_ERROR_UNREACHABLE);

    if (is_alone && !self->has_spawned)
      spawn_engine (self);
    else
      retry_later (self, is_alone
                             ? _ ("Sending and receiving do not start; they are tried again by "
                                  "themselves. You can go on reading.")
                             : error->message);
    return;
  }
  self->connection = connection;
  g_signal_connect_swapped (connection, "closed", G_CALLBACK (closed_cb), self);
  cenacle_engine1_proxy_new (connection, G_DBUS_PROXY_FLAGS_NONE, NULL, CENACLE_ENGINE_OBJECT_PATH,
                             self->cancellable, proxy_ready_cb, self);
}

static void
try_to_connect (CenacleClient *self)
{
  if (self->is_trying || self->connection != NULL)
    return;
  self->is_trying = TRUE;
  cenacle_connection_open_async (self->home, self->cancellable, connection_ready_cb, self);
}

static void
cenacle_client_dispose (GObject *object)
{
  CenacleClient *self = CENACLE_CLIENT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  drop_connection (self);
  g_clear_object (&self->engine_process);
  g_clear_pointer (&self->worker, cenacle_query_worker_free);
  g_clear_pointer (&self->store, cen_store_free);
  G_OBJECT_CLASS (cenacle_client_parent_class)->dispose (object);
}

static void
cenacle_client_finalize (GObject *object)
{
  CenacleClient *self = CENACLE_CLIENT (object);

  g_clear_object (&self->cancellable);
  g_free (self->home);
  g_free (self->replica);
  g_free (self->sentence);
  G_OBJECT_CLASS (cenacle_client_parent_class)->finalize (object);
}

static void
cenacle_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CenacleClient *self = CENACLE_CLIENT (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_SENTENCE:
    g_value_set_string (value, self->sentence);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cenacle_client_class_init (CenacleClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cenacle_client_dispose;
  object_class->finalize = cenacle_client_finalize;
  object_class->get_property = cenacle_client_get_property;

  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, CENACLE_TYPE_CLIENT_STATE, CENACLE_CLIENT_CONNECTING,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SENTENCE] =
      g_param_spec_string ("sentence", NULL, NULL, "",
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", CENACLE_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRV);
  signals[SIGNAL_TYPING] =
      g_signal_new ("typing", CENACLE_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_LIVE] = g_signal_new ("live", CENACLE_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 6, G_TYPE_STRING, G_TYPE_UINT,
                                       G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_VARIANT);
  signals[SIGNAL_SESSION_CHANGED] =
      g_signal_new ("session-changed", CENACLE_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
cenacle_client_init (CenacleClient *self)
{
  self->cancellable = g_cancellable_new ();
  self->sentence = g_strdup ("");
}

CenacleClient *
cenacle_client_new (const char *home)
{
  CenacleClient *self = g_object_new (CENACLE_TYPE_CLIENT, NULL);

  self->home = g_strdup (home);
  self->replica = cenacle_paths_dup_replica (home);
  return self;
}

void
cenacle_client_start (CenacleClient *self)
{
  try_to_connect (self);
}

const char *
cenacle_client_get_home (CenacleClient *self)
{
  return self->home;
}

CenacleClientState
cenacle_client_get_state (CenacleClient *self)
{
  return self->state;
}

const char *
cenacle_client_get_sentence (CenacleClient *self)
{
  return self->sentence;
}

CenacleEngine1 *
cenacle_client_get_engine (CenacleClient *self)
{
  return self->engine;
}

CenStore *
cenacle_client_get_store (CenacleClient *self, GError **error)
{
  if (self->store == NULL)
    self->store = cen_store_open (self->replica, CEN_STORE_READ_ONLY, error);
  return self->store;
}

void
cenacle_client_query_async (CenacleClient *self, const CenacleQuery *query,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  if (self->worker == NULL)
    self->worker = cenacle_query_worker_new (self->replica);
  cenacle_query_worker_run_async (self->worker, query, cancellable, callback, user_data);
}

gpointer
cenacle_client_query_finish (GAsyncResult *result, GError **error)
{
  return cenacle_query_worker_run_finish (result, error);
}
