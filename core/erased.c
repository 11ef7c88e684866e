/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "erased.h"

#include "store-private.h"
#include "store-settings.h"
#include "store-sql.h"

#define ALL_PAGES 1000000

guint
cen_erased_count (CenStore *store)
{
  if (store->n_erased == G_MAXUINT)
    store->n_erased = cen_setting_get (store, CEN_SETTING_ERASED, 0) != 0;
  return store->n_erased;
}

gboolean
cen_erased_note (CenStore *store, GError **error)
{
  store->n_erased = cen_erased_count (store) + 1;
  return cen_setting_get (store, CEN_SETTING_ERASED, 0) != 0 ||
         cen_setting_set (store, CEN_SETTING_ERASED, 1, error);
}

/* Merging all parts into one. A negative number: whatever their sizes. What changes less than two
 * rows had nothing to merge (FTS5, The 'merge' command). */
static gboolean
merge (CenStore *store, guint n_pages, gboolean *ret_is_done, GError **error)
{
  static const char *const count = "SELECT total_changes ()";
  gint64 before, after;

  if (!cen_sql_get_int (store, 0, &before, error, count, "") ||
      !cen_sql_run (store, error, "INSERT INTO search (search, rank) VALUES ('merge', ?)", "i",
                    -(gint64) n_pages) ||
      !cen_sql_get_int (store, 0, &after, error, count, ""))
    return FALSE;
  *ret_is_done = after - before < 2;
  return TRUE;
}

static gboolean
run_step (CenStore *store, guint n_pages, gboolean *ret_is_done, GError **error)
{
  return merge (store, n_pages, ret_is_done, error) &&
         (!*ret_is_done || cen_setting_set (store, CEN_SETTING_ERASED, 0, error));
}

gboolean
cen_erased_forget (CenStore *store, guint n_pages, gboolean *ret_is_done, GError **error)
{
  gboolean is_done = FALSE;

  do {
    if (!cen_store_begin (store, CEN_STORE_NORMAL, error))
      return FALSE;
    if (!run_step (store, n_pages > 0 ? n_pages : ALL_PAGES, &is_done, error)) {
      cen_store_rollback (store);
      return FALSE;
    }
    if (!cen_store_commit (store, error))
      return FALSE;
  } while (n_pages == 0 && !is_done);
  *ret_is_done = is_done;
  if (!is_done)
    return TRUE;
  store->n_erased = 0;
  return cen_sql_run (store, error, "PRAGMA wal_checkpoint (TRUNCATE)", "");
}
