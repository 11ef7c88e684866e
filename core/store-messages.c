/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages, behind queries.h. A page is read in the order of (lamport, tie), which an
 * index gives for one channel, for a whole circle, and (being short) for one thread. */

#include "queries-letters.h"

#include "content.h"
#include "store-rows.h"

#include <string.h>

#define SNIPPET_POINTS 120
#define NAMES_MAX      20

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
  g_free (self->hide_reason);
  g_free (self->copy_names);
  g_clear_pointer (&self->attachments, g_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_ptr_array_unref (self->reactions);
  g_clear_pointer (&self->to, g_array_unref);
  g_free (self);
}

/* --- Rows --- */

static GArray *
read_named (CenSpan named)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (CenId));

  g_array_append_vals (ids, named.bytes, (guint) (named.len / CEN_ID_LEN));
  return ids;
}

static CenMessageRow *
read_message (CenRows *rows, gint64 *ret_no)
{
  CenMessageRow *row = g_new0 (CenMessageRow, 1);
  CenSpan fields = cen_rows_get_span (rows, 5);
  gboolean is_letter = cen_rows_get_int (rows, 17) == CEN_KIND_LETTER;

  *ret_no = cen_rows_get_int (rows, 0);
  row->id = cen_rows_get_id (rows, 1);
  row->channel = cen_rows_get_id (rows, 2);
  row->author = cen_rows_get_id (rows, 3);
  row->author_name = cen_rows_dup_text (rows, 4);
  row->text = cen_fields_dup_text (fields, is_letter ? CEN_LETTER_TEXT : CEN_MESSAGE_TEXT);
  row->time_ms = cen_rows_get_int (rows, 6);
  row->seen_ms = cen_rows_get_int (rows, 7);
  row->is_own = cen_rows_get_int (rows, 8) != 0;
  row->is_edited = cen_rows_get_int (rows, 9) != 0;
  row->is_redacted = cen_rows_get_int (rows, 10) != 0;
  row->is_pinned = cen_rows_get_int (rows, 11) != 0;
  row->thread = cen_rows_get_id (rows, 12);
  row->n_replies = (guint) cen_rows_get_int (rows, 13);
  row->is_unread = cen_rows_get_int (rows, 14) != 0;
  row->hide_reason = cen_rows_is_null (rows, 15) ? NULL : cen_rows_dup_text (rows, 15);
  row->n_copies = (guint) cen_rows_get_int (rows, 18);
  row->copy_names = cen_rows_dup_text (rows, 19);
  row->to = is_letter ? read_named (cen_rows_get_span (rows, 16)) : NULL;
  cen_fields_get_ref (fields, is_letter ? CEN_LETTER_REPLY_TO : CEN_MESSAGE_REPLY_TO,
                      &row->reply_to);
  row->reactions = g_ptr_array_new_with_free_func (reaction_row_free);
  row->attachments =
      cen_fields_dup_refs (fields, is_letter ? CEN_LETTER_ATTACHMENTS : CEN_MESSAGE_ATTACHMENTS);
  return row;
}

char *
cen_rows_cut_snippet (const char *text)
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
    if (!cen_sql_query (
            store, &rows, error,
            "SELECT m.name, iif (b.state = 0 AND b.kind IN (4, 5), cen_body (b.kind,"
            " b.fields), '') FROM op o JOIN object b ON b.no = o.no"
            " JOIN member m ON m.no = b.author WHERE o.prefix = cen_prefix (?1)"
            " AND o.id = ?1 AND abs (o.circle) = (SELECT abs (circle) FROM op WHERE no = ?2)",
            "Ii", &row->reply_to, no))
      return FALSE;
    if (cen_rows_next (&rows, error)) {
      row->reply_author_name = cen_rows_dup_text (&rows, 0);
      text = cen_rows_dup_text (&rows, 1);
      row->reply_snippet = cen_rows_cut_snippet (text);
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

static gboolean
fill_relay (CenStore *store, CenMessageRow *row, gint64 no, GError **error)
{
  gint64 found = 0;

  if (row->is_own && row->n_copies == 0 &&
      !cen_sql_get_int (store, 0, &found, error,
                        "SELECT 1 FROM op o JOIN relay_upto r ON r.circle = o.circle"
                        " WHERE o.no = ? AND o.no <= r.op",
                        "i", no))
    return FALSE;
  row->is_at_relay = found != 0;
  return TRUE;
}

CenMessageRow *
cen_rows_take_message (CenStore *store, CenRows *rows, GError **error)
{
  gint64 no;
  CenMessageRow *row = read_message (rows, &no);

  if (fill_reply (store, row, no, error) && fill_reactions (store, row, no, error) &&
      fill_relay (store, row, no, error))
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
  gint64 peer;    /* of letters; 0: messages */
  gint64 horizon; /* what stands below is left out */
  gboolean only_pinned;
} Place;

/* Which index leads: the correspondent's, the thread's, the pinned ones', the channel's, or the
 * circle's. */
static const char *
get_where (const Place *place)
{
  if (place->peer != 0)
    return "WHERE b.circle = ?1 AND b.peer = ?2 AND ?3 = ?3 AND b.kind + 0 = 5 ";
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
      CEN_ROWS_MESSAGE_COLUMNS, get_where (place),
      place->horizon > 0 ? "AND b.lamport >= ?7 " : "AND ?7 = 0 ",
      is_forward ? "AND (b.lamport, b.tie) > (?4, ?5) ORDER BY b.lamport, b.tie LIMIT ?6"
                 : "AND (b.lamport, b.tie) < (?4, ?5) ORDER BY b.lamport DESC, b.tie DESC LIMIT ?6",
      NULL);
  guint start = found->len;
  g_auto (CenRows) rows = { 0 };

  if (is_forward && lamport < place->horizon) { /* one bound, for the index */
    lamport = place->horizon;
    tie = G_MININT64;
  }
  if (!cen_sql_query (place->store, &rows, error, sql, "iiiiiii", place->circle,
                      place->peer != 0 ? place->peer : place->channel, place->thread, lamport, tie,
                      (gint64) limit, place->horizon))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenMessageRow *row = cen_rows_take_message (place->store, &rows, error);

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
                      " WHERE " CEN_SQL_IS_SHOWN_O,
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
find_member (CenStore *store, gint64 circle, const CenId *member, gint64 *ret_no, GError **error)
{
  if (!cen_sql_get_int (store, 0, ret_no, error,
                        "SELECT no FROM member WHERE circle = ? AND id = ?", "iI", circle, member))
    return FALSE;
  if (*ret_no != 0)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such member here.");
  return FALSE;
}

static gboolean
find_place (CenStore *store, const CenId *circle, const CenPage *page, Place *ret_place,
            GError **error)
{
  gint64 lamport, tie;

  *ret_place = (Place){ .store = store, .only_pinned = page->only_pinned };
  return cen_store_find_circle (store, circle, &ret_place->circle, error) &&
         (page->scope == CEN_PAGE_ALL ||
          cen_sql_get_int (store, 0, &ret_place->horizon, error,
                           "SELECT horizon FROM circle WHERE no = ?", "i", ret_place->circle)) &&
         (page->peer == NULL ||
          find_member (store, ret_place->circle, page->peer, &ret_place->peer, error)) &&
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
  guint limit = MIN (page->limit > 0 ? page->limit : CEN_QUERY_LIMIT, CEN_ROWS_LIMIT_MAX);
  gint64 anchor = 0, lamport = 0, tie = 0;
  Place place;
  gboolean ok;

  if (!find_place (store, circle, page, &place, error) ||
      (page->anchor != NULL &&
       !find_object (store, place.circle, page->anchor, &anchor, &lamport, &tie, error)))
    return NULL;
  if (page->direction == CEN_PAGE_AROUND && lamport < place.horizon) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "This is put away here.");
    return NULL;
  }
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

GPtrArray *
cen_query_letters (CenStore *store, const CenId *circle, const CenId *member, const CenPage *page,
                   GError **error)
{
  CenPage letters = *page;

  letters.peer = member;
  letters.channel = letters.thread = NULL;
  letters.only_pinned = FALSE;
  return cen_query_messages (store, circle, &letters, error);
}

CenMessageRow *
cen_query_message (CenStore *store, const CenId *circle, const CenId *message, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gint64 no;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      CEN_ROWS_MESSAGE_COLUMNS "WHERE " CEN_SQL_IS_SHOWN_O " AND b.kind IN (4, 5)",
                      "Ii", message, no))
    return NULL;
  if (cen_rows_next (&rows, error))
    return cen_rows_take_message (store, &rows, error);
  if (!rows.has_failed)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such message here.");
  return NULL;
}
