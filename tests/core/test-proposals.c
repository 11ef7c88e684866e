/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/kinds-meet.h"
#include "core/proposals.h"
#include "tests/support/life.h"

enum { ANA, BO, CLEO, DAN };

static CenId
propose (TestPerson *person, const char *title)
{
  CenValue value = test_value_text (CEN_PROPOSAL_TITLE, title);

  return test_life_create (person, CEN_KIND_PROPOSAL, &value, 1);
}

static gboolean
mark (TestPerson *person, const CenId *proposal, const char *name, CenMarkAction action)
{
  return cen_author_mark (person->circle, proposal, name, "", action, NULL);
}

static CenId
plan (TestPerson *person, const CenId *proposal)
{
  CenValue values[] = {
    test_value_text (CEN_SESSION_TITLE, "It"),
    { .field = CEN_SESSION_START, .type = CEN_FIELD_TIME, .number = 1000 },
    { .field = CEN_SESSION_MINUTES, .type = CEN_FIELD_UINT, .number = 60 },
  };
  CenId session = test_life_create (person, CEN_KIND_SESSION, values, 3);
  CenValue link = test_value_ref (CEN_PROPOSAL_SESSION, &session);

  cen_author_set (person->circle, proposal, &link, 1, NULL);
  return session;
}

static CenProposals *
read_all (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  CenProposals *all = cen_proposals_read (person->replica->store, &person->circle->id, &error);

  g_assert_no_error (error);
  return all;
}

/* Titles by rank, each with its votes, its presenters, and + when it is planned. */
static char *
dump (TestPerson *person)
{
  g_autoptr (CenProposals) all = read_all (person);
  g_autoptr (GPtrArray) ranked = cen_proposals_list_ranked (all);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ranked->len; i++) {
    const CenProposal *proposal = ranked->pdata[i];

    g_assert_cmpuint (proposal->rank, ==, i + 1);
    g_string_append_printf (text, "%s%u/%u%s ", proposal->title, proposal->n_votes,
                            proposal->presenters->len,
                            proposal->state == CEN_PROPOSAL_IS_PLANNED ? "+" : "");
  }
  return g_string_free (text, FALSE);
}

static void
assert_said (TestPerson *person, const char *expected)
{
  g_autofree char *said = dump (person);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_rank (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId ids[4];

  test_study_begin (&study, 1);
  for (guint i = 0; i < 4; i++) {
    const char title[] = { (char) ('a' + i), '\0' };

    ids[i] = propose (study.people[CLEO], title);
  }
  test_study_sync (&study);
  assert_said (study.people[ANA], "a0/0 b0/0 c0/0 d0/0 ");
  g_assert_true (mark (study.people[BO], &ids[3], "vote", CEN_MARK_PUT));
  g_assert_true (mark (study.people[DAN], &ids[3], "vote", CEN_MARK_PUT));
  g_assert_true (mark (study.people[DAN], &ids[1], "vote", CEN_MARK_PUT));
  g_assert_true (mark (study.people[BO], &ids[2], "present", CEN_MARK_PUT));
  test_study_sync (&study);
  assert_said (study.people[ANA], "d2/0 b1/0 c0/1 a0/0 ");
  g_assert_true (mark (study.people[DAN], &ids[3], "vote", CEN_MARK_CLEAR));
  test_study_sync (&study);
  assert_said (study.people[CLEO], "b1/0 d1/0 c0/1 a0/0 ");
}

/* A session that is cancelled or deleted leaves the proposal open, with what was said of it. */
static void
test_session (void)
{
  g_auto (TestStudy) study = { 0 };
  CenValue cancelled = { .field = CEN_SESSION_CANCELLED, .type = CEN_FIELD_BOOL, .number = 1 };
  CenId proposal, session;

  test_study_begin (&study, 2);
  proposal = propose (study.people[CLEO], "a");
  test_study_sync (&study);
  g_assert_true (mark (study.people[BO], &proposal, "vote", CEN_MARK_PUT));
  session = plan (study.people[BO], &proposal);
  test_study_sync (&study);
  assert_said (study.people[DAN], "a1/0+ ");
  g_assert_true (cen_author_set (study.people[BO]->circle, &session, &cancelled, 1, NULL));
  test_study_sync (&study);
  assert_said (study.people[DAN], "a1/0 ");
  session = plan (study.people[DAN], &proposal);
  test_study_sync (&study);
  assert_said (study.people[ANA], "a1/0+ ");
  g_assert_true (cen_author_redact (study.people[DAN]->circle, &session, NULL));
  test_study_sync (&study);
  assert_said (study.people[ANA], "a1/0 ");
}

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  TestPerson *person = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  g_autoptr (CenProposals) all = read_all (person);
  guint n = all->all->len;
  CenId id = { 0 };

  (void) data;
  if (n > 0)
    id = ((const CenProposal *) all->all->pdata[g_rand_int_range (rand, 0, (gint32) n)])->row->id;
  switch (n > 0 ? g_rand_int_range (rand, 0, 12) : 0) {
  case 0:
    propose (person, "x");
    break;
  case 1:
    plan (person, &id);
    break;
  default:
    mark (person, &id, g_rand_boolean (rand) ? "vote" : "present",
          g_rand_int_range (rand, 0, 3) > 0 ? CEN_MARK_PUT : CEN_MARK_CLEAR);
    break;
  }
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
  g_test_add_func ("/proposals/rank", test_rank);
  g_test_add_func ("/proposals/session", test_session);
  g_test_add_func ("/proposals/everywhere", test_everywhere);
  return g_test_run ();
}
