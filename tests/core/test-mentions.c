/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/mentions.h"

#include "core/digest.h"
#include "core/kinds-base.h"
#include "core/kinds-life.h"
#include "core/private-notes.h"
#include "core/store-local.h"
#include "tests/support/life.h"

enum { ANA, BO, CLEO, DAN };

static CenId
say (TestPerson *person, const char *text)
{
  CenId channel = test_person_get_channel (person);
  CenValue values[] = { test_value_ref (CEN_MESSAGE_CHANNEL, &channel),
                        test_value_text (CEN_MESSAGE_TEXT, text) };

  return test_life_create (person, CEN_KIND_MESSAGE, values, G_N_ELEMENTS (values));
}

/* "kind:text" of each, joined by "|"; an asterisk behind what is unread. */
static char *
list (TestPerson *person, guint limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      cen_mentions_read (person->replica->store, &person->circle->id, limit, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const CenMentionRow *row = rows->pdata[i];

    g_string_append_printf (text, "%s%s:%s%s", i > 0 ? "|" : "", row->kind, row->text,
                            row->is_unread ? "*" : "");
  }
  return g_string_free (text, FALSE);
}

static void
expect (TestStudy *study, guint limit, const char *expected)
{
  g_autofree char *found = NULL;

  test_study_sync (study);
  found = list (study->people[ANA], limit);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_all_that_names_me (void)
{
  g_auto (TestStudy) study = { 0 };
  CenValue question[] = { test_value_text (CEN_QUESTION_TITLE, "What is a filter?"),
                          test_value_text (CEN_QUESTION_TEXT, "I think @Ana knows") };
  TestPerson *ana, *bo;

  test_study_begin (&study, 1);
  ana = study.people[ANA];
  bo = study.people[BO];
  expect (&study, 0, "");
  say (bo, "Hello @ana");
  say (bo, "Ana without a sign");
  say (bo, "@Anatole is somebody else");
  say (ana, "I am @Ana");
  expect (&study, 0, "message:Hello @ana*");
  test_life_create (bo, CEN_KIND_QUESTION, question, G_N_ELEMENTS (question));
  expect (&study, 0, "question:What is a filter? I think @Ana knows|message:Hello @ana*");
  expect (&study, 1, "question:What is a filter? I think @Ana knows");
  g_assert_true (cen_local_mark_read (ana->circle, NULL, NULL, NULL));
  expect (&study, 0, "question:What is a filter? I think @Ana knows|message:Hello @ana");
}

/* Whom one ignores does not count: neither unread, nor in the digest, nor here. */
static void
test_ignored (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GPtrArray) digest = NULL;
  g_autoptr (GPtrArray) channels = NULL;
  g_autoptr (CenCircleRow) circle = NULL;
  g_autoptr (CenMessageRow) row = NULL;
  CenStore *store;
  TestPerson *ana, *bo;
  CenId ignored, heard;

  test_study_begin (&study, 1);
  ana = study.people[ANA];
  bo = study.people[BO];
  store = ana->replica->store;
  ignored = say (bo, "@Ana one");
  test_study_sync (&study);
  heard = say (study.people[CLEO], "@Ana two");
  expect (&study, 0, "message:@Ana two*|message:@Ana one*");
  g_assert_true (
      cen_private_set (ana->circle, &bo->circle->self_member, CEN_PRIVATE_IGNORED, "1", NULL));
  expect (&study, 0, "message:@Ana two*");
  channels = cen_query_channels (store, &ana->circle->id, NULL);
  g_assert_cmpuint (((CenChannelRow *) channels->pdata[0])->n_unread, ==, 1);
  g_assert_true (cen_id_equal (&((CenChannelRow *) channels->pdata[0])->first_unread, &heard));
  circle = cen_query_circle_counted (store, &ana->circle->id, NULL);
  g_assert_cmpuint (circle->n_unread, ==, 1);
  row = cen_query_message (store, &ana->circle->id, &ignored, NULL);
  g_assert_false (row->is_unread);
  digest = cen_digest_read (store, &ana->circle->id, 0, study.world->now_ms, NULL, NULL);
  g_assert_cmpuint (digest->len, ==, 1);
  g_assert_true (cen_id_equal (&((CenDigestRow *) digest->pdata[0])->id, &heard));
  g_assert_true (
      cen_private_set (ana->circle, &bo->circle->self_member, CEN_PRIVATE_IGNORED, "", NULL));
  expect (&study, 0, "message:@Ana two*|message:@Ana one*");
  g_clear_pointer (&circle, cen_circle_row_free);
  circle = cen_query_circle_counted (store, &ana->circle->id, NULL);
  g_assert_cmpuint (circle->n_unread, ==, 2);
}

/* A name that would be syntax, and bounds. */
static void
test_hostile_names (void)
{
  static const char *const names[] = { "\"", "a\"b", "*", "NEAR(", "🙂", "" };
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana;

  test_study_begin (&study, 1);
  ana = study.people[ANA];
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    CenValue name = test_value_text (CEN_PROFILE_NAME, names[i]);
    g_autoptr (GPtrArray) members = cen_query_members (ana->replica->store, &ana->circle->id, NULL);
    g_autofree char *found = NULL;

    for (guint k = 0; k < members->len; k++) {
      const CenMemberRow *member = members->pdata[k];

      if (member->is_self)
        cen_author_set (ana->circle, &member->profile, &name, 1, NULL);
    }
    found = list (ana, CEN_MENTIONS_MAX + 1);
    g_assert_cmpstr (found, ==, "");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mentions/all-that-names-me", test_all_that_names_me);
  g_test_add_func ("/mentions/ignored", test_ignored);
  g_test_add_func ("/mentions/hostile-names", test_hostile_names);
  return g_test_run ();
}
