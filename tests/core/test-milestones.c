/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/milestones.h"

#include "core/kinds-life.h"
#include "core/kinds-meet.h"
#include "tests/support/life.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

/* "thanked 1 Bo, held 10": sorted by time. */
static char *
tell (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows =
      cen_milestones_read (person->replica->store, &person->circle->id, &error);
  g_autoptr (GPtrArray) members =
      cen_query_members (person->replica->store, &person->circle->id, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const CenMilestone *row = &g_array_index (rows, CenMilestone, i);
    const char *name = "";

    for (guint k = 0; k < members->len; k++) {
      const CenMemberRow *member = members->pdata[k];

      if (cen_id_equal (&member->id, &row->member))
        name = member->name;
    }
    g_string_append_printf (text, "%s%s %u %s", i > 0 ? ", " : "",
                            cen_milestone_kind_to_text (row->kind), row->n, name);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
thank (TestPerson *by, TestPerson *whom)
{
  CenValue values[] = {
    { .field = CEN_KUDOS_TO,
      .type = CEN_FIELD_REFS,
      .items = &whom->circle->self_member,
      .n_items = 1 },
    test_value_text (CEN_KUDOS_REASON, "for help"),
    test_value_text (CEN_KUDOS_SKILL, "listening"),
  };

  test_life_create (by, CEN_KIND_KUDOS, values, 3);
}

static CenId
ask_and_answer (TestPerson *asker, TestPerson *other)
{
  CenValue title = test_value_text (CEN_QUESTION_TITLE, "Why?");
  CenId question = test_life_create (asker, CEN_KIND_QUESTION, &title, 1);
  CenValue values[] = { test_value_ref (CEN_ANSWER_QUESTION, &question),
                        test_value_text (CEN_ANSWER_TEXT, "Because") };
  CenValue accepted = { .field = CEN_QUESTION_ACCEPTED, .type = CEN_FIELD_REF };

  test_person_pull (other, asker);
  accepted.ref = test_life_create (other, CEN_KIND_ANSWER, values, 2);
  test_person_pull (asker, other);
  g_assert_true (cen_author_set (asker->circle, &question, &accepted, 1, NULL));
  return question;
}

/* A session to which the first @n_guests of the study came. */
static void
meet (TestStudy *study, guint n_guests)
{
  gint64 start_ms = study->world->now_ms;
  CenValue values[] = {
    test_value_text (CEN_SESSION_TITLE, "Series"),
    { .field = CEN_SESSION_START, .type = CEN_FIELD_TIME, .number = (guint64) start_ms },
  };
  CenId session = test_life_create (study->people[ANA], CEN_KIND_SESSION, values, 2);
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, start_ms);

  test_study_sync (study);
  for (guint i = 0; i < n_guests; i++)
    g_assert_true (
        cen_author_mark (study->people[i]->circle, &session, "attend", key, CEN_MARK_PUT, NULL));
  test_study_sync (study);
  test_world_advance (study->world, DAY_MS);
}

/* Of others only the firsts; of oneself and the circle also the tenths. */
static void
test_counts (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *ana = NULL;
  g_autofree char *bo = NULL;

  test_study_begin (&study, 1);
  for (guint i = 0; i < 11; i++) {
    thank (study.people[ANA], study.people[BO]);
    test_world_advance (study.world, DAY_MS);
  }
  test_study_sync (&study);
  ana = tell (study.people[ANA]);
  bo = tell (study.people[BO]);
  g_assert_cmpstr (ana, ==, "thanked 1 Bo");
  g_assert_cmpstr (bo, ==, "thanked 1 Bo, thanked 10 Bo");
}

static void
test_kinds (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *said = NULL;
  g_autofree char *met = NULL;

  test_study_begin (&study, 2);
  ask_and_answer (study.people[CLEO], study.people[DAN]);
  ask_and_answer (study.people[CLEO], study.people[CLEO]); /* no feat */
  said = tell (study.people[CLEO]);
  g_assert_nonnull (strstr (said, "accepted 1 Dan"));
  g_assert_nonnull (strstr (said, "solved 1 "));
  g_assert_null (strstr (said, "Cleo"));
  g_clear_pointer (&said, g_free);
  test_world_advance (study.world, DAY_MS);
  meet (&study, 1); /* alone is no session */
  said = tell (study.people[ANA]);
  g_assert_nonnull (strstr (said, "attended 1 Ana"));
  g_assert_null (strstr (said, "held"));
  for (guint i = 0; i < 10; i++)
    meet (&study, 2);
  met = tell (study.people[ANA]);
  g_assert_nonnull (strstr (met, "hosted 1 Ana"));
  g_assert_nonnull (strstr (met, "hosted 10 Ana"));
  g_assert_nonnull (strstr (met, "held 10 "));
  g_assert_nonnull (strstr (met, "attended 1 Bo"));
  g_assert_null (strstr (met, "attended 10 Bo"));
}

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  guint n = (guint) g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE);

  (void) data;
  switch (g_rand_int_range (rand, 0, 4)) {
  case 0:
    thank (study->people[n], study->people[(n + 1) % TEST_STUDY_PEOPLE]);
    break;
  case 1:
    ask_and_answer (study->people[n], study->people[(n + 1) % TEST_STUDY_PEOPLE]);
    break;
  case 2:
    test_world_advance (study->world, g_rand_int_range (rand, 0, 3) * DAY_MS);
    break;
  default:
    if (g_rand_int_range (rand, 0, 5) == 0)
      meet (study, (guint) g_rand_int_range (rand, 1, TEST_STUDY_PEOPLE));
    break;
  }
}

/* What every replica says alike, whosever it is: the circle's own, and the firsts. */
static char *
dump (TestPerson *person)
{
  g_autofree char *all = tell (person);
  g_auto (GStrv) parts = g_strsplit (all, ", ", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (strstr (parts[i], " 1 ") != NULL)
      g_string_append_printf (text, "%s\n", parts[i]);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_same_everywhere (void)
{
  test_life_same_everywhere (act, dump, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/milestones/counts", test_counts);
  g_test_add_func ("/milestones/kinds", test_kinds);
  g_test_add_func ("/milestones/same-everywhere", test_same_everywhere);
  return g_test_run ();
}
