/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/life.h"

#define N_ACTS  80
#define N_SEEDS 3
#define N_APART 12 /* acts between two exchanges, about */

CenValue
test_value_text (guint field, const char *text)
{
  return (CenValue){ .field = field, .type = CEN_FIELD_TEXT, .text = text };
}

CenValue
test_value_ref (guint field, const CenId *ref)
{
  return (CenValue){ .field = field, .type = CEN_FIELD_REF, .ref = *ref };
}

CenId
test_life_create (TestPerson *person, guint kind, const CenValue *values, guint n_values)
{
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (person->circle, cen_kind_get (kind), values, n_values, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* Two of them meet: neither then has all. */
static void
meet (TestStudy *study, GRand *rand)
{
  guint a = (guint) g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE);
  guint b = (a + (guint) g_rand_int_range (rand, 1, TEST_STUDY_PEOPLE)) % TEST_STUDY_PEOPLE;

  test_person_pull (study->people[a], study->people[b]);
  test_person_pull (study->people[b], study->people[a]);
}

static void
live (guint32 seed, TestLifeAct act, TestLifeDump dump, gpointer data)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree char *expected = NULL;

  g_test_message ("seed %u", seed);
  test_study_begin (&study, seed);
  for (guint i = 0; i < N_ACTS; i++) {
    act (&study, rand, data);
    if (g_rand_int_range (rand, 0, N_APART) == 0)
      meet (&study, rand);
  }
  test_study_sync (&study);
  expected = dump (study.people[0]);
  for (guint i = 1; i < TEST_STUDY_PEOPLE; i++) {
    g_autofree char *said = dump (study.people[i]);

    g_assert_cmpstr (said, ==, expected);
  }
  for (guint i = 0; i < TEST_LIFE_REPLICAS; i++) {
    g_autoptr (TestPerson) fresh = test_person_new (study.world, "Fresh");
    g_autofree char *said = NULL;

    test_person_open_empty (fresh, &study.people[0]->circle->id);
    test_study_deliver (fresh, study.people[i % TEST_STUDY_PEOPLE], rand);
    said = dump (fresh);
    g_assert_cmpstr (said, ==, expected);
    test_assert_same_state (study.people[0], fresh);
    if (i == 0)
      test_assert_rebuilt (fresh);
  }
}

void
test_life_same_everywhere (TestLifeAct act, TestLifeDump dump, gpointer data)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    live (seed, act, dump, data);
}
