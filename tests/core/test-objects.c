/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The generic reader, and the rules of fields and marks that no kind of the frame needs. */

#include "core/author-content.h"
#include "core/author-moderation.h"
#include "core/kinds-life.h"
#include "core/queries-objects.h"
#include "tests/support/study.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

#define N_ANSWERS 7

static CenValue
make_text (guint field, const char *text)
{
  return (CenValue){ .field = field, .type = CEN_FIELD_TEXT, .text = text };
}

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
ask (TestPerson *person, const char *title)
{
  CenValue value = make_text (CEN_QUESTION_TITLE, title);

  return create (person, CEN_KIND_QUESTION, &value, 1);
}

static CenId
answer (TestPerson *person, const CenId *question, const char *text)
{
  CenValue values[] = {
    { .field = CEN_ANSWER_QUESTION, .type = CEN_FIELD_REF, .ref = *question },
    make_text (CEN_ANSWER_TEXT, text),
  };

  return create (person, CEN_KIND_ANSWER, values, 2);
}

static GPtrArray *
read_all (TestPerson *person, guint kind, const CenObjectPage *page)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows =
      cen_query_objects (person->replica->store, &person->circle->id, kind, page, &error);

  g_assert_no_error (error);
  return rows;
}

static CenObjectRow *
read_one (TestPerson *person, const CenId *id)
{
  g_autoptr (GError) error = NULL;
  CenObjectRow *row = cen_query_object (person->replica->store, &person->circle->id, id, &error);

  g_assert_no_error (error);
  return row;
}

#define CLOSES_MS 4102444800000 /* the year 2100: no vote is late */

static void
test_row (void)
{
  static const char *const options[] = { "Monday", "Tuesday" };
  static const guint64 votes[] = { 1, 0 };
  CenValue values[] = {
    make_text (CEN_POLL_QUESTION, "When?"),
    { .field = CEN_POLL_OPTIONS, .type = CEN_FIELD_TEXTS, .items = options, .n_items = 2 },
    { .field = CEN_POLL_CLOSES, .type = CEN_FIELD_TIME, .number = CLOSES_MS },
  };
  CenValue vote = { .type = CEN_FIELD_UINTS, .items = votes, .n_items = 2 };
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  g_autoptr (GArray) numbers = NULL;
  g_auto (GStrv) texts = NULL;
  g_autofree char *question = NULL;
  const CenMarkRow *mark;
  TestPerson *bo;
  CenId poll;

  test_study_begin (&study, 1);
  bo = study.people[BO];
  poll = create (study.people[ANA], CEN_KIND_POLL, values, 3);
  test_study_sync (&study);
  g_assert_true (cen_author_mark_value (bo->circle, &poll, "vote", "", &vote, NULL));
  test_study_sync (&study);
  row = read_one (study.people[DAN], &poll);
  g_assert_cmpstr (row->author_name, ==, "Ana");
  g_assert_cmpuint (row->kind->id, ==, CEN_KIND_POLL);
  g_assert_cmpint (row->state, ==, CEN_OBJECT_LIVE);
  g_assert_false (row->is_own || row->is_edited || row->is_sealed);
  question = cen_object_row_dup_text (row, CEN_POLL_QUESTION);
  texts = cen_object_row_dup_texts (row, CEN_POLL_OPTIONS);
  g_assert_cmpstr (question, ==, "When?");
  g_assert_cmpstr (texts[1], ==, "Tuesday");
  g_assert_cmpuint (cen_object_row_get_uint (row, CEN_POLL_CLOSES, 0), ==, CLOSES_MS);
  g_assert_cmpuint (cen_object_row_get_uint (row, CEN_POLL_MODE, 7), ==, 7);
  g_assert_false (cen_object_row_get_bool (row, CEN_POLL_CLOSED));
  g_assert_cmpuint (cen_object_row_count_marks (row, CEN_POLL_VOTE), ==, 1);
  mark = cen_object_row_get_mark (row, CEN_POLL_VOTE, "", &bo->circle->self_member);
  g_assert_nonnull (mark);
  g_assert_cmpint (mark->time_ms, >, 0);
  numbers = cen_mark_row_dup_uints (mark);
  g_assert_cmpmem (numbers->data, numbers->len * 8, votes, sizeof votes);
  g_assert_null (
      cen_object_row_get_mark (row, CEN_POLL_VOTE, "", &study.people[DAN]->circle->self_member));
}

static void
assert_texts (GPtrArray *rows, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *text = cen_object_row_dup_text (rows->pdata[i], CEN_ANSWER_TEXT);

    g_string_append (found, text);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_pages (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId question, other, answers[N_ANSWERS];
  TestPerson *ana;

  test_study_begin (&study, 2);
  ana = study.people[ANA];
  question = ask (ana, "How?");
  other = ask (ana, "Why?");
  answer (ana, &other, "x");
  for (guint i = 0; i < N_ANSWERS; i++) {
    const char text[] = { (char) ('a' + i), '\0' };

    test_study_sync (&study);
    answers[i] = answer (study.people[i % 2], &question, text);
  }
  test_study_sync (&study);

  struct {
    CenObjectPage page;
    const char *expected;
  } rows[] = {
    { { .direction = CEN_PAGE_OLDEST }, "xabcdefg" },
    { { .parent = &question, .direction = CEN_PAGE_OLDEST }, "abcdefg" },
    { { .parent = &question, .direction = CEN_PAGE_OLDEST, .limit = 2 }, "ab" },
    { { .parent = &question, .direction = CEN_PAGE_NEWEST, .limit = 2 }, "fg" },
    { { .parent = &question, .direction = CEN_PAGE_BEFORE, .anchor = &answers[2] }, "ab" },
    { { .parent = &question, .direction = CEN_PAGE_AFTER, .anchor = &answers[2], .limit = 3 },
      "def" },
    { { .direction = CEN_PAGE_BEFORE, .anchor = &answers[0] }, "x" },
    { { .author = &study.people[BO]->circle->self_member, .direction = CEN_PAGE_OLDEST }, "bdf" },
    { { .parent = &answers[0], .direction = CEN_PAGE_OLDEST }, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) found = read_all (ana, CEN_KIND_ANSWER, &rows[i].page);

    g_test_message ("row %u", i);
    assert_texts (found, rows[i].expected);
  }
}

static void
test_states (void)
{
  g_auto (TestStudy) study = { 0 };
  CenObjectPage page = { .direction = CEN_PAGE_OLDEST };
  g_autoptr (GPtrArray) live = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (CenObjectRow) hidden = NULL;
  g_autoptr (GError) error = NULL;
  CenId ids[3], unknown = { { 1 } };
  TestPerson *ana;

  test_study_begin (&study, 3);
  ana = study.people[ANA];
  for (guint i = 0; i < 3; i++)
    ids[i] = ask (ana, "What?");
  g_assert_true (cen_author_hide (ana->circle, &ids[0], "no", NULL));
  g_assert_true (cen_author_redact (ana->circle, &ids[1], NULL));
  live = read_all (ana, CEN_KIND_QUESTION, NULL);
  g_assert_cmpuint (live->len, ==, 1);
  g_assert_true (cen_id_equal (&((CenObjectRow *) live->pdata[0])->id, &ids[2]));
  page.states = CEN_OBJECTS_KEPT;
  kept = read_all (ana, CEN_KIND_QUESTION, &page);
  g_assert_cmpuint (kept->len, ==, 2);
  page.states = CEN_OBJECTS_ALL;
  all = read_all (ana, CEN_KIND_QUESTION, &page);
  g_assert_cmpuint (all->len, ==, 3);
  hidden = read_one (ana, &ids[0]);
  g_assert_cmpstr (hidden->hide_reason, ==, "no");
  g_assert_null (cen_query_object (ana->replica->store, &ana->circle->id, &unknown, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
}

/* --- Rules --- */

static CenValue
make_to (const CenId *to, guint n)
{
  return (CenValue){ .field = CEN_KUDOS_TO, .type = CEN_FIELD_REFS, .items = to, .n_items = n };
}

/* What is for others is void when it names its author, and the author's own home refuses it. */
static void
test_others (void)
{
  g_auto (TestStudy) study = { 0 };
  const CenKind *kind = cen_kind_get (CEN_KIND_KUDOS);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  CenId id, to[2];

  test_study_begin (&study, 4);
  to[0] = study.people[DAN]->circle->self_member;
  to[1] = study.people[CLEO]->circle->self_member;

  CenValue values[] = { make_to (to, 2), make_text (CEN_KUDOS_REASON, "for help"),
                        make_text (CEN_KUDOS_SKILL, "listening") };

  g_assert_false (cen_author_create (study.people[CLEO]->circle, kind, values, 3, &id, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  test_study_write (study.people[CLEO], CEN_OP_CREATE, NULL,
                    cen_content_build_fields (kind, values, 3, &study.world->world, NULL));
  id = create (study.people[BO], CEN_KIND_KUDOS, values, 3);
  test_study_sync (&study);
  found = read_all (study.people[ANA], CEN_KIND_KUDOS, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (cen_id_equal (&((CenObjectRow *) found->pdata[0])->id, &id));
}

/* A field that is nobody's to write stays as it was, whoever tries. */
static void
test_fixed (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  g_autoptr (GArray) to = NULL;
  g_autoptr (GError) error = NULL;
  CenId members[2], id;

  test_study_begin (&study, 5);
  members[0] = study.people[DAN]->circle->self_member;
  members[1] = study.people[CLEO]->circle->self_member;

  CenValue values[] = { make_to (&members[0], 1), make_text (CEN_KUDOS_REASON, "for help"),
                        make_text (CEN_KUDOS_SKILL, "listening") };
  CenValue other = make_to (&members[1], 1);

  id = create (study.people[BO], CEN_KIND_KUDOS, values, 3);
  g_assert_false (cen_author_set (study.people[BO]->circle, &id, &other, 1, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  test_study_write (study.people[BO], CEN_OP_SET, &id,
                    cen_content_build_fields (NULL, &other, 1, &study.world->world, NULL));
  row = read_one (study.people[BO], &id);
  to = cen_object_row_dup_refs (row, CEN_KUDOS_TO);
  g_assert_cmpuint (to->len, ==, 1);
  g_assert_true (cen_id_equal (&g_array_index (to, CenId, 0), &members[0]));
  g_assert_false (row->is_edited);
}

/* A mark with a value of another type or out of bounds is passed over, and what was there stays. */
static void
test_marks (void)
{
  static const char *const options[] = { "a", "b" };
  static const guint64 good[] = { 1 }, bad[] = { CEN_POLL_OPTIONS_MAX };
  CenValue values[] = {
    make_text (CEN_POLL_QUESTION, "When?"),
    { .field = CEN_POLL_OPTIONS, .type = CEN_FIELD_TEXTS, .items = options, .n_items = 2 },
  };
  CenValue vote = { .type = CEN_FIELD_UINTS, .items = good, .n_items = 1 };
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  g_autoptr (CenObjectRow) after = NULL;
  g_autoptr (GError) error = NULL;
  TestPerson *dan;
  CenId poll;

  test_study_begin (&study, 6);
  dan = study.people[DAN];
  poll = create (dan, CEN_KIND_POLL, values, 2);
  g_assert_true (cen_author_mark_value (dan->circle, &poll, "vote", "", &vote, NULL));
  vote.items = bad;
  g_assert_false (cen_author_mark_value (dan->circle, &poll, "vote", "", &vote, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  test_study_write (dan, CEN_OP_MARK, &poll,
                    cen_content_build_mark_value (CEN_POLL_VOTE, "", &vote, &study.world->world));
  test_study_write (dan, CEN_OP_MARK, &poll,
                    cen_content_build_mark (CEN_POLL_VOTE, "", CEN_MARK_PUT, &study.world->world));
  row = read_one (dan, &poll);
  g_assert_cmpuint (row->marks->len, ==, 1);
  g_assert_true (cen_author_mark (dan->circle, &poll, "vote", "", CEN_MARK_CLEAR, NULL));
  after = read_one (dan, &poll);
  g_assert_cmpuint (after->marks->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/objects/row", test_row);
  g_test_add_func ("/objects/pages", test_pages);
  g_test_add_func ("/objects/states", test_states);
  g_test_add_func ("/objects/others", test_others);
  g_test_add_func ("/objects/fixed", test_fixed);
  g_test_add_func ("/objects/marks", test_marks);
  return g_test_run ();
}
