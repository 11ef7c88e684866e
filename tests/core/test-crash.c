/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A process that writes its own ops is killed at a random moment, again and again on one replica.
 * What it was told is written stays written, and the views are those of the log. */

#include "tests/support/forge.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_ROUNDS    20
#define CIRCLE_NAME "Analysis"

typedef struct {
  char *dir;
  char *path;
  char *secrets_path;
  TestWorld *world;
} Home;

static void
begin (Home *home)
{
  home->dir = g_dir_make_tmp ("cenacle-crash-XXXXXX", NULL);
  home->path = g_build_filename (home->dir, "replica.db", NULL);
  home->secrets_path = g_build_filename (home->dir, "secrets", NULL);
  home->world = test_world_new (1);
}

static void
home_clear (Home *home)
{
  static const char *const files[] = { "replica.db", "replica.db-wal", "replica.db-shm", "secrets",
                                       "secrets.new" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (home->dir, files[i], NULL);

    g_unlink (path);
  }
  g_rmdir (home->dir);
  g_free (home->dir);
  g_free (home->path);
  g_free (home->secrets_path);
  test_world_free (home->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Home, home_clear)

static TestPerson *
open_person (Home *home)
{
  TestPerson *person = g_new0 (TestPerson, 1);
  g_autoptr (GError) error = NULL;

  person->name = g_strdup ("Ana");
  person->replica = cen_replica_open (home->path, home->secrets_path, &home->world->world, &error);
  g_assert_no_error (error);
  if (person->replica->circles->len > 0)
    person->circle = person->replica->circles->pdata[0];
  else
    test_person_found (person, CIRCLE_NAME);
  return person;
}

static void
confirm (int fd, const CenId *id)
{
  g_assert_cmpint (write (fd, id->bytes, CEN_ID_LEN), ==, CEN_ID_LEN);
}

/* Never returns: writes until it is killed. */
static void
write_for_ever (Home *home, int fd, guint32 seed)
{
  TestPerson *ana;
  CenId last;

  g_rand_set_seed (home->world->rand, seed);
  ana = open_person (home);
  last = test_person_post (ana, "first");
  for (guint i = 0;; i++) {
    g_autoptr (GError) error = NULL;
    CenValue text = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "changed" };
    CenId id = test_person_post (ana, "words");

    confirm (fd, &id);
    if (i % 3 == 0)
      cen_author_set (ana->circle, &last, &text, 1, &error);
    else if (i % 7 == 0)
      cen_author_redact (ana->circle, &last, &error);
    else
      cen_author_mark (ana->circle, &last, "reaction", "❤", CEN_MARK_PUT, &error);
    g_assert_no_error (error);
    id = cen_circle_find_device (ana->circle, &ana->circle->self_device)->tip_id;
    confirm (fd, &id);
    last = test_person_post (ana, "more");
    confirm (fd, &last);
  }
}

/* Kills the writer when it has confirmed @n_before ops, which finds it anywhere in the next ones,
 * and reads all it confirmed. */
static GArray *
run_writer (Home *home, guint32 seed, guint n_before)
{
  GArray *confirmed = g_array_new (FALSE, FALSE, sizeof (CenId));
  int fds[2];
  pid_t pid;
  CenId id;

  g_assert_cmpint (pipe (fds), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0) {
    close (fds[0]);
    write_for_ever (home, fds[1], seed);
    _exit (0);
  }
  close (fds[1]);
  for (gssize n; (n = read (fds[0], id.bytes, CEN_ID_LEN)) != 0;) {
    g_assert_true (n == CEN_ID_LEN || (n < 0 && errno == EINTR));
    if (n < 0)
      continue;
    g_array_append_val (confirmed, id);
    if (confirmed->len == n_before)
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  }
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  close (fds[0]);
  return confirmed;
}

static void
test_killed (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (CenId));

  begin (&home);
  test_person_free (open_person (&home));
  for (guint round = 0; round < N_ROUNDS; round++) {
    guint n_before = (guint) g_rand_int_range (rand, 1, 60);
    g_autoptr (GArray) confirmed = run_writer (&home, 100 + round, n_before);
    g_autoptr (TestPerson) ana = NULL;

    g_array_append_vals (all, confirmed->data, confirmed->len);
    g_rand_set_seed (home.world->rand, 10000 + round);
    ana = open_person (&home);
    g_test_message ("round %u: %u confirmed, %u in all", round, confirmed->len, all->len);
    for (guint i = 0; i < all->len; i++)
      g_assert_true (test_person_has (ana, &g_array_index (all, CenId, i)));
    test_assert_verified (ana);
    test_assert_rebuilt (ana);
  }
  g_assert_cmpuint (all->len, >, N_ROUNDS * 2);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crash/killed", test_killed);
  return g_test_run ();
}
