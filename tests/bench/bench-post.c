/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rates of writing one's own messages through core to a replica on disk, and of SQLite alone on the
 * same disk with rows of 300 bytes and three indexes. The two take turns, so that a noisy neighbour
 * meets both. Once through; run-bench.py repeats it.
 *
 * bench-post DIR: prints "NAME VALUE" lines, operations per second. */

#include "app/control/system-world.h"
#include "core/replica.h"
#include "core/store-sql.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define N_SINGLE 1000
#define N_BATCH  10000
#define N_TURNS  10
#define PER_TXN  100
#define N_BYTES  300

#define TEXT                                                                                       \
  "How do you choose the substitution in the third exercise? I would integrate by parts first "    \
  "and look at what is left. There is a good one on this in the green book, number 4.7: shall we " \
  "meet?"

typedef struct {
  CenCircle *circle;
  CenId channel;
  sqlite3 *database;
  sqlite3_stmt *insert;
  guint n_rows;
} Bench;

typedef void (*Write) (Bench *bench);

static void
post (Bench *bench)
{
  CenValue values[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = bench->channel },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = TEXT },
  };
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (bench->circle, cen_kind_get (CEN_KIND_MESSAGE), values, G_N_ELEMENTS (values),
                     &id, &error);
  g_assert_no_error (error);
}

static void
insert_row (Bench *bench)
{
  guint8 row[N_BYTES];

  cenacle_system_world_get ()->random (cenacle_system_world_get (), row, sizeof row);
  sqlite3_bind_blob (bench->insert, 1, row, 32, SQLITE_STATIC);
  sqlite3_bind_int64 (bench->insert, 2, bench->n_rows % 20);
  sqlite3_bind_int64 (bench->insert, 3, ++bench->n_rows);
  sqlite3_bind_blob (bench->insert, 4, row, sizeof row, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (bench->insert), ==, SQLITE_DONE);
  sqlite3_reset (bench->insert);
}

static void
open_rows (Bench *bench, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "rows.db", NULL);

  g_assert_cmpint (sqlite3_open (path, &bench->database), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (bench->database,
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                    "CREATE TABLE row (no INTEGER PRIMARY KEY, id BLOB, author INTEGER,"
                    "  lamport INTEGER, body BLOB);"
                    "CREATE UNIQUE INDEX row_id ON row (id);"
                    "CREATE INDEX row_author ON row (author, lamport);"
                    "CREATE INDEX row_lamport ON row (lamport);",
                    NULL, NULL, NULL),
      ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (bench->database,
                                       "INSERT INTO row (id, author, lamport, body)"
                                       " VALUES (?, ?, ?, ?)",
                                       -1, &bench->insert, NULL),
                   ==, SQLITE_OK);
}

static void
open_circle (Bench *bench, CenReplica *replica)
{
  CenCircleOptions options = { .name = "Bench", .as = "Ana" };
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GError) error = NULL;

  bench->circle = cen_replica_create_circle (replica, &options, &error);
  g_assert_no_error (error);
  cen_sql_query (replica->store, &rows, &error,
                 "SELECT o.id FROM object b JOIN op o ON o.no = b.no WHERE b.kind = ?", "i",
                 (gint64) CEN_KIND_CHANNEL);
  g_assert_true (cen_rows_next (&rows, &error));
  bench->channel = cen_rows_get_id (&rows, 0);
}

static void
begin (Bench *bench, Write write)
{
  if (write == post)
    g_assert_true (cen_store_begin (bench->circle->store, CEN_STORE_FULL, NULL));
  else
    g_assert_cmpint (sqlite3_exec (bench->database, "BEGIN", NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
commit (Bench *bench, Write write)
{
  if (write == post)
    g_assert_true (cen_store_commit (bench->circle->store, NULL));
  else
    g_assert_cmpint (sqlite3_exec (bench->database, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Microseconds for @n writes in transactions of @per_txn. */
static gint64
time_writes (Bench *bench, Write write, guint n, guint per_txn)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n; i += per_txn) {
    if (per_txn > 1)
      begin (bench, write);
    for (guint k = 0; k < per_txn; k++)
      write (bench);
    if (per_txn > 1)
      commit (bench, write);
  }
  return g_get_monotonic_time () - start;
}

static void
compare (Bench *bench, const char *name, guint n, guint per_txn)
{
  gint64 posts_us = 0;
  gint64 rows_us = 0;

  for (guint turn = 0; turn < N_TURNS; turn++) {
    posts_us += time_writes (bench, post, n / N_TURNS, per_txn);
    rows_us += time_writes (bench, insert_row, n / N_TURNS, per_txn);
  }
  printf ("post-%s %.0f\n", name, (double) n * G_USEC_PER_SEC / (double) posts_us);
  printf ("sqlite-rows-%s %.0f\n", name, (double) n * G_USEC_PER_SEC / (double) rows_us);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = argc == 2 ? g_build_filename (argv[1], "replica.db", NULL) : NULL;
  g_autofree char *secrets = argc == 2 ? g_build_filename (argv[1], "secrets", NULL) : NULL;
  g_autoptr (CenReplica) replica = NULL;
  g_autoptr (GError) error = NULL;
  Bench bench = { 0 };

  if (argc != 2)
    return 2;
  cen_crypto_init ();
  replica = cen_replica_open (path, secrets, cenacle_system_world_get (), &error);
  g_assert_no_error (error);
  open_circle (&bench, replica);
  open_rows (&bench, argv[1]);
  compare (&bench, "single", N_SINGLE, 1);
  compare (&bench, "batch-100", N_BATCH, PER_TXN);
  sqlite3_finalize (bench.insert);
  sqlite3_close (bench.database);
  return 0;
}
