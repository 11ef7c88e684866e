/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* cenacled: the engine as a program. */

#include "engine.h"

#include "app/control/helper.h"
#include "app/control/passphrase.h"
#include "app/control/paths.h"
#include "join-link.h"
#include "net/port-map.h"
#include "net/rotation.h"
#include "sandbox.h"
#include "tell-ready.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>

#define IDLE_LOOK_SECONDS 1
/* Blocks of files pass through the heap by the hundred a second: it need not be given back to the
 * system and asked for again each time. */
#define HEAP_SPARE_MAX (4 << 20)
#define HEAP_PIECE_MAX (1 << 20) /* what is larger is a mapping of its own */

typedef struct {
  char *home;
  GStrv listen;
  GStrv peers;
  int idle_exit;
  int rotation_wait;
  int port_lease;
  char *log_level;
  int passphrase_fd; /* -1: none */
  gboolean no_discovery;
  GStrv interfaces;
  gboolean offline;
  gboolean relay;
  char *tor_control;
  gboolean no_port_mapping;
  char *join;
  char *as;
  gboolean version;
} Options;

typedef struct {
  CenacleEngine *engine;
  GMainLoop *loop;
  gint64 busy_at; /* monotonic, µs: when a client was last there */
  int idle_exit;
} Daemon;

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
idle_cb (gpointer data)
{
  Daemon *daemon = data;
  gint64 now = g_get_monotonic_time ();

  if (cenacle_engine_get_n_clients (daemon->engine) > 0)
    daemon->busy_at = now;
  else if (now - daemon->busy_at >= daemon->idle_exit * G_USEC_PER_SEC)
    g_main_loop_quit (daemon->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "home", 0, 0, G_OPTION_ARG_FILENAME, &options->home, N_ ("Where everything is kept"),
      N_ ("DIR") },
    { "listen", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->listen,
      N_ ("Listen there; may be given several times"), "tcp://ADDR:PORT" },
    { "peer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->peers,
      N_ ("Look for members there too; may be given several times"), "tcp://ADDR:PORT" },
    { "no-discovery", 0, 0, G_OPTION_ARG_NONE, &options->no_discovery,
      N_ ("Neither look for members on the local network nor be found there"), NULL },
    { "discovery-interface", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->interfaces,
      N_ ("Do that only there; may be given several times"), N_ ("INTERFACE") },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &options->offline, N_ ("Begin without the network"),
      NULL },
    { "relay", 0, 0, G_OPTION_ARG_NONE, &options->relay,
      N_ ("Also keep closed mail for circles this home knows nothing of"), NULL },
    { "no-port-mapping", 0, 0, G_OPTION_ARG_NONE, &options->no_port_mapping,
      N_ ("Do not ask the router to let others in"), NULL },
    { "port-lease", 0, 0, G_OPTION_ARG_INT, &options->port_lease,
      N_ ("Ask the router to do that for so long at a time"), N_ ("SECONDS") },
    { "tor-control", 0, 0, G_OPTION_ARG_STRING, &options->tor_control,
      N_ ("Ask for a Tor daemon there: a path, or a port of this machine; nowhere when empty"),
      N_ ("ADDR") },
    { "join", 0, 0, G_OPTION_ARG_STRING, &options->join,
      N_ ("Enter a circle by this invite or device link, and keep it reachable"), N_ ("LINK") },
    { "as", 0, 0, G_OPTION_ARG_STRING, &options->as, N_ ("Under which name"), N_ ("NAME") },
    { "idle-exit", 0, 0, G_OPTION_ARG_INT, &options->idle_exit,
      N_ ("End when nobody used it for so long"), N_ ("SECONDS") },
    { "rotation-wait", 0, 0, G_OPTION_ARG_INT, &options->rotation_wait,
      N_ ("Give out a new key at most so long after one is due"), N_ ("SECONDS") },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options->passphrase_fd,
      N_ ("Unlock the home with the line that can be read from descriptor N"), "N" },
    { "log-level", 0, 0, G_OPTION_ARG_STRING, &options->log_level,
      N_ ("error, warning, message, info or debug"), N_ ("LEVEL") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_ ("Print the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new (_ ("— keep a home’s circles in exchange"));

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error);
}

/* The level up to which messages are shown; GLib itself shows warnings and worse. */
static gboolean
apply_log_level (const char *level)
{
  static const char *const levels[] = { "error", "warning", "message", "info", "debug" };

  for (guint i = 0; level != NULL && i < G_N_ELEMENTS (levels); i++) {
    if (g_str_equal (level, levels[i])) {
      if (i >= 3)
        g_setenv ("G_MESSAGES_DEBUG", "all", FALSE);
      return TRUE;
    }
  }
  return level == NULL;
}

/* A service has its link in its environment: an argument could be read by everybody. */
static const char *
get_wish (const char *option, const char *variable)
{
  const char *value = option != NULL ? option : g_getenv (variable);

  return value != NULL && *value != '\0' ? value : NULL;
}

static CenacleJoinLink *
join (const Options *options, const char *home)
{
  const char *link = get_wish (options->join, "CENACLE_JOIN");
  const char *name = get_wish (options->as, "CENACLE_NAME");

  return link != NULL ? cenacle_join_link_new (home, link, name != NULL ? name : g_get_host_name ())
                      : NULL;
}

static void
run (Daemon *daemon)
{
  guint signals[] = { g_unix_signal_add (SIGTERM, quit_cb, daemon->loop),
                      g_unix_signal_add (SIGINT, quit_cb, daemon->loop) };
  guint idle = 0;

  cenacle_engine_set_shutdown_callback (daemon->engine, quit_cb, daemon->loop);
  if (daemon->idle_exit > 0)
    idle = g_timeout_add_seconds (IDLE_LOOK_SECONDS, idle_cb, daemon);
  puts ("ready");
  fflush (stdout);
  cenacle_tell_ready ();
  g_main_loop_run (daemon->loop);
  if (idle != 0)
    g_source_remove (idle);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
}

/* The router is asked by a program that can do nothing else. Who listens nowhere but at places of
 * their choice has nothing to ask for. */
static int
start_mapper (const Options *options)
{
  g_autofree char *program = cenacle_paths_dup_program ("cenacle-map");
  int fd = options->no_port_mapping ? -1 : cenacle_helper_spawn (program);

  return MAX (fd, 0);
}

static int
serve (const Options *options)
{
  CenacleEngineOptions engine_options = {
    .listen = options->listen,
    .peers = options->peers,
    .is_offline = options->offline,
    .has_no_discovery = options->no_discovery,
    .interfaces = options->interfaces,
    .is_relay = options->relay,
    .tor_control = options->tor_control,
    .map_fd = start_mapper (options),
    .rotation_wait_ms = MAX (options->rotation_wait * G_GINT64_CONSTANT (1000), 1),
    .port_lease_s = (guint) CLAMP (options->port_lease, 0, NET_MAP_LEASE_S)
  };
  g_autofree char *home = cenacle_paths_dup_home (options->home);
  g_autoptr (CenacleLooker) looker = cenacle_looker_new (NULL);
  g_autoptr (GError) error = NULL;
  CenacleJoinLink *joining;
  char *passphrase = NULL;
  Daemon daemon = { .busy_at = g_get_monotonic_time (), .idle_exit = options->idle_exit };

  if (options->passphrase_fd >= 0) {
    passphrase = cenacle_passphrase_read (options->passphrase_fd, &error);
    engine_options.passphrase = passphrase;
  }
  /* Later nothing can be started. */
  engine_options.looker = looker;
  if (!cenacle_looker_start (looker))
    g_warning ("cenacle-look does not start: no file is looked into");
  if (error == NULL && cenacle_sandbox_enter (&error))
    daemon.engine = cenacle_engine_new (home, &engine_options, &error);
  cenacle_passphrase_free (passphrase);
  if (daemon.engine == NULL) {
    g_printerr ("cenacled: %s\n", error->message);
    return 1;
  }
  daemon.loop = g_main_loop_new (NULL, FALSE);
  joining = join (options, home);
  run (&daemon);
  cenacle_join_link_free (joining);
  cenacle_engine_free (daemon.engine);
  g_main_loop_unref (daemon.loop);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Options options = { .rotation_wait = NET_ROTATION_WAIT_MS / 1000, .passphrase_fd = -1 };
  int status = 2;

  mallopt (M_TRIM_THRESHOLD, HEAP_SPARE_MAX);
  mallopt (M_MMAP_THRESHOLD, HEAP_PIECE_MAX);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, cenacle_paths_is_uninstalled () ? BUILD_ROOT "/po" : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (!parse_options (&options, &argc, &argv, &error))
    g_printerr ("cenacled: %s\n", error->message);
  else if (argc > 1)
    g_printerr ("cenacled: “%s” is not understood; see cenacled --help.\n", argv[1]);
  else if (!apply_log_level (options.log_level))
    g_printerr ("cenacled: there is no log level “%s”.\n", options.log_level);
  else if (options.version)
    status = printf ("cenacled %s\n", CENACLE_VERSION) < 0;
  else
    status = serve (&options);
  g_free (options.home);
  g_free (options.log_level);
  g_free (options.tor_control);
  g_free (options.join);
  g_free (options.as);
  g_strfreev (options.listen);
  g_strfreev (options.peers);
  g_strfreev (options.interfaces);
  return status;
}
