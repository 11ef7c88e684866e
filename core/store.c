/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening, migrating and transactions. PRAGMA user_version is the number of the last migration; a
 * greater one than this program knows means a newer version wrote the file, and then nothing is
 * touched. */

#include "store.h"

#include "store-private.h"
#include "store-schema.h"
#include "store-sql.h"

#include <glib/gstdio.h>
#include <string.h>

#define BUSY_TIMEOUT_MS 5000
#define MMAP_SIZE       (64 << 20)
#define CACHE_KIB       16384

/* What the journal may hold before a commit moves it into the file. */
#define JOURNAL_PAGES      8192
#define FULL_JOURNAL_PAGES 1500

void
cen_store_set_error (sqlite3 *db, GError **error)
{
  int code = db != NULL ? sqlite3_errcode (db) : SQLITE_NOMEM;

  switch (code & 0xff) {
  case SQLITE_FULL:
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "The disk is full: free some space and try again; nothing was lost.");
    break;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    g_set_error_literal (
        error, CEN_ERROR, CEN_ERROR_STORAGE,
        "What is kept here is damaged: restore it from a backup, or move it away and "
        "join the circle again.");
    break;
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
  case SQLITE_READONLY:
    g_set_error_literal (
        error, CEN_ERROR, CEN_ERROR_STORAGE,
        "What is kept here cannot be opened: check that its folder is there and is "
        "yours.");
    break;
  default:
    g_set_error (error, CEN_ERROR, CEN_ERROR_STORAGE, "The replica could not be used (%s).",
                 db != NULL ? sqlite3_errmsg (db) : "out of memory");
    break;
  }
}

/* --- Opening --- */

static void
finalize_cb (gpointer statement)
{
  sqlite3_finalize (statement);
}

static gboolean
execute (CenStore *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  cen_store_set_error (self->db, error);
  return FALSE;
}

static gboolean
check_version (CenStore *self, gint64 *ret_version, GError **error)
{
  if (!cen_sql_get_int (self, 0, ret_version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (*ret_version <= CEN_STORE_VERSION)
    return TRUE;
  g_set_error_literal (
      error, CEN_ERROR, CEN_ERROR_NEWER,
      "What is kept here was written by a newer version of Cenacle: update Cenacle "
      "to open it; nothing was changed.");
  return FALSE;
}

static gboolean
migrate (CenStore *self, gint64 version, GError **error)
{
  for (gint64 i = version; i < CEN_STORE_VERSION; i++) {
    g_autofree char *sql =
        g_strdup_printf ("BEGIN IMMEDIATE; %s; PRAGMA user_version = %d; COMMIT;",
                         cen_store_migrations[i], (int) i + 1);

    if (!execute (self, sql, error)) {
      cen_store_rollback (self);
      return FALSE;
    }
  }
  return TRUE;
}

/* The journal goes into the file when there is time (cen_store_checkpoint), or when it is long.
 * Where each commit is pressed to disk it had better not be: a file that grows takes longer to
 * press than one that is written over. */
static int
journal_cb (void *user_data, sqlite3 *db, const char *schema, int n_pages)
{
  CenStore *self = user_data;
  int max = self->durability == CEN_STORE_FULL ? FULL_JOURNAL_PAGES : JOURNAL_PAGES;

  self->n_pages = n_pages;
  if (n_pages >= max &&
      sqlite3_wal_checkpoint_v2 (db, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) == SQLITE_OK)
    self->n_pages = 0;
  return SQLITE_OK;
}

guint
cen_store_count_journal (const CenStore *self)
{
  return (guint) self->n_pages;
}

void
cen_store_checkpoint (CenStore *self)
{
  sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  self->n_pages = 0;
}

gboolean
cen_store_prepare_writer (CenStore *self, GError **error)
{
  gint64 version;

  /* The version is looked at before anything may write to the file. */
  if (!check_version (self, &version, error))
    return FALSE;
  self->durability = CEN_STORE_NORMAL;
  /* Perhaps: it may have ended before all were indexed. */
  self->has_late = TRUE;
  self->n_waiting = 1;
  self->n_erased = G_MAXUINT;
  sqlite3_wal_hook (self->db, journal_cb, self);
  return execute (self,
                  "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                  "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
                  "PRAGMA journal_size_limit = 33554432;",
                  error) &&
         migrate (self, version, error);
}

/* Counting memory would take a global lock at each allocation. */
static void
configure_once (void)
{
  static gsize is_done = 0;

  if (g_once_init_enter (&is_done)) {
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    g_once_init_leave (&is_done, 1);
  }
}

static void
set_blobs_beside (CenStore *self, const char *path)
{
  g_autofree char *folder = NULL;

  if (strcmp (path, ":memory:") == 0)
    return;
  folder = g_path_get_dirname (path);
  self->blobs = g_build_filename (folder, "blobs", NULL);
}

CenStore *
cen_store_open (const char *path, CenStoreMode mode, GError **error)
{
  g_autoptr (CenStore) self = g_new0 (CenStore, 1);
  g_autofree char *tuning =
      g_strdup_printf ("PRAGMA cache_size = -%d; PRAGMA mmap_size = %d;"
                       "PRAGMA temp_store = MEMORY;",
                       CACHE_KIB, mode == CEN_STORE_READ_ONLY ? MMAP_SIZE : 0);
  int flags = mode == CEN_STORE_READ_ONLY ? SQLITE_OPEN_READONLY
                                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  gint64 version;

  configure_once ();
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_cb);
  if (mode == CEN_STORE_READ_ONLY && !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "There is nothing here yet: create a circle or join one first.");
    return NULL;
  }
  if (sqlite3_open_v2 (path, &self->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
    cen_store_set_error (self->db, error);
    return NULL;
  }
  /* Nobody else's to read; the journal's files take the mode of this one. */
  if (mode != CEN_STORE_READ_ONLY)
    g_chmod (path, 0600);
  /* Until it is known to be whole and ours, closing must not fold the journal into the file. */
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_extended_result_codes (self->db, 0);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
  if (!cen_store_add_functions (self->db)) {
    cen_store_set_error (self->db, error);
    return NULL;
  }
  if (mode == CEN_STORE_READ_WRITE ? !cen_store_prepare_writer (self, error)
                                   : !check_version (self, &version, error))
    return NULL;
  if (!execute (self, tuning, error))
    return NULL;
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  set_blobs_beside (self, path);
  return g_steal_pointer (&self);
}

const char *
cen_store_get_blobs (const CenStore *self)
{
  return self->blobs;
}

void
cen_store_set_blobs (CenStore *self, const char *folder)
{
  g_free (self->blobs);
  self->blobs = g_strdup (folder);
}

void
cen_store_free (CenStore *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->db);
  g_free (self->blobs);
  g_free (self);
}

/* --- Transactions --- */

/* Every object up to the last row that stands in the index is in it, if it has words: what is new
 * enters in the order of rows, and what is folded again stays where it is. Objects that came before
 * their past, in rows below zero, never are. */
static gboolean
read_indexed (CenStore *self, GError **error)
{
  return cen_sql_get_int (self, 0, &self->indexed, error, "SELECT max (id) FROM search_docsize",
                          "");
}

gboolean
cen_store_begin (CenStore *self, CenDurability durability, GError **error)
{
  if (self->depth > 0) {
    self->depth++;
    return TRUE;
  }
  if (durability != self->durability) {
    if (!execute (self,
                  durability == CEN_STORE_FULL ? "PRAGMA synchronous = FULL"
                                               : "PRAGMA synchronous = NORMAL",
                  error))
      return FALSE;
    self->durability = durability;
  }
  if (!cen_sql_run (self, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  self->depth = 1;
  self->is_broken = FALSE;
  if (read_indexed (self, error))
    return TRUE;
  cen_store_rollback (self);
  return FALSE;
}

gboolean
cen_store_is_indexed (const CenStore *self, gint64 no)
{
  return no > 0 && no <= self->indexed;
}

void
cen_store_index_later (CenStore *self)
{
  self->n_waiting++;
}

guint
cen_store_count_waiting (const CenStore *self)
{
  return self->n_waiting;
}

void
cen_store_index_again (CenStore *self)
{
  self->has_late = TRUE;
}

gboolean
cen_store_has_late_words (const CenStore *self)
{
  return self->has_late;
}

static gboolean
index_late (CenStore *self, GError **error)
{
  static const char *const steps[] = {
    "INSERT INTO search (search, rowid, title, body) SELECT 'delete', no, title, body"
    " FROM late_words",
    "INSERT INTO search (rowid, title, body) SELECT s.no, s.title, s.body FROM late_words l"
    " JOIN searchable s ON s.no = l.no",
    "DELETE FROM late_words",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (!cen_sql_run (self, error, steps[i], ""))
      return FALSE;
  }
  self->has_late = FALSE;
  return read_indexed (self, error);
}

/* One statement for all of them: the index writes its terms out whenever another begins. The inner
 * LIMIT keeps the words of a row from being taken out of it twice. */
static gboolean
index_words (CenStore *self, gint64 limit, GError **error)
{
  if (!cen_sql_run (self, error,
                    "INSERT INTO search (rowid, title, body) SELECT no, title, body FROM"
                    " (SELECT no, cen_title (kind, fields) AS title, cen_body (kind, fields)"
                    " AS body FROM object WHERE no > ? ORDER BY no LIMIT -1)"
                    " WHERE title <> '' OR body <> '' LIMIT ?",
                    "ii", self->indexed, limit))
    return FALSE;
  if (limit < 0 || sqlite3_changes64 (self->db) < limit)
    self->n_waiting = 0;
  else
    self->n_waiting = MAX (self->n_waiting, (guint) limit + 1) - (guint) limit;
  return read_indexed (self, error);
}

gboolean
cen_store_index_words (CenStore *self, guint limit, GError **error)
{
  if (!cen_store_begin (self, CEN_STORE_NORMAL, error))
    return FALSE;
  if (index_words (self, limit > 0 ? (gint64) limit : -1, error) &&
      (limit > 0 || index_late (self, error)))
    return cen_store_commit (self, error);
  cen_store_rollback (self);
  return FALSE;
}

gboolean
cen_store_index_late (CenStore *self, GError **error)
{
  if (!cen_store_begin (self, CEN_STORE_NORMAL, error))
    return FALSE;
  if (index_late (self, error))
    return cen_store_commit (self, error);
  cen_store_rollback (self);
  return FALSE;
}

gboolean
cen_store_commit (CenStore *self, GError **error)
{
  g_assert (self->depth > 0);
  if (self->is_broken) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "What is kept here could not be written: nothing was changed.");
    cen_store_rollback (self);
    return FALSE;
  }
  if (self->depth > 1) {
    self->depth--;
    return TRUE;
  }
  if (cen_sql_run (self, error, "COMMIT", "")) {
    self->depth = 0;
    return TRUE;
  }
  cen_store_rollback (self);
  return FALSE;
}

void
cen_store_rollback (CenStore *self)
{
  if (self->depth > 1) {
    self->depth--;
    self->is_broken = TRUE;
    return;
  }
  self->depth = 0;
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}
