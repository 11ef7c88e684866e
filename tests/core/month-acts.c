/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/charters.h"
#include "core/kinds-meet.h"
#include "core/kinds-note.h"
#include "core/meeting.h"
#include "core/author-content.h"
#include "month.h"

const char *const month_names[N_PEOPLE] = {
  "Ana", "Bo", "Cleo", "Dan", "Eve", "Fay", "Greg", "Hana"
};
static const char *const skills[] = { "series", "piano", "LaTeX", "proofs" };

/* --- Chance --- */

guint
month_roll (Month *month, guint n)
{
  return (guint) g_rand_int_range (month->rand, 0, (gint32) n);
}

guint
month_pick_other (Month *month, guint who)
{
  guint other;

  do
    other = month_roll (month, N_PEOPLE);
  while (other == who);
  return other;
}

CenObjectRow *
month_pick (Month *month, TestPerson *person, guint kind)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (person->replica->store, &person->circle->id, kind, NULL, NULL);

  if (rows->len == 0)
    return NULL;
  return g_ptr_array_steal_index (rows, month_roll (month, rows->len));
}

/* --- Writing; what is not allowed is not done --- */

static gboolean
create (TestPerson *person, guint kind, const CenValue *values, guint n_values, CenId *ret_id)
{
  return cen_author_create (person->circle, cen_kind_get (kind), values, n_values, ret_id, NULL);
}

static void
put (TestPerson *person, const CenId *object, const char *mark, const char *key)
{
  cen_author_mark (person->circle, object, mark, key, CEN_MARK_PUT, NULL);
}

static gint64
get_now (TestPerson *person)
{
  return person->circle->world->now_ms (person->circle->world);
}

static void
say (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) row = month_pick (month, person, CEN_KIND_MESSAGE);
  g_autofree char *text =
      g_strdup_printf ("@%s, look at page %u", month_names[month_pick_other (month, who)],
                       month_roll (month, 100));

  if (row != NULL && month_roll (month, 3) == 0)
    put (person, &row->id, "reaction", "👏");
  else
    test_person_post (person, text);
}

static void
ask (Month *month, TestPerson *person, guint who)
{
  const char *about = skills[month_roll (month, G_N_ELEMENTS (skills))];
  CenValue values[] = {
    test_value_text (CEN_QUESTION_TITLE, "Why is it so?"),
    { .field = CEN_QUESTION_SKILLS, .type = CEN_FIELD_TEXTS, .items = &about, .n_items = 1 },
  };
  TestPerson *other = month->people[month_pick_other (month, who)];
  CenId id;

  if (month_roll (month, 4) > 0)
    create (person, CEN_KIND_QUESTION, values, 2, &id);
  else
    cen_author_create_sealed (person->circle, &other->circle->self_member, 1,
                              cen_kind_get (CEN_KIND_PRIVATE_QUESTION), values, 2, &id, NULL);
}

static void
answer (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) row = month_pick (month, person, CEN_KIND_QUESTION);
  CenValue values[] = { { .field = CEN_ANSWER_QUESTION, .type = CEN_FIELD_REF },
                        test_value_text (CEN_ANSWER_TEXT, "Because of page 12.") };
  CenId id;

  (void) who;
  if (row == NULL)
    return;
  values[0].ref = row->id;
  if (month_roll (month, 3) == 0)
    put (person, &row->id, "me_too", "");
  else
    create (person, CEN_KIND_ANSWER, values, 2, &id);
}

/* Also a facilitator, and also another answer than was taken before. */
static void
take (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) row = month_pick (month, person, CEN_KIND_ANSWER);
  CenValue value = { .field = CEN_QUESTION_ACCEPTED, .type = CEN_FIELD_REF };
  CenId question;

  (void) who;
  if (row == NULL || !cen_object_row_get_ref (row, CEN_ANSWER_QUESTION, &question))
    return;
  value.ref = row->id;
  cen_author_set (person->circle, &question, &value, 1, NULL);
}

static void
propose (Month *month, TestPerson *person, guint who)
{
  static const char *const marks[] = { "vote", "vote", "present" };
  g_autoptr (CenObjectRow) row = month_pick (month, person, CEN_KIND_PROPOSAL);
  CenValue value = test_value_text (CEN_PROPOSAL_TITLE, "Fourier series");
  CenId id;

  (void) who;
  if (row == NULL || month_roll (month, 3) == 0)
    create (person, CEN_KIND_PROPOSAL, &value, 1, &id);
  else
    cen_author_mark (person->circle, &row->id, marks[month_roll (month, 3)], "",
                     month_roll (month, 6) == 0 ? CEN_MARK_CLEAR : CEN_MARK_PUT, NULL);
}

/* Of a proposal, in one gesture of two ops. */
static void
plan (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) row = month_pick (month, person, CEN_KIND_PROPOSAL);
  gint64 start_ms = get_now (person) + (gint64) (1 + month_roll (month, 60)) * HOUR_MS;
  CenValue values[] = {
    test_value_text (CEN_SESSION_TITLE, "Together"),
    { .field = CEN_SESSION_START, .type = CEN_FIELD_TIME, .number = (guint64) start_ms },
    { .field = CEN_SESSION_CAPACITY, .type = CEN_FIELD_UINT, .number = 1 + month_roll (month, 5) },
    { .field = CEN_SESSION_PROPOSAL, .type = CEN_FIELD_REF },
  };
  CenValue became = { .field = CEN_PROPOSAL_SESSION, .type = CEN_FIELD_REF };

  (void) who;
  if (row != NULL)
    values[3].ref = row->id;
  if (create (person, CEN_KIND_SESSION, values, row != NULL ? 4 : 3, &became.ref) && row != NULL)
    cen_author_set (person->circle, &row->id, &became, 1, NULL);
}

static void
meet_at_session (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) row = month_pick (month, person, CEN_KIND_SESSION);
  CenValue rsvp = { .type = CEN_FIELD_UINT, .number = month_roll (month, 3) };
  const guint64 felt[] = { 1 + month_roll (month, 5), 1 + month_roll (month, 5) };
  CenValue feedback = { .type = CEN_FIELD_UINTS, .items = felt, .n_items = 2 };
  char key[CEN_OCCURRENCE_KEY_MAX + 1];
  gint64 start_ms;

  (void) who;
  if (row == NULL)
    return;
  start_ms = (gint64) cen_object_row_get_uint (row, CEN_SESSION_START, 0);
  cen_meeting_write_key (start_ms, key);
  if (get_now (person) < start_ms) {
    cen_author_mark_value (person->circle, &row->id, "rsvp", key, &rsvp, NULL);
  } else {
    put (person, &row->id, "attend", key);
    cen_author_mark_value (person->circle, &row->id, "feedback", key, &feedback, NULL);
  }
}

static void
vote (Month *month, TestPerson *person, guint who)
{
  static const char *const options[] = { "Monday", "Tuesday", "Sunday" };
  g_autoptr (CenObjectRow) row = month_pick (month, person, CEN_KIND_POLL);
  gint64 closes_ms = get_now (person) + (gint64) (1 + month_roll (month, 4)) * DAY_MS;
  CenValue values[] = {
    test_value_text (CEN_POLL_QUESTION, "When?"),
    { .field = CEN_POLL_OPTIONS, .type = CEN_FIELD_TEXTS, .items = options, .n_items = 3 },
    { .field = CEN_POLL_MODE, .type = CEN_FIELD_UINT, .number = month_roll (month, 3) },
    { .field = CEN_POLL_CLOSES, .type = CEN_FIELD_TIME, .number = (guint64) closes_ms },
  };
  const guint64 choices[] = { month_roll (month, 3) };
  CenValue ballot = { .type = CEN_FIELD_UINTS, .items = choices, .n_items = 1 };
  CenValue closed = { .field = CEN_POLL_CLOSED, .type = CEN_FIELD_BOOL, .number = 1 };
  CenId id;

  (void) who;
  if (row == NULL || month_roll (month, 5) == 0)
    create (person, CEN_KIND_POLL, values, month_roll (month, 2) == 0 ? 3 : 4, &id);
  else if (month_roll (month, 8) == 0)
    cen_author_set (person->circle, &row->id, &closed, 1, NULL);
  else
    cen_author_mark_value (person->circle, &row->id, "vote", "", &ballot, NULL);
}

static void
thank (Month *month, TestPerson *person, guint who)
{
  TestPerson *other = month->people[month_pick_other (month, who)];
  CenValue kudos[] = {
    { .field = CEN_KUDOS_TO,
      .type = CEN_FIELD_REFS,
      .items = &other->circle->self_member,
      .n_items = 1 },
    test_value_text (CEN_KUDOS_REASON, "for the drawing"),
    test_value_text (CEN_KUDOS_SKILL, "patience"),
  };
  CenValue award[] = { test_value_ref (CEN_AWARD_BADGE, &month->badge),
                       test_value_ref (CEN_AWARD_TO, &other->circle->self_member) };
  CenValue boost[] = {
    { .field = CEN_BOOST_MONTH, .type = CEN_FIELD_UINT, .number = 202510 + month_roll (month, 2) },
    test_value_text (CEN_BOOST_TITLE, "A book"),
    test_value_ref (CEN_BOOST_REF, &other->circle->self_member),
  };
  CenId id;

  switch (month_roll (month, 4)) {
  case 0:
    create (person, CEN_KIND_AWARD, award, 2, &id);
    break;
  case 1:
    create (person, CEN_KIND_BOOST, boost, 3, &id);
    break;
  default:
    create (person, CEN_KIND_KUDOS, kudos, 3, &id);
    break;
  }
}

static void
learn (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) path = month_pick (month, person, CEN_KIND_PATH);
  g_autoptr (CenObjectRow) step = month_pick (month, person, CEN_KIND_STEP);
  CenValue title = test_value_text (CEN_PATH_TITLE, "Integrals, from zero");
  CenValue values[] = { { .field = CEN_STEP_PATH, .type = CEN_FIELD_REF },
                        test_value_text (CEN_STEP_TITLE, "Read"),
                        test_value_text (CEN_STEP_PLACE, "i") };
  CenId id;

  (void) who;
  if (path == NULL) {
    create (person, CEN_KIND_PATH, &title, 1, &id);
  } else if (step == NULL || month_roll (month, 4) == 0) {
    values[0].ref = path->id;
    create (person, CEN_KIND_STEP, values, 3, &id);
  } else {
    put (person, &step->id, "done", "");
  }
}

static void
pair_up (Month *month, TestPerson *person, guint who)
{
  TestPerson *other = month->people[month_pick_other (month, who)];
  g_autoptr (CenObjectRow) row = month_pick (month, person, CEN_KIND_PAIR);
  CenValue values[] = { test_value_ref (CEN_PAIR_WITH, &other->circle->self_member),
                        test_value_text (CEN_PAIR_GOAL, "Read chapter 5") };
  CenId profile, id;

  if (month_roll (month, 2) == 0 && cen_author_find_profile (person->circle, &profile, NULL))
    put (person, &profile, month_roll (month, 2) == 0 ? "offer" : "want",
         skills[month_roll (month, G_N_ELEMENTS (skills))]);
  else if (row == NULL || month_roll (month, 3) == 0)
    create (person, CEN_KIND_PAIR, values, 2, &id);
  else
    put (person, &row->id, month_roll (month, 4) == 0 ? "end" : "accept", "");
}

static void
agree (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenCharters) charters =
      cen_charters_read (person->replica->store, &person->circle->id, NULL);
  const CenCharter *last = cen_charters_get_last (charters);
  CenValue value = test_value_text (CEN_CHARTER_TEXT, "We listen before we answer.");
  CenId id;

  (void) who;
  if (last == NULL || month_roll (month, 5) == 0)
    create (person, CEN_KIND_CHARTER, &value, 1, &id);
  else
    put (person, &last->row->id, "agree", "");
}

/* Taking back what one wrote, or hiding what another did. */
static void
regret (Month *month, TestPerson *person, guint who)
{
  static const guint kinds[] = { CEN_KIND_MESSAGE, CEN_KIND_KUDOS, CEN_KIND_PROPOSAL,
                                 CEN_KIND_ANSWER,  CEN_KIND_CARD,  CEN_KIND_COMMENT };
  g_autoptr (CenObjectRow) row =
      month_pick (month, person, kinds[month_roll (month, G_N_ELEMENTS (kinds))]);

  (void) who;
  if (row != NULL && month_roll (month, 4) == 0)
    cen_author_redact (person->circle, &row->id, NULL);
}

void
month_act (Month *month, guint who)
{
  static void (*const acts[]) (Month * month, TestPerson * person, guint who) = {
    say,
    say,
    ask,
    answer,
    answer,
    take,
    propose,
    propose,
    plan,
    meet_at_session,
    meet_at_session,
    vote,
    vote,
    thank,
    thank,
    learn,
    learn,
    pair_up,
    agree,
    regret,
    month_write,
    month_write,
    month_write,
    month_comment,
    month_make_cards,
    month_make_cards,
    month_review,
  };

  test_world_advance (month->clocks[who], month_roll (month, 600) * 1000);
  acts[month_roll (month, G_N_ELEMENTS (acts))](month, month->people[who], who);
  month->n_acts++;
}
