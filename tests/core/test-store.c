/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store-schema.h"
#include "core/store-sql.h"
#include "core/store.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;
  char *path;
} Home;

static void
begin (Home *home)
{
  home->dir = g_dir_make_tmp ("cenacle-store-XXXXXX", NULL);
  home->path = g_build_filename (home->dir, "replica.db", NULL);
}

static void
home_clear (Home *home)
{
  static const char *const ends[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (home->path, ends[i], NULL);

    g_unlink (path);
  }
  g_rmdir (home->dir);
  g_free (home->path);
  g_free (home->dir);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Home, home_clear)

static CenStore *
open_store (Home *home, CenStoreMode mode)
{
  g_autoptr (GError) error = NULL;
  CenStore *store = cen_store_open (home->path, mode, &error);

  g_assert_no_error (error);
  return store;
}

static gint64
get_int (CenStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_true (cen_sql_get_int (store, -1, &value, &error, sql, ""));
  g_assert_no_error (error);
  return value;
}

static void
put_draft (CenStore *store, const char *key)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cen_sql_run (
      store, &error,
      "INSERT INTO draft (circle, channel, wall, text) VALUES (1, CAST (? AS BLOB), 1, 'x')", "t",
      key));
  g_assert_no_error (error);
}

static void
test_migration (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenStore) store = NULL;
  g_autoptr (CenStore) again = NULL;

  begin (&home);
  store = open_store (&home, CEN_STORE_READ_WRITE);
  g_assert_cmpint (get_int (store, "PRAGMA user_version"), ==, CEN_STORE_VERSION);
  g_assert_cmpint (get_int (store, "PRAGMA secure_delete"), ==, 1);
  g_assert_cmpint (get_int (store, "SELECT count(*) FROM op"), ==, 0);
  put_draft (store, "kept");
  g_clear_pointer (&store, cen_store_free);
  again = open_store (&home, CEN_STORE_READ_WRITE);
  g_assert_cmpint (get_int (again, "SELECT count(*) FROM draft"), ==, 1);
}

/* What the journal holds is counted until it is in the file. */
static void
test_journal (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenStore) store = NULL;
  guint n;

  begin (&home);
  store = open_store (&home, CEN_STORE_READ_WRITE);
  put_draft (store, "one");
  n = cen_store_count_journal (store);
  g_assert_cmpuint (n, >, 0);
  put_draft (store, "two");
  g_assert_cmpuint (cen_store_count_journal (store), >, n);
  cen_store_checkpoint (store);
  g_assert_cmpuint (cen_store_count_journal (store), ==, 0);
  put_draft (store, "three");
  g_assert_cmpuint (cen_store_count_journal (store), <, n);
}

/* A replica of a later version is refused both ways, and not a byte of it changes. */
static void
test_newer (void)
{
  static const CenStoreMode modes[] = { CEN_STORE_READ_ONLY, CEN_STORE_READ_WRITE };
  g_auto (Home) home = { 0 };
  g_autofree char *before = NULL;
  gsize before_len;

  begin (&home);
  {
    g_autoptr (CenStore) store = open_store (&home, CEN_STORE_READ_WRITE);

    cen_sql_run (store, NULL, "PRAGMA journal_mode = DELETE", "");
    cen_sql_run (store, NULL, "PRAGMA user_version = 2", "");
  }
  g_assert_true (g_file_get_contents (home.path, &before, &before_len, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;
    gsize len;

    g_assert_null (cen_store_open (home.path, modes[i], &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_NEWER);
    g_assert_true (g_file_get_contents (home.path, &after, &len, NULL));
    g_assert_cmpmem (before, before_len, after, len);
  }
}

/* Damage is told in one sentence, whether it is no database at all or one with a broken page. */
static void
test_damaged (void)
{
  for (guint i = 0; i < 3; i++) {
    g_auto (Home) home = { 0 };
    g_autoptr (GError) error = NULL;
    g_autoptr (CenStore) broken = NULL;
    g_autofree char *bytes = NULL;
    gsize len;

    begin (&home);
    cen_store_free (open_store (&home, CEN_STORE_READ_WRITE));
    g_assert_true (g_file_get_contents (home.path, &bytes, &len, NULL));
    memset (bytes + (i == 0 ? 0 : 100), 0x5a, i == 2 ? len - 100 : 16);
    g_assert_true (g_file_set_contents (home.path, bytes, (gssize) len, NULL));
    broken = cen_store_open (home.path, CEN_STORE_READ_WRITE, &error);
    if (broken != NULL)
      g_assert_false (cen_sql_run (broken, &error, "SELECT count(*) FROM op", ""));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
    g_assert_nonnull (strstr (error->message, "damaged"));
    g_assert_null (strchr (error->message, '\n'));
  }
}

static void
test_read_only (void)
{
  g_auto (Home) home = { 0 };
  g_autoptr (CenStore) store = NULL;
  g_autoptr (CenStore) writer = NULL;
  g_autoptr (GError) error = NULL;

  begin (&home);
  g_assert_null (cen_store_open (home.path, CEN_STORE_READ_ONLY, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (home.path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  writer = open_store (&home, CEN_STORE_READ_WRITE);
  store = open_store (&home, CEN_STORE_READ_ONLY);
  put_draft (writer, "seen at once");
  g_assert_cmpint (get_int (store, "SELECT count(*) FROM draft"), ==, 1);
  g_assert_false (cen_sql_run (store, &error, "DELETE FROM draft", ""));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cen_store_open ("/nonexistent/folder/replica.db", CEN_STORE_READ_WRITE, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
}

typedef enum {
  COMMIT,
  ROLLBACK,
} Ending;

/* Whatever ends inside, the outermost decides; but nothing is kept that was rolled back within. */
static void
test_transactions (void)
{
  static const struct {
    Ending inner, outer;
    gint64 n_kept;
  } rows[] = {
    { COMMIT, COMMIT, 3 },
    { COMMIT, ROLLBACK, 0 },
    { ROLLBACK, ROLLBACK, 0 },
    { ROLLBACK, COMMIT, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (CenStore) store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, NULL);
    g_autoptr (GError) error = NULL;
    gboolean ok = TRUE;

    g_assert_true (cen_store_begin (store, CEN_STORE_FULL, &error));
    put_draft (store, "before");
    g_assert_true (cen_store_begin (store, CEN_STORE_NORMAL, &error));
    put_draft (store, "within");
    if (rows[i].inner == COMMIT)
      g_assert_true (cen_store_commit (store, &error));
    else
      cen_store_rollback (store);
    put_draft (store, "after");
    if (rows[i].outer == COMMIT)
      ok = cen_store_commit (store, &error);
    else
      cen_store_rollback (store);
    g_assert_cmpint (ok, ==, rows[i].inner == COMMIT || rows[i].outer == ROLLBACK);
    if (!ok)
      g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
    g_assert_cmpint (get_int (store, "SELECT count(*) FROM draft"), ==, rows[i].n_kept);
    /* And the next one begins anew. */
    g_assert_true (cen_store_begin (store, CEN_STORE_NORMAL, NULL));
    put_draft (store, "anew");
    g_assert_true (cen_store_commit (store, NULL));
  }
}

/* A statement that is running is asked for again: each has its own rows. */
static void
test_same_statement_twice (void)
{
  static const char *const sql = "SELECT CAST (channel AS TEXT) FROM draft ORDER BY 1";
  g_autoptr (CenStore) store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, NULL);
  g_auto (CenRows) outer = { 0 };
  guint n = 0;

  put_draft (store, "a");
  put_draft (store, "b");
  put_draft (store, "c");
  g_assert_true (cen_sql_query (store, &outer, NULL, sql, ""));
  while (cen_rows_next (&outer, NULL)) {
    g_auto (CenRows) inner = { 0 };

    g_assert_true (cen_sql_query (store, &inner, NULL, sql, ""));
    while (cen_rows_next (&inner, NULL))
      n++;
  }
  g_assert_cmpuint (n, ==, 9);
}

static void
test_values (void)
{
  g_autoptr (CenStore) store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, NULL);
  g_auto (CenRows) rows = { 0 };
  CenId id = { { 1, 2, 3 } };
  CenId back;
  gsize len;

  g_assert_true (cen_sql_query (store, &rows, NULL, "SELECT ?, ?, ?, ?, ?, ?, ?", "iIbbttI",
                                G_MININT64, &id, "\0x", (gsize) 2, NULL, (gsize) 0, "é", NULL,
                                NULL));
  g_assert_true (cen_rows_next (&rows, NULL));
  g_assert_cmpint (cen_rows_get_int (&rows, 0), ==, G_MININT64);
  back = cen_rows_get_id (&rows, 1);
  g_assert_true (cen_id_equal (&back, &id));
  g_assert_cmpmem (cen_rows_get_blob (&rows, 2, &len), 2, "\0x", 2);
  g_assert_nonnull (cen_rows_get_blob (&rows, 3, &len)); /* empty, which is not null */
  g_assert_cmpuint (len, ==, 0);
  g_assert_cmpstr (cen_rows_get_text (&rows, 4), ==, "é");
  g_assert_true (cen_rows_is_null (&rows, 5));
  g_assert_null (cen_rows_get_blob (&rows, 6, &len));
  back = cen_rows_get_id (&rows, 2);
  g_assert_true (cen_id_is_zero (&back));
}

static void
test_broken_sql (void)
{
  g_autoptr (CenStore) store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, NULL);
  g_autoptr (GError) error = NULL;
  gint64 value = 42;

  g_assert_false (cen_sql_run (store, &error, "SELECT nothing FROM nowhere", ""));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
  g_assert_false (cen_sql_get_int (store, 0, &value, NULL, "SELECT nothing", ""));
  g_assert_cmpint (value, ==, 42);
  g_assert_true (cen_sql_get_int (store, 7, &value, NULL, "SELECT NULL", ""));
  g_assert_cmpint (value, ==, 7);
}

/* What a circle says is nobody else's to read, whatever the mask of the one who starts the engine.
 */
static void
test_owner_only (void)
{
  static const char *const ends[] = { "", "-wal", "-shm" };
  g_auto (Home) home = { NULL, NULL };
  g_autoptr (CenStore) store = NULL;
  g_autoptr (GError) error = NULL;

  begin (&home);
  store = open_store (&home, CEN_STORE_READ_WRITE);
  cen_sql_run (store, &error, "INSERT INTO port (circle, port) VALUES (1, 1)", "");
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (home.path, ends[i], NULL);
    GStatBuf info;

    g_assert_cmpint (g_stat (path, &info), ==, 0);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/migration", test_migration);
  g_test_add_func ("/store/journal", test_journal);
  g_test_add_func ("/store/newer", test_newer);
  g_test_add_func ("/store/damaged", test_damaged);
  g_test_add_func ("/store/read-only", test_read_only);
  g_test_add_func ("/store/no-folder", test_no_folder);
  g_test_add_func ("/store/owner-only", test_owner_only);
  g_test_add_func ("/store/transactions", test_transactions);
  g_test_add_func ("/store/same-statement-twice", test_same_statement_twice);
  g_test_add_func ("/store/values", test_values);
  g_test_add_func ("/store/broken-sql", test_broken_sql);
  return g_test_run ();
}
