/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two threads: the one that made the engine runs D-Bus and nothing that can wait; the worker's runs
 * everything that touches replica or network. A call crosses once, with its invocation, and is
 * answered from the worker (GDBus lets any thread answer). Events cross back as idle sources.
 *
 * A home is locked while its keys wait for a passphrase or for the keyring: then there is no
 * worker, and Unlock alone is answered. Once there is one it stays to the end. */

#include "engine.h"

#include "app/control/errors.h"
#include "app/control/paths.h"
#include "app/control/system-world.h"
#include "call.h"
#include "core/handover.h"
#include "engine1.h"
#include "indexer.h"
#include "lock.h"
#include "metered-watch.h"
#include "sleep-watch.h"
#include "unlock.h"
#include "worker.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#define WAITERS_LOOK_MS  100
#define SESSIONS_TICK_MS 500
#define FILES_WANTED     4096

#define ENGINE_INTERFACE "org.cenacle.Engine1"

struct _CenacleEngine {
  char *home;
  char *socket;
  int lock;
  char *replica;
  char *secrets;
  GStrv listen; /* as the options were */
  GStrv peers;
  GStrv interfaces;
  guint handshakes_per_minute;
  gint64 rotation_wait_ms;
  guint port_lease_s;
  gboolean discovers;
  gboolean is_relay;
  char *tor_control;
  int map_fd; /* until the worker has it */
  gboolean begins_offline;
  CenacleWorker *worker;            /* NULL while the home is locked */
  GDBusMethodInvocation *unlocking; /* the call that is trying to */
  CenacleWaiters *waiters;
  CenacleLiveCallers *live_callers;   /* the node thread's */
  CenacleLiveSessions *live_sessions; /* that too */
  CenacleSleepWatch *sleep_watch;
  CenacleMeteredWatch *metered_watch;
  NetWay way;
  CenacleLooker *looker;
  CenacleIndexer *indexer;
  GMainContext *context;
  GDBusServer *server;
  GDBusAuthObserver *observer;
  GPtrArray *clients; /* GDBusConnection */
  gboolean is_online;
  GSource *look;         /* while calls wait for sync */
  GSource *session_tick; /* while this home is in a session */
  GSourceFunc shutdown_callback;
  gpointer shutdown_data;
};

/* --- Events, from the node thread to every client --- */

typedef struct {
  CenacleEngine *engine;
  const char *interface;
  const char *name;
  GVariant *parameters;
} Event;

static void
event_free (gpointer data)
{
  Event *event = data;

  CEN_TAKE_OVER (event);
  g_variant_unref (event->parameters);
  g_free (event);
}

static gboolean
emit_cb (gpointer data)
{
  Event *event = data;

  CEN_TAKE_OVER (event);
  for (guint i = 0; i < event->engine->clients->len; i++)
    g_dbus_connection_emit_signal (event->engine->clients->pdata[i], NULL,
                                   CENACLE_ENGINE_OBJECT_PATH, event->interface, event->name,
                                   event->parameters, NULL);
  return G_SOURCE_REMOVE;
}

static void
emit_on (CenacleEngine *self, const char *interface, const char *name, GVariant *parameters)
{
  Event *event = g_new (Event, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  *event = (Event){ self, interface, name, g_variant_ref_sink (parameters) };
  CEN_HAND_OVER (event);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_cb, event, event_free);
  g_source_attach (source, self->context);
}

static void
emit (CenacleEngine *self, const char *name, GVariant *parameters)
{
  emit_on (self, ENGINE_INTERFACE, name, parameters);
}

static void
emit_property (CenacleEngine *self, const char *name, GVariant *value)
{
  GVariantBuilder changed;

  g_variant_builder_init (&changed, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&changed, "{sv}", name, value);
  emit_on (self, "org.freedesktop.DBus.Properties", "PropertiesChanged",
           g_variant_new ("(sa{sv}as)", ENGINE_INTERFACE, &changed, NULL));
}

static void
changed_cb (NetNode *node, const CenId *circle, CenChanges changes, gboolean is_status_changed,
            gpointer user_data)
{
  static const struct {
    CenChanges change;
    const char *name;
  } names[] = {
    { CEN_CHANGED_FRAME, "frame" },       { CEN_CHANGED_MEMBERS, "members" },
    { CEN_CHANGED_CHANNELS, "channels" }, { CEN_CHANGED_MESSAGES, "messages" },
    { CEN_CHANGED_LOCAL, "local" },       { CEN_CHANGED_LETTERS, "letters" },
    { CEN_CHANGED_COPIES, "copies" },     { CEN_CHANGED_OBJECTS, "objects" },
    { CEN_CHANGED_FILES, "files" },
  };
  CenacleEngine *self = user_data;
  g_autofree char *id = cen_id_dup_text (circle);
  GVariantBuilder what;

  g_variant_builder_init (&what, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (changes & names[i].change)
      g_variant_builder_add (&what, "s", names[i].name);
  }
  if (is_status_changed || changes != 0)
    g_variant_builder_add (&what, "s", "status");
  emit (self, "Changed", g_variant_new ("(sas)", id, &what));
  if (changes & CEN_CHANGED_FILES)
    cenacle_indexer_note_files (self->indexer);
  cenacle_waiters_check (self->waiters, node);
}

static void
typing_cb (NetNode *node G_GNUC_UNUSED, const CenId *circle, const CenId *channel,
           const CenId *member, gpointer user_data)
{
  g_autofree char *id = cen_id_dup_text (circle);
  g_autofree char *where = cen_id_dup_text (channel);
  g_autofree char *who = cen_id_dup_text (member);

  emit (user_data, "Typing", g_variant_new ("(sss)", id, where, who));
}

static void
live_cb (NetNode *node, const CenId *circle, const NetLiveState *state, const CenId *member,
         gpointer user_data)
{
  CenacleEngine *self = user_data;
  g_autofree char *id = cen_id_dup_text (circle);
  g_autofree char *object = cen_id_dup_text (&state->object);
  g_autofree char *who = cen_id_dup_text (member);
  g_autofree char *device = cen_id_dup_text (&state->device);
  gsize len;
  const guint8 *body = g_bytes_get_data (state->body, &len);

  cenacle_live_sessions_note (self->live_sessions, circle, state, member);
  if (net_node_is_self (node, circle, &state->device))
    return;
  emit (self, "Live",
        g_variant_new ("(susss@ay)", id, (guint32) state->kind, object, who, device,
                       g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, body, len, 1)));
}

static void
session_changed_cb (const CenId *circle, const CenId *session, gpointer user_data)
{
  g_autofree char *id = cen_id_dup_text (circle);
  g_autofree char *what = cen_id_dup_text (session);

  emit (user_data, "SessionChanged", g_variant_new ("(ss)", id, what));
}

/* --- Calls, from clients to the node thread --- */

typedef struct {
  CenacleEngine *engine;
  CenacleMethodFunc func;
  GDBusMethodInvocation *invocation;
} Pending;

static void
run_call (CenReplica *replica, NetNode *node, gpointer data)
{
  g_autofree Pending *pending = data;
  g_autoptr (GError) error = NULL;
  CenacleCall call = { replica,
                       node,
                       pending->engine->waiters,
                       pending->engine->live_callers,
                       pending->engine->live_sessions,
                       g_dbus_method_invocation_get_parameters (pending->invocation),
                       pending->invocation,
                       pending->engine->looker };
  GVariant *answer = pending->func (&call, &error);

  if (answer != NULL && pending->func == cenacle_methods_home_keys_find ("Protect"))
    emit_property (pending->engine, "Protection",
                   g_variant_new_string (
                       cen_protection_to_name (cen_secrets_get_protection (replica->secrets))));
  if (answer != NULL || error != NULL)
    cenacle_call_answer (pending->invocation, answer, error);
}

static void
check_waiters (CenReplica *replica G_GNUC_UNUSED, NetNode *node, gpointer data)
{
  CenacleEngine *self = data;

  cenacle_waiters_check (self->waiters, node);
}

static gboolean
look_cb (gpointer data)
{
  CenacleEngine *self = data;

  cenacle_worker_push (self->worker, check_waiters, self);
  if (!cenacle_waiters_is_empty (self->waiters))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->look, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
tick_sessions (CenReplica *replica, NetNode *node, gpointer data)
{
  CenacleEngine *self = data;

  cenacle_live_sessions_tick (self->live_sessions, replica, node);
}

/* One more after the last is left does no harm. */
static gboolean
session_tick_cb (gpointer data)
{
  CenacleEngine *self = data;

  cenacle_worker_push (self->worker, tick_sessions, self);
  if (!cenacle_live_sessions_is_empty (self->live_sessions))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->session_tick, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
start_session_tick (CenacleEngine *self)
{
  if (self->session_tick != NULL)
    return;
  self->session_tick = g_timeout_source_new (SESSIONS_TICK_MS);
  g_source_set_callback (self->session_tick, session_tick_cb, self, NULL);
  g_source_attach (self->session_tick, self->context);
}

static void
note_network (CenReplica *replica G_GNUC_UNUSED, NetNode *node, gpointer data G_GNUC_UNUSED)
{
  net_node_note_network (node);
}

static void
woke_cb (gpointer data)
{
  CenacleEngine *self = data;

  if (self->worker != NULL)
    cenacle_worker_push (self->worker, note_network, NULL);
}

static void
set_way (CenReplica *replica G_GNUC_UNUSED, NetNode *node, gpointer data)
{
  net_node_set_way (node, (NetWay) GPOINTER_TO_UINT (data));
}

static void
metered_cb (gboolean is_metered, gpointer data)
{
  CenacleEngine *self = data;

  self->way = is_metered ? NET_WAY_METERED : NET_WAY_FREE;
  if (self->worker != NULL)
    cenacle_worker_push (self->worker, set_way, GUINT_TO_POINTER (self->way));
}

static void
start_looking (CenacleEngine *self)
{
  if (self->look != NULL)
    return;
  self->look = g_timeout_source_new (WAITERS_LOOK_MS);
  g_source_set_callback (self->look, look_cb, self, NULL);
  g_source_attach (self->look, self->context);
}

static void
note_online (CenacleEngine *self, GVariant *parameters)
{
  g_variant_get (parameters, "(b)", &self->is_online);
  emit_property (self, "Online", g_variant_new_boolean (self->is_online));
}

static GPtrArray *
to_array (char **strings)
{
  GPtrArray *array = g_ptr_array_new ();

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    g_ptr_array_add (array, strings[i]);
  return array;
}

/* Opens the home with @key, of which nothing is kept, and meets the others. */
static gboolean
start_worker (CenacleEngine *self, const CenacleKey *key, GError **error)
{
  g_autoptr (GPtrArray) listen = to_array (self->listen);
  g_autoptr (GPtrArray) peers = to_array (self->peers);
  g_autoptr (GPtrArray) interfaces = to_array (self->interfaces);
  NetNodeOptions node_options = { .listen = listen,
                                  .peers = peers,
                                  .handshakes_per_minute = self->handshakes_per_minute,
                                  .rotation_wait_ms = self->rotation_wait_ms,
                                  .port_lease_s = self->port_lease_s,
                                  .discovers = self->discovers,
                                  .is_relay = self->is_relay,
                                  .tor_control = self->tor_control,
                                  .map_fd = self->map_fd,
                                  .interfaces = interfaces };
  CenacleWorkerEvents events = { { changed_cb, typing_cb, live_cb }, self };

  self->worker = cenacle_worker_new (self->replica, self->secrets, key, &node_options,
                                     self->begins_offline, &events, error);
  self->map_fd = 0;
  if (self->worker != NULL) {
    cenacle_indexer_start (self->indexer, self->worker);
    cenacle_worker_push (self->worker, set_way, GUINT_TO_POINTER (self->way));
  }
  return self->worker != NULL;
}

/* --- Locked and unlocked --- */

static void
unlocked_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  CenacleEngine *self = user_data;
  GDBusMethodInvocation *invocation = g_steal_pointer (&self->unlocking);
  g_autoptr (GError) error = NULL;
  CenacleKey *key = cenacle_unlock_find_finish (result, &error);

  if (error == NULL && start_worker (self, key, &error))
    emit_property (self, "Locked", g_variant_new_boolean (FALSE));
  cen_crypto_free (key);
  cenacle_call_answer (invocation, error == NULL ? g_variant_new ("()") : NULL, error);
}

/* One at a time, whoever asks: nobody guesses faster by asking more often. */
static void
unlock (CenacleEngine *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *passphrase;

  if (self->worker != NULL) {
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("()"));
    return;
  }
  if (self->unlocking != NULL) {
    g_dbus_method_invocation_return_error_literal (
        invocation, CEN_ERROR, CEN_ERROR_BUSY,
        "This home is just being unlocked: try again in a moment.");
    return;
  }
  self->unlocking = invocation;
  g_variant_get (parameters, "(&s)", &passphrase);
  cenacle_unlock_find_async (self->secrets, passphrase, unlocked_cb, self);
}

static CenProtection
get_protection (const CenacleEngine *self)
{
  CenFileHead head;

  return cen_secrets_peek (self->secrets, &head, NULL) ? head.protection : CEN_PROTECTION_OPEN;
}

static void
answer_locked (CenacleEngine *self, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_error_literal (invocation, CEN_ERROR, CEN_ERROR_LOCKED,
                                                 cen_protection_to_locked_sentence (
                                                     get_protection (self)));
}

static CenacleMethodFunc
find_method (const char *name)
{
  static CenacleMethodFunc (*const tables[]) (const char *) = {
    cenacle_methods_home_find,       cenacle_methods_home_keys_find,  cenacle_methods_net_find,
    cenacle_methods_membership_find, cenacle_methods_moderation_find, cenacle_methods_note_find,
    cenacle_methods_files_find,      cenacle_methods_bundle_find,     cenacle_methods_live_find,
    cenacle_methods_session_find,    cenacle_methods_relay_find,      cenacle_methods_tor_find,
  };
  CenacleMethodFunc func = NULL;

  for (guint i = 0; func == NULL && i < G_N_ELEMENTS (tables); i++)
    func = tables[i](name);
  return func;
}

static void
method_cb (GDBusConnection *connection G_GNUC_UNUSED, const char *sender G_GNUC_UNUSED,
           const char *path G_GNUC_UNUSED, const char *interface G_GNUC_UNUSED, const char *name,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  CenacleEngine *self = user_data;
  CenacleMethodFunc func = find_method (name);
  Pending *pending;

  if (strcmp (name, "Shutdown") == 0) {
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("()"));
    if (self->shutdown_callback != NULL)
      self->shutdown_callback (self->shutdown_data);
    return;
  }
  if (strcmp (name, "Unlock") == 0) {
    unlock (self, parameters, invocation);
    return;
  }
  if (self->worker == NULL) {
    answer_locked (self, invocation);
    return;
  }
  g_assert (func != NULL);
  if (strcmp (name, "SetOnline") == 0)
    note_online (self, parameters);
  pending = g_new (Pending, 1);
  *pending = (Pending){ self, func, invocation };
  cenacle_worker_push (self->worker, run_call, pending);
  if (strcmp (name, "SyncNow") == 0)
    start_looking (self);
  if (strcmp (name, "ActInSession") == 0)
    start_session_tick (self);
}

static GVariant *
property_cb (GDBusConnection *connection G_GNUC_UNUSED, const char *sender G_GNUC_UNUSED,
             const char *path G_GNUC_UNUSED, const char *interface G_GNUC_UNUSED, const char *name,
             GError **error G_GNUC_UNUSED, gpointer user_data)
{
  const CenacleEngine *self = user_data;

  if (strcmp (name, "Online") == 0)
    return g_variant_new_boolean (self->is_online);
  if (strcmp (name, "Locked") == 0)
    return g_variant_new_boolean (self->worker == NULL);
  if (strcmp (name, "Protection") == 0)
    return g_variant_new_string (cen_protection_to_name (get_protection (self)));
  return g_variant_new_string (CENACLE_VERSION);
}

/* --- Clients --- */

typedef struct {
  CenacleEngine *engine;
  gconstpointer caller;
} Gone;

static void
drop_caller (CenReplica *replica G_GNUC_UNUSED, NetNode *node, gpointer data)
{
  g_autofree Gone *gone = data;

  cenacle_live_callers_drop (gone->engine->live_callers, gone->caller, node);
  cenacle_live_sessions_drop (gone->engine->live_sessions, gone->caller, node);
}

static void
client_closed_cb (GDBusConnection *connection, gboolean is_remote G_GNUC_UNUSED,
                  GError *error G_GNUC_UNUSED, gpointer user_data)
{
  CenacleEngine *self = user_data;

  if (self->worker != NULL) {
    Gone *gone = g_new (Gone, 1);

    *gone = (Gone){ self, connection };
    cenacle_worker_push (self->worker, drop_caller, gone);
  }
  g_ptr_array_remove (self->clients, connection);
}

static gboolean
new_client_cb (GDBusServer *server G_GNUC_UNUSED, GDBusConnection *connection, gpointer user_data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb,
                                               .get_property = property_cb };
  CenacleEngine *self = user_data;

  if (g_dbus_connection_register_object (connection, CENACLE_ENGINE_OBJECT_PATH,
                                         cenacle_engine1_interface_info (), &vtable, self, NULL,
                                         NULL) == 0)
    return FALSE;
  g_signal_connect (connection, "closed", G_CALLBACK (client_closed_cb), self);
  g_ptr_array_add (self->clients, g_object_ref (connection));
  return TRUE;
}

/* Only the very user the engine runs as. */
static gboolean
authorize_cb (GDBusAuthObserver *observer G_GNUC_UNUSED, GIOStream *stream G_GNUC_UNUSED,
              GCredentials *credentials, gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GCredentials) own = g_credentials_new ();

  return credentials != NULL && g_credentials_is_same_user (credentials, own, NULL);
}

static gboolean
mechanism_cb (GDBusAuthObserver *observer G_GNUC_UNUSED, const char *mechanism,
              gpointer user_data G_GNUC_UNUSED)
{
  return strcmp (mechanism, "EXTERNAL") == 0;
}

static gboolean
serve (CenacleEngine *self, GError **error)
{
  g_autofree char *address = cenacle_paths_dup_address (self->home, error);
  g_autofree char *guid = g_dbus_generate_guid ();

  self->socket = cenacle_paths_dup_socket (self->home, error);
  if (address == NULL || self->socket == NULL)
    return FALSE;
  /* We hold the lock, so a socket that is there was left by an engine that is gone. */
  g_unlink (self->socket);
  self->observer = g_dbus_auth_observer_new ();
  g_signal_connect (self->observer, "authorize-authenticated-peer", G_CALLBACK (authorize_cb),
                    self);
  g_signal_connect (self->observer, "allow-mechanism", G_CALLBACK (mechanism_cb), self);
  self->server =
      g_dbus_server_new_sync (address, G_DBUS_SERVER_FLAGS_NONE, guid, self->observer, NULL, error);
  if (self->server == NULL)
    return FALSE;
  g_chmod (self->socket, 0600);
  g_signal_connect (self->server, "new-connection", G_CALLBACK (new_client_cb), self);
  g_dbus_server_start (self->server);
  return TRUE;
}

/* --- Beginning and end --- */

/* Each dialled peer takes a few descriptors. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= FILES_WANTED)
    return;
  limit.rlim_cur =
      limit.rlim_max == RLIM_INFINITY ? FILES_WANTED : MIN (limit.rlim_max, FILES_WANTED);
  setrlimit (RLIMIT_NOFILE, &limit);
}

/* Starts the worker, or leaves the home locked where a key is missing that may still come. */
static gboolean
open_home (CenacleEngine *self, const char *passphrase, GError **error)
{
  g_autoptr (GError) cause = NULL;
  CenacleKey *key = cenacle_unlock_find (self->secrets, passphrase, &cause);
  gboolean ok;

  if (g_error_matches (cause, CEN_ERROR, CEN_ERROR_LOCKED)) {
    g_message ("%s", cause->message);
    return TRUE;
  }
  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  ok = start_worker (self, key, error);
  cen_crypto_free (key);
  return ok;
}

CenacleEngine *
cenacle_engine_new (const char *home, const CenacleEngineOptions *options, GError **error)
{
  static const CenacleEngineOptions defaults = { 0 };
  g_autoptr (CenacleEngine) self = g_new0 (CenacleEngine, 1);

  if (options == NULL)
    options = &defaults;
  cen_crypto_init ();
  cenacle_errors_register ();
  raise_file_limit ();
  self->home = g_strdup (home);
  self->context = g_main_context_ref_thread_default ();
  self->clients = g_ptr_array_new_with_free_func (g_object_unref);
  self->is_online = !options->is_offline;
  self->replica = cenacle_paths_dup_replica (home);
  self->secrets = cenacle_paths_dup_secrets (home);
  self->listen = g_strdupv (options->listen);
  self->peers = g_strdupv (options->peers);
  self->interfaces = g_strdupv (options->interfaces);
  self->discovers = !options->has_no_discovery;
  self->is_relay = options->is_relay;
  self->map_fd = options->map_fd;
  self->tor_control = g_strdup (cenacle_paths_get_tor_control (options->tor_control));
  self->handshakes_per_minute = options->handshakes_per_minute;
  self->rotation_wait_ms = options->rotation_wait_ms;
  self->port_lease_s = options->port_lease_s;
  self->begins_offline = options->is_offline;
  self->looker =
      options->looker != NULL ? cenacle_looker_ref (options->looker) : cenacle_looker_new (NULL);
  self->indexer = cenacle_indexer_new (self->looker);
  self->waiters = cenacle_waiters_new (cenacle_system_world_get ());
  self->live_callers = cenacle_live_callers_new ();
  self->live_sessions = cenacle_live_sessions_new (session_changed_cb, self);
  self->lock = cenacle_lock_take (home, error);
  if (self->lock < 0 || !open_home (self, options->passphrase, error) || !serve (self, error))
    return NULL;
  self->sleep_watch = cenacle_sleep_watch_new (woke_cb, self);
  self->metered_watch = cenacle_metered_watch_new (metered_cb, self);
  return g_steal_pointer (&self);
}

void
cenacle_engine_free (CenacleEngine *self)
{
  if (self == NULL)
    return;
  if (self->server != NULL) {
    /* Who connected at the last moment is announced by a source that still waits. */
    g_signal_handlers_disconnect_by_data (self->server, self);
    g_dbus_server_stop (self->server);
    g_clear_object (&self->server);
    g_unlink (self->socket);
  }
  g_clear_object (&self->observer);
  while (self->unlocking != NULL)
    g_main_context_iteration (self->context, TRUE);
  g_clear_pointer (&self->sleep_watch, cenacle_sleep_watch_free);
  g_clear_pointer (&self->metered_watch, cenacle_metered_watch_free);
  if (self->look != NULL)
    g_source_destroy (self->look);
  g_clear_pointer (&self->look, g_source_unref);
  cenacle_looker_stop (self->looker);
  if (self->session_tick != NULL)
    g_source_destroy (self->session_tick);
  g_clear_pointer (&self->session_tick, g_source_unref);
  cenacle_indexer_stop (self->indexer);
  g_clear_pointer (&self->worker, cenacle_worker_free);
  g_clear_pointer (&self->indexer, cenacle_indexer_free);
  g_clear_pointer (&self->looker, cenacle_looker_unref);
  g_clear_pointer (&self->waiters, cenacle_waiters_free);
  g_clear_pointer (&self->live_callers, cenacle_live_callers_free);
  g_clear_pointer (&self->live_sessions, cenacle_live_sessions_free);
  for (guint i = 0; i < self->clients->len; i++) {
    g_signal_handlers_disconnect_by_data (self->clients->pdata[i], self);
    g_dbus_connection_flush_sync (self->clients->pdata[i], NULL, NULL);
    g_dbus_connection_close_sync (self->clients->pdata[i], NULL, NULL);
  }
  /* Events that were on their way have nobody to tell any more. */
  g_ptr_array_set_size (self->clients, 0);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_ptr_array_unref (self->clients);
  g_main_context_unref (self->context);
  cenacle_lock_release (self->lock);
  g_free (self->home);
  g_free (self->replica);
  g_free (self->secrets);
  g_strfreev (self->listen);
  g_strfreev (self->peers);
  g_strfreev (self->interfaces);
  g_free (self->tor_control);
  g_free (self->socket);
  g_free (self);
}

void
cenacle_engine_set_shutdown_callback (CenacleEngine *self, GSourceFunc callback, gpointer user_data)
{
  self->shutdown_callback = callback;
  self->shutdown_data = user_data;
}

guint
cenacle_engine_get_n_clients (CenacleEngine *self)
{
  return self->clients->len;
}
