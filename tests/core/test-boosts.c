/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/boosts.h"

#include "tests/support/life.h"

enum { ANA, BO, CLEO, DAN };

static gboolean
boost (TestPerson *person, guint month, const char *title, const CenId *ref, CenId *ret_id)
{
  CenValue values[] = {
    { .field = CEN_BOOST_MONTH, .type = CEN_FIELD_UINT, .number = month },
    test_value_text (CEN_BOOST_TITLE, title),
    { .field = CEN_BOOST_REF, .type = CEN_FIELD_REF },
  };

  if (ref != NULL)
    values[2].ref = *ref;
  return cen_author_create (person->circle, cen_kind_get (CEN_KIND_BOOST), values,
                            ref != NULL ? 3 : 2, ret_id, NULL);
}

/* "202611 Ana's drawings by Bo; ": all of them, oldest first. */
static char *
tell (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenBoosts) boosts =
      cen_boosts_read (person->replica->store, &person->circle->id, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < boosts->all->len; i++) {
    const CenBoost *row = boosts->all->pdata[i];

    g_string_append_printf (text, "%u %s by %s; ", row->month, row->title, row->row->author_name);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_page (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *said = NULL;
  g_autofree char *left = NULL;
  CenId id;

  test_study_begin (&study, 1);
  g_assert_true (boost (study.people[BO], 202610, "The green book", NULL, &id));
  g_assert_true (
      boost (study.people[BO], 202611, "Ana", &study.people[ANA]->circle->self_member, &id));
  /* Nobody names themselves: what says so does not count. */
  boost (study.people[BO], 202611, "I", &study.people[BO]->circle->self_member, &id);
  test_study_sync (&study);
  said = tell (study.people[DAN]);
  g_assert_cmpstr (said, ==, "202610 The green book by Bo; 202611 Ana by Bo; ");
  g_assert_true (boost (study.people[CLEO], 202611, "A mistake", NULL, &id));
  g_assert_true (cen_author_redact (study.people[CLEO]->circle, &id, NULL));
  test_study_sync (&study);
  left = tell (study.people[DAN]);
  g_assert_cmpstr (left, ==, said);
}

/* Bounds of the month that the kind allows. */
static void
test_months (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId id;

  test_study_begin (&study, 2);
  g_assert_true (boost (study.people[BO], 999912, "Late", NULL, &id));
  g_assert_false (boost (study.people[BO], 999913, "Later", NULL, &id));
  g_assert_false (boost (study.people[BO], 202611, "", NULL, &id));
  g_assert_cmpuint (cen_boost_get_month (0), ==, 197001);
  g_assert_cmpuint (cen_boost_get_month (G_GINT64_CONSTANT (1767225600000) - 1), ==, 202512);
  g_assert_cmpuint (cen_boost_get_month (G_GINT64_CONSTANT (1767225600000)), ==, 202601);
}

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  guint n = (guint) g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE);
  guint k = (guint) g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE);
  CenId *last = data;

  if (g_rand_int_range (rand, 0, 6) == 0)
    cen_author_redact (study->people[n]->circle, last, NULL);
  else
    boost (study->people[n], 202601 + (guint) g_rand_int_range (rand, 0, 3), "Help",
           &study->people[k]->circle->self_member, last);
}

static char *
dump (TestPerson *person)
{
  return tell (person);
}

static void
test_same_everywhere (void)
{
  CenId last = { 0 };

  test_life_same_everywhere (act, dump, &last);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boosts/page", test_page);
  g_test_add_func ("/boosts/months", test_months);
  g_test_add_func ("/boosts/same-everywhere", test_same_everywhere);
  return g_test_run ();
}
