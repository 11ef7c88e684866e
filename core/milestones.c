/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that counts is an event of somebody at a time; events are put in the order of (time,
 * object, member), and those whose number is round are the milestones. */

#include "milestones.h"

#include "kinds-life.h"
#include "meeting.h"
#include "questions.h"
#include "thanks.h"

typedef struct {
  CenStore *store;
  const CenId *circle;
  const CenCircleRow *row;
  GArray *events; /* CenMilestone, whose n is not known yet */
} Count;

const char *
cen_milestone_kind_to_text (CenMilestoneKind kind)
{
  static const char *const words[] = {
    "accepted", "attended", "hosted", "thanked", "held", "solved"
  };

  return words[kind];
}

static void
add (Count *count, CenMilestoneKind kind, const CenId *member, const CenObjectRow *object,
     gint64 time_ms)
{
  CenMilestone event = { .kind = kind, .object = object->id, .time_ms = time_ms };

  if (member != NULL) {
    event.member = *member;
    event.is_self = cen_id_equal (member, &count->row->self_member);
  }
  g_array_append_val (count->events, event);
}

static gboolean
take_questions (Count *count, GError **error)
{
  g_autoptr (CenQuestions) questions = cen_questions_read (count->store, count->circle, error);

  for (guint i = 0; questions != NULL && i < questions->all->len; i++) {
    const CenQuestion *question = questions->all->pdata[i];
    const CenObjectRow *answer = question->accepted;

    if (answer == NULL || answer->is_sealed)
      continue;
    add (count, CEN_MILESTONE_SOLVED, NULL, question->row, answer->time_ms);
    if (!cen_id_equal (&answer->author, &question->row->author))
      add (count, CEN_MILESTONE_ACCEPTED, &answer->author, question->row, answer->time_ms);
  }
  return questions != NULL;
}

/* Marks lie by key: those of one occurrence are side by side. */
static void
take_occurrence (Count *count, const CenObjectRow *row, const CenMarkRow *const *marks, guint n)
{
  g_autoptr (CenMeeting) meeting = cen_meeting_new (row);
  gboolean has_host = FALSE;
  gint64 start_ms;

  if (!cen_meeting_read_key (marks[0]->key, &start_ms))
    return;
  for (guint i = 0; i < n; i++) {
    has_host = has_host || cen_id_equal (&marks[i]->member, &meeting->host);
    add (count, CEN_MILESTONE_ATTENDED, &marks[i]->member, row, start_ms);
  }
  if (n < 2)
    return;
  add (count, CEN_MILESTONE_HELD, NULL, row, start_ms);
  if (has_host)
    add (count, CEN_MILESTONE_HOSTED, &meeting->host, row, start_ms);
}

static gboolean
take_sessions (Count *count, GError **error)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (count->store, count->circle, CEN_KIND_SESSION, NULL, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    const CenMarkRow *const *marks = (const CenMarkRow *const *) row->marks->pdata;

    for (guint k = 0, n; k < row->marks->len; k += n) {
      for (n = 1; k + n < row->marks->len && marks[k + n]->mark == marks[k]->mark &&
                  g_str_equal (marks[k + n]->key, marks[k]->key);
           n++)
        ;
      if (marks[k]->mark == CEN_SESSION_ATTEND)
        take_occurrence (count, row, marks + k, n);
    }
  }
  return rows != NULL;
}

static gboolean
take_kudos (Count *count, GError **error)
{
  g_autoptr (CenThanks) thanks = cen_thanks_read (count->store, count->circle, error);

  for (guint i = 0; thanks != NULL && i < thanks->kudos->len; i++) {
    const CenKudos *kudos = thanks->kudos->pdata[i];

    for (guint k = 0; k < kudos->to->len; k++)
      add (count, CEN_MILESTONE_THANKED, &g_array_index (kudos->to, CenId, k), kudos->row,
           kudos->row->time_ms);
  }
  return thanks != NULL;
}

/* --- Counting --- */

static int
compare_whose (gconstpointer a, gconstpointer b)
{
  const CenMilestone *x = a, *y = b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  return cen_id_compare (&x->member, &y->member);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const CenMilestone *x = a, *y = b;
  int order;

  if (x->time_ms != y->time_ms)
    return x->time_ms < y->time_ms ? -1 : 1;
  order = cen_id_compare (&x->object, &y->object);
  return order != 0 ? order : compare_whose (a, b);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  int order = compare_whose (a, b);

  return order != 0 ? order : compare_times (a, b);
}

static gboolean
is_round (const CenMilestone *event)
{
  gboolean is_others = !event->is_self && !cen_id_is_zero (&event->member);

  return event->n == 1 ||
         (!is_others && (event->n == 10 || event->n == 50 || event->n == 100 || event->n == 500));
}

GArray *
cen_milestones_read (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (GArray) events = g_array_new (FALSE, TRUE, sizeof (CenMilestone));
  GArray *found;
  Count count = { store, circle, row, events };

  if (row == NULL || !take_questions (&count, error) || !take_sessions (&count, error) ||
      !take_kudos (&count, error))
    return NULL;
  g_array_sort (events, compare_events);
  found = g_array_new (FALSE, TRUE, sizeof (CenMilestone));
  for (guint i = 0; i < events->len; i++) {
    CenMilestone *event = &g_array_index (events, CenMilestone, i);

    event->n = i > 0 && compare_whose (event - 1, event) == 0 ? event[-1].n + 1 : 1;
    if (is_round (event))
      g_array_append_val (found, *event);
  }
  g_array_sort (found, compare_times);
  return found;
}
