/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/waiting.h"

#include "core/kinds-life.h"
#include "core/kinds-meet.h"
#include "tests/support/life.h"

enum { ANA, BO, CLEO, DAN };

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

/* "poll:When? question:Why?": what waits for @person. */
static char *
tell (TestStudy *study, TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  test_study_sync (study);
  rows = cen_waiting_read (person->replica->store, &person->circle->id, study->world->now_ms, NULL,
                           &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const CenWaitRow *row = rows->pdata[i];

    g_string_append_printf (text, "%s%s:%s%s", i > 0 ? " " : "", cen_wait_kind_to_text (row->kind),
                            row->title, row->is_skill ? "!" : "");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
expect (TestStudy *study, guint who, const char *expected)
{
  g_autofree char *told = tell (study, study->people[who]);

  g_assert_cmpstr (told, ==, expected);
}

static CenId
ask (TestPerson *person, const char *title)
{
  CenValue value = test_value_text (CEN_QUESTION_TITLE, title);

  return test_life_create (person, CEN_KIND_QUESTION, &value, 1);
}

static CenId
answer (TestPerson *person, const CenId *question)
{
  CenValue values[] = { test_value_ref (CEN_ANSWER_QUESTION, question),
                        test_value_text (CEN_ANSWER_TEXT, "Because") };

  return test_life_create (person, CEN_KIND_ANSWER, values, 2);
}

static void
test_questions (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId question, taken, profile;

  test_study_begin (&study, 1);
  question = ask (study.people[BO], "Why?");
  expect (&study, ANA, "question:Why?");
  expect (&study, BO, "");
  taken = answer (study.people[ANA], &question);
  expect (&study, ANA, "");
  expect (&study, BO, "answer:Why?");
  {
    CenValue value = test_value_ref (CEN_QUESTION_ACCEPTED, &taken);

    g_assert_true (cen_author_set (study.people[BO]->circle, &question, &value, 1, NULL));
  }
  expect (&study, BO, "");
  /* What one offers comes first, and of the others no more than a few. */
  for (guint i = 0; i < CEN_WAITING_QUESTIONS_MAX + 2; i++)
    ask (study.people[CLEO], "Who?");
  ask (study.people[CLEO], "Does anybody play the Piano here?");
  g_assert_true (cen_author_find_profile (study.people[DAN]->circle, &profile, NULL));
  g_assert_true (
      cen_author_mark (study.people[DAN]->circle, &profile, "offer", "piano", CEN_MARK_PUT, NULL));
  expect (&study, DAN,
          "question:Does anybody play the Piano here?! question:Who? question:Who? question:Who? "
          "question:Who?");
}

static void
test_what_closes (void)
{
  g_auto (TestStudy) study = { 0 };
  const char *const options[] = { "one", "two" };
  const guint64 choice = 1;
  CenId poll;

  test_study_begin (&study, 2);
  {
    CenValue values[] = {
      test_value_text (CEN_POLL_QUESTION, "When?"),
      { .field = CEN_POLL_OPTIONS, .type = CEN_FIELD_TEXTS, .items = options, .n_items = 2 },
      { .field = CEN_POLL_CLOSES,
        .type = CEN_FIELD_TIME,
        .number = (guint64) (study.world->now_ms + DAY_MS) },
    };
    CenValue vote = { .type = CEN_FIELD_UINTS, .items = &choice, .n_items = 1 };

    poll = test_life_create (study.people[BO], CEN_KIND_POLL, values, 3);
    expect (&study, CLEO, "poll:When?");
    g_assert_true (
        cen_author_mark_value (study.people[CLEO]->circle, &poll, "vote", "", &vote, NULL));
  }
  expect (&study, CLEO, "");
  expect (&study, DAN, "poll:When?");
  test_world_advance (study.world, 2 * DAY_MS);
  expect (&study, DAN, "");
}

static void
test_sessions (void)
{
  g_auto (TestStudy) study = { 0 };
  CenValue answer = { .type = CEN_FIELD_UINT, .number = CEN_RSVP_NO };
  char key[CEN_OCCURRENCE_KEY_MAX + 1];
  gint64 start_ms;
  CenId session;

  test_study_begin (&study, 3);
  start_ms = study.world->now_ms + DAY_MS;
  {
    CenValue values[] = {
      test_value_text (CEN_SESSION_TITLE, "Series"),
      { .field = CEN_SESSION_START, .type = CEN_FIELD_TIME, .number = (guint64) start_ms },
    };

    session = test_life_create (study.people[BO], CEN_KIND_SESSION, values, 2);
  }
  expect (&study, BO, ""); /* hosts it */
  expect (&study, CLEO, "session:Series");
  g_snprintf (key, sizeof key, "%" G_GINT64_FORMAT, start_ms);
  g_assert_true (
      cen_author_mark_value (study.people[CLEO]->circle, &session, "rsvp", key, &answer, NULL));
  expect (&study, CLEO, "");
  test_world_advance (study.world, 2 * DAY_MS);
  expect (&study, DAN, "");
}

static void
test_people (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *dan;
  CenId pair;

  test_study_begin (&study, 4);
  dan = study.people[DAN];
  {
    CenValue values[] = { test_value_ref (CEN_PAIR_WITH, &dan->circle->self_member),
                          test_value_text (CEN_PAIR_GOAL, "Read") };
    CenValue charter = test_value_text (CEN_CHARTER_TEXT, "We listen.");
    CenId version;

    pair = test_life_create (study.people[CLEO], CEN_KIND_PAIR, values, 2);
    version = test_life_create (study.people[ANA], CEN_KIND_CHARTER, &charter, 1);
    expect (&study, DAN, "charter: pair:Read");
    g_assert_true (cen_author_mark (dan->circle, &pair, "accept", "", CEN_MARK_PUT, NULL));
    g_assert_true (cen_author_mark (dan->circle, &version, "agree", "", CEN_MARK_PUT, NULL));
  }
  expect (&study, DAN, "");
  ask (study.people[BO], "Why?");
  expect (&study, DAN, "question:Why?");
  test_study_sync (&study);
  g_assert_true (cen_author_leave (dan->circle, NULL));
  expect (&study, DAN, ""); /* nothing waits for who has left */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpuint (CEN_WAITING_QUESTIONS_MAX, <, CEN_WAITING_ROWS_MAX);
  g_test_add_func ("/waiting/questions", test_questions);
  g_test_add_func ("/waiting/what-closes", test_what_closes);
  g_test_add_func ("/waiting/sessions", test_sessions);
  g_test_add_func ("/waiting/people", test_people);
  return g_test_run ();
}
