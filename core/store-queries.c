/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The members', channels', circles' and messages' side of queries.h. The names of columns are the
 * schema's (store-schema.c). */

#include "queries.h"

#include "content.h"
#include "kinds-life.h"
#include "store-rows.h"

#include <string.h>

void
cen_circle_row_free (CenCircleRow *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->intention);
  g_free (self->charter);
  g_free (self->colour);
  g_free (self->continues);
  g_free (self);
}

static void
member_row_free (gpointer data)
{
  CenMemberRow *row = data;

  g_free (row->name);
  g_free (row->about);
  g_free (row->languages);
  g_free (row);
}

static void
channel_row_free (gpointer data)
{
  CenChannelRow *row = data;

  g_free (row->name);
  g_free (row->topic);
  g_free (row->draft);
  g_free (row);
}

static void
invite_row_free (gpointer data)
{
  CenInviteRow *row = data;

  g_free (row->author_name);
  g_ptr_array_unref (row->joined);
  g_free (row);
}

gboolean
cen_store_find_circle (CenStore *store, const CenId *circle, gint64 *ret_no, GError **error)
{
  if (!cen_sql_get_int (store, 0, ret_no, error, "SELECT no FROM circle WHERE id = ?", "I", circle))
    return FALSE;
  if (*ret_no != 0)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such circle here.");
  return FALSE;
}

CenSpan
cen_rows_get_span (CenRows *rows, int column)
{
  CenSpan span;

  span.bytes = cen_rows_get_blob (rows, column, &span.len);
  return span;
}

/* --- Circles --- */

#define UNREAD_OF_CHANNEL                                                                          \
  "(SELECT count(*) FROM object u WHERE u.parent = b.no AND u.no > ifnull ((SELECT op FROM"        \
  " read_mark WHERE channel = b.no), 0) AND u.state = 0 AND u.author <> self.no"                   \
  " AND u.lamport >= c.horizon AND u.author NOT IN " CEN_ROWS_IGNORED ")"

#define N_UNREAD                                                                                   \
  "(SELECT ifnull (sum (" UNREAD_OF_CHANNEL "), 0) FROM object b WHERE b.circle = c.no"            \
  " AND b.kind = 3 AND b.state = 0),"                                                              \
  " (SELECT count(*) FROM member m JOIN object u ON u.peer = m.no WHERE m.circle = c.no"           \
  " AND u.kind = 5 AND u.state = 0 AND u.author <> self.no AND u.no > ifnull ((SELECT op FROM"     \
  " letter_mark WHERE member = m.no), 0) AND u.lamport >= c.horizon AND m.no NOT IN"               \
  " " CEN_ROWS_IGNORED ")"

#define CIRCLE_COLUMNS(N_UNREAD)                                                                   \
  "SELECT c.id, f.fields, fo.id, c.self_member, c.self_device, self.role, self.state,"             \
  " (SELECT count(*) FROM member WHERE circle = c.no AND state = 0), " N_UNREAD ", c.renewed,"     \
  " (SELECT fields FROM object WHERE circle = c.no AND kind = 14 AND state = 0"                    \
  "  ORDER BY lamport DESC, tie DESC LIMIT 1)"                                                     \
  " FROM circle c LEFT JOIN member self ON self.circle = c.no AND self.id = c.self_member"         \
  " LEFT JOIN object f ON f.no = (SELECT no FROM object WHERE circle = c.no AND kind = 1"          \
  " AND state <> 1 ORDER BY lamport, tie LIMIT 1) LEFT JOIN op fo ON fo.no = f.no"

static CenCircleRow *
read_circle (CenRows *rows)
{
  CenCircleRow *row = g_new0 (CenCircleRow, 1);
  CenSpan fields = cen_rows_get_span (rows, 1);

  row->id = cen_rows_get_id (rows, 0);
  row->name = cen_fields_dup_text (fields, CEN_CIRCLE_NAME);
  row->intention = cen_fields_dup_text (fields, CEN_CIRCLE_INTENTION);
  row->charter = cen_rows_is_null (rows, 11)
                     ? cen_fields_dup_text (fields, CEN_CIRCLE_CHARTER)
                     : cen_fields_dup_text (cen_rows_get_span (rows, 11), CEN_CHARTER_TEXT);
  row->colour = cen_fields_dup_text (fields, CEN_CIRCLE_COLOUR);
  row->continues = cen_fields_dup_text (fields, CEN_CIRCLE_CONTINUES);
  row->object = cen_rows_get_id (rows, 2);
  row->self_member = cen_rows_get_id (rows, 3);
  row->self_device = cen_rows_get_id (rows, 4);
  row->self_role =
      cen_rows_is_null (rows, 5) ? CEN_ROLE_GUEST : (CenRole) cen_rows_get_int (rows, 5);
  row->self_state = (CenMemberState) cen_rows_get_int (rows, 6);
  row->n_members = (guint) cen_rows_get_int (rows, 7);
  row->n_unread = (guint) cen_rows_get_int (rows, 8);
  row->n_unread_letters = (guint) cen_rows_get_int (rows, 9);
  row->renewed_ms = cen_rows_get_int (rows, 10);
  return row;
}

GPtrArray *
cen_query_circles (CenStore *store, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_circle_row_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error, CIRCLE_COLUMNS (N_UNREAD) " ORDER BY c.no", ""))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (found, read_circle (&rows));
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

static CenCircleRow *
query_circle (CenStore *store, const char *sql, const CenId *circle, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error, sql, "I", circle))
    return NULL;
  if (cen_rows_next (&rows, error))
    return read_circle (&rows);
  if (!rows.has_failed)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such circle here.");
  return NULL;
}

CenCircleRow *
cen_query_circle (CenStore *store, const CenId *circle, GError **error)
{
  return query_circle (store, CIRCLE_COLUMNS ("0, 0") " WHERE c.id = ?", circle, error);
}

CenCircleRow *
cen_query_circle_counted (CenStore *store, const CenId *circle, GError **error)
{
  return query_circle (store, CIRCLE_COLUMNS (N_UNREAD) " WHERE c.id = ?", circle, error);
}

/* --- Members --- */

static CenMemberRow *
read_member (CenRows *rows)
{
  CenMemberRow *row = g_new0 (CenMemberRow, 1);
  CenSpan fields = cen_rows_get_span (rows, 8);

  row->id = cen_rows_get_id (rows, 0);
  row->name = cen_rows_dup_text (rows, 1);
  row->role = (CenRole) cen_rows_get_int (rows, 2);
  row->state = (CenMemberState) cen_rows_get_int (rows, 3);
  row->invited_by = cen_rows_get_id (rows, 4);
  row->joined_ms = cen_rows_get_int (rows, 5);
  row->n_devices = (guint) cen_rows_get_int (rows, 6);
  row->last_seen_ms = cen_rows_get_int (rows, 7);
  row->about = cen_fields_dup_text (fields, CEN_PROFILE_ABOUT);
  row->languages = cen_fields_dup_text (fields, CEN_PROFILE_LANGUAGES);
  row->profile = cen_rows_get_id (rows, 9);
  row->is_self = cen_rows_get_int (rows, 10) != 0;
  row->formerly = cen_rows_get_id (rows, 11);
  row->invite = cen_rows_get_id (rows, 12);
  row->needs_look = cen_rows_get_int (rows, 13) != 0;
  return row;
}

GPtrArray *
cen_query_members (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (member_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (
          store, &rows, error,
          "SELECT m.id, m.name, m.role, m.state, m.admitted_by, m.joined,"
          " (SELECT count(*) FROM device d WHERE d.member = m.no AND d.state = 0),"
          " ifnull ((SELECT max (t.seen) FROM meeting t JOIN device d ON d.key = t.device"
          "  AND d.circle = t.circle WHERE d.member = m.no), 0),"
          " b.fields, o.id, m.id = c.self_member, m.formerly,"
          " (SELECT i.id FROM admission a JOIN op i ON i.no = a.invite WHERE a.member = m.no"
          "  ORDER BY i.lamport, i.id LIMIT 1), m.needs_look"
          " FROM member m JOIN circle c ON c.no = m.circle LEFT JOIN object b ON b.no = m.profile"
          " LEFT JOIN op o ON o.no = m.profile WHERE m.circle = ? AND m.state IS NOT NULL"
          " ORDER BY m.state <> 0, m.name COLLATE NOCASE, m.id",
          "i", no))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (found, read_member (&rows));
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

/* --- Channels --- */

static CenChannelRow *
read_channel (CenRows *rows)
{
  CenChannelRow *row = g_new0 (CenChannelRow, 1);
  CenSpan fields = cen_rows_get_span (rows, 1);

  row->id = cen_rows_get_id (rows, 0);
  row->name = cen_fields_dup_text (fields, CEN_CHANNEL_NAME);
  row->topic = cen_fields_dup_text (fields, CEN_CHANNEL_TOPIC);
  row->n_messages = (guint) cen_rows_get_int (rows, 2);
  row->n_unread = (guint) cen_rows_get_int (rows, 3);
  row->draft = cen_rows_dup_text (rows, 4);
  row->is_redacted = cen_rows_get_int (rows, 5) != 0;
  return row;
}

#define FIRST_UNREAD(index)                                                                        \
  "SELECT o.id FROM object u INDEXED BY " index " JOIN op o ON o.no = u.no"                        \
  " JOIN circle c ON c.no = u.circle"                                                              \
  " JOIN member self ON self.circle = c.no AND self.id = c.self_member"                            \
  " WHERE u.parent = ?1 AND u.no > ifnull ((SELECT op FROM read_mark WHERE channel = ?1), 0)"      \
  " AND u.state = 0 AND u.author <> self.no AND u.lamport >= c.horizon"                            \
  " AND u.author NOT IN " CEN_ROWS_IGNORED " ORDER BY u.lamport, u.tie LIMIT 1"

/* The first unread in reading order. Unread ones are those that arrived after the mark: few are
 * looked through, and of many the first is met early in the order of reading. */
static gboolean
fill_first_unread (CenStore *store, CenChannelRow *row, gint64 no, GError **error)
{
  const char *sql = 2 * row->n_unread > row->n_messages ? FIRST_UNREAD ("object_place")
                                                        : FIRST_UNREAD ("object_arrival");
  g_auto (CenRows) rows = { 0 };

  if (row->n_unread == 0)
    return TRUE;
  if (!cen_sql_query (store, &rows, error, sql, "i", no))
    return FALSE;
  if (cen_rows_next (&rows, error))
    row->first_unread = cen_rows_get_id (&rows, 0);
  return !rows.has_failed;
}

GPtrArray *
cen_query_channels (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (channel_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (
          store, &rows, error,
          "SELECT o.id, b.fields, (SELECT count(*) FROM object x WHERE x.parent = b.no),"
          " " UNREAD_OF_CHANNEL ", ifnull ((SELECT text FROM draft d WHERE d.circle = b.circle"
          " AND d.channel = o.id), ''), b.state <> 0, b.no FROM object b JOIN op o ON o.no = b.no"
          " JOIN circle c ON c.no = b.circle"
          " LEFT JOIN member self ON self.circle = c.no AND self.id = c.self_member"
          " WHERE b.circle = ? AND b.kind = 3 AND b.state = 0 ORDER BY b.lamport, b.tie",
          "i", no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenChannelRow *row = read_channel (&rows);

    g_ptr_array_add (found, row);
    if (!fill_first_unread (store, row, cen_rows_get_int (&rows, 6), error))
      return NULL;
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

/* --- Invites --- */

static gboolean
fill_joined (CenStore *store, CenInviteRow *row, gint64 no, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT m.name FROM admission a JOIN member m ON m.no = a.member"
                      " WHERE a.invite = ? ORDER BY m.joined, m.id",
                      "i", no))
    return FALSE;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (row->joined, cen_rows_dup_text (&rows, 0));
  return !rows.has_failed;
}

GPtrArray *
cen_query_invites (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (invite_row_free);
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT o.id, m.id, m.name, i.role, i.n_uses, i.max_uses, i.created,"
                      " i.expires, i.is_revoked, i.op FROM invite i JOIN op o ON o.no = i.op"
                      " JOIN member m ON m.no = i.author WHERE i.circle = ?"
                      " ORDER BY o.lamport DESC, o.id",
                      "i", no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenInviteRow *row = g_new0 (CenInviteRow, 1);

    row->id = cen_rows_get_id (&rows, 0);
    row->author = cen_rows_get_id (&rows, 1);
    row->author_name = cen_rows_dup_text (&rows, 2);
    row->role = (CenRole) cen_rows_get_int (&rows, 3);
    row->n_uses = (guint) cen_rows_get_int (&rows, 4);
    row->n_uses_max = (guint) cen_rows_get_int (&rows, 5);
    row->created_ms = cen_rows_get_int (&rows, 6);
    row->expires_ms = cen_rows_get_int (&rows, 7);
    row->is_revoked = cen_rows_get_int (&rows, 8) != 0;
    row->joined = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (found, row);
    if (!fill_joined (store, row, cen_rows_get_int (&rows, 9), error))
      return NULL;
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

/* --- Ids --- */

/* Finds the ids within a range in one table; notes the first and whether there is another. */
static gboolean
scan_range (CenStore *store, const char *sql, const CenId *first, const CenId *last, gint64 circle,
            CenId *found, guint *n_found, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error, sql, "IIi", first, last, circle))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0);

    if (*n_found == 0 || !cen_id_equal (&id, found))
      (*n_found)++;
    *found = id;
  }
  return !rows.has_failed;
}

gboolean
cen_query_resolve (CenStore *store, const CenId *circle, const char *prefix, CenId *ret_id,
                   GError **error)
{
  static const char *const in_circle[] = {
    "SELECT id FROM op WHERE prefix BETWEEN cen_prefix (?1) AND cen_prefix (?2)"
    " AND id BETWEEN ?1 AND ?2 AND circle = ?3 LIMIT 2",
    "SELECT id FROM member WHERE id BETWEEN ?1 AND ?2 AND circle = ?3 LIMIT 2",
    "SELECT key FROM device WHERE key BETWEEN ?1 AND ?2 AND circle = ?3 LIMIT 2",
  };
  static const char *const of_circles =
      "SELECT id FROM circle WHERE id BETWEEN ?1 AND ?2 AND ?3 = 0"
      " LIMIT 2";
  CenId first, last, found = { 0 };
  guint n_found = 0;
  gint64 no = 0;

  if (!cen_id_range_from_prefix (prefix, &first, &last)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID,
                 "“%s” is no id: give at least %d of its characters.", prefix, CEN_ID_PREFIX_MIN);
    return FALSE;
  }
  if (circle == NULL) {
    if (!scan_range (store, of_circles, &first, &last, 0, &found, &n_found, error))
      return FALSE;
  } else if (!cen_store_find_circle (store, circle, &no, error)) {
    return FALSE;
  }
  for (guint i = 0; circle != NULL && i < G_N_ELEMENTS (in_circle); i++) {
    if (!scan_range (store, in_circle[i], &first, &last, no, &found, &n_found, error))
      return FALSE;
  }
  if (n_found == 1) {
    *ret_id = found;
    return TRUE;
  }
  if (n_found == 0)
    g_set_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is nothing here with the id “%s”.",
                 prefix);
  else
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID,
                 "Several things have an id that begins with “%s”.", prefix);
  return FALSE;
}

gboolean
cen_query_n_ops (CenStore *store, const CenId *circle, guint64 *ret_n, GError **error)
{
  gint64 no, n;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_get_int (store, 0, &n, error, "SELECT n_ops FROM circle WHERE no = ?", "i", no))
    return FALSE;
  *ret_n = (guint64) n;
  return TRUE;
}
