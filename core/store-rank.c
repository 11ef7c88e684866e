/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-rank.h"

#include <sqlite3.h>

#define K1           1.2
#define B            0.75
#define TITLE_COLUMN 0
#define TITLE_WEIGHT 4.0
/* Words beyond share the places of the first. */
#define PHRASES_MAX 32

/* How long the row is, in words, as a part of what is usual. */
static double
get_length_ratio (const Fts5ExtensionApi *api, Fts5Context *fts)
{
  sqlite3_int64 n_rows = 0;
  sqlite3_int64 total = 0;
  int len = 0;

  if (api->xRowCount (fts, &n_rows) != SQLITE_OK ||
      api->xColumnTotalSize (fts, -1, &total) != SQLITE_OK ||
      api->xColumnSize (fts, -1, &len) != SQLITE_OK || n_rows <= 0 || total <= 0)
    return 1.0;
  return (double) len * (double) n_rows / (double) total;
}

static void
rank_cb (const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n_arguments,
         sqlite3_value **arguments)
{
  double seen[PHRASES_MAX] = { 0 };
  double damping = K1 * (1 - B + B * get_length_ratio (api, fts));
  double score = 0;
  gboolean has_title = api->xColumnCount (fts) > 1;
  int n_hits = 0;
  int result = api->xInstCount (fts, &n_hits);

  (void) n_arguments;
  (void) arguments;
  for (int i = 0; result == SQLITE_OK && i < n_hits; i++) {
    int phrase, column, offset;

    result = api->xInst (fts, i, &phrase, &column, &offset);
    if (result == SQLITE_OK)
      seen[phrase % PHRASES_MAX] += has_title && column == TITLE_COLUMN ? TITLE_WEIGHT : 1;
  }
  if (result != SQLITE_OK) {
    sqlite3_result_error_code (context, result);
    return;
  }
  for (guint i = 0; i < PHRASES_MAX; i++)
    score += seen[i] * (K1 + 1) / (seen[i] + damping);
  sqlite3_result_double (context, score);
}

static fts5_api *
get_fts5 (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;

  if (sqlite3_prepare_v2 (db, "SELECT fts5 (?1)", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK)
    sqlite3_step (statement);
  sqlite3_finalize (statement);
  return api;
}

gboolean
cen_store_rank_register (sqlite3 *db)
{
  fts5_api *api = get_fts5 (db);

  return api != NULL && api->xCreateFunction (api, "cen_rank", NULL, rank_cb, NULL) == SQLITE_OK;
}
