/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/meeting.h"

#include "core/author-content.h"
#include "tests/support/study.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

#define START_MS G_GINT64_CONSTANT (1788278400000)
#define KEY      "1788278400000"

static CenId
plan (TestPerson *person, guint64 capacity)
{
  static const char *const agenda[] = { "10 Welcome", "20 Talk" };
  g_autoptr (GError) error = NULL;
  CenValue values[] = {
    { .field = CEN_SESSION_TITLE, .type = CEN_FIELD_TEXT, .text = "Integrals" },
    { .field = CEN_SESSION_START, .type = CEN_FIELD_TIME, .number = START_MS },
    { .field = CEN_SESSION_AGENDA, .type = CEN_FIELD_TEXTS, .items = agenda, .n_items = 2 },
    { .field = CEN_SESSION_CAPACITY, .type = CEN_FIELD_UINT, .number = capacity },
  };
  CenId id;

  cen_author_create (person->circle, cen_kind_get (CEN_KIND_SESSION), values, capacity > 0 ? 4 : 3,
                     &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
answer (TestPerson *person, const CenId *session, const char *key, guint64 number)
{
  CenValue value = { .type = CEN_FIELD_UINT, .number = number };

  g_assert_true (cen_author_mark_value (person->circle, session, "rsvp", key, &value, NULL));
}

static void
judge (TestPerson *person, const CenId *session, guint64 useful, guint64 again)
{
  guint64 marks[] = { useful, again };
  CenValue value = { .type = CEN_FIELD_UINTS, .items = marks, .n_items = 2 };

  g_assert_true (cen_author_mark_value (person->circle, session, "feedback", KEY, &value, NULL));
}

static CenObjectRow *
read_one (TestPerson *person, const CenId *id)
{
  g_autoptr (GError) error = NULL;
  CenObjectRow *row = cen_query_object (person->replica->store, &person->circle->id, id, &error);

  g_assert_no_error (error);
  return row;
}

/* "Ana+ Bo~ Cleo-": who comes, waits, may come (?), does not. */
static char *
tell_guests (const TestStudy *study, const CenObjectRow *row, gint64 occurrence_ms)
{
  g_autoptr (GArray) guests = cen_meeting_list_guests (row, occurrence_ms);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < guests->len; i++) {
    const CenGuest *guest = &g_array_index (guests, CenGuest, i);
    char sign = guest->is_waiting ? '~' : "-+?"[guest->answer];

    for (guint p = 0; p < TEST_STUDY_PEOPLE; p++) {
      if (cen_id_equal (&study->people[p]->circle->self_member, &guest->member))
        g_string_append_printf (text, "%s%s%c", i > 0 ? " " : "", study->people[p]->name, sign);
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_guests (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  g_autoptr (CenObjectRow) after = NULL;
  g_autofree char *first = NULL;
  g_autofree char *other = NULL;
  g_autofree char *second = NULL;
  CenId session;

  test_study_begin (&study, 1);
  session = plan (study.people[ANA], 2);
  test_study_sync (&study);
  answer (study.people[CLEO], &session, KEY, CEN_RSVP_YES);
  test_world_advance (study.world, 1000);
  answer (study.people[BO], &session, KEY, CEN_RSVP_YES);
  test_world_advance (study.world, 1000);
  answer (study.people[ANA], &session, KEY, CEN_RSVP_YES);
  answer (study.people[DAN], &session, KEY, CEN_RSVP_MAYBE);
  answer (study.people[DAN], &session, "5", CEN_RSVP_YES);
  test_study_sync (&study);
  row = read_one (study.people[BO], &session);
  first = tell_guests (&study, row, START_MS);
  other = tell_guests (&study, row, 5);
  g_assert_cmpstr (first, ==, "Cleo+ Bo+ Ana~ Dan?");
  g_assert_cmpstr (other, ==, "Dan+");
  test_world_advance (study.world, 1000);
  answer (study.people[CLEO], &session, KEY, CEN_RSVP_NO);
  test_study_sync (&study);
  after = read_one (study.people[BO], &session);
  second = tell_guests (&study, after, START_MS);
  g_assert_cmpstr (second, ==, "Bo+ Ana+ Dan? Cleo-");
}

static void
test_feedback (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  guint64 bad[] = { 0, CEN_FEEDBACK_MARK_MAX };
  CenValue value = { .type = CEN_FIELD_UINTS, .items = bad, .n_items = 2 };
  CenFeedback feedback;
  CenId session;

  test_study_begin (&study, 2);
  session = plan (study.people[ANA], 0);
  test_study_sync (&study);
  judge (study.people[ANA], &session, 5, 4);
  judge (study.people[BO], &session, 2, 4);
  judge (study.people[BO], &session, 3, 1);
  g_assert_true (
      cen_author_mark_value (study.people[DAN]->circle, &session, "feedback", KEY, &value, NULL));
  test_study_sync (&study);
  row = read_one (study.people[CLEO], &session);
  cen_meeting_sum_feedback (row, START_MS, &feedback);
  g_assert_cmpuint (feedback.n, ==, 2);
  g_assert_cmpfloat (feedback.mean[0], ==, 4);
  g_assert_cmpfloat (feedback.mean[1], ==, 2.5);
  g_assert_cmpuint (feedback.counts[0][3], ==, 1);
  cen_meeting_sum_feedback (row, START_MS + 1, &feedback);
  g_assert_cmpuint (feedback.n, ==, 0);
  g_assert_cmpfloat (feedback.mean[0], ==, 0);
}

static void
test_fields (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  g_autoptr (CenMeeting) meeting = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) one = NULL;
  g_autoptr (CenObjectRow) attended = NULL;
  CenId session;

  test_study_begin (&study, 3);
  session = plan (study.people[DAN], 7);
  row = read_one (study.people[DAN], &session);
  meeting = cen_meeting_new (row);
  g_assert_cmpstr (meeting->title, ==, "Integrals");
  g_assert_cmpint (meeting->start_ms, ==, START_MS);
  g_assert_cmpuint (g_strv_length (meeting->agenda), ==, 2);
  g_assert_cmpuint (meeting->capacity, ==, 7);
  g_assert_true (cen_id_equal (&meeting->host, &study.people[DAN]->circle->self_member));
  g_assert_true (meeting->is_own);
  g_assert_false (meeting->is_cancelled || cen_meeting_is_skipped (meeting, START_MS));
  none = cen_meeting_list_present (row, START_MS);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (
      cen_author_mark (study.people[DAN]->circle, &session, "attend", KEY, CEN_MARK_PUT, NULL));
  attended = read_one (study.people[DAN], &session);
  one = cen_meeting_list_present (attended, START_MS);
  g_assert_cmpuint (one->len, ==, 1);
}

static void
lay_out (TestPerson *who, const CenId *session, const CenId *thing, CenMarkAction change)
{
  g_autofree char *key = cen_id_dup_text (thing);

  g_assert_true (cen_author_mark (who->circle, session, "material", key, change, NULL));
}

/* Each thing once, whoever put it there; there as long as somebody has not taken theirs away. */
static void
test_material (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  g_autoptr (CenObjectRow) after = NULL;
  g_autoptr (GArray) both = NULL;
  g_autoptr (GArray) rest = NULL;
  CenId session, sheet = { { 1 } }, book = { { 2 } };

  test_study_begin (&study, 3);
  session = plan (study.people[ANA], 0);
  test_study_sync (&study);
  lay_out (study.people[ANA], &session, &book, CEN_MARK_PUT);
  lay_out (study.people[ANA], &session, &sheet, CEN_MARK_PUT);
  lay_out (study.people[BO], &session, &sheet, CEN_MARK_PUT);
  test_study_sync (&study);
  row = read_one (study.people[DAN], &session);
  both = cen_meeting_list_material (row);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_true (cen_meeting_has_material (row, &sheet, &study.people[BO]->circle->self_member) &&
                 !cen_meeting_has_material (row, &book, &study.people[BO]->circle->self_member));
  lay_out (study.people[ANA], &session, &book, CEN_MARK_CLEAR);
  lay_out (study.people[ANA], &session, &sheet, CEN_MARK_CLEAR);
  test_study_sync (&study);
  after = read_one (study.people[DAN], &session);
  rest = cen_meeting_list_material (after);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_true (cen_id_equal (&g_array_index (rest, CenId, 0), &sheet));
}

/* What the table of kinds allows and what it refuses. */
static void
test_bounds (void)
{
  const char *agenda[CEN_AGENDA_ITEMS_MAX + 1];
  guint64 skips[CEN_SESSION_SKIPS_MAX + 1];
  const CenKind *kind = cen_kind_get (CEN_KIND_SESSION);
  const CenMark *rsvp = cen_kind_get_mark (kind, CEN_SESSION_RSVP);
  CenValue items = { .type = CEN_FIELD_TEXTS, .items = agenda };
  CenValue times = { .type = CEN_FIELD_UINTS, .items = skips };
  CenValue number = { .type = CEN_FIELD_UINT };

  for (guint i = 0; i < G_N_ELEMENTS (agenda); i++)
    agenda[i] = "10 Welcome";
  for (guint i = 0; i < G_N_ELEMENTS (skips); i++)
    skips[i] = i;
  for (guint over = 0; over < 2; over++) {
    items.n_items = CEN_AGENDA_ITEMS_MAX + over;
    times.n_items = CEN_SESSION_SKIPS_MAX + over;
    number.number = CEN_RSVP_MAYBE + over;
    g_assert_cmpint (cen_field_fits (cen_kind_get_field (kind, CEN_SESSION_AGENDA), &items), ==,
                     !over);
    g_assert_cmpint (cen_field_fits (cen_kind_get_field (kind, CEN_SESSION_SKIPS), &times), ==,
                     !over);
    g_assert_cmpint (cen_mark_fits (rsvp, &number), ==, !over);
  }
  g_assert_cmpuint (rsvp->key_max, ==, CEN_OCCURRENCE_KEY_MAX);
}

static void
test_agenda (void)
{
  static const struct {
    const char *item;
    gboolean ok;
    guint minutes;
    const char *title;
  } rows[] = {
    { "10 Welcome", TRUE, 10, "Welcome" },    { "0 Nothing", TRUE, 0, "Nothing" },
    { "Welcome", FALSE, 0, "Welcome" },       { "10", FALSE, 0, "10" },
    { "1441 Long", FALSE, 0, "1441 Long" },   { "10  Two spaces", TRUE, 10, "Two spaces" },
    { "-5 Before", FALSE, 0, "-5 Before" },   { "", FALSE, 0, "" },
    { "10min Talk", FALSE, 0, "10min Talk" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *title;
    guint minutes;

    g_assert_cmpint (cen_agenda_read_item (rows[i].item, &minutes, &title), ==, rows[i].ok);
    g_assert_cmpuint (minutes, ==, rows[i].minutes);
    g_assert_cmpstr (title, ==, rows[i].title);
  }
}

static void
test_keys (void)
{
  static const char *const bad[] = { "", "x", "-1", "1 ", "99999999999999999999" };
  char key[CEN_OCCURRENCE_KEY_MAX + 1];
  gint64 time_ms;

  cen_meeting_write_key (START_MS, key);
  g_assert_cmpstr (key, ==, KEY);
  g_assert_true (cen_meeting_read_key (key, &time_ms));
  g_assert_cmpint (time_ms, ==, START_MS);
  cen_meeting_write_key (G_MAXINT64, key);
  g_assert_cmpuint (strlen (key), <=, CEN_OCCURRENCE_KEY_MAX);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cen_meeting_read_key (bad[i], &time_ms));
}

/* --- Any order --- */

static void
act (TestStudy *study, GRand *rand, const CenId *session)
{
  TestPerson *who = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  TestPerson *other = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];

  switch (g_rand_int_range (rand, 0, 4)) {
  case 0:
    answer (who, session, KEY, (guint64) g_rand_int_range (rand, 0, 3));
    break;
  case 1:
    judge (who, session, (guint64) g_rand_int_range (rand, 1, 6), 3);
    break;
  case 2:
    g_assert_true (cen_author_mark (who->circle, session, "attend", KEY,
                                    g_rand_boolean (rand) ? CEN_MARK_PUT : CEN_MARK_CLEAR, NULL));
    break;
  default:
    if (who != other)
      test_person_pull (who, other);
    break;
  }
}

/* Twenty replicas that got everything in another order, some of it twice, tell the same. */
static void
test_shuffled (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (CenObjectRow) row = NULL;
  g_autofree char *told = NULL;
  CenId session;

  test_study_begin (&study, 7);
  session = plan (study.people[CLEO], 2);
  test_study_sync (&study);
  for (guint i = 0; i < 80; i++)
    act (&study, rand, &session);
  test_study_revoke (study.people[ANA], study.people[DAN], NULL);
  act (&study, rand, &session);
  test_study_sync (&study);
  row = read_one (study.people[ANA], &session);
  told = tell_guests (&study, row, START_MS);
  for (guint replica = 0; replica < 20; replica++) {
    g_autoptr (TestPerson) fresh = test_person_new (study.world, "Fresh");
    g_autoptr (CenObjectRow) there = NULL;
    g_autofree char *tells = NULL;

    test_person_open_empty (fresh, &study.people[0]->circle->id);
    test_study_deliver (fresh, study.people[BO], rand);
    test_assert_same_state (study.people[ANA], fresh);
    there = read_one (fresh, &session);
    tells = tell_guests (&study, there, START_MS);
    g_assert_cmpstr (tells, ==, told);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting/guests", test_guests);
  g_test_add_func ("/meeting/feedback", test_feedback);
  g_test_add_func ("/meeting/fields", test_fields);
  g_test_add_func ("/meeting/material", test_material);
  g_test_add_func ("/meeting/bounds", test_bounds);
  g_test_add_func ("/meeting/agenda", test_agenda);
  g_test_add_func ("/meeting/keys", test_keys);
  g_test_add_func ("/meeting/shuffled", test_shuffled);
  return g_test_run ();
}
