/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The full-text index knows where the name stands; whether it is a mention is looked at in the
 * words themselves. */

#include "mentions.h"

#include "mention.h"
#include "private-notes.h"
#include "store-rows.h"

#include <string.h>

void
cen_mention_row_free (CenMentionRow *self)
{
  g_free (self->kind);
  g_free (self->author_name);
  g_free (self->channel_name);
  g_free (self->text);
  g_free (self);
}

/* "" when there is no such member. */
static gboolean
find_own_name (CenStore *store, const CenId *circle, char **ret_name, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT m.name FROM circle c JOIN member m ON m.circle = c.no"
                      " AND m.id = c.self_member WHERE c.id = ?",
                      "I", circle))
    return FALSE;
  *ret_name = cen_rows_next (&rows, error) ? cen_rows_dup_text (&rows, 0) : g_strdup ("");
  return !rows.has_failed;
}

static GPtrArray *
search_name (CenStore *store, const CenId *circle, const char *name, GError **error)
{
  g_autofree char *words = g_strdelimit (g_strdup (name), "\"", ' ');
  g_autofree char *phrase = g_strdup_printf ("\"%s\"", words);
  CenSearch search = {
    .text = phrase, .circle = circle, .order = CEN_SEARCH_NEWEST, .limit = CEN_ROWS_LIMIT_MAX
  };

  return cen_query_search (store, &search, error);
}

/* All its words; NULL when it is not there any more. */
static char *
dup_words (CenStore *store, const CenSearchRow *row)
{
  g_auto (CenRows) rows = { 0 };
  gint64 circle;

  if (!cen_store_find_circle (store, &row->circle, &circle, NULL) ||
      !cen_sql_query (store, &rows, NULL,
                      "SELECT trim (cen_title (b.kind, b.fields) || char (10) ||"
                      " cen_body (b.kind, b.fields), char (10))"
                      " FROM op o JOIN object b ON b.no = o.no WHERE " CEN_SQL_IS_SHOWN_O,
                      "Ii", &row->id, circle) ||
      !cen_rows_next (&rows, NULL))
    return NULL;
  return cen_rows_dup_text (&rows, 0);
}

static gboolean
is_unread (CenStore *store, const CenSearchRow *row)
{
  g_autoptr (CenMessageRow) message =
      g_str_equal (row->kind, "message") || g_str_equal (row->kind, "letter")
          ? cen_query_message (store, &row->circle, &row->id, NULL)
          : NULL;

  return message != NULL && message->is_unread;
}

static void
add (GPtrArray *found, CenStore *store, const CenSearchRow *row, const char *words)
{
  CenMentionRow *mention = g_new0 (CenMentionRow, 1);
  g_autofree char *cut = cen_rows_cut_snippet (words);

  mention->id = row->id;
  mention->kind = g_strdup (row->kind);
  mention->author = row->author;
  mention->author_name = g_strdup (row->author_name);
  mention->channel_name = g_strdup (row->channel_name);
  mention->text = g_strconcat (cut, strlen (cut) < strlen (words) ? "…" : NULL, NULL);
  mention->time_ms = row->time_ms;
  mention->is_unread = is_unread (store, row);
  g_ptr_array_add (found, mention);
}

GPtrArray *
cen_mentions_read (CenStore *store, const CenId *circle, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_mention_row_free);
  guint max = limit > 0 ? MIN (limit, CEN_MENTIONS_MAX) : CEN_MENTIONS_MAX;
  g_autoptr (CenCircleRow) self = cen_query_circle (store, circle, error);
  g_autoptr (GHashTable) ignored =
      self != NULL ? cen_private_list (store, circle, CEN_PRIVATE_IGNORED, error) : NULL;
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (ignored == NULL || !find_own_name (store, circle, &name, error))
    return NULL;
  rows = search_name (store, circle, name, error);
  for (guint i = 0; rows != NULL && i < rows->len && found->len < max; i++) {
    const CenSearchRow *row = rows->pdata[i];
    gboolean is_heard = !cen_id_equal (&row->author, &self->self_member) &&
                        !g_hash_table_contains (ignored, &row->author);
    g_autofree char *words = is_heard ? dup_words (store, row) : NULL;

    if (words != NULL && !g_str_equal (row->kind, "file") && cen_mention_has (words, name))
      add (found, store, row, words);
  }
  return rows != NULL ? g_steal_pointer (&found) : NULL;
}
