/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions: which state they are in, whatever the order in which everything came. */

#include "core/author-content.h"
#include "core/questions.h"
#include "tests/support/life.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

static CenId
ask (TestPerson *person, const char *title)
{
  CenValue value = test_value_text (CEN_QUESTION_TITLE, title);

  return test_life_create (person, CEN_KIND_QUESTION, &value, 1);
}

static CenId
answer (TestPerson *person, const CenId *question, const char *text)
{
  CenValue values[] = { test_value_ref (CEN_ANSWER_QUESTION, question),
                        test_value_text (CEN_ANSWER_TEXT, text) };

  return test_life_create (person, CEN_KIND_ANSWER, values, 2);
}

static gboolean
accept_answer (TestPerson *person, const CenId *question, const CenId *accepted)
{
  CenValue value = test_value_ref (CEN_QUESTION_ACCEPTED, accepted);

  return cen_author_set (person->circle, question, &value, 1, NULL);
}

static CenQuestions *
read_all (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  CenQuestions *all = cen_questions_read (person->replica->store, &person->circle->id, &error);

  g_assert_no_error (error);
  return all;
}

static void
assert_state (TestPerson *person, const CenId *id, CenQuestionState state, guint n_answers)
{
  g_autoptr (CenQuestions) all = read_all (person);
  const CenQuestion *question = cen_questions_find (all, id);

  g_assert_nonnull (question);
  g_assert_cmpint (question->state, ==, state);
  g_assert_cmpuint (question->answers->len, ==, n_answers);
}

static void
test_states (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId question, other, first, elsewhere;
  TestPerson *bo, *cleo;

  test_study_begin (&study, 1);
  bo = study.people[BO];
  cleo = study.people[CLEO];
  question = ask (cleo, "How?");
  other = ask (cleo, "Why?");
  assert_state (cleo, &question, CEN_QUESTION_IS_OPEN, 0);
  test_study_sync (&study);
  first = answer (bo, &question, "So.");
  elsewhere = answer (bo, &other, "Because.");
  test_study_sync (&study);
  assert_state (cleo, &question, CEN_QUESTION_IS_ANSWERED, 1);
  g_assert_false (accept_answer (study.people[DAN], &question, &first));
  g_assert_true (accept_answer (cleo, &question, &elsewhere));
  assert_state (cleo, &question, CEN_QUESTION_IS_ANSWERED, 1); /* that one answers another */
  g_assert_true (accept_answer (cleo, &question, &first));
  assert_state (cleo, &question, CEN_QUESTION_IS_ACCEPTED, 1);
  g_assert_true (cen_author_redact (bo->circle, &first, NULL));
  test_study_sync (&study);
  assert_state (cleo, &question, CEN_QUESTION_IS_OPEN, 0);
}

static void
test_me_too (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenQuestions) all = NULL;
  const CenQuestion *question;
  CenId id;

  test_study_begin (&study, 2);
  id = ask (study.people[CLEO], "How?");
  test_study_sync (&study);
  for (guint i = 0; i < 2; i++)
    g_assert_true (
        cen_author_mark (study.people[BO]->circle, &id, "me_too", "", CEN_MARK_PUT, NULL));
  g_assert_true (
      cen_author_mark (study.people[DAN]->circle, &id, "me_too", "", CEN_MARK_PUT, NULL));
  test_study_sync (&study);
  all = read_all (study.people[DAN]);
  question = cen_questions_find (all, &id);
  g_assert_cmpuint (question->n_me_too, ==, 2);
  g_assert_true (question->is_me_too);
}

/* The answers of who is removed as if before they wrote go, and what was accepted with them. */
static void
test_removal (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId question, given, cut;

  test_study_begin (&study, 3);
  question = ask (study.people[CLEO], "How?");
  test_study_sync (&study);
  cut = test_person_post (study.people[DAN], "here");
  given = answer (study.people[DAN], &question, "So.");
  test_study_sync (&study);
  g_assert_true (accept_answer (study.people[CLEO], &question, &given));
  test_study_sync (&study);
  test_study_revoke (study.people[ANA], study.people[DAN], &cut);
  test_study_sync (&study);
  assert_state (study.people[CLEO], &question, CEN_QUESTION_IS_OPEN, 0);
  assert_state (study.people[BO], &question, CEN_QUESTION_IS_OPEN, 0);
}

/* --- The same for everybody --- */

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  GArray *ids = data;
  TestPerson *person = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  g_autoptr (CenQuestions) all = read_all (person);
  const CenQuestion *question =
      all->all->len > 0 ? all->all->pdata[g_rand_int_range (rand, 0, (gint32) all->all->len)]
                        : NULL;
  CenId id;

  (void) ids;
  switch (question != NULL ? g_rand_int_range (rand, 0, 10) : 0) {
  case 0:
    ask (person, "What?");
    break;
  case 1:
  case 2:
  case 3:
  case 4:
    answer (person, &question->row->id, "So.");
    break;
  case 5:
  case 6:
    id = question->row->id;
    cen_author_mark (person->circle, &id, "me_too", "",
                     g_rand_boolean (rand) ? CEN_MARK_PUT : CEN_MARK_CLEAR, NULL);
    break;
  case 7:
  case 8:
    if (question->answers->len > 0) {
      guint nth = (guint) g_rand_int_range (rand, 0, (gint32) question->answers->len);

      id = ((const CenObjectRow *) question->answers->pdata[nth])->id;
      accept_answer (person, &question->row->id, &id);
    }
    break;
  default:
    if (question->answers->len > 0)
      cen_author_redact (person->circle, &((CenObjectRow *) question->answers->pdata[0])->id, NULL);
    break;
  }
}

static char *
dump (TestPerson *person)
{
  g_autoptr (CenQuestions) all = read_all (person);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < all->all->len; i++) {
    const CenQuestion *question = all->all->pdata[i];
    g_autofree char *id = cen_id_dup_text (&question->row->id);
    g_autofree char *accepted =
        question->accepted != NULL ? cen_id_dup_text (&question->accepted->id) : g_strdup ("-");

    g_string_append_printf (text, "%s %s %u %u %s\n", id,
                            cen_question_state_to_name (question->state), question->answers->len,
                            question->n_me_too, accepted);
  }
  return g_string_free (text, FALSE);
}

static void
test_everywhere (void)
{
  test_life_same_everywhere (act, dump, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/questions/states", test_states);
  g_test_add_func ("/questions/me-too", test_me_too);
  g_test_add_func ("/questions/removal", test_removal);
  g_test_add_func ("/questions/everywhere", test_everywhere);
  return g_test_run ();
}
