/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/news.h"

#include "core/kinds-base.h"
#include "core/kinds-life.h"
#include "core/mention.h"
#include "core/private-notes.h"
#include "core/store-local.h"
#include "tests/support/life.h"

enum { ANA, BO, CLEO, DAN };

static gint64
find_end (TestPerson *person)
{
  gint64 end;

  g_assert_true (cen_news_find_end (person->replica->store, &end, NULL));
  return end;
}

/* "0:text 3:text": why and what, of all that came to @person after @after. */
static char *
tell (TestPerson *person, gint64 after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cen_news_read (person->replica->store, after, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const CenNewsRow *row = rows->pdata[i];

    g_assert_cmpstr (row->channel_name, ==, cen_id_is_zero (&row->channel) ? "" : "general");
    g_string_append_printf (text, "%s%u:%s", i > 0 ? " " : "", row->why, row->text);
  }
  return g_string_free (text, FALSE);
}

static void
expect (TestStudy *study, gint64 after, const char *expected)
{
  g_autofree char *told = NULL;

  test_study_sync (study);
  told = tell (study->people[ANA], after);
  g_assert_cmpstr (told, ==, expected);
}

static CenId
say (TestPerson *person, const char *text, const CenId *reply_to)
{
  CenId channel = test_person_get_channel (person);
  CenValue values[3] = { test_value_ref (CEN_MESSAGE_CHANNEL, &channel),
                         test_value_text (CEN_MESSAGE_TEXT, text) };

  if (reply_to != NULL)
    values[2] = test_value_ref (CEN_MESSAGE_REPLY_TO, reply_to);
  return test_life_create (person, CEN_KIND_MESSAGE, values, reply_to != NULL ? 3 : 2);
}

static void
choose (TestStudy *study, const CenId *object, const char *key, const char *text)
{
  g_assert_true (cen_private_set (study->people[ANA]->circle, object, key, text, NULL));
}

static void
test_mentions (void)
{
  static const struct {
    const char *text, *name;
    gboolean has;
  } rows[] = {
    { "@Ana", "Ana", TRUE },     { "hello @ana!", "Ana", TRUE }, { "@Anatole", "Ana", FALSE },
    { "@@ana", "Ana", TRUE },    { "ana", "Ana", FALSE },        { "@", "", FALSE },
    { "@ÉVA, là", "Éva", TRUE }, { "@Ana B.", "Ana B", TRUE },   { "a@Ana_x", "Ana", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (cen_mention_has (rows[i].text, rows[i].name), ==, rows[i].has);
}

static void
test_choices (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *bo;
  CenId general, own;
  gint64 end;

  test_study_begin (&study, 1);
  bo = study.people[BO];
  own = say (study.people[ANA], "Mine", NULL);
  test_study_sync (&study);
  general = test_person_get_channel (study.people[ANA]);
  end = find_end (study.people[ANA]);
  say (bo, "For all", NULL);
  say (bo, "@Ana look", NULL);
  say (bo, "Well", &own);
  expect (&study, end, "1:@Ana look 2:Well");

  choose (&study, &general, CEN_PRIVATE_TELL, "all");
  expect (&study, end, "8:For all 1:@Ana look 2:Well");
  choose (&study, &general, CEN_PRIVATE_TELL, "none");
  expect (&study, end, "");
  choose (&study, &general, CEN_PRIVATE_TELL, "");
  choose (&study, &study.people[ANA]->circle->id, CEN_PRIVATE_TELL, "none");
  expect (&study, end, "");
  choose (&study, &study.people[ANA]->circle->id, CEN_PRIVATE_TELL, "nonsense");
  choose (&study, &bo->circle->self_member, CEN_PRIVATE_IGNORED, "1");
  expect (&study, end, "");
  choose (&study, &bo->circle->self_member, CEN_PRIVATE_IGNORED, "");
  expect (&study, end, "1:@Ana look 2:Well");
  g_assert_true (cen_local_mark_read (study.people[ANA]->circle, &general, NULL, NULL));
  expect (&study, end, "");
  g_assert_false (
      cen_news_is_open (study.people[ANA]->replica->store, &study.people[ANA]->circle->id, &own));
}

static void
test_objects (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *bo;
  CenId question, answer, profile;
  gint64 end;
  g_autofree char *now = NULL;

  test_study_begin (&study, 2);
  ana = study.people[ANA];
  bo = study.people[BO];
  {
    CenValue value = test_value_text (CEN_QUESTION_TITLE, "Why?");

    question = test_life_create (ana, CEN_KIND_QUESTION, &value, 1);
  }
  g_assert_true (cen_author_find_profile (ana->circle, &profile, NULL));
  g_assert_true (cen_author_mark (ana->circle, &profile, "offer", "piano", CEN_MARK_PUT, NULL));
  test_study_sync (&study);
  end = find_end (ana);
  {
    CenValue values[] = { test_value_ref (CEN_ANSWER_QUESTION, &question),
                          test_value_text (CEN_ANSWER_TEXT, "Because") };
    CenValue other = test_value_text (CEN_QUESTION_TITLE, "Who plays chess?");
    CenValue mine = test_value_text (CEN_QUESTION_TITLE, "Who plays the piano?");
    CenValue letter = test_value_text (CEN_LETTER_TEXT, "Between us");
    const CenId to = ana->circle->self_member;
    CenValue kudos[] = {
      { .field = CEN_KUDOS_TO, .type = CEN_FIELD_REFS, .items = &to, .n_items = 1 },
      test_value_text (CEN_KUDOS_REASON, "For the proof"),
      test_value_text (CEN_KUDOS_SKILL, "logic")
    };

    answer = test_life_create (bo, CEN_KIND_ANSWER, values, 2);
    test_life_create (bo, CEN_KIND_QUESTION, &other, 1);
    test_life_create (bo, CEN_KIND_QUESTION, &mine, 1);
    g_assert_true (cen_author_create_sealed (bo->circle, &to, 1, cen_kind_get (CEN_KIND_LETTER),
                                             &letter, 1, &question, NULL));
    test_life_create (bo, CEN_KIND_KUDOS, kudos, 3);
  }
  expect (&study, end, "4:Because 3:Who plays the piano? 0:Between us 5:For the proof");

  /* Worth telling until all was marked as read. */
  g_assert_true (cen_news_is_open (ana->replica->store, &ana->circle->id, &answer));
  test_world_advance (study.world, 1000);
  now = g_strdup_printf ("%" G_GINT64_FORMAT, study.world->now_ms);
  choose (&study, &ana->circle->id, CEN_PRIVATE_LOOKED, now);
  g_assert_false (cen_news_is_open (ana->replica->store, &ana->circle->id, &answer));
  expect (&study, find_end (ana), "");
}

static void
test_many (void)
{
  g_auto (TestStudy) study = { 0 };
  gint64 end;

  test_study_begin (&study, 3);
  end = find_end (study.people[ANA]);
  for (guint i = 0; i < CEN_NEWS_MAX + 3; i++)
    say (study.people[BO], "@Ana", NULL);
  test_study_sync (&study);
  {
    g_autoptr (GPtrArray) rows = cen_news_read (study.people[ANA]->replica->store, end, NULL);

    g_assert_cmpuint (rows->len, ==, CEN_NEWS_MAX);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/news/mentions", test_mentions);
  g_test_add_func ("/news/choices", test_choices);
  g_test_add_func ("/news/objects", test_objects);
  g_test_add_func ("/news/many", test_many);
  return g_test_run ();
}
