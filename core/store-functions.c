/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What statements and the schema may call by name: the words of an object, out of its fields, and
 * how well it answers. */

#include "content.h"
#include "kinds.h"
#include "store-private.h"
#include "store-rank.h"

static void
word_function (sqlite3_context *context, sqlite3_value **values, gboolean is_title)
{
  const CenKind *kind = cen_kind_get ((guint64) sqlite3_value_int64 (values[0]));
  CenSpan fields = { sqlite3_value_blob (values[1]), (gsize) sqlite3_value_bytes (values[1]) };
  guint field = kind == NULL ? 0 : is_title ? kind->search_title : kind->search_body;

  if (field == 0 || fields.len == 0)
    sqlite3_result_text (context, "", 0, SQLITE_STATIC);
  else
    sqlite3_result_text (context, cen_fields_dup_text (fields, field), -1, g_free);
}

static void
title_function_cb (sqlite3_context *context, int n_values G_GNUC_UNUSED, sqlite3_value **values)
{
  word_function (context, values, TRUE);
}

static void
body_function_cb (sqlite3_context *context, int n_values G_GNUC_UNUSED, sqlite3_value **values)
{
  word_function (context, values, FALSE);
}

/* For looking ops up: the first eight bytes of an id. */
static void
prefix_function_cb (sqlite3_context *context, int n_values G_GNUC_UNUSED, sqlite3_value **values)
{
  const CenId *id = sqlite3_value_blob (values[0]);

  if (id != NULL && sqlite3_value_bytes (values[0]) == CEN_ID_LEN)
    sqlite3_result_int64 (context, cen_id_get_prefix (id));
  else
    sqlite3_result_null (context);
}

gboolean
cen_store_add_functions (sqlite3 *db)
{
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

  return sqlite3_create_function (db, "cen_title", 2, flags, NULL, title_function_cb, NULL, NULL) ==
             SQLITE_OK &&
         sqlite3_create_function (db, "cen_body", 2, flags, NULL, body_function_cb, NULL, NULL) ==
             SQLITE_OK &&
         sqlite3_create_function (db, "cen_prefix", 1, flags, NULL, prefix_function_cb, NULL,
                                  NULL) == SQLITE_OK &&
         cen_store_rank_register (db);
}
