/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a benchmark asks of running engines, over one connection that stays open. Once through;
 * run-bench.py starts the engines and repeats.
 *
 * bench-client live HOME CIRCLE N OTHER-HOME: posts N messages at HOME one after the other, each
 *   when the one before can be read in the replica of OTHER-HOME; prints "POSTED SEEN" for each,
 *   microseconds from the call until it was stored here and until it was readable there.
 * bench-client crowd HOME CIRCLE ROUNDS OTHER-HOME…: in each of ROUNDS seconds each of these
 *   engines writes one message, evenly spread; prints for each message and each other home
 *   microseconds from the call until it was readable there.
 * bench-client post HOME CIRCLE N: posts N messages.
 * bench-client share HOME CIRCLE N: shares N files of 2 KiB, all different.
 * bench-client reconnect HOME CIRCLE: goes offline and, at a line on stdin, online; prints the
 *   milliseconds from then until in sync. */

#include "app/control/connection.h"
#include "app/control/engine1.h"
#include "app/control/paths.h"
#include "core/queries.h"

#include <gio/gunixfdlist.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <unistd.h>

#define LOOK_MS      1 /* when the one event did not come from what we wait for */
#define PATIENCE_US  (10 * G_USEC_PER_SEC)
#define SYNC_WAIT_MS 600000
#define SMALL_FILE   2048

#define TEXT                                                                                       \
  "How do you choose the substitution in the third exercise? I would integrate by parts first "    \
  "and look at what is left. There is a good one on this in the green book, number 4.7: shall we " \
  "meet?"

typedef struct {
  CenacleEngine1 *engine;
  CenStore *store; /* of the engine's home */
  const char *circle_text;
  CenId circle;
  char *channel;
} Client;

static CenStore *
open_store (const char *home)
{
  g_autofree char *path = cenacle_paths_dup_replica (home);
  g_autoptr (GError) error = NULL;
  CenStore *store = cen_store_open (path, CEN_STORE_READ_ONLY, &error);

  g_assert_no_error (error);
  return store;
}

static void
open_client (Client *client, const char *home, const char *circle)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = cenacle_connection_open_sync (home, &error);
  g_autoptr (GPtrArray) channels = NULL;

  g_assert_no_error (error);
  client->engine =
      cenacle_engine1_proxy_new_sync (connection, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, NULL,
                                      CENACLE_ENGINE_OBJECT_PATH, NULL, &error);
  g_assert_no_error (error);
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (client->engine), SYNC_WAIT_MS + 10000);
  client->store = open_store (home);
  client->circle_text = circle;
  g_assert_true (cen_id_from_text (&client->circle, circle));
  channels = cen_query_channels (client->store, &client->circle, &error);
  g_assert_no_error (error);
  client->channel = cen_id_dup_text (&((CenChannelRow *) channels->pdata[0])->id);
}

static void
close_client (Client *client)
{
  g_object_unref (client->engine);
  cen_store_free (client->store);
  g_free (client->channel);
}

static CenId
post (Client *client)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CenId id;

  g_variant_dict_insert (&fields, "channel", "s", client->channel);
  g_variant_dict_insert (&fields, "text", "s", TEXT);
  cenacle_engine1_call_create_sync (client->engine, client->circle_text, "message",
                                    g_variant_dict_end (&fields), &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cen_id_from_text (&id, text));
  return id;
}

/* Tells of what is written to the replica of @home: to look without a pause would take a core from
 * the engines. */
static void
watch (int fd, const char *home)
{
  g_autofree char *path = cenacle_paths_dup_replica (home);
  g_autofree char *journal = g_strconcat (path, "-wal", NULL);

  g_assert_cmpint (inotify_add_watch (fd, journal, IN_MODIFY), >=, 0);
}

/* Waits until something is written, or a little. */
static void
wait_for_writing (int watch_fd)
{
  struct pollfd watched = { .fd = watch_fd, .events = POLLIN };
  char events[4096];

  if (poll (&watched, 1, LOOK_MS) > 0)
    g_assert_cmpint (read (watch_fd, events, sizeof events), >, 0);
}

static void
await (CenStore *store, const CenId *circle, const CenId *message, int watch_fd)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  for (;;) {
    g_autoptr (CenMessageRow) row = cen_query_message (store, circle, message, NULL);

    if (row != NULL)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    wait_for_writing (watch_fd);
  }
}

/* Prints how long it took to each of @clients but the one that wrote @message at @start. */
static void
await_everywhere (const Client *clients, guint n, guint from, const CenId *message, gint64 start,
                  int watch_fd)
{
  g_autofree gboolean *has = g_new0 (gboolean, n);
  guint n_left = n - 1;

  while (n_left > 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, start + PATIENCE_US);
    for (guint i = 0; i < n; i++) {
      g_autoptr (CenMessageRow) row = NULL;

      if (i == from || has[i])
        continue;
      row = cen_query_message (clients[i].store, &clients[i].circle, message, NULL);
      if (row == NULL)
        continue;
      has[i] = TRUE;
      n_left--;
      printf ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time () - start);
    }
    if (n_left > 0)
      wait_for_writing (watch_fd);
  }
}

static void
run_crowd (const char *circle, guint n_rounds, char **homes, guint n)
{
  g_autofree Client *clients = g_new0 (Client, n);
  int watch_fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  gint64 begun = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++) {
    open_client (&clients[i], homes[i], circle);
    watch (watch_fd, homes[i]);
  }
  for (guint i = 0; i < n_rounds * n; i++) {
    gint64 due = begun + (gint64) (i + 1) * G_USEC_PER_SEC / n;
    gint64 start = g_get_monotonic_time ();
    CenId id;

    if (due > start)
      poll (NULL, 0, (int) ((due - start) / 1000));
    start = g_get_monotonic_time ();
    id = post (&clients[i % n]);
    await_everywhere (clients, n, i % n, &id, start, watch_fd);
  }
  for (guint i = 0; i < n; i++)
    close_client (&clients[i]);
  close (watch_fd);
}

static void
run_live (Client *client, guint n, const char *other_home)
{
  g_autoptr (CenStore) other = open_store (other_home);
  int watch_fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);

  watch (watch_fd, other_home);
  for (guint i = 0; i < n; i++) {
    gint64 start = g_get_monotonic_time ();
    CenId id = post (client);
    gint64 posted = g_get_monotonic_time ();

    await (other, &client->circle, &id, watch_fd);
    printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", posted - start,
            g_get_monotonic_time () - start);
  }
  close (watch_fd);
}

static void
share (Client *client, guint number)
{
  g_auto (GVariantDict) none = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *name =
      g_strdup_printf ("%u-%" G_GINT64_FORMAT ".txt", number, g_get_monotonic_time ());
  g_autofree char *content = g_strnfill (SMALL_FILE, 'a');
  g_autofree char *id = NULL;
  g_autofree char *blob = NULL;
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  int fd = memfd_create (name, MFD_CLOEXEC);
  guint64 size;

  memcpy (content, name, strlen (name));
  g_assert_cmpint (write (fd, content, SMALL_FILE), ==, SMALL_FILE);
  g_assert_cmpint (g_unix_fd_list_append (list, fd, NULL), ==, 0);
  close (fd);
  cenacle_engine1_call_share_file_sync (client->engine, client->circle_text,
                                        g_variant_new_handle (0), name, g_variant_dict_end (&none),
                                        list, &id, &blob, &size, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
run_reconnect (Client *client)
{
  g_autoptr (GError) error = NULL;
  gboolean is_in_sync = FALSE;
  gint64 start;

  cenacle_engine1_call_set_online_sync (client->engine, FALSE, NULL, &error);
  g_assert_no_error (error);
  while (getchar () != '\n')
    ;
  start = g_get_monotonic_time ();
  cenacle_engine1_call_set_online_sync (client->engine, TRUE, NULL, &error);
  g_assert_no_error (error);
  cenacle_engine1_call_sync_now_sync (client->engine, client->circle_text, SYNC_WAIT_MS,
                                      &is_in_sync, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (is_in_sync);
  printf ("%.3f\n", (double) (g_get_monotonic_time () - start) / 1000);
}

int
main (int argc, char **argv)
{
  Client client = { 0 };

  if (argc < 4)
    return 2;
  if (argc > 5 && strcmp (argv[1], "crowd") == 0) {
    guint n_rounds = (guint) atoi (argv[4]);

    /* The homes stand one after the other. */
    argv[4] = argv[2];
    run_crowd (argv[3], n_rounds, argv + 4, (guint) argc - 4);
    return 0;
  }
  open_client (&client, argv[2], argv[3]);
  if (argc == 6 && strcmp (argv[1], "live") == 0)
    run_live (&client, (guint) atoi (argv[4]), argv[5]);
  else if (argc == 5 && strcmp (argv[1], "post") == 0)
    for (guint i = (guint) atoi (argv[4]); i > 0; i--)
      post (&client);
  else if (argc == 5 && strcmp (argv[1], "share") == 0)
    for (guint i = (guint) atoi (argv[4]); i > 0; i--)
      share (&client, i);
  else if (argc == 4 && strcmp (argv[1], "reconnect") == 0)
    run_reconnect (&client);
  close_client (&client);
  return 0;
}
