/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is put away on one machine is out of its sight and nowhere else: it agrees with all others,
 * gives everything on, and has all of it back. */

#include "core/kinds-base.h"
#include "core/queries-letters.h"
#include "core/retention.h"
#include "core/views.h"
#include "tests/support/life.h"
#include "tests/support/shelf-study.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

enum { ANA, BO, CLEO, DAN };

static CenId
say (TestPerson *person, const char *text)
{
  CenId channel = test_person_get_channel (person);
  CenValue values[] = { test_value_ref (CEN_MESSAGE_CHANNEL, &channel),
                        test_value_text (CEN_MESSAGE_TEXT, text) };

  return test_life_create (person, CEN_KIND_MESSAGE, values, G_N_ELEMENTS (values));
}

static CenId
write_letter (TestPerson *from, TestPerson *to, const char *text)
{
  CenValue value = test_value_text (CEN_LETTER_TEXT, text);
  CenId id;

  g_assert_true (cen_author_create_sealed (from->circle, &to->circle->self_member, 1,
                                           cen_kind_get (CEN_KIND_LETTER), &value, 1, &id, NULL));
  return id;
}

static char *
join (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            ((CenMessageRow *) rows->pdata[i])->text);
  return g_string_free (text, FALSE);
}

static void
expect_page (TestPerson *person, CenPage page, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      cen_query_messages (person->replica->store, &person->circle->id, &page, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = join (rows);
  g_assert_cmpstr (text, ==, expected);
}

/* In whatever direction a page is read. */
static void
expect_in_sight (TestPerson *person, const char *expected)
{
  CenId channel = test_person_get_channel (person);

  expect_page (person, (CenPage){ .direction = CEN_PAGE_NEWEST }, expected);
  expect_page (person, (CenPage){ .direction = CEN_PAGE_OLDEST }, expected);
  expect_page (person, (CenPage){ .direction = CEN_PAGE_NEWEST, .channel = &channel }, expected);
  expect_page (person, (CenPage){ .direction = CEN_PAGE_OLDEST, .channel = &channel }, expected);
}

static guint
count_hits (TestPerson *person, const char *words)
{
  CenSearch search = { .text = words, .circle = &person->circle->id };
  g_autoptr (GPtrArray) rows = cen_query_search (person->replica->store, &search, NULL);

  g_assert_nonnull (rows);
  return rows->len;
}

static guint
count_unread (TestPerson *person)
{
  g_autoptr (GPtrArray) rows =
      cen_query_channels (person->replica->store, &person->circle->id, NULL);
  g_autoptr (CenCircleRow) circle =
      cen_query_circle_counted (person->replica->store, &person->circle->id, NULL);
  const CenChannelRow *row = rows->pdata[0];

  g_assert_cmpuint (circle->n_unread, ==, row->n_unread);
  return row->n_unread;
}

static void
choose (TestPerson *person, guint days)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cen_retention_set (person->circle, days, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (cen_retention_get (person->replica->store, &person->circle->id), ==, days);
}

/* Three messages, each ten days after the one before; Bo's are unread at Ana's. */
static void
begin (TestStudy *study, CenId ret_ids[static 3])
{
  static const char *const texts[] = { "first", "second", "third" };

  test_study_begin (study, 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    ret_ids[i] = say (study->people[BO], texts[i]);
    test_study_sync (study);
    if (i + 1 < G_N_ELEMENTS (texts))
      test_world_advance (study->world, 10 * DAY_MS);
  }
}

static void
test_in_sight (void)
{
  g_auto (TestStudy) study = { 0 };
  CenPage around = { .direction = CEN_PAGE_AROUND };
  g_autoptr (GError) error = NULL;
  g_autoptr (CenMessageRow) alone = NULL;
  TestPerson *ana;
  CenId ids[3];

  begin (&study, ids);
  ana = study.people[ANA];
  expect_in_sight (ana, "first second third");
  g_assert_cmpuint (count_unread (ana), ==, 3);
  choose (ana, 15);
  expect_in_sight (ana, "second third");
  expect_page (ana, (CenPage){ .direction = CEN_PAGE_BEFORE, .anchor = &ids[2] }, "second");
  expect_page (ana, (CenPage){ .direction = CEN_PAGE_AFTER, .anchor = &ids[0] }, "second third");
  expect_page (ana, (CenPage){ .direction = CEN_PAGE_OLDEST, .scope = CEN_PAGE_ALL },
               "first second third");
  g_assert_cmpuint (count_hits (ana, "first"), ==, 0);
  g_assert_cmpuint (count_hits (ana, "second"), ==, 1);
  g_assert_cmpuint (count_unread (ana), ==, 2);
  around.anchor = &ids[0];
  g_assert_null (cen_query_messages (ana->replica->store, &ana->circle->id, &around, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  alone = cen_query_message (ana->replica->store, &ana->circle->id, &ids[0], NULL);
  g_assert_cmpstr (alone->text, ==, "first"); /* by its id it is there */
  choose (ana, 5);
  expect_in_sight (ana, "third");
  choose (ana, 15);
  expect_in_sight (ana, "second third");
  choose (ana, 0);
  expect_in_sight (ana, "first second third");
  g_assert_cmpuint (count_hits (ana, "first"), ==, 1);
  g_assert_cmpuint (count_unread (ana), ==, 3);
}

static void
test_time_passes (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana;
  CenId ids[3];

  begin (&study, ids);
  ana = study.people[ANA];
  choose (ana, 15);
  test_world_advance (study.world, 10 * DAY_MS);
  g_assert_true (cen_retention_sweep (ana->circle, NULL));
  expect_in_sight (ana, "third");
  test_world_advance (study.world, 100 * DAY_MS);
  g_assert_true (cen_retention_sweep (ana->circle, NULL));
  expect_in_sight (ana, "");
  g_assert_cmpuint (count_unread (ana), ==, 0);
  say (study.people[BO], "fourth");
  test_study_sync (&study);
  g_assert_true (cen_retention_sweep (ana->circle, NULL));
  expect_in_sight (ana, "fourth");
}

/* Dan was away for long and wrote before he heard anything: it stands among what is old, and is
 * new. */
static void
test_late (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *dan;
  CenId ids[3];

  begin (&study, ids);
  ana = study.people[ANA];
  dan = test_person_new (study.world, "Dan's other self");
  test_person_join (dan, study.people[BO]);
  test_study_sync (&study);
  for (guint i = 0; i < 5; i++) {
    test_world_advance (study.world, 10 * DAY_MS);
    say (study.people[BO], "more");
    test_person_pull (ana, study.people[BO]);
  }
  choose (ana, 15);
  expect_in_sight (ana, "more more");
  say (dan, "from afar");
  test_person_pull (ana, dan);
  g_assert_true (cen_retention_sweep (ana->circle, NULL));
  {
    CenPage page = { .direction = CEN_PAGE_NEWEST };
    g_autoptr (GPtrArray) rows =
        cen_query_messages (ana->replica->store, &ana->circle->id, &page, NULL);
    g_autofree char *text = join (rows);

    g_assert_nonnull (strstr (text, "from afar"));
  }
  test_person_free (dan);
}

static void
test_letters (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *bo;
  CenId ids[3];
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) with = NULL;
  CenPage page = { .direction = CEN_PAGE_OLDEST };
  const CenCorrespondentRow *row;

  test_study_begin (&study, 1);
  ana = study.people[ANA];
  bo = study.people[BO];
  ids[0] = write_letter (bo, ana, "old");
  test_study_sync (&study);
  test_world_advance (study.world, 20 * DAY_MS);
  ids[1] = write_letter (bo, ana, "young");
  test_study_sync (&study);
  before = cen_query_letters (ana->replica->store, &ana->circle->id, &bo->circle->self_member,
                              &page, NULL);
  g_assert_cmpuint (before->len, ==, 2);
  choose (ana, 10);
  after = cen_query_letters (ana->replica->store, &ana->circle->id, &bo->circle->self_member, &page,
                             NULL);
  g_assert_cmpuint (after->len, ==, 1);
  with = cen_query_correspondents (ana->replica->store, &ana->circle->id, NULL);
  row = with->pdata[0];
  g_assert_cmpuint (row->n_unread, ==, 1);
  g_assert_true (cen_id_equal (&row->first_unread, &ids[1]));
}

/* The others cannot tell, and who lacks everything gets everything from here. */
static void
test_converges (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (TestPerson) newcomer = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *rebuilt = NULL;
  TestPerson *ana;
  CenId ids[3];

  begin (&study, ids);
  ana = study.people[ANA];
  before = test_person_dup_state (ana);
  choose (ana, 5);
  after = test_person_dup_state (ana);
  g_assert_cmpstr (after, ==, before);
  test_assert_same_state (ana, study.people[CLEO]);
  newcomer = test_person_new (study.world, "Eve");
  test_person_join (newcomer, ana);
  expect_in_sight (newcomer, "first second third");
  test_person_pull (ana, newcomer);
  test_assert_same_state (ana, newcomer);
  g_assert_true (cen_views_rebuild (ana->circle, NULL));
  test_assert_same_state (ana, newcomer);
  expect_in_sight (ana, "third");
}

static void
test_bounds (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GError) error = NULL;
  CenId ids[3];

  begin (&study, ids);
  choose (study.people[ANA], CEN_RETENTION_DAYS_MAX);
  expect_in_sight (study.people[ANA], "first second third");
  g_assert_false (
      cen_retention_set (study.people[ANA]->circle, CEN_RETENTION_DAYS_MAX + 1, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_assert_cmpuint (cen_retention_get (study.people[ANA]->replica->store,
                                       &study.people[ANA]->circle->id),
                    ==, CEN_RETENTION_DAYS_MAX);
}

/* Of files unused for long those go that somebody else has; what is kept, and last copies, stay. */
static void
test_files (TestShelfStudy *study, gconstpointer data)
{
  gint64 now_ms = study->world->now_ms, old_ms = now_ms - 20 * DAY_MS;
  CenId device = study->bo->circle->self_device;
  CenId blobs[4];
  guint64 freed;

  (void) data;
  for (guint8 i = 0; i < G_N_ELEMENTS (blobs); i++) {
    CenBlobRef ref = test_shelf_make_ref (1000, i);

    test_shelf_share (study->ana, &ref, &blobs[i]);
    test_shelf_put (study, &blobs[i], 1000, i == 3 ? now_ms : old_ms, i == 1);
    if (i != 2)
      g_assert_true (cen_shelf_note_copy (study->circle, &blobs[i], &device, TRUE, NULL));
    cen_blob_ref_clear (&ref);
  }
  g_assert_true (cen_shelf_tidy (study->circle, &freed, NULL));
  g_assert_cmpuint (freed, ==, 0);
  g_assert_true (cen_retention_set (study->circle, 10, NULL));
  g_assert_true (cen_shelf_tidy (study->circle, &freed, NULL));
  g_assert_cmpuint (freed, ==, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (blobs); i++) {
    CenShelfRow row = { .held = CEN_BLOB_ABSENT };
    gboolean is_found;

    g_assert_true (
        cen_shelf_get (study->circle->store, &study->circle->id, &blobs[i], &is_found, &row, NULL));
    g_assert_cmpint (row.held == CEN_BLOB_WHOLE, ==, i != 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retention/in-sight", test_in_sight);
  g_test_add_func ("/retention/time-passes", test_time_passes);
  g_test_add_func ("/retention/late", test_late);
  g_test_add_func ("/retention/letters", test_letters);
  g_test_add_func ("/retention/converges", test_converges);
  g_test_add_func ("/retention/bounds", test_bounds);
  g_test_add ("/retention/files", TestShelfStudy, NULL, test_shelf_study_set_up, test_files,
              test_shelf_study_tear_down);
  return g_test_run ();
}
