/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "care.h"

#include "kinds-life.h"
#include "meeting.h"
#include "questions.h"
#include "store-rows.h"

typedef struct {
  CenStore *store;
  const CenId *circle;
  GPtrArray *members; /* CenMemberRow */
  gint64 now_ms;
  CenDigestNext next;
  GPtrArray *found;
} Care;

void
cen_care_row_free (CenCareRow *self)
{
  g_free (self->title);
  g_free (self);
}

const char *
cen_care_kind_to_text (CenCareKind kind)
{
  static const char *const words[] = { "session", "question", "newcomer", "quiet" };

  return words[kind];
}

static void
add (Care *care, CenCareKind kind, const CenId *id, const char *title, gint64 since_ms)
{
  CenCareRow *row = g_new0 (CenCareRow, 1);

  row->kind = kind;
  row->id = *id;
  row->title = g_strdup (title);
  row->since_ms = since_ms;
  g_ptr_array_add (care->found, row);
}

/* --- Sessions --- */

static const CenMemberRow *
find_member (const Care *care, const CenId *id)
{
  for (guint i = 0; i < care->members->len; i++) {
    const CenMemberRow *row = care->members->pdata[i];

    if (cen_id_equal (&row->id, id))
      return row;
  }
  return NULL;
}

static gboolean
is_active (const Care *care, const CenId *member)
{
  const CenMemberRow *row = find_member (care, member);

  return row != NULL && row->state == CEN_MEMBER_ACTIVE;
}

static gboolean
has_host (const Care *care, const CenObjectRow *row, const CenMeeting *meeting, gint64 start_ms)
{
  char key[CEN_OCCURRENCE_KEY_MAX + 1];
  const CenMarkRow *answer;

  cen_meeting_write_key (start_ms, key);
  answer = cen_object_row_get_mark (row, CEN_SESSION_RSVP, key, &meeting->host);
  return is_active (care, &meeting->host) &&
         (answer == NULL || cen_mark_row_get_uint (answer, CEN_RSVP_YES) != CEN_RSVP_NO);
}

static gboolean
take_sessions (Care *care, GError **error)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (care->store, care->circle, CEN_KIND_SESSION, NULL, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autoptr (CenMeeting) meeting = cen_meeting_new (row);
    gint64 start_ms = care->next != NULL ? care->next (row, care->now_ms) : meeting->start_ms;

    if (start_ms > care->now_ms && start_ms <= care->now_ms + CEN_CARE_SOON_MS &&
        !meeting->is_cancelled && !has_host (care, row, meeting, start_ms))
      add (care, CEN_CARE_SESSION, &row->id, meeting->title, start_ms);
  }
  return rows != NULL;
}

/* --- Questions --- */

static gboolean
take_questions (Care *care, GError **error)
{
  g_autoptr (CenQuestions) questions = cen_questions_read (care->store, care->circle, error);

  for (guint i = 0; questions != NULL && i < questions->all->len; i++) {
    const CenQuestion *question = questions->all->pdata[i];

    if (question->state == CEN_QUESTION_IS_OPEN && !question->row->is_sealed &&
        question->row->time_ms <= care->now_ms - CEN_CARE_UNANSWERED_MS)
      add (care, CEN_CARE_QUESTION, &question->row->id, question->title, question->row->time_ms);
  }
  return questions != NULL;
}

/* --- Members --- */

/* When each member row last made anything; in one pass, since objects have no index by author. */
static GHashTable *
read_last (Care *care, gint64 circle, GError **error)
{
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (care->store, &rows, error,
                      "SELECT author, wall FROM object WHERE +circle = ? AND kind NOT IN (1, 2)"
                      " AND state = 0",
                      "i", circle))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    gint64 author = cen_rows_get_int (&rows, 0), wall_ms = cen_rows_get_int (&rows, 1);
    gint64 *known = g_hash_table_lookup (last, &author);

    if (known == NULL)
      g_hash_table_insert (last, g_memdup2 (&author, sizeof author),
                           g_memdup2 (&wall_ms, sizeof wall_ms));
    else
      *known = MAX (*known, wall_ms);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&last);
}

static void
take_member (Care *care, const CenMemberRow *row, const gint64 *wall_ms)
{
  gboolean is_new = row->joined_ms > care->now_ms - CEN_CARE_NEW_MS;
  gint64 since_ms = wall_ms != NULL ? *wall_ms : row->joined_ms;

  if (row->is_self || row->state != CEN_MEMBER_ACTIVE || row->role == CEN_ROLE_GUEST)
    return;
  if (wall_ms == NULL && is_new)
    add (care, CEN_CARE_NEWCOMER, &row->id, row->name, row->joined_ms);
  else if (since_ms <= care->now_ms - CEN_CARE_QUIET_MS)
    add (care, CEN_CARE_QUIET, &row->id, row->name, since_ms);
}

static gboolean
take_members (Care *care, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GHashTable) last = NULL;
  gint64 circle;

  if (!cen_store_find_circle (care->store, care->circle, &circle, error) ||
      (last = read_last (care, circle, error)) == NULL ||
      !cen_sql_query (care->store, &rows, error, "SELECT no, id FROM member WHERE circle = ?", "i",
                      circle))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);
    CenId id = cen_rows_get_id (&rows, 1);
    const CenMemberRow *row = find_member (care, &id);

    if (row != NULL)
      take_member (care, row, g_hash_table_lookup (last, &no));
  }
  return !rows.has_failed;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const CenCareRow *x = *(CenCareRow *const *) a, *y = *(CenCareRow *const *) b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->since_ms != y->since_ms)
    return x->since_ms < y->since_ms ? -1 : 1;
  return cen_id_compare (&x->id, &y->id);
}

GPtrArray *
cen_care_read (CenStore *store, const CenId *circle, gint64 now_ms, CenDigestNext next,
               GError **error)
{
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_care_row_free);
  Care care = { store, circle, members, now_ms, next, found };

  if (members == NULL || !take_sessions (&care, error) || !take_questions (&care, error) ||
      !take_members (&care, error))
    return NULL;
  g_ptr_array_sort (found, compare_rows);
  return g_steal_pointer (&found);
}
