/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Polls: who counts, who is late, and who wins, whatever the order in which everything came. */

#include "core/polls.h"
#include "tests/support/life.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

#define LATER_MS 1000000

static const char *const options[] = { "a", "b", "c", "d" };

static CenId
make_poll (TestPerson *person, CenPollMode mode, gint64 closes_ms)
{
  CenValue values[] = {
    test_value_text (CEN_POLL_QUESTION, "Which?"),
    { .field = CEN_POLL_OPTIONS, .type = CEN_FIELD_TEXTS, .items = options, .n_items = 4 },
    { .field = CEN_POLL_MODE, .type = CEN_FIELD_UINT, .number = mode },
    { .field = CEN_POLL_CLOSES, .type = CEN_FIELD_TIME, .number = (guint64) closes_ms },
  };

  return test_life_create (person, CEN_KIND_POLL, values, closes_ms > 0 ? 4 : 3);
}

/* @choices: letters of options */
static gboolean
vote (TestPerson *person, const CenId *poll, const char *choices)
{
  guint64 numbers[8];
  CenValue value = { .type = CEN_FIELD_UINTS, .items = numbers, .n_items = strlen (choices) };

  for (guint i = 0; i < value.n_items; i++)
    numbers[i] = (guint64) (choices[i] - 'a');
  return cen_author_mark_value (person->circle, poll, "vote", "", value.n_items > 0 ? &value : NULL,
                                NULL);
}

static gboolean
close_poll (TestPerson *person, const CenId *poll)
{
  CenValue value = { .field = CEN_POLL_CLOSED, .type = CEN_FIELD_BOOL, .number = 1 };

  return cen_author_set (person->circle, poll, &value, 1, NULL);
}

static CenPolls *
read_all (TestPerson *person, gint64 now_ms)
{
  g_autoptr (GError) error = NULL;
  CenPolls *polls = cen_polls_read (person->replica->store, &person->circle->id, now_ms, &error);

  g_assert_no_error (error);
  return polls;
}

static char *
dump_poll (const CenPoll *poll)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < poll->n_options; i++)
    g_string_append_printf (text, "%u ", g_array_index (poll->votes, guint, i));
  g_string_append_printf (text, "of %u/%u", poll->n_voters, poll->n_members);
  g_string_append_printf (text, " %s", poll->winner >= 0 ? poll->options[poll->winner] : "-");
  if (poll->is_closed)
    g_string_append (text, " closed");
  for (guint i = 0; i < poll->ballots->len; i++) {
    if (((CenBallot *) poll->ballots->pdata[i])->is_late)
      g_string_append (text, " late");
  }
  return g_string_free (text, FALSE);
}

static void
assert_poll (TestPerson *person, const CenId *id, const char *expected)
{
  g_autoptr (CenPolls) polls = read_all (person, 0);
  g_autofree char *said = dump_poll (cen_polls_find (polls, id));

  g_assert_cmpstr (said, ==, expected);
}

static void
assert_everywhere (TestStudy *study, const CenId *id, const char *expected)
{
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++)
    assert_poll (study->people[i], id, expected);
}

static void
test_modes (void)
{
  static const struct {
    CenPollMode mode;
    const char *votes[4];
    const char *expected;
  } rows[] = {
    { CEN_POLL_SINGLE, { "a", "b", "b", "" }, "1 2 0 0 of 3/4 b" },
    { CEN_POLL_SINGLE, { "a", "b", "", "" }, "1 1 0 0 of 2/4 -" },
    { CEN_POLL_SINGLE, { "", "", "", "" }, "0 0 0 0 of 0/4 -" },
    { CEN_POLL_SINGLE, { "ab", "b", "", "b" }, "1 2 0 0 of 3/4 b" }, /* one alone counts */
    { CEN_POLL_MULTIPLE, { "ab", "b", "cb", "a" }, "2 3 1 0 of 4/4 b" },
    { CEN_POLL_MULTIPLE,
      { "aab", "b", "", "z" },
      "1 2 0 0 of 2/4 b" }, /* each once, what is there */
    { CEN_POLL_RANKED, { "ab", "ba", "ba", "" }, "1 2 0 0 of 3/4 b" },
    { CEN_POLL_RANKED, { "abc", "abc", "cba", "bca" }, "2 1 1 0 of 4/4 -" }, /* c, then even */
    { CEN_POLL_RANKED, { "abc", "abc", "cab", "bca" }, "2 1 1 0 of 4/4 a" }, /* c goes to a */
    { CEN_POLL_RANKED, { "a", "b", "", "" }, "1 1 0 0 of 2/4 -" },
    { CEN_POLL_RANKED, { "a", "a", "bc", "cb" }, "2 1 1 0 of 4/4 -" },
    { CEN_POLL_RANKED,
      { "a", "ba", "cb", "" },
      "1 1 1 0 of 3/4 -" }, /* d goes, the others are equal */
    { CEN_POLL_RANKED, { "ab", "ba", "ca", "ab" }, "2 1 1 0 of 4/4 a" }, /* c goes to a */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (TestStudy) study = { 0 };
    CenId poll;

    g_test_message ("row %u", i);
    test_study_begin (&study, i + 1);
    poll = make_poll (study.people[ANA], rows[i].mode, 0);
    test_study_sync (&study);
    for (guint k = 0; k < 4; k++) {
      if (rows[i].votes[k][0] != '\0')
        g_assert_true (vote (study.people[k], &poll, rows[i].votes[k]));
    }
    test_study_sync (&study);
    assert_everywhere (&study, &poll, rows[i].expected);
  }
}

static void
test_change (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId poll;

  test_study_begin (&study, 1);
  poll = make_poll (study.people[ANA], CEN_POLL_SINGLE, 0);
  g_assert_true (vote (study.people[ANA], &poll, "a"));
  g_assert_true (vote (study.people[ANA], &poll, "c"));
  assert_poll (study.people[ANA], &poll, "0 0 1 0 of 1/4 c");
  g_assert_true (vote (study.people[ANA], &poll, ""));
  assert_poll (study.people[ANA], &poll, "0 0 0 0 of 0/4 -");
}

/* Only the votes that who closed it had seen count; those written meanwhile are late, and so are
 * changes: the vote before the change counts. */
static void
test_closed_by_somebody (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId poll;

  test_study_begin (&study, 2);
  poll = make_poll (study.people[CLEO], CEN_POLL_SINGLE, 0);
  test_study_sync (&study);
  g_assert_true (vote (study.people[BO], &poll, "a"));
  g_assert_true (vote (study.people[DAN], &poll, "b"));
  test_person_pull (study.people[CLEO], study.people[BO]);
  g_assert_false (close_poll (study.people[DAN], &poll));
  g_assert_true (close_poll (study.people[CLEO], &poll));
  g_assert_true (vote (study.people[BO], &poll, "c")); /* does not know yet */
  test_study_sync (&study);
  assert_everywhere (&study, &poll, "1 0 0 0 of 1/4 a closed late late");
  g_assert_true (vote (study.people[ANA], &poll, "d")); /* knows */
  test_study_sync (&study);
  assert_everywhere (&study, &poll, "1 0 0 0 of 1/4 a closed late late late");
}

/* Two close it without knowing of each other: the first in order counts. */
static void
test_closed_twice (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *said = NULL;
  g_autoptr (CenPolls) polls = NULL;
  CenId poll;

  test_study_begin (&study, 3);
  poll = make_poll (study.people[CLEO], CEN_POLL_SINGLE, 0);
  test_study_sync (&study);
  g_assert_true (close_poll (study.people[CLEO], &poll)); /* the lower lamport */
  g_assert_true (vote (study.people[BO], &poll, "a"));
  g_assert_true (vote (study.people[BO], &poll, "b"));
  g_assert_true (close_poll (study.people[BO], &poll)); /* a facilitator */
  assert_poll (study.people[BO], &poll, "0 1 0 0 of 1/4 b closed");
  test_study_sync (&study);
  assert_everywhere (&study, &poll, "0 0 0 0 of 0/4 - closed late");
}

/* The close of one who is removed as if before is none. */
static void
test_close_undone (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId poll, cut;

  test_study_begin (&study, 4);
  poll = make_poll (study.people[ANA], CEN_POLL_SINGLE, 0);
  test_study_sync (&study);
  cut = test_person_post (study.people[BO], "here");
  g_assert_true (close_poll (study.people[BO], &poll));
  g_assert_true (vote (study.people[DAN], &poll, "d"));
  test_study_sync (&study);
  assert_everywhere (&study, &poll, "0 0 0 0 of 0/4 - closed late");
  test_study_revoke (study.people[ANA], study.people[BO], &cut);
  test_study_sync (&study);
  assert_poll (study.people[CLEO], &poll, "0 0 0 1 of 1/3 d");
}

static void
test_closing_time (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenPolls) after = NULL;
  gint64 closes_ms;
  CenId poll;

  test_study_begin (&study, 5);
  closes_ms = study.world->now_ms + LATER_MS;
  poll = make_poll (study.people[ANA], CEN_POLL_SINGLE, closes_ms);
  test_study_sync (&study);
  study.world->now_ms = closes_ms;
  g_assert_true (vote (study.people[DAN], &poll, "b"));
  g_assert_true (vote (study.people[BO], &poll, "b"));
  study.world->now_ms = closes_ms + 1;
  g_assert_true (vote (study.people[CLEO], &poll, "a"));
  g_assert_true (vote (study.people[DAN], &poll, "a"));
  test_study_sync (&study);
  assert_everywhere (&study, &poll, "0 2 0 0 of 2/4 b late late");
  after = read_all (study.people[ANA], closes_ms + 1);
  g_assert_true (cen_polls_find (after, &poll)->is_closed);
}

/* --- The same for everybody --- */

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  static const char *const votes[] = { "a", "b", "c", "abcd", "dc", "bd", "cba", "" };
  TestPerson *person = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  g_autoptr (CenPolls) polls = read_all (person, 0);
  guint n = polls->all->len;
  guint nth = n > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) n) : 0;
  CenId id = n > 0 ? ((const CenPoll *) polls->all->pdata[nth])->row->id : (CenId){ 0 };

  (void) data;
  study->world->now_ms += g_rand_int_range (rand, 0, 2000);
  switch (n > 0 ? g_rand_int_range (rand, 0, 20) : 0) {
  case 0:
    make_poll (person, (CenPollMode) g_rand_int_range (rand, 0, 3),
               g_rand_boolean (rand) ? study->world->now_ms + 20000 : 0);
    break;
  case 1:
    close_poll (person, &id);
    break;
  default:
    vote (person, &id, votes[g_rand_int_range (rand, 0, G_N_ELEMENTS (votes))]);
    break;
  }
}

static char *
dump (TestPerson *person)
{
  g_autoptr (CenPolls) polls = read_all (person, 0);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < polls->all->len; i++) {
    g_autofree char *line = dump_poll (polls->all->pdata[i]);

    g_string_append_printf (text, "%s\n", line);
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
  g_test_add_func ("/polls/modes", test_modes);
  g_test_add_func ("/polls/change", test_change);
  g_test_add_func ("/polls/closed-by-somebody", test_closed_by_somebody);
  g_test_add_func ("/polls/closed-twice", test_closed_twice);
  g_test_add_func ("/polls/close-undone", test_close_undone);
  g_test_add_func ("/polls/closing-time", test_closing_time);
  g_test_add_func ("/polls/everywhere", test_everywhere);
  return g_test_run ();
}
