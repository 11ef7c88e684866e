/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written gets the next number of the replica, also when it takes the place of an older
 * text: who was told up to a number needs only what stands after it. */

#include "private-notes.h"

#include "store-rows.h"
#include "store-sql.h"

#include <string.h>

void
cen_private_note_free (CenPrivateNote *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->text);
  g_free (self);
}

static gboolean
fits (const char *key, const char *text)
{
  return *key != '\0' && strlen (key) <= CEN_PRIVATE_KEY_MAX &&
         strlen (text) <= CEN_PRIVATE_TEXT_MAX;
}

/* Emptied ones are kept, so that an older text does not come back. */
static gboolean
put (CenCircle *circle, const CenId *object, const char *key, gint64 wall_ms, const char *text,
     GError **error)
{
  circle->changes |= CEN_CHANGED_LOCAL;
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO private_note (no, circle, object, key, wall, text)"
                      " SELECT 1 + ifnull (max (no), 0), ?, ?, ?, ?, ? FROM private_note",
                      "iItit", circle->no, object, key, wall_ms, text) &&
         cen_sql_run (circle->store, error,
                      "DELETE FROM private_note WHERE circle = ?1 AND no <= (SELECT no"
                      " FROM private_note WHERE circle = ?1 ORDER BY no DESC LIMIT 1 OFFSET ?2)",
                      "ii", circle->no, (gint64) CEN_PRIVATE_NOTES_MAX);
}

gboolean
cen_private_set (CenCircle *circle, const CenId *object, const char *key, const char *text,
                 GError **error)
{
  gint64 last_ms;

  if (!fits (key, text)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "This note is too long to keep.");
    return FALSE;
  }
  if (!cen_sql_get_int (circle->store, 0, &last_ms, error,
                        "SELECT wall FROM private_note WHERE circle = ? AND object = ?"
                        " AND key = ?",
                        "iIt", circle->no, object, key))
    return FALSE;
  if (last_ms == 0 && *text == '\0')
    return TRUE;
  return put (circle, object, key, MAX (circle->world->now_ms (circle->world), last_ms + 1), text,
              error);
}

gboolean
cen_private_take (CenCircle *circle, const CenPrivateNote *note, gint64 *ret_no, GError **error)
{
  gint64 is_older;

  *ret_no = 0;
  if (!fits (note->key, note->text))
    return TRUE;
  if (!cen_sql_get_int (circle->store, 0, &is_older, error,
                        "SELECT EXISTS (SELECT 1 FROM private_note WHERE circle = ?1"
                        " AND object = ?2 AND key = ?3 AND (wall, text) >= (?4, ?5))",
                        "iItit", circle->no, &note->object, note->key, note->wall_ms, note->text))
    return FALSE;
  return is_older != 0 ||
         (put (circle, &note->object, note->key, note->wall_ms, note->text, error) &&
          cen_sql_get_int (circle->store, 0, ret_no, error, "SELECT max (no) FROM private_note",
                           ""));
}

GPtrArray *
cen_private_list_news (CenCircle *circle, gint64 after, guint max, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_private_note_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT no, object, key, wall, text FROM private_note WHERE circle = ?"
                      " AND no > ? ORDER BY no LIMIT ?",
                      "iii", circle->no, after, (gint64) max))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenPrivateNote *note = g_new0 (CenPrivateNote, 1);

    note->no = cen_rows_get_int (&rows, 0);
    note->object = cen_rows_get_id (&rows, 1);
    note->key = cen_rows_dup_text (&rows, 2);
    note->wall_ms = cen_rows_get_int (&rows, 3);
    note->text = cen_rows_dup_text (&rows, 4);
    g_ptr_array_add (found, note);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

GHashTable *
cen_private_list (CenStore *store, const CenId *circle, const char *key, GError **error)
{
  g_autoptr (GHashTable) found =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT object, text FROM private_note WHERE circle = ? AND key = ?"
                      " AND text <> ''",
                      "it", no, key))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    g_hash_table_insert (found, cen_id_dup (&id), cen_rows_dup_text (&rows, 1));
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

gboolean
cen_private_find_looked (CenStore *store, const CenId *circle, gint64 *ret_ms, GError **error)
{
  g_autoptr (GHashTable) looked = cen_private_list (store, circle, CEN_PRIVATE_LOOKED, error);
  const char *text = looked != NULL ? g_hash_table_lookup (looked, circle) : NULL;

  if (looked == NULL)
    return FALSE;
  *ret_ms = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  return TRUE;
}
