/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSql: the little of SQL that the rest of core needs. Statements are prepared once per store and
 * kept by their text. Types of arguments are one letter each:
 *   i gint64   b const guint8 *, gsize   I const CenId *   t const char * (NULL: null)   0
 * (nothing): null
 */

#pragma once

#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

/* The op with id ?1 in circle row ?2; of several ops with one prefix the id says which it is. */
#define CEN_SQL_IS_OP   "prefix = cen_prefix (?1) AND id = ?1 AND circle = ?2"
#define CEN_SQL_IS_OP_O "o.prefix = cen_prefix (?1) AND o.id = ?1 AND o.circle = ?2"
/* The same for what is shown, early ones (early-log.h) included. */
#define CEN_SQL_IS_SHOWN_O "o.prefix = cen_prefix (?1) AND o.id = ?1 AND o.circle IN (?2, -?2)"

/* Rows of one running query; embedded, cleared on scope exit. */
typedef struct {
  CenStore *store;
  gpointer statement;
  gboolean is_cached;
  gboolean has_failed;
} CenRows;

void cen_rows_clear (CenRows *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenRows, cen_rows_clear)

/* Runs @sql to its end. Errors: CEN_ERROR_STORAGE. */
gboolean cen_sql_run (CenStore *store, GError **error, const char *sql, const char *types, ...);

/* Starts @sql; then while (cen_rows_next (rows, error)) …; a failure shows in has_failed. */
gboolean cen_sql_query (CenStore *store, CenRows *ret_rows, GError **error, const char *sql,
                        const char *types, ...);
gboolean cen_rows_next (CenRows *self, GError **error);

/* The first column of the first row; @fallback when there is none. */
gboolean cen_sql_get_int (CenStore *store, gint64 fallback, gint64 *ret_value, GError **error,
                          const char *sql, const char *types, ...);

gint64 cen_rows_get_int (CenRows *self, int column);
double cen_rows_get_double (CenRows *self, int column);
gboolean cen_rows_is_null (CenRows *self, int column);
/* Lent until the next step; NULL for null. */
const guint8 *cen_rows_get_blob (CenRows *self, int column, gsize *ret_len);
const char *cen_rows_get_text (CenRows *self, int column);
char *cen_rows_dup_text (CenRows *self, int column); /* "" for null */
/* Zero for null or another length. */
CenId cen_rows_get_id (CenRows *self, int column);
GBytes *cen_rows_dup_bytes (CenRows *self, int column); /* NULL for null */

/* The row number of the last insert. */
gint64 cen_store_get_last_no (CenStore *self);

G_END_DECLS
