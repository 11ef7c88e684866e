/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "waiting.h"

#include "charters.h"
#include "kinds-life.h"
#include "meeting.h"
#include "pairs.h"
#include "polls.h"
#include "questions.h"
#include "skills.h"

typedef struct {
  CenStore *store;
  const CenId *circle;
  const CenCircleRow *row;
  GPtrArray *members; /* CenMemberRow */
  gint64 now_ms;
  CenDigestNext next;
  GPtrArray *found;
} Waiting;

void
cen_wait_row_free (CenWaitRow *self)
{
  g_free (self->title);
  g_free (self->author_name);
  g_free (self);
}

const char *
cen_wait_kind_to_text (CenWaitKind kind)
{
  static const char *const words[] = { "charter", "pair",   "private", "poll",
                                       "session", "answer", "question" };

  return words[kind];
}

static CenWaitRow *
add (Waiting *waiting, CenWaitKind kind, const CenObjectRow *row, const char *title, gint64 time_ms)
{
  CenWaitRow *found = g_new0 (CenWaitRow, 1);

  found->kind = kind;
  found->id = row->id;
  found->title = g_strdup (title);
  found->author_name = g_strdup (row->author_name);
  found->time_ms = time_ms;
  g_ptr_array_add (waiting->found, found);
  return found;
}

static const CenId *
get_self (const Waiting *waiting)
{
  return &waiting->row->self_member;
}

/* --- The frame --- */

static gboolean
take_charter (Waiting *waiting, GError **error)
{
  g_autoptr (CenCharters) charters = cen_charters_read (waiting->store, waiting->circle, error);
  const CenCharter *last = charters != NULL ? cen_charters_get_last (charters) : NULL;

  if (last != NULL && !charters->is_agreed)
    add (waiting, CEN_WAITS_CHARTER, last->row, "", last->row->time_ms);
  return charters != NULL;
}

static gboolean
take_pairs (Waiting *waiting, GError **error)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (waiting->store, waiting->circle, CEN_KIND_PAIR, NULL, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    CenPairRow *pair = cen_pair_row_new (rows->pdata[i], waiting->members);

    if (pair == NULL)
      continue;
    if (pair->state == CEN_PAIR_PROPOSED && cen_id_equal (&pair->with, get_self (waiting)))
      add (waiting, CEN_WAITS_PAIR, rows->pdata[i], pair->goal, pair->time_ms);
    cen_pair_row_free (pair);
  }
  return rows != NULL;
}

/* --- What is decided and met about --- */

static gboolean
take_polls (Waiting *waiting, GError **error)
{
  g_autoptr (CenPolls) polls =
      cen_polls_read (waiting->store, waiting->circle, waiting->now_ms, error);

  for (guint i = 0; polls != NULL && i < polls->all->len; i++) {
    const CenPoll *poll = polls->all->pdata[i];

    if (!poll->is_closed && cen_poll_get_ballot (poll, get_self (waiting)) == NULL)
      add (waiting, CEN_WAITS_POLL, poll->row, poll->question, poll->closes_ms);
  }
  return polls != NULL;
}

static gboolean
take_sessions (Waiting *waiting, GError **error)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (waiting->store, waiting->circle, CEN_KIND_SESSION, NULL, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autoptr (CenMeeting) meeting = cen_meeting_new (row);
    gint64 start_ms =
        waiting->next != NULL ? waiting->next (row, waiting->now_ms) : meeting->start_ms;
    char key[CEN_OCCURRENCE_KEY_MAX + 1];

    cen_meeting_write_key (start_ms, key);
    if (start_ms > waiting->now_ms && !meeting->is_cancelled &&
        !cen_id_equal (&meeting->host, get_self (waiting)) &&
        cen_object_row_get_mark (row, CEN_SESSION_RSVP, key, get_self (waiting)) == NULL)
      add (waiting, CEN_WAITS_SESSION, row, meeting->title, start_ms);
  }
  return rows != NULL;
}

/* --- Questions --- */

static gboolean
is_about_own_skill (const Waiting *waiting, GPtrArray *skills, const CenQuestion *question)
{
  g_autoptr (GArray) knowers =
      cen_skills_find_knowers (skills, (const char *const *) question->skills, question->title,
                               &question->row->author);

  for (guint i = 0; i < knowers->len; i++) {
    if (cen_id_equal (&g_array_index (knowers, CenId, i), get_self (waiting)))
      return TRUE;
  }
  return FALSE;
}

static void
take_question (Waiting *waiting, GPtrArray *skills, const CenQuestion *question)
{
  CenWaitRow *row;

  if (question->row->is_own) {
    if (question->state == CEN_QUESTION_IS_ANSWERED)
      add (waiting, CEN_WAITS_ANSWER, question->row, question->title, question->row->time_ms);
  } else if (question->state == CEN_QUESTION_IS_OPEN) {
    row = add (waiting, question->row->is_sealed ? CEN_WAITS_PRIVATE : CEN_WAITS_QUESTION,
               question->row, question->title, question->row->time_ms);
    row->is_skill = is_about_own_skill (waiting, skills, question);
  }
}

static gboolean
take_questions (Waiting *waiting, GError **error)
{
  g_autoptr (CenQuestions) questions = cen_questions_read (waiting->store, waiting->circle, error);
  g_autoptr (GPtrArray) profiles =
      questions != NULL
          ? cen_query_objects (waiting->store, waiting->circle, CEN_KIND_PROFILE, NULL, error)
          : NULL;
  g_autoptr (GPtrArray) skills = NULL;

  if (profiles == NULL)
    return FALSE;
  skills = cen_skills_list (profiles, waiting->members);
  for (guint i = 0; i < questions->all->len; i++)
    take_question (waiting, skills, questions->all->pdata[i]);
  return TRUE;
}

/* --- All --- */

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const CenWaitRow *x = *(CenWaitRow *const *) a, *y = *(CenWaitRow *const *) b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->is_skill != y->is_skill)
    return x->is_skill ? -1 : 1;
  if (x->time_ms != y->time_ms)
    return x->time_ms < y->time_ms ? -1 : 1;
  return cen_id_compare (&x->id, &y->id);
}

/* Questions are last in the order, and the longest open of them stay. */
static void
bound (GPtrArray *found)
{
  guint first = 0;

  while (first < found->len &&
         ((const CenWaitRow *) found->pdata[first])->kind != CEN_WAITS_QUESTION)
    first++;
  if (found->len > first + CEN_WAITING_QUESTIONS_MAX)
    g_ptr_array_set_size (found, (int) (first + CEN_WAITING_QUESTIONS_MAX));
  if (found->len > CEN_WAITING_ROWS_MAX)
    g_ptr_array_set_size (found, CEN_WAITING_ROWS_MAX);
}

GPtrArray *
cen_waiting_read (CenStore *store, const CenId *circle, gint64 now_ms, CenDigestNext next,
                  GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (GPtrArray) members = row != NULL ? cen_query_members (store, circle, error) : NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_wait_row_free);
  Waiting waiting = { store, circle, row, members, now_ms, next, found };

  if (members == NULL)
    return NULL;
  if (row->self_state != CEN_MEMBER_ACTIVE || row->self_role == CEN_ROLE_GUEST)
    return g_steal_pointer (&found);
  if (!take_charter (&waiting, error) || !take_pairs (&waiting, error) ||
      !take_polls (&waiting, error) || !take_sessions (&waiting, error) ||
      !take_questions (&waiting, error))
    return NULL;
  g_ptr_array_sort (found, compare_rows);
  bound (found);
  return g_steal_pointer (&found);
}
