/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages and search, behind queries.h. A page is read in the order of (lamport, tie), which an
 * index gives for one channel, for a whole circle, and (being short) for one thread. */

#include "queries.h"

#include "content.h"
#include "store-rows.h"

#include <string.h>

#define SNIPPET_POINTS 120
#define NAMES_MAX      20
#define LIMIT_MAX      1000

static void
reaction_row_free (gpointer data)
{
  CenReactionRow *row = data;

  g_free (row->emoji);
  g_free (row->names);
  g_free (row);
}

void
cen_message_row_free (CenMessageRow *self)
{
  if (self == NULL)
    return;
  g_free (self->author_name);
  g_free (self->text);
  g_free (self->reply_author_name);
  g_free (self->reply_snippet);
  g_ptr_array_unref (self->reactions);
  g_free (self);
}

static void
search_row_free (gpointer data)
{
  CenSearchRow *row = data;

  g_free (row->kind);
  g_free (row->channel_name);
  g_free (row->circle_name);
  g_free (row->author_name);
  g_free (row->snippet);
  g_free (row);
}

/* --- Rows --- */

#define MESSAGE_COLUMNS                                                                            \
  "SELECT b.no, o.id, p.id, m.id, m.name, b.fields, b.wall, o.seen, m.id = c.self_member,"         \
  " b.is_edited, b.state <> 0, b.is_pinned, r.id,"                                                 \
  " (SELECT count(*) FROM object x WHERE x.root = b.no),"                                          \
  " b.no > ifnull ((SELECT op FROM read_mark WHERE channel = b.parent), 0)"                        \
  " AND m.id <> c.self_member, b.lamport, b.tie FROM object b JOIN op o ON o.no = b.no"            \
  " JOIN circle c ON c.no = b.circle JOIN member m ON m.no = b.author"                             \
  " LEFT JOIN op p ON p.no = b.parent LEFT JOIN op r ON r.no = b.root "

static CenMessageRow *
read_message (CenRows *rows, gint64 *ret_no)
{
  CenMessageRow *row = g_new0 (CenMessageRow, 1);
  CenSpan fields = cen_rows_get_span (rows, 5);

  *ret_no = cen_rows_get_int (rows, 0);
  row->id = cen_rows_get_id (rows, 1);
  row->channel = cen_rows_get_id (rows, 2);
  row->author = cen_rows_get_id (rows, 3);
  row->author_name = cen_rows_dup_text (rows, 4);
  row->text = cen_fields_dup_text (fields, CEN_MESSAGE_TEXT);
  row->time_ms = cen_rows_get_int (rows, 6);
  row->seen_ms = cen_rows_get_int (rows, 7);
  row->is_own = cen_rows_get_int (rows, 8) != 0;
  row->is_edited = cen_rows_get_int (rows, 9) != 0;
  row->is_redacted = cen_rows_get_int (rows, 10) != 0;
  row->is_pinned = cen_rows_get_int (rows, 11) != 0;
  row->thread = cen_rows_get_id (rows, 12);
  row->n_replies = (guint) cen_rows_get_int (rows, 13);
  row->is_unread = cen_rows_get_int (rows, 14) != 0;
  cen_fields_get_ref (fields, CEN_MESSAGE_REPLY_TO, &row->reply_to);
  row->reactions = g_ptr_array_new_with_free_func (reaction_row_free);
  return row;
}

static char *
cut_snippet (const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n\r\t", ' ');

  return g_utf8_strlen (line, -1) > SNIPPET_POINTS ? g_utf8_substring (line, 0, SNIPPET_POINTS)
                                                   : g_steal_pointer (&line);
}

static gboolean
fill_reply (CenStore *store, CenMessageRow *row, gint64 no, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autofree char *text = NULL;

  if (!cen_id_is_zero (&row->reply_to)) {
    if (!cen_sql_query (store, &rows, error,
                        "SELECT m.name, b.fields FROM op o JOIN object b ON b.no = o.no"
                        " JOIN member m ON m.no = b.author WHERE o.id = ? AND o.circle ="
                        " (SELECT circle FROM op WHERE no = ?)",
                        "Ii", &row->reply_to, no))
      return FALSE;
    if (cen_rows_next (&rows, error)) {
      row->reply_author_name = cen_rows_dup_text (&rows, 0);
      text = cen_fields_dup_text (cen_rows_get_span (&rows, 1), CEN_MESSAGE_TEXT);
      row->reply_snippet = cut_snippet (text);
    }
    if (rows.has_failed)
      return FALSE;
  }
  if (row->reply_author_name == NULL)
    row->reply_author_name = g_strdup ("");
  if (row->reply_snippet == NULL)
    row->reply_snippet = g_strdup ("");
  return TRUE;
}

static void
add_reaction (CenMessageRow *row, const char *emoji, const char *name, gboolean is_mine)
{
  CenReactionRow *reaction =
      row->reactions->len > 0 ? row->reactions->pdata[row->reactions->len - 1] : NULL;

  if (reaction == NULL || strcmp (reaction->emoji, emoji) != 0) {
    reaction = g_new0 (CenReactionRow, 1);
    reaction->emoji = g_strdup (emoji);
    reaction->names = g_strdup (name);
    g_ptr_array_add (row->reactions, reaction);
  } else if (reaction->n_members < NAMES_MAX) {
    g_autofree char *before = g_steal_pointer (&reaction->names);

    reaction->names = g_strconcat (before, ", ", name, NULL);
  }
  reaction->n_members++;
  reaction->is_mine = reaction->is_mine || is_mine;
}

static int
compare_reactions (gconstpointer a, gconstpointer b)
{
  const CenReactionRow *x = *(const CenReactionRow *const *) a;
  const CenReactionRow *y = *(const CenReactionRow *const *) b;

  if (x->n_members != y->n_members)
    return x->n_members > y->n_members ? -1 : 1;
  return strcmp (x->emoji, y->emoji);
}

static gboolean
fill_reactions (CenStore *store, CenMessageRow *row, gint64 no, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT k.key, m.name, m.id = c.self_member FROM mark k"
                      " JOIN member m ON m.no = k.member JOIN circle c ON c.no = m.circle"
                      " WHERE k.object = ? AND k.mark = 1 ORDER BY k.key, m.name, m.id",
                      "i", no))
    return FALSE;
  while (cen_rows_next (&rows, error))
    add_reaction (row, cen_rows_get_text (&rows, 0), cen_rows_get_text (&rows, 1),
                  cen_rows_get_int (&rows, 2) != 0);
  g_ptr_array_sort (row->reactions, compare_reactions);
  return !rows.has_failed;
}

static CenMessageRow *
take_message (CenStore *store, CenRows *rows, GError **error)
{
  gint64 no;
  CenMessageRow *row = read_message (rows, &no);

  if (fill_reply (store, row, no, error) && fill_reactions (store, row, no, error))
    return row;
  cen_message_row_free (row);
  return NULL;
}

/* --- Pages --- */

typedef struct {
  CenStore *store;
  gint64 circle;
  gint64 channel; /* 0: every one */
  gint64 thread;  /* 0: none in particular */
  gboolean only_pinned;
} Place;

/* Which index leads: the thread's, the pinned ones', the channel's, or the circle's. */
static const char *
get_where (const Place *place)
{
  if (place->thread != 0)
    return "WHERE b.circle = ?1 AND ?2 = ?2 AND (b.root = ?3 OR b.no = ?3) AND b.kind = 4 ";
  if (place->only_pinned)
    return "WHERE b.circle = ?1 AND (?2 = 0 OR b.parent = ?2) AND b.is_pinned = 1 AND ?3 = ?3 ";
  if (place->channel != 0)
    return "WHERE b.circle = ?1 AND b.parent = ?2 AND ?3 = ?3 AND b.kind + 0 = 4 ";
  return "WHERE b.circle = ?1 AND ?2 = ?2 AND ?3 = ?3 AND b.kind = 4 ";
}

/* Reads @limit rows after (or before) the position; adds them in reading order. */
static gboolean
read_rows (const Place *place, gint64 lamport, gint64 tie, gboolean is_forward, guint limit,
           GPtrArray *found, GError **error)
{
  g_autofree char *sql = g_strconcat (
      MESSAGE_COLUMNS, get_where (place),
      is_forward ? "AND (b.lamport, b.tie) > (?4, ?5) ORDER BY b.lamport, b.tie LIMIT ?6"
                 : "AND (b.lamport, b.tie) < (?4, ?5) ORDER BY b.lamport DESC, b.tie DESC LIMIT ?6",
      NULL);
  guint start = found->len;
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (place->store, &rows, error, sql, "iiiiii", place->circle, place->channel,
                      place->thread, lamport, tie, (gint64) limit))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenMessageRow *row = take_message (place->store, &rows, error);

    if (row == NULL)
      return FALSE;
    g_ptr_array_add (found, row);
  }
  for (guint i = start, k = found->len; !is_forward && k > start && i < --k; i++) {
    gpointer row = found->pdata[i];

    found->pdata[i] = found->pdata[k];
    found->pdata[k] = row;
  }
  return !rows.has_failed;
}

static gboolean
find_object (CenStore *store, gint64 circle, const CenId *id, gint64 *ret_no, gint64 *ret_lamport,
             gint64 *ret_tie, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT b.no, b.lamport, b.tie FROM op o JOIN object b ON b.no = o.no"
                      " WHERE o.id = ? AND o.circle = ?",
                      "Ii", id, circle))
    return FALSE;
  if (!cen_rows_next (&rows, error)) {
    if (!rows.has_failed)
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                           "There is no such thing in this circle.");
    return FALSE;
  }
  *ret_no = cen_rows_get_int (&rows, 0);
  *ret_lamport = cen_rows_get_int (&rows, 1);
  *ret_tie = cen_rows_get_int (&rows, 2);
  return TRUE;
}

static gboolean
find_place (CenStore *store, const CenId *circle, const CenPage *page, Place *ret_place,
            GError **error)
{
  gint64 lamport, tie;

  *ret_place = (Place){ .store = store, .only_pinned = page->only_pinned };
  return cen_store_find_circle (store, circle, &ret_place->circle, error) &&
         (page->channel == NULL || find_object (store, ret_place->circle, page->channel,
                                                &ret_place->channel, &lamport, &tie, error)) &&
         (page->thread == NULL || find_object (store, ret_place->circle, page->thread,
                                               &ret_place->thread, &lamport, &tie, error));
}

GPtrArray *
cen_query_messages (CenStore *store, const CenId *circle, const CenPage *page, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_message_row_free);
  guint limit = MIN (page->limit > 0 ? page->limit : CEN_QUERY_LIMIT, LIMIT_MAX);
  gint64 anchor = 0, lamport = 0, tie = 0;
  Place place;
  gboolean ok;

  if (!find_place (store, circle, page, &place, error) ||
      (page->anchor != NULL &&
       !find_object (store, place.circle, page->anchor, &anchor, &lamport, &tie, error)))
    return NULL;
  switch (page->direction) {
  case CEN_PAGE_NEWEST:
    ok = read_rows (&place, G_MAXINT64, G_MAXINT64, FALSE, limit, found, error);
    break;
  case CEN_PAGE_OLDEST:
    ok = read_rows (&place, -1, G_MININT64, TRUE, limit, found, error);
    break;
  case CEN_PAGE_BEFORE:
    ok = read_rows (&place, lamport, tie, FALSE, limit, found, error);
    break;
  case CEN_PAGE_AFTER:
    ok = read_rows (&place, lamport, tie, TRUE, limit, found, error);
    break;
  case CEN_PAGE_AROUND:
  default:
    /* The anchor itself comes with what follows it. */
    ok = read_rows (&place, lamport, tie, FALSE, limit / 2, found, error) &&
         read_rows (&place, lamport, tie - 1, TRUE, limit - limit / 2, found, error);
    break;
  }
  return ok ? g_steal_pointer (&found) : NULL;
}

CenMessageRow *
cen_query_message (CenStore *store, const CenId *circle, const CenId *message, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      MESSAGE_COLUMNS "WHERE o.id = ? AND o.circle = ? AND b.kind = 4", "Ii",
                      message, no))
    return NULL;
  if (cen_rows_next (&rows, error))
    return take_message (store, &rows, error);
  if (!rows.has_failed)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such message here.");
  return NULL;
}

/* --- Search --- */

/* Every word quoted, so that nothing a person types is syntax; the last one also as a prefix.
 * What stands between quotation marks stays one phrase. */
static char *
build_match (const char *text)
{
  GString *match = g_string_new (NULL);
  gboolean in_phrase = FALSE;
  gboolean ends_in_word = FALSE;
  const char *p = text;

  while (*p != '\0') {
    const char *end;

    if (*p == '"') {
      in_phrase = !in_phrase;
      p++;
      continue;
    }
    if (!in_phrase && g_unichar_isspace (g_utf8_get_char (p))) {
      p = g_utf8_next_char (p);
      continue;
    }
    end = p;
    while (*end != '\0' && *end != '"' && (in_phrase || !g_unichar_isspace (g_utf8_get_char (end))))
      end = g_utf8_next_char (end);
    g_string_append_printf (match, "%s\"%.*s\"", match->len > 0 ? " " : "", (int) (end - p), p);
    ends_in_word = *end == '\0' && !in_phrase;
    p = end;
  }
  if (ends_in_word)
    g_string_append_c (match, '*');
  return g_string_free (match, FALSE);
}

static CenSearchRow *
read_found (CenRows *rows)
{
  CenSearchRow *row = g_new0 (CenSearchRow, 1);
  const CenKind *kind = cen_kind_get ((guint64) cen_rows_get_int (rows, 2));
  gboolean is_message = kind != NULL && kind->id == CEN_KIND_MESSAGE;

  row->id = cen_rows_get_id (rows, 0);
  row->circle = cen_rows_get_id (rows, 1);
  row->kind = g_strdup (kind != NULL ? kind->name : "");
  if (is_message)
    row->channel = cen_rows_get_id (rows, 3);
  row->channel_name = is_message
                          ? cen_fields_dup_text (cen_rows_get_span (rows, 4), CEN_CHANNEL_NAME)
                          : g_strdup ("");
  row->circle_name = cen_fields_dup_text (cen_rows_get_span (rows, 5), CEN_CIRCLE_NAME);
  row->author = cen_rows_get_id (rows, 6);
  row->author_name = cen_rows_dup_text (rows, 7);
  row->time_ms = cen_rows_get_int (rows, 8);
  row->snippet = cen_rows_dup_text (rows, 9);
  row->score = -cen_rows_get_double (rows, 10);
  return row;
}

GPtrArray *
cen_query_search (CenStore *store, const CenSearch *search, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (search_row_free);
  g_autofree char *match =
      g_utf8_validate (search->text, -1, NULL) ? build_match (search->text) : NULL;
  const CenKind *kind = search->kind != NULL ? cen_kind_from_name (search->kind) : NULL;
  guint limit = MIN (search->limit > 0 ? search->limit : CEN_QUERY_LIMIT, LIMIT_MAX);
  g_auto (CenRows) rows = { 0 };

  if (match == NULL || *match == '\0' || (search->kind != NULL && kind == NULL))
    return g_steal_pointer (&found);
  if (!cen_sql_query (
          store, &rows, error,
          "SELECT o.id, c.id, b.kind, p.id, pb.fields, (SELECT x.fields FROM object x WHERE"
          " x.circle = b.circle AND x.kind = 1 AND x.state = 0 ORDER BY x.lamport, x.tie LIMIT 1),"
          " m.id, m.name, b.wall, snippet (search, -1, char (2), char (3), '…', 24), bm25 (search)"
          " FROM search JOIN object b ON b.no = search.rowid JOIN op o ON o.no = b.no"
          " JOIN circle c ON c.no = b.circle JOIN member m ON m.no = b.author"
          " LEFT JOIN op p ON p.no = b.parent LEFT JOIN object pb ON pb.no = b.parent"
          " WHERE search MATCH ?1 AND (?2 IS NULL OR c.id = ?2) AND (?3 IS NULL OR m.id = ?3)"
          " AND (?4 IS NULL OR p.id = ?4) AND (?5 = 0 OR b.kind = ?5) AND b.wall >= ?6"
          " ORDER BY bm25 (search), b.lamport DESC LIMIT ?7",
          "tIIIiii", match, search->circle, search->author, search->channel,
          (gint64) (kind != NULL ? kind->id : 0), search->since_ms, (gint64) limit))
    return NULL;
  while (cen_rows_next (&rows, error))
    g_ptr_array_add (found, read_found (&rows));
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}
