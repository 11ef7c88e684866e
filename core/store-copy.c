/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-copy.h"

#include "store-private.h"
#include "store-schema.h"

#include <string.h>

/* Bytes 18 and 19 of a database say how it is journalled. In memory it can have no WAL. */
#define JOURNAL_AT     18
#define JOURNAL_LEGACY 1
#define HEADER_LEN     100

GBytes *
cen_store_pack (CenStore *self, GError **error)
{
  sqlite3_int64 len = 0;
  guint8 *bytes = sqlite3_serialize (self->db, "main", &len, 0);

  if (bytes == NULL || len < HEADER_LEN) {
    sqlite3_free (bytes);
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                         "There is not enough memory for a copy of everything: close something "
                         "else first.");
    return NULL;
  }
  bytes[JOURNAL_AT] = bytes[JOURNAL_AT + 1] = JOURNAL_LEGACY;
  return g_bytes_new_with_free_func (bytes, (gsize) len, sqlite3_free, bytes);
}

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "This backup is damaged: it cannot be restored.");
  return FALSE;
}

/* The first column of the first row of @sql, as text; "" when there is none. */
static char *
dup_answer (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  char *text = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return text != NULL ? text : g_strdup ("");
}

static gboolean
check (sqlite3 *db, GError **error)
{
  g_autofree char *version = dup_answer (db, "PRAGMA user_version");
  g_autofree char *verdict = NULL;

  if (g_ascii_strtoll (version, NULL, 10) > CEN_STORE_VERSION) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER,
                         "This backup was written by a newer version of Cenacle: update Cenacle.");
    return FALSE;
  }
  verdict = dup_answer (db, "PRAGMA quick_check (1)");
  return (g_ascii_strtoll (version, NULL, 10) >= 1 && strcmp (verdict, "ok") == 0) ||
         set_damaged (error);
}

/* A database that reads out of @bytes, which must outlive it. */
static sqlite3 *
open_packed (const guint8 *bytes, gsize len, GError **error)
{
  sqlite3 *db = NULL;

  if (len < HEADER_LEN ||
      sqlite3_open_v2 (":memory:", &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
    sqlite3_close (db);
    set_damaged (error);
    return NULL;
  }
  if (sqlite3_deserialize (db, "main", (guint8 *) bytes, (sqlite3_int64) len, (sqlite3_int64) len,
                           SQLITE_DESERIALIZE_READONLY) != SQLITE_OK ||
      !cen_store_add_functions (db)) {
    sqlite3_close (db);
    set_damaged (error);
    return NULL;
  }
  return db;
}

gboolean
cen_store_check_packed (const guint8 *bytes, gsize len, GError **error)
{
  sqlite3 *db = open_packed (bytes, len, error);
  gboolean ok = db != NULL && check (db, error);

  sqlite3_close (db);
  return ok;
}

static gboolean
copy (sqlite3 *from, sqlite3 *to, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int code;

  if (backup == NULL) {
    cen_store_set_error (to, error);
    return FALSE;
  }
  sqlite3_backup_step (backup, -1);
  code = sqlite3_backup_finish (backup);
  if (code != SQLITE_OK)
    cen_store_set_error (to, error);
  return code == SQLITE_OK;
}

gboolean
cen_store_unpack (CenStore *self, const guint8 *bytes, gsize len, GError **error)
{
  sqlite3 *db = open_packed (bytes, len, error);
  gboolean ok = db != NULL && check (db, error);

  g_assert (self->depth == 0);
  /* They are of the database that was. */
  memset (self->recent, 0, sizeof self->recent);
  g_hash_table_remove_all (self->statements);
  ok = ok && copy (db, self->db, error) && cen_store_prepare_writer (self, error);
  sqlite3_close (db);
  /* Pressed to disk, and out of the journal, before anybody is told that it is there. */
  if (ok)
    sqlite3_wal_checkpoint_v2 (self->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return ok;
}
