/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody new to a circle of many messages, over a slow link. */

#include "core/early.h"
#include "core/queries.h"
#include "net/serve.h"
#include "tests/support/meeting.h"
#include "tests/support/sim.h"

#define MANY      100000
#define SOME      9000
#define PAGE      50
#define MINUTE_MS (60 * 1000)

/* About two megabits a second. */
static const TestSimRoad slow = { 20, 60, 256 * 1024, 128 * 1024 };

/* Somebody who has been there for long, with @n_posts of theirs. */
static TestSim *
sim_of (guint32 seed, guint n_posts, TestSimPlace place)
{
  TestSim *sim = test_sim_new (seed);
  TestPerson *host;
  g_autoptr (GError) error = NULL;

  test_sim_found (sim, TEST_SIM_IN_MEMORY);
  host = test_sim_get_person (sim, 0);
  g_assert_true (cen_store_begin (host->replica->store, CEN_STORE_NORMAL, &error));
  for (guint i = 0; i < n_posts; i++) {
    g_autofree char *text = g_strdup_printf ("Message %u, which says about as much as any", i);

    test_person_post (host, text);
  }
  g_assert_true (cen_store_commit (host->replica->store, &error));
  test_sim_enter (sim, 0, place);
  test_sim_link (sim, 1, 0, &slow);
  return sim;
}

static GPtrArray *
read_page (TestPerson *person, const CenId *channel)
{
  CenPage page = { .channel = channel, .direction = CEN_PAGE_NEWEST, .limit = PAGE };
  GPtrArray *rows = cen_query_messages (person->replica->store, &person->circle->id, &page, NULL);

  return rows != NULL ? rows : g_ptr_array_new ();
}

/* Whether the newcomer reads the very page that the host does, by whom it is. */
static gboolean
has_newest_page (TestSim *sim)
{
  CenId channel = test_person_get_channel (test_sim_get_person (sim, 0));
  g_autoptr (GPtrArray) there = read_page (test_sim_get_person (sim, 0), &channel);
  g_autoptr (GPtrArray) here = read_page (test_sim_get_person (sim, 1), &channel);

  if (here->len != there->len)
    return FALSE;
  for (guint i = 0; i < here->len; i++) {
    const CenMessageRow *a = here->pdata[i];
    const CenMessageRow *b = there->pdata[i];

    if (!g_str_equal (a->text, b->text) || !g_str_equal (a->author_name, b->author_name))
      return FALSE;
  }
  return TRUE;
}

static guint64
count_held (TestSim *sim)
{
  return test_sim_get_person (sim, 1)->circle->held.n;
}

/* All that goes to the newcomer takes minutes; what is newest is there at once. */
static void
test_at_once (void)
{
  g_autoptr (TestSim) sim = sim_of (1, MANY, TEST_SIM_IN_MEMORY);
  gint64 start_ms = test_sim_get_now_ms (sim);

  while (!has_newest_page (sim))
    test_sim_run (sim, 50);
  g_test_message ("newest page after %" G_GINT64_FORMAT " ms, with %" G_GUINT64_FORMAT
                  " of %d messages here",
                  test_sim_get_now_ms (sim) - start_ms, count_held (sim), MANY);
  test_sim_assert (sim, test_sim_get_now_ms (sim) - start_ms < 1000);
  test_sim_assert (sim, count_held (sim) < 100);
}

/* Cut again and again, early and late, with a restart each time: what was stored never comes again,
 * and the newest page stays readable. */
static void
test_cut (void)
{
  g_autoptr (TestSim) sim = sim_of (2, SOME, TEST_SIM_ON_DISK);
  gsize n_all = test_meeting_measure (test_sim_get_person (sim, 0));
  guint n_cuts = 0;
  guint64 n_sent;

  while (!has_newest_page (sim))
    test_sim_run (sim, 50);
  while (count_held (sim) < SOME) {
    test_sim_run (sim, 1500);
    test_sim_restart (sim, 1);
    n_cuts++;
    test_sim_assert (sim, has_newest_page (sim));
  }
  test_sim_settle (sim, 5 * MINUTE_MS);
  n_sent = test_sim_get_n_sent (sim, 0, 1) - test_sim_get_n_lost (sim, 0, 1);
  g_test_message ("%" G_GUINT64_FORMAT " bytes for %zu, cut %u times", n_sent, n_all, n_cuts);
  test_sim_assert (sim, n_cuts > 3);
  test_sim_assert (sim, n_sent < n_all + n_all / 20);
}

/* Without a cut nothing at all goes twice. */
static void
test_once (void)
{
  g_autoptr (TestSim) sim = sim_of (3, SOME, TEST_SIM_IN_MEMORY);
  gsize n_all = test_meeting_measure (test_sim_get_person (sim, 0));
  g_autoptr (GArray) early = NULL;

  test_sim_settle (sim, 5 * MINUTE_MS);
  g_test_message ("%" G_GUINT64_FORMAT " bytes for %zu", test_sim_get_n_sent (sim, 0, 1), n_all);
  test_sim_assert (sim, test_sim_get_n_sent (sim, 0, 1) < n_all + n_all / 20);
  early = cen_early_list_prefixes (test_sim_get_person (sim, 1)->circle);
  g_assert_cmpuint (early->len, ==, 0);
}

/* Who lacks little is sent nothing before its past. */
static void
test_few (void)
{
  g_autoptr (TestSim) sim = sim_of (4, NET_SERVE_EARLY_MIN / 2, TEST_SIM_IN_MEMORY);

  while (count_held (sim) < NET_SERVE_EARLY_MIN / 2) {
    g_autoptr (GArray) early = NULL;

    test_sim_run (sim, 200);
    early = cen_early_list_prefixes (test_sim_get_person (sim, 1)->circle);
    g_assert_cmpuint (early->len, ==, 0);
  }
}

/* Of several who have the same, one gives it; and when that one goes, the next goes on. */
static void
test_in_turn (void)
{
  g_autoptr (TestSim) sim = sim_of (5, SOME, TEST_SIM_IN_MEMORY);
  gsize n_all = test_meeting_measure (test_sim_get_person (sim, 0));
  guint64 n_sent = 0;
  guint newcomer;

  test_sim_settle (sim, 5 * MINUTE_MS);
  newcomer = test_sim_enter (sim, 0, TEST_SIM_IN_MEMORY);
  for (guint i = 0; i < 2; i++)
    test_sim_link (sim, newcomer, i, &slow);
  while (test_sim_get_person (sim, newcomer)->circle->held.n < SOME / 3)
    test_sim_run (sim, 100);
  test_sim_cut (sim, newcomer, test_sim_get_n_sent (sim, 0, newcomer) > n_all / 10 ? 0 : 1);
  test_sim_run (sim, 1000);
  test_sim_heal (sim);
  test_sim_settle (sim, 5 * MINUTE_MS);
  for (guint i = 0; i < 2; i++)
    n_sent += test_sim_get_n_sent (sim, i, newcomer) - test_sim_get_n_lost (sim, i, newcomer);
  g_test_message ("%" G_GUINT64_FORMAT " bytes for %zu", n_sent, n_all);
  test_sim_assert (sim, n_sent < n_all + n_all / 10);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/newcomer/at-once", test_at_once);
  g_test_add_func ("/newcomer/cut", test_cut);
  g_test_add_func ("/newcomer/once", test_once);
  g_test_add_func ("/newcomer/few", test_few);
  g_test_add_func ("/newcomer/in-turn", test_in_turn);
  return g_test_run ();
}
