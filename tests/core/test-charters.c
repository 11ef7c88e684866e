/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/charters.h"
#include "tests/support/life.h"

enum { ANA, BO, CLEO, DAN };

static gboolean
set_charter (TestPerson *person, const char *text)
{
  CenValue value = test_value_text (CEN_CHARTER_TEXT, text);
  CenId id;

  return cen_author_create (person->circle, cen_kind_get (CEN_KIND_CHARTER), &value, 1, &id, NULL);
}

static CenCharters *
read_all (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  CenCharters *charters = cen_charters_read (person->replica->store, &person->circle->id, &error);

  g_assert_no_error (error);
  return charters;
}

static void
agree (TestPerson *person)
{
  g_autoptr (CenCharters) charters = read_all (person);
  const CenCharter *last = cen_charters_get_last (charters);

  if (last != NULL)
    cen_author_mark (person->circle, &last->row->id, "agree", "", CEN_MARK_PUT, NULL);
}

static char *
dump (TestPerson *person)
{
  g_autoptr (CenCharters) charters = read_all (person);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < charters->versions->len; i++) {
    const CenCharter *charter = charters->versions->pdata[i];

    g_string_append_printf (text, "%u %s %u\n", charter->number, charter->text,
                            charter->agreed->len);
  }
  return g_string_free (text, FALSE);
}

static void
assert_said (TestPerson *person, const char *expected)
{
  g_autofree char *said = dump (person);

  g_assert_cmpstr (said, ==, expected);
}

/* Each version has its own agreements, the first is what the circle was founded with, and the
 * circle shows the last. */
static void
test_versions (void)
{
  g_auto (TestStudy) study = { 0 };
  CenValue founding = test_value_text (CEN_CIRCLE_CHARTER, "Listen.");
  g_autoptr (CenCircleRow) row = NULL;
  g_autoptr (CenCharters) charters = NULL;
  TestPerson *ana, *cleo;

  test_study_begin (&study, 1);
  ana = study.people[ANA];
  cleo = study.people[CLEO];
  assert_said (cleo, "");
  charters = read_all (cleo);
  g_assert_true (charters->is_agreed);
  row = cen_query_circle (ana->replica->store, &ana->circle->id, NULL);
  g_assert_true (cen_author_set (ana->circle, &row->object, &founding, 1, NULL));
  test_study_sync (&study);
  agree (cleo);
  test_study_sync (&study);
  assert_said (ana, "1 Listen. 1\n");
  g_assert_false (set_charter (cleo, "Shout."));
  g_assert_true (set_charter (study.people[BO], "Listen, and ask."));
  test_study_sync (&study);
  assert_said (cleo, "1 Listen. 1\n2 Listen, and ask. 0\n");
  agree (cleo);
  agree (study.people[DAN]);
  test_study_sync (&study);
  assert_said (ana, "1 Listen. 1\n2 Listen, and ask. 2\n");
  g_clear_pointer (&row, cen_circle_row_free);
  row = cen_query_circle (ana->replica->store, &ana->circle->id, NULL);
  g_assert_cmpstr (row->charter, ==, "Listen, and ask.");
}

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  TestPerson *person = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];

  (void) data;
  if (g_rand_int_range (rand, 0, 8) == 0)
    set_charter (person, "Words.");
  else
    agree (person);
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
  g_test_add_func ("/charters/versions", test_versions);
  g_test_add_func ("/charters/everywhere", test_everywhere);
  return g_test_run ();
}
