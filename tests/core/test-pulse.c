/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/pulse.h"

#include "core/author-content.h"
#include "core/digest.h"
#include "core/kinds-life.h"
#include "core/kinds-meet.h"
#include "tests/support/study.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

static CenId
create (TestPerson *person, guint kind, const CenValue *values, guint n_values)
{
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (person->circle, cen_kind_get (kind), values, n_values, &id, &error);
  g_assert_no_error (error);
  return id;
}

static CenId
ask (TestPerson *person)
{
  CenValue value = { .field = CEN_QUESTION_TITLE, .type = CEN_FIELD_TEXT, .text = "Why?" };

  return create (person, CEN_KIND_QUESTION, &value, 1);
}

static CenId
answer (TestPerson *person, const CenId *question)
{
  CenValue values[] = {
    { .field = CEN_ANSWER_QUESTION, .type = CEN_FIELD_REF, .ref = *question },
    { .field = CEN_ANSWER_TEXT, .type = CEN_FIELD_TEXT, .text = "Because" },
  };

  return create (person, CEN_KIND_ANSWER, values, 2);
}

static void
thank (TestPerson *person, TestPerson *whom)
{
  CenValue values[] = {
    { .field = CEN_KUDOS_TO,
      .type = CEN_FIELD_REFS,
      .items = &whom->circle->self_member,
      .n_items = 1 },
    { .field = CEN_KUDOS_REASON, .type = CEN_FIELD_TEXT, .text = "for help" },
    { .field = CEN_KUDOS_SKILL, .type = CEN_FIELD_TEXT, .text = "listening" },
  };

  create (person, CEN_KIND_KUDOS, values, 3);
}

static GArray *
read_pulse (TestPerson *person, gint64 now_ms)
{
  g_autoptr (GError) error = NULL;
  GArray *months = cen_pulse_read (person->replica->store, &person->circle->id, now_ms, &error);

  g_assert_no_error (error);
  return months;
}

static const CenPulseMonth *
get_last (GArray *months, guint back)
{
  return &g_array_index (months, CenPulseMonth, months->len - 1 - back);
}

/* On their profile, which is made for it. */
static void
offer (TestPerson *person, const char *skill)
{
  CenValue name = { .field = CEN_PROFILE_NAME, .type = CEN_FIELD_NAME, .text = person->name };
  CenId profile;

  g_assert_true (cen_author_find_profile (person->circle, &profile, NULL));
  if (cen_id_is_zero (&profile))
    g_assert_true (cen_author_create (person->circle, cen_kind_get (CEN_KIND_PROFILE), &name, 1,
                                      &profile, NULL));
  g_assert_true (cen_author_mark (person->circle, &profile, "offer", skill, CEN_MARK_PUT, NULL));
}

/* Each figure against what was done. */
static void
test_figures (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GArray) months = NULL;
  const CenPulseMonth *month;
  CenId question, taken;
  CenValue value = { .field = CEN_QUESTION_ACCEPTED, .type = CEN_FIELD_REF };

  test_study_begin (&study, 1);
  test_person_post (study.people[ANA], "before");
  offer (study.people[BO], "piano");
  test_world_advance (study.world, 31 * DAY_MS);
  question = ask (study.people[ANA]);
  ask (study.people[ANA]);
  test_study_sync (&study);
  test_world_advance (study.world, 2 * 3600 * 1000);
  taken = answer (study.people[BO], &question);
  test_world_advance (study.world, 3600 * 1000);
  answer (study.people[DAN], &question);
  value.ref = taken;
  test_study_sync (&study);
  g_assert_true (cen_author_set (study.people[ANA]->circle, &question, &value, 1, NULL));
  offer (study.people[BO], "rust");
  offer (study.people[DAN], "rust");
  thank (study.people[ANA], study.people[BO]);
  thank (study.people[BO], study.people[ANA]);
  thank (study.people[ANA], study.people[DAN]);
  test_study_sync (&study);
  months = read_pulse (study.people[CLEO], study.world->now_ms);
  month = get_last (months, 0);
  g_assert_cmpuint (get_last (months, 1)->messages, ==, 1);
  g_assert_cmpuint (month->messages, ==, 0);
  g_assert_cmpuint (month->questions, ==, 2);
  g_assert_cmpuint (month->solved, ==, 1);
  g_assert_cmpint (month->answer_ms, ==, 2 * 3600 * 1000);
  g_assert_cmpuint (month->kudos, ==, 3);
  g_assert_cmpuint (month->givers, ==, 2);
  g_assert_cmpuint (month->receivers, ==, 3);
  g_assert_cmpuint (month->both, ==, 2);
  g_assert_cmpuint (month->skills, ==, 2);
  g_assert_cmpuint (get_last (months, 1)->skills, ==, 1);
  g_assert_cmpuint (month->authors, ==, 3);
  g_assert_cmpuint (month->contributions, ==, 7);
}

/* Twenty replicas that got everything in another order count the same. */
static void
test_shuffled (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GArray) months = NULL;

  test_study_begin (&study, 3);
  for (guint i = 0; i < 60; i++) {
    guint n = (guint) g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE);
    CenId question;

    switch (g_rand_int_range (rand, 0, 4)) {
    case 0:
      test_person_post (study.people[n], "words");
      break;
    case 1:
      question = ask (study.people[n]);
      answer (study.people[n], &question);
      break;
    case 2:
      thank (study.people[n], study.people[(n + 1) % TEST_STUDY_PEOPLE]);
      break;
    default:
      test_world_advance (study.world, g_rand_int_range (rand, 0, 5) * DAY_MS);
      break;
    }
  }
  test_study_sync (&study);
  months = read_pulse (study.people[ANA], study.world->now_ms);
  for (guint replica = 0; replica < 20; replica++) {
    g_autoptr (TestPerson) fresh = test_person_new (study.world, "Fresh");
    g_autoptr (GArray) again = NULL;

    test_person_open_empty (fresh, &study.people[0]->circle->id);
    test_study_deliver (fresh, study.people[BO], rand);
    again = read_pulse (fresh, study.world->now_ms);
    g_assert_cmpmem (months->data, months->len * sizeof (CenPulseMonth), again->data,
                     again->len * sizeof (CenPulseMonth));
  }
}

static void
test_months (void)
{
  static const struct {
    const char *text;
    gboolean ok;
  } rows[] = {
    { "2026-11", TRUE }, { "1970-01", TRUE }, { "2026-13", FALSE },    { "2026-00", FALSE },
    { "2026-1", FALSE }, { "26-11", FALSE },  { "2026-11-01", FALSE }, { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    int month;

    g_assert_cmpint (cen_month_from_text (rows[i].text, &month), ==, rows[i].ok);
    if (rows[i].ok) {
      g_autofree char *again = cen_month_dup_text (month);

      g_assert_cmpstr (again, ==, rows[i].text);
    }
  }
  g_assert_cmpint (cen_month_of (0), ==, 1970 * 12);
  g_assert_cmpint (cen_month_of (31 * DAY_MS), ==, 1970 * 12 + 1);
}

/* A circle of many years is told by its last months. */
static void
test_bounds (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GArray) months = NULL;
  g_autofree char *csv = NULL;
  guint n_lines = 0;

  test_study_begin (&study, 4);
  months = read_pulse (study.people[ANA], study.world->now_ms + 20000 * DAY_MS);
  g_assert_cmpuint (months->len, ==, CEN_PULSE_MONTHS_MAX);
  csv = cen_pulse_build_csv (months);
  for (const char *at = csv; (at = strchr (at, '\n')) != NULL; at++)
    n_lines++;
  g_assert_cmpuint (n_lines, ==, CEN_PULSE_MONTHS_MAX + 1);
}

/* However much comes, the digest is bounded, and everything stands in it once. */
static void
test_digest_bounds (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (cen_id_hash, cen_id_hash_equal);
  TestPerson *ana;

  test_study_begin (&study, 5);
  ana = study.people[ANA];
  g_assert_cmpuint (CEN_DIGEST_ROWS_MAX, <, CEN_DIGEST_MESSAGES_MAX);
  for (guint i = 0; i < CEN_DIGEST_ROWS_MAX + 20; i++)
    ask (study.people[BO]);
  thank (study.people[BO], ana);
  test_study_sync (&study);
  rows =
      cen_digest_read (ana->replica->store, &ana->circle->id, 0, study.world->now_ms, NULL, NULL);
  g_assert_cmpuint (rows->len, ==, CEN_DIGEST_ROWS_MAX);
  g_assert_cmpint (((CenDigestRow *) rows->pdata[0])->why, ==, CEN_WHY_KUDOS);
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (g_hash_table_add (seen, &((CenDigestRow *) rows->pdata[i])->id));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pulse/figures", test_figures);
  g_test_add_func ("/pulse/shuffled", test_shuffled);
  g_test_add_func ("/pulse/months", test_months);
  g_test_add_func ("/pulse/bounds", test_bounds);
  g_test_add_func ("/pulse/digest-bounds", test_digest_bounds);
  return g_test_run ();
}
