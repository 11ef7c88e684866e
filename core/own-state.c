/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "own-state.h"

#include "store-sql.h"

#include <string.h>

void
cen_own_draft_free (CenOwnDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

/* --- Read marks --- */

/* The last message before the first unread one, in reading order. */
#define LAST_READ                                                                                  \
  "WITH mark AS (SELECT r.channel AS channel, r.op AS op, b.circle AS circle FROM read_mark r"     \
  " JOIN object b ON b.no = r.channel WHERE b.circle = ?1),"                                       \
  " unread AS (SELECT k.channel AS channel, u.lamport AS lamport, u.tie AS tie FROM mark k"        \
  "  JOIN object u ON u.no = (SELECT x.no FROM object x WHERE x.parent = k.channel"                \
  "  AND x.no > k.op AND x.state = 0 AND x.author <> ?2 ORDER BY x.lamport, x.tie LIMIT 1))"       \
  " SELECT c.id, (SELECT o.id FROM object b JOIN op o ON o.no = b.no WHERE b.parent = k.channel"   \
  "  AND (n.lamport IS NULL OR (b.lamport, b.tie) < (n.lamport, n.tie))"                           \
  "  ORDER BY b.lamport DESC, b.tie DESC LIMIT 1)"                                                 \
  " FROM mark k JOIN op c ON c.no = k.channel LEFT JOIN unread n ON n.channel = k.channel"

static gboolean
find_self (CenCircle *circle, gint64 *ret_no, GError **error)
{
  return cen_sql_get_int (circle->store, 0, ret_no, error,
                          "SELECT no FROM member WHERE circle = ? AND id = ?", "iI", circle->no,
                          &circle->self_member);
}

GArray *
cen_own_list_reads (CenCircle *circle, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CenOwnRead));
  g_auto (CenRows) rows = { 0 };
  gint64 self;

  if (!find_self (circle, &self, error) ||
      !cen_sql_query (circle->store, &rows, error, LAST_READ, "ii", circle->no, self))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenOwnRead read = { cen_rows_get_id (&rows, 0), cen_rows_get_id (&rows, 1) };

    if (!cen_rows_is_null (&rows, 1))
      g_array_append_val (found, read);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

gboolean
cen_own_take_read (CenCircle *circle, const CenOwnRead *read, GError **error)
{
  gint64 channel, message, self, mark;

  if (!find_self (circle, &self, error) ||
      !cen_circle_find_object (circle, &read->channel, &channel, error) ||
      !cen_circle_find_object (circle, &read->message, &message, error))
    return FALSE;
  if (channel == 0 || message == 0)
    return TRUE;
  if (!cen_sql_get_int (circle->store, 0, &mark, error,
                        "SELECT ifnull ((SELECT min (u.no) - 1 FROM object u, object m"
                        " WHERE m.no = ?2 AND u.parent = ?1 AND u.state = 0 AND u.author <> ?3"
                        " AND (u.lamport, u.tie) > (m.lamport, m.tie)),"
                        " (SELECT max (no) FROM object WHERE parent = ?1)) FROM object"
                        " WHERE no = ?2 AND parent = ?1",
                        "iii", channel, message, self))
    return FALSE;
  if (mark == 0)
    return TRUE;
  circle->changes |= CEN_CHANGED_LOCAL;
  return cen_sql_run (circle->store, error,
                      "INSERT INTO read_mark (channel, op) VALUES (?1, ?2) ON CONFLICT (channel)"
                      " DO UPDATE SET op = max (op, excluded.op)",
                      "ii", channel, mark);
}

/* --- Drafts --- */

GPtrArray *
cen_own_list_drafts (CenCircle *circle, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_own_draft_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT channel, wall, text FROM draft WHERE circle = ? ORDER BY channel",
                      "i", circle->no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenOwnDraft *draft = g_new0 (CenOwnDraft, 1);

    draft->place = cen_rows_get_id (&rows, 0);
    draft->wall_ms = cen_rows_get_int (&rows, 1);
    draft->text = cen_rows_dup_text (&rows, 2);
    g_ptr_array_add (found, draft);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

/* Emptied drafts are kept for a while, so that an older text does not come back. */
static gboolean
put_draft (CenCircle *circle, const CenId *place, gint64 wall_ms, const char *text, GError **error)
{
  circle->changes |= CEN_CHANGED_LOCAL;
  return cen_sql_run (circle->store, error,
                      "INSERT INTO draft (circle, channel, wall, text) VALUES (?1, ?2, ?3, ?4)"
                      " ON CONFLICT DO UPDATE SET wall = excluded.wall, text = excluded.text"
                      " WHERE (excluded.wall, excluded.text) > (wall, text)",
                      "iIit", circle->no, place, wall_ms, text) &&
         cen_sql_run (circle->store, error,
                      "DELETE FROM draft WHERE circle = ?1 AND channel IN (SELECT channel FROM"
                      " draft WHERE circle = ?1 ORDER BY text = '', wall DESC LIMIT -1 OFFSET ?2)",
                      "ii", circle->no, (gint64) CEN_DRAFTS_MAX);
}

gboolean
cen_own_take_draft (CenCircle *circle, const CenOwnDraft *draft, GError **error)
{
  gint64 is_known;

  if (!cen_sql_get_int (circle->store, 0, &is_known, error,
                        "SELECT EXISTS (SELECT 1 FROM op o JOIN object b ON b.no = o.no"
                        " WHERE " CEN_SQL_IS_OP_O " AND b.kind = 3)"
                        " OR EXISTS (SELECT 1 FROM member WHERE circle = ?2 AND id = ?1)",
                        "Ii", &draft->place, circle->no))
    return FALSE;
  if (is_known == 0 || strlen (draft->text) > CEN_DRAFT_MAX)
    return TRUE;
  return put_draft (circle, &draft->place, draft->wall_ms, draft->text, error);
}

gboolean
cen_own_set_draft (CenCircle *circle, const CenId *place, const char *text, GError **error)
{
  gint64 last_ms;

  if (strlen (text) > CEN_DRAFT_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "This draft is too long to keep.");
    return FALSE;
  }
  if (!cen_sql_get_int (circle->store, 0, &last_ms, error,
                        "SELECT wall FROM draft WHERE circle = ? AND channel = ?", "iI", circle->no,
                        place))
    return FALSE;
  if (last_ms == 0 && *text == '\0')
    return TRUE;
  return put_draft (circle, place, MAX (circle->world->now_ms (circle->world), last_ms + 1), text,
                    error);
}
