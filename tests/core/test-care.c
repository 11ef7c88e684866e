/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/care.h"

#include "core/author-content.h"
#include "core/kinds-life.h"
#include "core/kinds-meet.h"
#include "tests/support/study.h"

enum { ANA, BO, CLEO, DAN };

static CenId
create (TestPerson *person, guint kind, const CenValue *values, guint n_values)
{
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (person->circle, cen_kind_get (kind), values, n_values, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* "question:Why? newcomer:Dan": what Ana is told. */
static char *
tell (TestStudy *study)
{
  TestPerson *ana = study->people[ANA];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  test_study_sync (study);
  rows = cen_care_read (ana->replica->store, &ana->circle->id, study->world->now_ms, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const CenCareRow *row = rows->pdata[i];

    g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", cen_care_kind_to_text (row->kind),
                            row->title);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
expect (TestStudy *study, const char *expected)
{
  g_autofree char *told = tell (study);

  g_assert_cmpstr (told, ==, expected);
}

static void
test_members (void)
{
  g_auto (TestStudy) study = { 0 };

  test_study_begin (&study, 1);
  test_person_post (study.people[BO], "words");
  test_person_post (study.people[CLEO], "words");
  expect (&study, "newcomer:Dan");
  test_world_advance (study.world, CEN_CARE_NEW_MS);
  test_person_post (study.people[CLEO], "words");
  {
    g_autofree char *told = tell (&study);

    g_assert_nonnull (g_strstr_len (told, -1, "quiet:Dan"));
    g_assert_nonnull (g_strstr_len (told, -1, "quiet:Bo"));
    g_assert_null (g_strstr_len (told, -1, "Cleo"));
    g_assert_null (g_strstr_len (told, -1, "Ana"));
  }
  test_person_post (study.people[DAN], "words");
  test_person_post (study.people[BO], "words");
  expect (&study, "");
}

static void
test_questions (void)
{
  g_auto (TestStudy) study = { 0 };
  CenValue title = { .field = CEN_QUESTION_TITLE, .type = CEN_FIELD_TEXT, .text = "Why?" };
  CenValue values[] = {
    { .field = CEN_ANSWER_QUESTION, .type = CEN_FIELD_REF },
    { .field = CEN_ANSWER_TEXT, .type = CEN_FIELD_TEXT, .text = "Because" },
  };

  test_study_begin (&study, 2);
  for (guint i = 1; i < TEST_STUDY_PEOPLE; i++)
    test_person_post (study.people[i], "words");
  values[0].ref = create (study.people[DAN], CEN_KIND_QUESTION, &title, 1);
  expect (&study, "");
  test_world_advance (study.world, CEN_CARE_UNANSWERED_MS);
  expect (&study, "question:Why?");
  create (study.people[BO], CEN_KIND_ANSWER, values, 2);
  expect (&study, "");
}

static void
test_sessions (void)
{
  g_auto (TestStudy) study = { 0 };
  CenValue values[] = {
    { .field = CEN_SESSION_TITLE, .type = CEN_FIELD_TEXT, .text = "Series" },
    { .field = CEN_SESSION_START, .type = CEN_FIELD_TIME },
  };
  CenValue no = { .type = CEN_FIELD_UINT, .number = CEN_RSVP_NO };
  g_autofree char *key = NULL;
  CenId session;

  test_study_begin (&study, 3);
  for (guint i = 1; i < TEST_STUDY_PEOPLE; i++)
    test_person_post (study.people[i], "words");
  values[1].number = (guint64) (study.world->now_ms + CEN_CARE_SOON_MS - 1);
  session = create (study.people[CLEO], CEN_KIND_SESSION, values, 2);
  values[1].number += 10;
  create (study.people[DAN], CEN_KIND_SESSION, values, 2);
  expect (&study, "");
  key = g_strdup_printf ("%" G_GINT64_FORMAT, study.world->now_ms + CEN_CARE_SOON_MS - 1);
  g_assert_true (
      cen_author_mark_value (study.people[CLEO]->circle, &session, "rsvp", key, &no, NULL));
  expect (&study, "session:Series");
  g_assert_true (
      cen_author_mark_value (study.people[CLEO]->circle, &session, "rsvp", key, NULL, NULL));
  expect (&study, "");
  test_study_revoke (study.people[ANA], study.people[DAN], NULL);
  test_world_advance (study.world, 60000);
  expect (&study, "session:Series");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/care/members", test_members);
  g_test_add_func ("/care/questions", test_questions);
  g_test_add_func ("/care/sessions", test_sessions);
  return g_test_run ();
}
