/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/decks.h"

#include "core/card-lines.h"
#include "core/private-notes.h"
#include "core/review.h"
#include "tests/support/life.h"

#include <string.h>

#define DAY "2026-11-22"

/* --- Lines of a note --- */

/* "front|back;" of each */
static char *
tell_lines (const char *text)
{
  g_autoptr (GPtrArray) cards = cen_card_lines_find (text);
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint i = 0; i < cards->len; i++) {
    const CenAnkiCard *card = cards->pdata[i];

    g_string_append_printf (told, "%s|%s;", card->front, card->back);
  }
  return g_string_free (g_steal_pointer (&told), FALSE);
}

static void
test_lines (void)
{
  static const struct {
    const char *text;
    const char *cards;
  } rows[] = {
    { "", "" },
    { "Words only.\nMore: of them.", "" },
    { "area :: what is under a curve", "area|what is under a curve;" },
    { "- area :: what is under\n* limit  ::  where it goes \n",
      "area|what is under;limit|where it goes;" },
    { " :: no front\nno back :: \n", "" },
    { "std::vector is no card\n", "" },
    { "Q: 2+2?\nA: 4\n", "2+2?|4;" },
    { "q: 2+2?\na: 4\nQ: 3+3?\nA: 6", "2+2?|4;3+3?|6;" },
    { "Q\u00a0: 2+2 ?\nR\u00a0: 4", "2+2 ?|4;" },
    { "**Q:** 2+2?\n**A:** 4", "2+2?|4;" },
    { "Q: Why?\n\nA: Because\n- of this\n- of that\n\nWords.",
      "Why?|Because\n- of this\n- of that;" },
    { "Q: Why?\nWords, and no answer.\nA: To nothing", "" },
    { "A: To nothing\n", "" },
    { "Q: How?\nA: So:\n```\nx :: y\n\nz\n```\n\na :: b", "How?|So:\n```\nx :: y\n\nz\n```;a|b;" },
    { "```\na :: b\n```\nc :: d", "c|d;" },
    { "Q: 2+2?\nA: 4\na :: one\n", "2+2?|4;a|one;" },
    { "a :: one\na :: two\nb :: one", "a|one;b|one;" },
    { "Q:: no :: yes", "Q:: no|yes;" },
    { "a :: one\r\nb :: two\r\n", "a|one;b|two;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *told = tell_lines (rows[i].text);

    g_assert_cmpstr (told, ==, rows[i].cards);
  }
}

static void
test_line_bounds (void)
{
  g_autofree char *longest = g_strnfill (CEN_CARD_SIDE_MAX, 'l');
  g_autofree char *fits = g_strdup_printf ("a :: %s", longest);
  g_autofree char *is_long = g_strdup_printf ("a :: %sl\nb :: %s", longest, longest);
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GPtrArray) one = cen_card_lines_find (fits);
  g_autoptr (GPtrArray) other = cen_card_lines_find (is_long);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GHashTable) fronts = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (other->len, ==, 1);
  g_assert_cmpstr (((CenAnkiCard *) other->pdata[0])->front, ==, "b");
  for (guint i = 0; i <= CEN_CARD_LINES_MAX; i++)
    g_string_append_printf (many, "%u :: b\n", i);
  all = cen_card_lines_find (many->str);
  g_assert_cmpuint (all->len, ==, CEN_CARD_LINES_MAX);
  g_hash_table_add (fronts, (char *) "3");
  g_hash_table_add (fronts, (char *) "elsewhere");
  cen_card_lines_drop_known (all, fronts);
  g_assert_cmpuint (all->len, ==, CEN_CARD_LINES_MAX - 1);
}

/* --- Decks --- */

static CenId
begin_deck (TestPerson *person, const char *title)
{
  CenValue value = test_value_text (CEN_DECK_TITLE, title);

  return test_life_create (person, CEN_KIND_DECK, &value, 1);
}

static CenId
add_card (TestPerson *person, const CenId *deck, guint n)
{
  g_autofree char *front = g_strdup_printf ("card %u", n);
  CenValue values[] = {
    test_value_ref (CEN_CARD_DECK, deck),
    test_value_text (CEN_CARD_FRONT, front),
    test_value_text (CEN_CARD_BACK, "answer"),
  };

  return test_life_create (person, CEN_KIND_CARD, values, G_N_ELEMENTS (values));
}

static void
keep_due (TestPerson *person, const CenId *card, gint64 due_ms)
{
  CenFsrsCard state = { .state = CEN_FSRS_REVIEW,
                        .n_reviews = 2,
                        .stability = 3,
                        .difficulty = 5,
                        .last_ms = due_ms - 1000,
                        .due_ms = due_ms };
  g_autofree char *text = cen_fsrs_dup_text (&state);

  g_assert_true (cen_private_set (person->circle, card, CEN_PRIVATE_FSRS, text, NULL));
}

static CenDecks *
read_decks (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  CenDecks *all = cen_decks_read (person->replica->store, &person->circle->id,
                                  (CenDeckNow){ 1000000, DAY }, &error);

  g_assert_no_error (error);
  return all;
}

static guint
count_now (TestPerson *person)
{
  guint n;

  g_assert_true (cen_decks_count_now (person->replica->store, &person->circle->id,
                                      (CenDeckNow){ 1000000, DAY }, &n, NULL));
  return n;
}

/* Due ones come first, the longest due before the others, then new ones up to the day's measure. */
static void
test_now (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenDecks) all = NULL;
  g_autoptr (GPtrArray) today = NULL;
  g_autoptr (GPtrArray) more = NULL;
  g_autofree char *begun = NULL;
  TestPerson *ana;
  CenId deck, other, cards[CEN_DECK_NEW_MAX + 5];
  const CenDeck *first;

  test_study_begin (&study, 1);
  ana = study.people[0];
  g_assert_cmpuint (count_now (ana), ==, 0);
  deck = begin_deck (ana, "Series");
  other = begin_deck (ana, "Words");
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    cards[i] = add_card (ana, &deck, i);
  add_card (ana, &other, 99);
  keep_due (ana, &cards[3], 1000001);
  keep_due (ana, &cards[4], 1000000);
  keep_due (ana, &cards[5], 5000);
  g_assert_cmpuint (count_now (ana), ==, 2 + CEN_DECK_NEW_MAX + 1);
  all = read_decks (ana);
  g_assert_cmpuint (all->decks->len, ==, 2);
  first = cen_decks_find (all, &deck);
  g_assert_cmpuint (first->n_due, ==, 2);
  g_assert_cmpuint (first->n_new, ==, CEN_DECK_NEW_MAX + 2);
  g_assert_cmpuint (cen_deck_count_now (first), ==, 2 + CEN_DECK_NEW_MAX);
  today = cen_decks_list_now (all, first, 1000000, CEN_DECK_TODAY);
  g_assert_cmpuint (today->len, ==, 2 + CEN_DECK_NEW_MAX);
  g_assert_true (cen_id_equal (&((CenObjectRow *) today->pdata[0])->id, &cards[5]));
  g_assert_true (cen_id_equal (&((CenObjectRow *) today->pdata[1])->id, &cards[4]));
  g_assert_true (cen_id_equal (&((CenObjectRow *) today->pdata[2])->id, &cards[0]));

  begun = cen_deck_dup_begun (first, DAY);
  g_assert_cmpstr (begun, ==, DAY " 1");
  g_assert_true (cen_private_set (ana->circle, &deck, CEN_PRIVATE_BEGUN, DAY " 20", NULL));
  g_assert_cmpuint (count_now (ana), ==, 2 + 1);
  cen_decks_free (g_steal_pointer (&all));
  all = read_decks (ana);
  first = cen_decks_find (all, &deck);
  g_assert_cmpuint (cen_deck_count_now (first), ==, 2);
  more = cen_decks_list_now (all, first, 1000000, CEN_DECK_MORE);
  g_assert_cmpuint (more->len, ==, 2 + CEN_DECK_NEW_MAX);
  /* Of another day it says nothing. */
  g_assert_true (cen_private_set (ana->circle, &deck, CEN_PRIVATE_BEGUN, "2026-11-21 20", NULL));
  g_assert_cmpuint (count_now (ana), ==, 2 + CEN_DECK_NEW_MAX + 1);
  /* The deck goes with its cards. */
  g_assert_true (cen_author_redact (ana->circle, &deck, NULL));
  g_assert_cmpuint (count_now (ana), ==, 1);
}

/* All of them or none, and no more than there is room for. */
static void
test_create_all (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (CenDecks) all = NULL;
  g_autoptr (GError) error = NULL;
  TestPerson *ana;
  CenId deck;

  test_study_begin (&study, 2);
  ana = study.people[0];
  deck = begin_deck (ana, "Series");
  for (guint i = 0; i < CEN_CREATE_ALL_MAX; i++) {
    GArray *values = g_array_new (FALSE, TRUE, sizeof (CenValue));

    g_array_append_vals (values, &(CenValue[]){ test_value_ref (CEN_CARD_DECK, &deck) }, 1);
    if (i + 1 < CEN_CREATE_ALL_MAX)
      g_array_append_vals (values, &(CenValue[]){ test_value_text (CEN_CARD_FRONT, "front") }, 1);
    g_ptr_array_add (objects, values);
  }
  g_assert_false (
      cen_author_create_all (ana->circle, cen_kind_get (CEN_KIND_CARD), objects, ids, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpuint (ids->len, ==, 0);
  all = read_decks (ana);
  g_assert_cmpuint (all->objects->len, ==, 0);
  g_array_append_vals (objects->pdata[CEN_CREATE_ALL_MAX - 1],
                       &(CenValue[]){ test_value_text (CEN_CARD_FRONT, "last") }, 1);
  cen_author_create_all (ana->circle, cen_kind_get (CEN_KIND_CARD), objects, ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, CEN_CREATE_ALL_MAX);
  cen_decks_free (g_steal_pointer (&all));
  all = read_decks (ana);
  g_assert_cmpuint (cen_decks_find (all, &deck)->cards->len, ==, CEN_CREATE_ALL_MAX);
  test_study_sync (&study);
  g_ptr_array_add (objects, g_array_ref (objects->pdata[0]));
  g_assert_false (
      cen_author_create_all (ana->circle, cen_kind_get (CEN_KIND_CARD), objects, ids, NULL));
}

/* A card answered with Again comes again after the others; with Easy it is settled. */
static void
test_review (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenDecks) all = NULL;
  g_autoptr (CenReview) review = NULL;
  TestPerson *ana;
  CenId deck, cards[3];
  gint64 now_ms = 1000000;

  test_study_begin (&study, 3);
  ana = study.people[0];
  deck = begin_deck (ana, "Series");
  for (guint i = 0; i < 3; i++)
    cards[i] = add_card (ana, &deck, i);
  keep_due (ana, &cards[2], 999999);
  all = read_decks (ana);
  review = cen_review_new (all, cen_decks_find (all, &deck), now_ms, CEN_DECK_TODAY);
  static const struct {
    guint card;
    CenFsrsRating rating;
    guint left;
    gboolean was_new;
  } rows[] = {
    { 2, CEN_FSRS_GOOD, 2, FALSE }, /* due before the new ones */
    { 0, CEN_FSRS_AGAIN, 2, TRUE }, /* comes again in a minute: */
    { 1, CEN_FSRS_GOOD, 2, TRUE },  /* first the other; */
    { 0, CEN_FSRS_GOOD, 2, FALSE }, /* at once, since nothing else is left */
    { 1, CEN_FSRS_EASY, 1, FALSE }, { 0, CEN_FSRS_GOOD, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++, now_ms += 2000) {
    const CenReviewCard *card = cen_review_get_card (review, now_ms);
    gint64 gap_ms = cen_review_peek (review, rows[i].rating, now_ms);
    g_auto (CenReviewed) reviewed = { 0 };
    CenFsrsCard state;

    g_assert_true (cen_id_equal (&card->id, &cards[rows[i].card]));
    reviewed = cen_review_answer (review, rows[i].rating, now_ms);
    g_assert_true (cen_id_equal (&reviewed.card, &cards[rows[i].card]));
    g_assert_true (cen_fsrs_from_text (&state, reviewed.text));
    g_assert_cmpint (state.due_ms, ==, now_ms + gap_ms);
    g_assert_cmpint (reviewed.was_new, ==, rows[i].was_new);
    g_assert_cmpuint (cen_review_count_left (review), ==, rows[i].left);
  }
  g_assert_null (cen_review_get_card (review, now_ms));
  g_assert_cmpuint (review->n_settled, ==, 3);
  g_assert_cmpuint (review->n_answers, ==, G_N_ELEMENTS (rows));
}

/* One that is due in the meantime goes before those that were not seen yet. */
static void
test_review_in_time (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenDecks) all = NULL;
  g_autoptr (CenReview) review = NULL;
  g_auto (CenReviewed) reviewed = { 0 };
  TestPerson *ana;
  CenId deck, first;

  test_study_begin (&study, 4);
  ana = study.people[0];
  deck = begin_deck (ana, "Series");
  first = add_card (ana, &deck, 0);
  add_card (ana, &deck, 1);
  all = read_decks (ana);
  review = cen_review_new (all, cen_decks_find (all, &deck), 0, CEN_DECK_TODAY);
  reviewed = cen_review_answer (review, CEN_FSRS_AGAIN, 0);
  g_assert_false (cen_id_equal (&cen_review_get_card (review, 59999)->id, &first));
  g_assert_true (cen_id_equal (&cen_review_get_card (review, 60000)->id, &first));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decks/lines", test_lines);
  g_test_add_func ("/decks/line-bounds", test_line_bounds);
  g_test_add_func ("/decks/now", test_now);
  g_test_add_func ("/decks/create-all", test_create_all);
  g_test_add_func ("/decks/review", test_review);
  g_test_add_func ("/decks/review-in-time", test_review_in_time);
  return g_test_run ();
}
