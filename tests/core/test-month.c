/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A month in a circle. Eight members, each with a clock of their own that is wrong in its own way,
 * live four weeks: they propose, vote, meet, ask, answer, thank and learn, apart in changing groups
 * in which they exchange only now and then. One is made a facilitator, one is removed without
 * knowing of it and goes on writing, one leaves and comes back. In the end all who are members hold
 * the same, and everything that is computed says the same to everybody. MONTH_SEED=N runs one. */

#include "core/author-members.h"
#include "core/boosts.h"
#include "core/charters.h"
#include "core/digest.h"
#include "core/kinds-meet.h"
#include "core/meeting.h"
#include "core/milestones.h"
#include "core/pairs.h"
#include "core/path.h"
#include "core/polls.h"
#include "core/proposals.h"
#include "core/pulse.h"
#include "core/questions.h"
#include "core/skills.h"
#include "core/thanks.h"
#include "core/waiting.h"
#include "core/week.h"
#include "tests/support/life.h"

#define N_PEOPLE     8
#define N_DAYS       28
#define N_SEEDS      4
#define N_PROMPTS    108
#define DAY_MS       (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define HOUR_MS      (G_GINT64_CONSTANT (3600) * 1000)
#define MONDAY_MS    G_GINT64_CONSTANT (1760313600000) /* 2025-10-13 00:00 UTC */
#define DAY_OF_HELP  3                                 /* Bo becomes a facilitator */
#define DAY_OF_LEAVE 8                                 /* Hana leaves */
#define DAY_REMOVED  11                                /* Greg is removed */
#define DAY_BACK     16                                /* Hana comes again */
#define DAY_DEVICE   20                                /* Ana has a second device */

enum { ANA, BO, CLEO, DAN, EVE, FAY, GREG, HANA };

static const char *const names[N_PEOPLE] = { "Ana", "Bo",  "Cleo", "Dan",
                                             "Eve", "Fay", "Greg", "Hana" };
static const char *const skills[] = { "series", "piano", "LaTeX", "proofs" };

typedef struct {
  TestWorld *clocks[N_PEOPLE];
  TestPerson *people[N_PEOPLE];
  guint groups[N_PEOPLE]; /* who meets whom now */
  gboolean is_gone[N_PEOPLE];
  TestPerson *former; /* Hana's home of before */
  TestPerson *tablet; /* Ana's second device */
  TestWorld *tablet_clock;
  GRand *rand;
  CenId badge;
  guint n_acts;
} Month;

static void
month_clear (Month *month)
{
  for (guint i = 0; i < N_PEOPLE; i++) {
    g_clear_pointer (&month->people[i], test_person_free);
    g_clear_pointer (&month->clocks[i], test_world_free);
  }
  g_clear_pointer (&month->former, test_person_free);
  g_clear_pointer (&month->tablet, test_person_free);
  g_clear_pointer (&month->tablet_clock, test_world_free);
  g_clear_pointer (&month->rand, g_rand_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Month, month_clear)

/* --- Chance --- */

static guint
roll (Month *month, guint n)
{
  return (guint) g_rand_int_range (month->rand, 0, (gint32) n);
}

static guint
pick_other (Month *month, guint who)
{
  guint other;

  do
    other = roll (month, N_PEOPLE);
  while (other == who);
  return other;
}

/* One of the live objects of @kind that @person holds; NULL for none. */
static CenObjectRow *
pick (Month *month, TestPerson *person, guint kind)
{
  g_autoptr (GPtrArray) rows =
      cen_query_objects (person->replica->store, &person->circle->id, kind, NULL, NULL);

  if (rows->len == 0)
    return NULL;
  return g_ptr_array_steal_index (rows, roll (month, rows->len));
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
  g_autoptr (CenObjectRow) row = pick (month, person, CEN_KIND_MESSAGE);
  g_autofree char *text =
      g_strdup_printf ("@%s, look at page %u", names[pick_other (month, who)], roll (month, 100));

  if (row != NULL && roll (month, 3) == 0)
    put (person, &row->id, "reaction", "👏");
  else
    test_person_post (person, text);
}

static void
ask (Month *month, TestPerson *person, guint who)
{
  const char *about = skills[roll (month, G_N_ELEMENTS (skills))];
  CenValue values[] = {
    test_value_text (CEN_QUESTION_TITLE, "Why is it so?"),
    { .field = CEN_QUESTION_SKILLS, .type = CEN_FIELD_TEXTS, .items = &about, .n_items = 1 },
  };
  TestPerson *other = month->people[pick_other (month, who)];
  CenId id;

  if (roll (month, 4) > 0)
    create (person, CEN_KIND_QUESTION, values, 2, &id);
  else
    cen_author_create_sealed (person->circle, &other->circle->self_member, 1,
                              cen_kind_get (CEN_KIND_PRIVATE_QUESTION), values, 2, &id, NULL);
}

static void
answer (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) row = pick (month, person, CEN_KIND_QUESTION);
  CenValue values[] = { { .field = CEN_ANSWER_QUESTION, .type = CEN_FIELD_REF },
                        test_value_text (CEN_ANSWER_TEXT, "Because of page 12.") };
  CenId id;

  (void) who;
  if (row == NULL)
    return;
  values[0].ref = row->id;
  if (roll (month, 3) == 0)
    put (person, &row->id, "me_too", "");
  else
    create (person, CEN_KIND_ANSWER, values, 2, &id);
}

/* Also a facilitator, and also another answer than was taken before. */
static void
take (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) row = pick (month, person, CEN_KIND_ANSWER);
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
  g_autoptr (CenObjectRow) row = pick (month, person, CEN_KIND_PROPOSAL);
  CenValue value = test_value_text (CEN_PROPOSAL_TITLE, "Fourier series");
  CenId id;

  (void) who;
  if (row == NULL || roll (month, 3) == 0)
    create (person, CEN_KIND_PROPOSAL, &value, 1, &id);
  else
    cen_author_mark (person->circle, &row->id, marks[roll (month, 3)], "",
                     roll (month, 6) == 0 ? CEN_MARK_CLEAR : CEN_MARK_PUT, NULL);
}

/* Of a proposal, in one gesture of two ops. */
static void
plan (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) row = pick (month, person, CEN_KIND_PROPOSAL);
  gint64 start_ms = get_now (person) + (gint64) (1 + roll (month, 60)) * HOUR_MS;
  CenValue values[] = {
    test_value_text (CEN_SESSION_TITLE, "Together"),
    { .field = CEN_SESSION_START, .type = CEN_FIELD_TIME, .number = (guint64) start_ms },
    { .field = CEN_SESSION_CAPACITY, .type = CEN_FIELD_UINT, .number = 1 + roll (month, 5) },
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
  g_autoptr (CenObjectRow) row = pick (month, person, CEN_KIND_SESSION);
  CenValue rsvp = { .type = CEN_FIELD_UINT, .number = roll (month, 3) };
  const guint64 felt[] = { 1 + roll (month, 5), 1 + roll (month, 5) };
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
  g_autoptr (CenObjectRow) row = pick (month, person, CEN_KIND_POLL);
  gint64 closes_ms = get_now (person) + (gint64) (1 + roll (month, 4)) * DAY_MS;
  CenValue values[] = {
    test_value_text (CEN_POLL_QUESTION, "When?"),
    { .field = CEN_POLL_OPTIONS, .type = CEN_FIELD_TEXTS, .items = options, .n_items = 3 },
    { .field = CEN_POLL_MODE, .type = CEN_FIELD_UINT, .number = roll (month, 3) },
    { .field = CEN_POLL_CLOSES, .type = CEN_FIELD_TIME, .number = (guint64) closes_ms },
  };
  const guint64 choices[] = { roll (month, 3) };
  CenValue ballot = { .type = CEN_FIELD_UINTS, .items = choices, .n_items = 1 };
  CenValue closed = { .field = CEN_POLL_CLOSED, .type = CEN_FIELD_BOOL, .number = 1 };
  CenId id;

  (void) who;
  if (row == NULL || roll (month, 5) == 0)
    create (person, CEN_KIND_POLL, values, roll (month, 2) == 0 ? 3 : 4, &id);
  else if (roll (month, 8) == 0)
    cen_author_set (person->circle, &row->id, &closed, 1, NULL);
  else
    cen_author_mark_value (person->circle, &row->id, "vote", "", &ballot, NULL);
}

static void
thank (Month *month, TestPerson *person, guint who)
{
  TestPerson *other = month->people[pick_other (month, who)];
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
    { .field = CEN_BOOST_MONTH, .type = CEN_FIELD_UINT, .number = 202510 + roll (month, 2) },
    test_value_text (CEN_BOOST_TITLE, "A book"),
    test_value_ref (CEN_BOOST_REF, &other->circle->self_member),
  };
  CenId id;

  switch (roll (month, 4)) {
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
  g_autoptr (CenObjectRow) path = pick (month, person, CEN_KIND_PATH);
  g_autoptr (CenObjectRow) step = pick (month, person, CEN_KIND_STEP);
  CenValue title = test_value_text (CEN_PATH_TITLE, "Integrals, from zero");
  CenValue values[] = { { .field = CEN_STEP_PATH, .type = CEN_FIELD_REF },
                        test_value_text (CEN_STEP_TITLE, "Read"),
                        test_value_text (CEN_STEP_PLACE, "i") };
  CenId id;

  (void) who;
  if (path == NULL) {
    create (person, CEN_KIND_PATH, &title, 1, &id);
  } else if (step == NULL || roll (month, 4) == 0) {
    values[0].ref = path->id;
    create (person, CEN_KIND_STEP, values, 3, &id);
  } else {
    put (person, &step->id, "done", "");
  }
}

static void
pair_up (Month *month, TestPerson *person, guint who)
{
  TestPerson *other = month->people[pick_other (month, who)];
  g_autoptr (CenObjectRow) row = pick (month, person, CEN_KIND_PAIR);
  CenValue values[] = { test_value_ref (CEN_PAIR_WITH, &other->circle->self_member),
                        test_value_text (CEN_PAIR_GOAL, "Read chapter 5") };
  CenId profile, id;

  if (roll (month, 2) == 0 && cen_author_find_profile (person->circle, &profile, NULL))
    put (person, &profile, roll (month, 2) == 0 ? "offer" : "want",
         skills[roll (month, G_N_ELEMENTS (skills))]);
  else if (row == NULL || roll (month, 3) == 0)
    create (person, CEN_KIND_PAIR, values, 2, &id);
  else
    put (person, &row->id, roll (month, 4) == 0 ? "end" : "accept", "");
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
  if (last == NULL || roll (month, 5) == 0)
    create (person, CEN_KIND_CHARTER, &value, 1, &id);
  else
    put (person, &last->row->id, "agree", "");
}

/* Taking back what one wrote, or hiding what another did. */
static void
regret (Month *month, TestPerson *person, guint who)
{
  static const guint kinds[] = { CEN_KIND_MESSAGE, CEN_KIND_KUDOS, CEN_KIND_PROPOSAL,
                                 CEN_KIND_ANSWER };
  g_autoptr (CenObjectRow) row = pick (month, person, kinds[roll (month, G_N_ELEMENTS (kinds))]);

  (void) who;
  if (row != NULL && roll (month, 4) == 0)
    cen_author_redact (person->circle, &row->id, NULL);
}

static void
act (Month *month, guint who)
{
  static void (*const acts[]) (Month * month, TestPerson * person, guint who) = {
    say,     say,     ask,   answer,          answer,          take,
    propose, propose, plan,  meet_at_session, meet_at_session, vote,
    vote,    thank,   thank, learn,           learn,           pair_up,
    agree,   regret,
  };

  test_world_advance (month->clocks[who], roll (month, 600) * 1000);
  acts[roll (month, G_N_ELEMENTS (acts))](month, month->people[who], who);
  month->n_acts++;
}

/* --- Meeting --- */

static void
exchange (TestPerson *a, TestPerson *b)
{
  test_person_pull (a, b);
  test_person_pull (b, a);
}

/* All together, two groups, four pairs, everybody alone with now and then a visit. */
static void
part (Month *month, guint day)
{
  static const guint sizes[] = { 8, 4, 2, 1 };
  guint size = sizes[(day / 3) % G_N_ELEMENTS (sizes)];
  guint turn = roll (month, N_PEOPLE);

  for (guint i = 0; i < N_PEOPLE; i++)
    month->groups[i] = ((i + turn) % N_PEOPLE) / size;
}

static void
meet (Month *month)
{
  for (guint n = 0; n < 3; n++) {
    guint a = roll (month, N_PEOPLE), b = pick_other (month, a);

    if (month->groups[a] == month->groups[b] || roll (month, 10) == 0)
      exchange (month->people[a], month->people[b]);
  }
}

/* --- Who comes and goes --- */

static void
go_home (Month *month, guint who)
{
  month->is_gone[who] = TRUE;
}

static void
come_back (Month *month)
{
  TestPerson *again = test_person_new (month->clocks[HANA], "Hana");

  month->former = month->people[HANA];
  test_person_join (again, month->people[ANA]);
  exchange (again, month->people[ANA]);
  month->people[HANA] = again;
  month->is_gone[HANA] = FALSE;
}

static void
live_frame (Month *month, guint day)
{
  TestPerson *ana = month->people[ANA], *bo = month->people[BO];
  g_autoptr (GError) error = NULL;

  if (day == DAY_OF_HELP)
    test_study_grant (ana, bo, CEN_ROLE_FACILITATOR);
  if (day == DAY_OF_LEAVE) {
    g_assert_true (cen_author_leave (month->people[HANA]->circle, NULL));
    exchange (month->people[HANA], month->people[EVE]); /* who alone hears of it */
    go_home (month, HANA);
  }
  if (day == DAY_REMOVED) {
    exchange (ana, bo);
    cen_author_revoke (bo->circle, &month->people[GREG]->circle->self_member, NULL, 0,
                       "we agreed to part", &error);
    g_assert_no_error (error);
  }
  if (day == DAY_BACK)
    come_back (month);
  if (day == DAY_DEVICE) {
    month->tablet_clock = test_world_new (99);
    test_world_advance (month->tablet_clock,
                        month->clocks[ANA]->now_ms - month->tablet_clock->now_ms);
    month->tablet = test_person_link (ana, month->tablet_clock, "Tablet");
    test_person_pull (ana, month->tablet);
  }
}

/* --- The month --- */

static void
begin (Month *month, guint32 seed)
{
  CenValue badge[] = { { .field = CEN_BADGE_NAME, .type = CEN_FIELD_NAME, .text = "Owl" },
                       test_value_text (CEN_BADGE_EMOJI, "🦉") };

  month->rand = g_rand_new_with_seed (seed);
  for (guint i = 0; i < N_PEOPLE; i++) {
    month->clocks[i] = test_world_new (seed * N_PEOPLE + i);
    /* From a little early to six hours late, and Eve's is a day ahead. */
    test_world_advance (month->clocks[i], MONDAY_MS - month->clocks[i]->now_ms + HOUR_MS * 12 +
                                              (gint64) roll (month, 360) * 60000 +
                                              (i == EVE ? DAY_MS : 0));
    month->people[i] = test_person_new (month->clocks[i], names[i]);
    if (i == ANA)
      test_person_found (month->people[ANA], "Analysis");
    else
      test_person_join (month->people[i], month->people[ANA]);
    if (i != ANA)
      test_person_pull (month->people[ANA], month->people[i]);
  }
  month->badge = test_life_create (month->people[ANA], CEN_KIND_BADGE, badge, 2);
  for (guint i = 1; i < N_PEOPLE; i++)
    exchange (month->people[ANA], month->people[i]);
}

/* Whoever heard of their removal writes no more. */
static gboolean
can_write (Month *month, guint who)
{
  TestPerson *person = month->people[who];
  g_autoptr (CenCircleRow) row =
      cen_query_circle (person->replica->store, &person->circle->id, NULL);

  return !month->is_gone[who] && row->self_state == CEN_MEMBER_ACTIVE;
}

static void
live (Month *month)
{
  for (guint day = 0; day < N_DAYS; day++) {
    part (month, day);
    live_frame (month, day);
    for (guint i = 0; i < N_PEOPLE; i++) {
      for (guint n = roll (month, 9); can_write (month, i) && n > 0; n--)
        act (month, i);
    }
    meet (month);
    for (guint i = 0; i < N_PEOPLE; i++)
      test_world_advance (month->clocks[i], DAY_MS);
    if (month->tablet != NULL)
      test_world_advance (month->tablet_clock, DAY_MS);
  }
}

static void
heal (Month *month)
{
  for (guint round = 0; round < 2; round++) {
    for (guint i = 1; i < N_PEOPLE; i++)
      exchange (month->people[ANA], month->people[i]);
    exchange (month->people[ANA], month->former);
    exchange (month->people[ANA], month->tablet);
  }
}

/* --- What is said --- */

static void
append_id (GString *text, const CenId *id)
{
  g_autofree char *said = cen_id_dup_text (id);

  g_string_append_printf (text, " %.8s", cen_id_is_zero (id) ? "nobody" : said);
}

static void
dump_asked (GString *text, CenStore *store, const CenId *circle, gint64 now_ms)
{
  g_autoptr (CenQuestions) questions = cen_questions_read (store, circle, NULL);
  g_autoptr (CenPolls) polls = cen_polls_read (store, circle, now_ms, NULL);
  g_autoptr (CenProposals) proposals = cen_proposals_read (store, circle, NULL);
  g_autoptr (GPtrArray) ranked = cen_proposals_list_ranked (proposals);

  for (guint i = 0; i < questions->all->len; i++) {
    const CenQuestion *question = questions->all->pdata[i];

    if (question->row->is_sealed) /* for two alone */
      continue;
    g_string_append_printf (text, "\nquestion %d %u %u", (int) question->state,
                            question->answers->len, question->n_me_too);
    append_id (text, &question->row->id);
  }
  for (guint i = 0; i < polls->all->len; i++) {
    const CenPoll *poll = polls->all->pdata[i];

    g_string_append_printf (text, "\npoll %d %u of %u, %d:", poll->is_closed, poll->n_voters,
                            poll->n_members, poll->winner);
    for (guint k = 0; k < poll->votes->len; k++)
      g_string_append_printf (text, " %u", g_array_index (poll->votes, guint, k));
    for (guint k = 0; k < poll->ballots->len; k++) {
      append_id (text, &((CenBallot *) poll->ballots->pdata[k])->member);
      g_string_append (text, ((CenBallot *) poll->ballots->pdata[k])->is_late ? "!" : "");
    }
  }
  for (guint i = 0; i < ranked->len; i++) {
    const CenProposal *proposal = ranked->pdata[i];

    g_string_append_printf (text, "\nproposal %u %u %u %d", proposal->rank, proposal->n_votes,
                            proposal->presenters->len, (int) proposal->state);
    append_id (text, &proposal->row->id);
  }
}

static void
dump_given (GString *text, CenStore *store, const CenId *circle)
{
  g_autoptr (CenThanks) thanks = cen_thanks_read (store, circle, NULL);
  g_autoptr (CenBoosts) boosts = cen_boosts_read (store, circle, NULL);
  g_autoptr (CenCharters) charters = cen_charters_read (store, circle, NULL);
  g_autoptr (GArray) milestones = cen_milestones_read (store, circle, NULL);

  for (guint i = 0; i < thanks->kudos->len; i++)
    append_id (text, &((CenKudos *) thanks->kudos->pdata[i])->row->id);
  for (guint i = 0; i < thanks->awards->len; i++)
    append_id (text, &((CenAward *) thanks->awards->pdata[i])->to);
  for (guint i = 0; i < boosts->all->len; i++)
    g_string_append_printf (text, "\nboost %u", ((CenBoost *) boosts->all->pdata[i])->month);
  for (guint i = 0; i < charters->versions->len; i++)
    g_string_append_printf (text, "\ncharter %u",
                            ((CenCharter *) charters->versions->pdata[i])->agreed->len);
  for (guint i = 0; i < milestones->len; i++) {
    const CenMilestone *milestone = &g_array_index (milestones, CenMilestone, i);

    if (milestone->n > 1 && !cen_id_is_zero (&milestone->member))
      continue; /* one's own */
    g_string_append_printf (text, "\nmilestone %d %u", (int) milestone->kind, milestone->n);
    append_id (text, &milestone->member);
  }
}

static void
dump_drawn (GString *text, CenStore *store, const CenId *circle, gint64 now_ms)
{
  g_autoptr (GArray) pulse = cen_pulse_read (store, circle, now_ms, NULL);
  g_autofree char *csv = cen_pulse_build_csv (pulse);

  for (guint i = 0; i <= 5; i++) {
    g_autoptr (CenWeek) week =
        cen_week_read (store, circle, N_PROMPTS, MONDAY_MS + i * CEN_WEEK_MS, NULL);

    g_string_append_printf (text, "\nweek %u", week->prompt);
    append_id (text, &week->spotlight);
    for (guint k = 0; k < week->pairs->len; k++) {
      append_id (text, &g_array_index (week->pairs, CenCafePair, k).a);
      append_id (text, &g_array_index (week->pairs, CenCafePair, k).b);
    }
  }
  g_string_append_printf (text, "\n%s", csv);
}

static void
dump_learned (GString *text, CenStore *store, const CenId *circle)
{
  g_autoptr (GPtrArray) profiles = cen_query_objects (store, circle, CEN_KIND_PROFILE, NULL, NULL);
  g_autoptr (GPtrArray) objects = cen_query_objects (store, circle, CEN_KIND_PAIR, NULL, NULL);
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, NULL);
  g_autoptr (GPtrArray) map = cen_skills_list (profiles, members);
  g_autoptr (GPtrArray) pairs = cen_pairs_list (objects, members);
  g_autoptr (GArray) suggested = cen_pairs_suggest (circle, profiles, members, pairs);

  for (guint i = 0; i < map->len; i++) {
    const CenSkillRow *skill = map->pdata[i];

    g_string_append_printf (text, "\nskill %s %u %u", skill->key, skill->offers->len,
                            skill->wants->len);
  }
  for (guint i = 0; i < pairs->len; i++)
    g_string_append_printf (text, "\npair %d", (int) ((CenPairRow *) pairs->pdata[i])->state);
  for (guint i = 0; i < suggested->len; i++) {
    append_id (text, &g_array_index (suggested, CenMentorMatch, i).learner);
    append_id (text, &g_array_index (suggested, CenMentorMatch, i).helper);
  }
}

static char *
dump (TestPerson *person)
{
  CenStore *store = person->replica->store;
  const CenId *circle = &person->circle->id;
  gint64 now_ms = MONDAY_MS + N_DAYS * DAY_MS;
  GString *text = g_string_new (NULL);

  dump_asked (text, store, circle, now_ms);
  dump_given (text, store, circle);
  dump_drawn (text, store, circle, now_ms);
  dump_learned (text, store, circle);
  return g_string_free (text, FALSE);
}

/* What concerns one: the same on both devices of a person. Keys of what is sealed pass between
 * these over the network, and there is none here. */
static char *
dump_own (TestPerson *person)
{
  gint64 now_ms = MONDAY_MS + N_DAYS * DAY_MS;
  g_autoptr (GPtrArray) digest =
      cen_digest_read (person->replica->store, &person->circle->id, 0, now_ms, NULL, NULL);
  g_autoptr (GPtrArray) waiting =
      cen_waiting_read (person->replica->store, &person->circle->id, now_ms, NULL, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < digest->len; i++) {
    const CenDigestRow *row = digest->pdata[i];

    if (g_str_has_prefix (row->kind, "private-"))
      continue;
    g_string_append_printf (text, "\n%s", cen_why_to_text (row->why));
    append_id (text, &row->id);
  }
  for (guint i = 0; i < waiting->len; i++) {
    const CenWaitRow *row = waiting->pdata[i];

    if (row->kind == CEN_WAITS_PRIVATE)
      continue;
    g_string_append_printf (text, "\nwaits %s", cen_wait_kind_to_text (row->kind));
    append_id (text, &row->id);
  }
  return g_string_free (text, FALSE);
}

/* --- The test --- */

static void
assert_kinds (const char *said)
{
  static const char *const words[] = {
    "\nquestion 2", "\npoll 1",      "\nproposal 1",  "\nboost", "\ncharter", "\nskill",
    "\npair",       "\nmilestone 4", "\nmilestone 0", "\nweek",  "!"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strstr (said, words[i]) == NULL)
      g_error ("nothing of “%s” happened in these months", words[i] + 1);
  }
}

static void
assert_members (Month *month)
{
  TestPerson *dan = month->people[DAN];
  g_autoptr (GPtrArray) members = cen_query_members (dan->replica->store, &dan->circle->id, NULL);
  guint n[3] = { 0 };

  for (guint i = 0; i < members->len; i++)
    n[((CenMemberRow *) members->pdata[i])->state]++;
  g_assert_cmpuint (n[CEN_MEMBER_ACTIVE], ==, N_PEOPLE - 1);
  g_assert_cmpuint (n[CEN_MEMBER_LEFT], ==, 1);
  g_assert_cmpuint (n[CEN_MEMBER_REMOVED], ==, 1);
}

/* What was said in the end is added to @all. */
static void
run_month (guint32 seed, GString *all)
{
  g_auto (Month) month = { 0 };
  g_autofree char *expected = NULL;
  g_autofree char *own = NULL;
  g_autofree char *again = NULL;

  g_test_message ("seed %u", seed);
  begin (&month, seed);
  live (&month);
  heal (&month);
  g_test_message ("%u gestures, %" G_GUINT64_FORMAT " ops", month.n_acts,
                  month.people[ANA]->circle->held.n);
  assert_members (&month);
  expected = dump (month.people[ANA]);
  g_string_append (all, expected);
  for (guint i = 1; i < N_PEOPLE; i++) {
    g_autofree char *said = dump (month.people[i]);

    test_assert_same_state (month.people[ANA], month.people[i]);
    g_assert_cmpstr (said, ==, expected);
  }
  test_assert_same_state (month.people[ANA], month.tablet);
  own = dump_own (month.people[ANA]);
  again = dump_own (month.tablet);
  g_assert_cmpstr (own, ==, again);
  test_assert_rebuilt (month.people[EVE]);
  g_clear_pointer (&again, g_free);
  again = dump (month.people[EVE]);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_month (void)
{
  const char *seed = g_getenv ("MONTH_SEED");
  g_autoptr (GString) all = g_string_new (NULL);

  if (seed != NULL) {
    run_month ((guint32) g_ascii_strtoull (seed, NULL, 10), all);
    return;
  }
  for (guint32 i = 1; i <= N_SEEDS; i++)
    run_month (i, all);
  assert_kinds (all->str);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/month/eight-members", test_month);
  return g_test_run ();
}
