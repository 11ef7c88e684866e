/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every statement is prepared once and kept by its text; when the same text is asked for while it
 * runs, a second one is made for that use. */

#include "store-sql.h"

#include "store-private.h"

#include <stdarg.h>
#include <string.h>

/* Most texts are literals: where one was last is looked first, for less than it costs to hash it.
 */
static sqlite3_stmt *
find_statement (CenStore *self, const char *sql)
{
  CenStoreStatement *recent = &self->recent[((gsize) sql >> 3) % CEN_STORE_N_RECENT];
  sqlite3_stmt *statement = recent->text == sql ? recent->statement : NULL;

  /* Another text may stand there by now. */
  if (statement != NULL && strcmp (sqlite3_sql (statement), sql) == 0)
    return statement;
  statement = g_hash_table_lookup (self->statements, sql);
  if (statement != NULL)
    *recent = (CenStoreStatement){ sql, statement };
  return statement;
}

static sqlite3_stmt *
prepare (CenStore *self, const char *sql, gboolean *ret_is_cached, GError **error)
{
  sqlite3_stmt *statement = find_statement (self, sql);

  *ret_is_cached = TRUE;
  if (statement != NULL && !sqlite3_stmt_busy (statement))
    return statement;
  *ret_is_cached = statement == NULL;
  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK) {
    cen_store_set_error (self->db, error);
    return NULL;
  }
  if (*ret_is_cached)
    g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

static void
bind (sqlite3_stmt *statement, const char *types, va_list args)
{
  for (int i = 0; types[i] != '\0'; i++) {
    switch (types[i]) {
    case 'i':
      sqlite3_bind_int64 (statement, i + 1, va_arg (args, gint64));
      break;
    case 'b': {
      const guint8 *bytes = va_arg (args, const guint8 *);
      gsize len = va_arg (args, gsize);

      if (bytes == NULL && len == 0)
        sqlite3_bind_zeroblob (statement, i + 1, 0);
      else
        sqlite3_bind_blob64 (statement, i + 1, bytes, len, SQLITE_STATIC);
      break;
    }
    case 'I': {
      const CenId *id = va_arg (args, const CenId *);

      if (id == NULL)
        sqlite3_bind_null (statement, i + 1);
      else
        sqlite3_bind_blob (statement, i + 1, id->bytes, CEN_ID_LEN, SQLITE_STATIC);
      break;
    }
    case 't':
      sqlite3_bind_text (statement, i + 1, va_arg (args, const char *), -1, SQLITE_STATIC);
      break;
    case '0':
      sqlite3_bind_null (statement, i + 1);
      break;
    default:
      g_assert_not_reached ();
    }
  }
}

static gboolean
start (CenStore *store, CenRows *ret_rows, GError **error, const char *sql, const char *types,
       va_list args)
{
  gboolean is_cached;
  sqlite3_stmt *statement = prepare (store, sql, &is_cached, error);

  *ret_rows = (CenRows){ store, statement, is_cached, statement == NULL };
  if (statement == NULL)
    return FALSE;
  bind (statement, types, args);
  return TRUE;
}

gboolean
cen_sql_query (CenStore *store, CenRows *ret_rows, GError **error, const char *sql,
               const char *types, ...)
{
  va_list args;
  gboolean ok;

  va_start (args, types);
  ok = start (store, ret_rows, error, sql, types, args);
  va_end (args);
  return ok;
}

gboolean
cen_sql_run (CenStore *store, GError **error, const char *sql, const char *types, ...)
{
  g_auto (CenRows) rows = { 0 };
  va_list args;
  gboolean ok;

  va_start (args, types);
  ok = start (store, &rows, error, sql, types, args);
  va_end (args);
  if (!ok)
    return FALSE;
  while (cen_rows_next (&rows, error))
    ;
  return !rows.has_failed;
}

gboolean
cen_sql_get_int (CenStore *store, gint64 fallback, gint64 *ret_value, GError **error,
                 const char *sql, const char *types, ...)
{
  g_auto (CenRows) rows = { 0 };
  gint64 value = fallback;
  va_list args;
  gboolean ok;

  va_start (args, types);
  ok = start (store, &rows, error, sql, types, args);
  va_end (args);
  if (!ok)
    return FALSE;
  if (cen_rows_next (&rows, error) && !cen_rows_is_null (&rows, 0))
    value = cen_rows_get_int (&rows, 0);
  if (rows.has_failed)
    return FALSE;
  *ret_value = value;
  return TRUE;
}

void
cen_rows_clear (CenRows *self)
{
  if (self->statement == NULL)
    return;
  if (self->is_cached)
    sqlite3_reset (self->statement);
  else
    sqlite3_finalize (self->statement);
  self->statement = NULL;
}

gboolean
cen_rows_next (CenRows *self, GError **error)
{
  int code = sqlite3_step (self->statement);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE) {
    self->has_failed = TRUE;
    cen_store_set_error (self->store->db, error);
  }
  return FALSE;
}

gint64
cen_rows_get_int (CenRows *self, int column)
{
  return sqlite3_column_int64 (self->statement, column);
}

double
cen_rows_get_double (CenRows *self, int column)
{
  return sqlite3_column_double (self->statement, column);
}

gboolean
cen_rows_is_null (CenRows *self, int column)
{
  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}

const guint8 *
cen_rows_get_blob (CenRows *self, int column, gsize *ret_len)
{
  static const guint8 empty[1];
  const guint8 *bytes = sqlite3_column_blob (self->statement, column);

  *ret_len = (gsize) sqlite3_column_bytes (self->statement, column);
  if (bytes == NULL && !cen_rows_is_null (self, column))
    return empty;
  return bytes;
}

const char *
cen_rows_get_text (CenRows *self, int column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

char *
cen_rows_dup_text (CenRows *self, int column)
{
  const char *text = cen_rows_get_text (self, column);

  return g_strdup (text != NULL ? text : "");
}

CenId
cen_rows_get_id (CenRows *self, int column)
{
  CenId id = { 0 };
  gsize len;
  const guint8 *bytes = cen_rows_get_blob (self, column, &len);

  if (bytes != NULL && len == CEN_ID_LEN)
    cen_id_from_bytes (&id, bytes);
  return id;
}

GBytes *
cen_rows_dup_bytes (CenRows *self, int column)
{
  gsize len;
  const guint8 *bytes = cen_rows_get_blob (self, column, &len);

  return bytes != NULL ? g_bytes_new (bytes, len) : NULL;
}

gint64
cen_store_get_last_no (CenStore *self)
{
  return sqlite3_last_insert_rowid (self->db);
}
