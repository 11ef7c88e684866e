/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/fsrs.h"

#include <math.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

/* 2022-11-29 12:30 UTC, where the figures of the reference implementation begin. */
#define START_MS G_GINT64_CONSTANT (1669725000000)

/* The intervals in days that the reference (py-fsrs, with the default weights of FSRS-6 and without
 * fuzz) gives when each card is seen when it is due. */
static void
test_intervals (void)
{
  static const struct {
    CenFsrsRating rating;
    gint64 days;
  } rows[] = {
    { CEN_FSRS_GOOD, 0 },   { CEN_FSRS_GOOD, 2 },   { CEN_FSRS_GOOD, 11 }, { CEN_FSRS_GOOD, 46 },
    { CEN_FSRS_GOOD, 163 }, { CEN_FSRS_GOOD, 498 }, { CEN_FSRS_AGAIN, 0 }, { CEN_FSRS_AGAIN, 0 },
    { CEN_FSRS_GOOD, 2 },   { CEN_FSRS_GOOD, 4 },   { CEN_FSRS_GOOD, 7 },  { CEN_FSRS_GOOD, 12 },
    { CEN_FSRS_GOOD, 21 },
  };
  CenFsrsCard card = { 0 };
  gint64 now_ms = START_MS;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    cen_fsrs_review (&card, rows[i].rating, now_ms);
    g_assert_cmpint ((card.due_ms - now_ms) / DAY_MS, ==, rows[i].days);
    g_assert_cmpint (card.last_ms, ==, now_ms);
    now_ms = card.due_ms;
  }
  g_assert_cmpuint (card.n_reviews, ==, G_N_ELEMENTS (rows));
  g_assert_cmpuint (card.n_lapses, ==, 1);
}

/* Stability and difficulty of the reference after reviews on given days. */
static void
test_memory (void)
{
  static const struct {
    CenFsrsRating rating;
    gint64 after_days;
  } rows[] = {
    { CEN_FSRS_AGAIN, 0 }, { CEN_FSRS_GOOD, 0 }, { CEN_FSRS_GOOD, 1 },
    { CEN_FSRS_GOOD, 3 },  { CEN_FSRS_GOOD, 8 }, { CEN_FSRS_GOOD, 21 },
  };
  CenFsrsCard card = { 0 };
  gint64 now_ms = START_MS;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    now_ms += rows[i].after_days * DAY_MS;
    cen_fsrs_review (&card, rows[i].rating, now_ms);
  }
  g_assert_cmpfloat_with_epsilon (card.stability, 53.62691, 0.0001);
  g_assert_cmpfloat_with_epsilon (card.difficulty, 6.3574867, 0.0001);
}

static void
test_steps (void)
{
  static const struct {
    CenFsrsRating ratings[4];
    CenFsrsState state;
    gint64 wait_s;
  } rows[] = {
    { { CEN_FSRS_AGAIN }, CEN_FSRS_LEARNING, 60 },
    { { CEN_FSRS_HARD }, CEN_FSRS_LEARNING, 330 },
    { { CEN_FSRS_GOOD }, CEN_FSRS_LEARNING, 600 },
    { { CEN_FSRS_GOOD, CEN_FSRS_HARD }, CEN_FSRS_LEARNING, 600 },
    { { CEN_FSRS_GOOD, CEN_FSRS_AGAIN }, CEN_FSRS_LEARNING, 60 },
    { { CEN_FSRS_EASY }, CEN_FSRS_REVIEW, 8 * 86400 },
    { { CEN_FSRS_EASY, CEN_FSRS_AGAIN }, CEN_FSRS_RELEARNING, 600 },
    { { CEN_FSRS_EASY, CEN_FSRS_AGAIN, CEN_FSRS_HARD }, CEN_FSRS_RELEARNING, 900 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    CenFsrsCard card = { 0 };
    gint64 now_ms = START_MS;

    for (guint k = 0; k < G_N_ELEMENTS (rows[i].ratings) && rows[i].ratings[k] != 0; k++) {
      now_ms = MAX (now_ms, card.due_ms);
      cen_fsrs_review (&card, rows[i].ratings[k], now_ms);
    }
    g_assert_cmpint (card.state, ==, rows[i].state);
    g_assert_cmpint ((card.due_ms - now_ms) / 1000, ==, rows[i].wait_s);
  }
}

/* Whatever is answered, and however odd the clock: figures stay in their bounds and text is whole.
 */
static void
test_bounds (void)
{
  for (guint round = 0; round < 200; round++) {
    CenFsrsCard card = { 0 };
    gint64 now_ms = START_MS;

    for (guint i = 0; i < 60; i++) {
      CenFsrsCard again;
      g_autofree char *text = NULL;

      now_ms += g_test_rand_int_range (-2, 400) * (DAY_MS / 3);
      now_ms = MAX (now_ms, 0);
      cen_fsrs_review (&card, (CenFsrsRating) g_test_rand_int_range (1, 5), now_ms);
      g_assert_true (card.difficulty >= 1 && card.difficulty <= 10);
      g_assert_true (card.stability >= 0.001 && isfinite (card.stability));
      g_assert_cmpint (card.due_ms, >, now_ms);
      g_assert_cmpint (card.due_ms - now_ms, <=, CEN_FSRS_INTERVAL_MAX * DAY_MS);
      g_assert_cmpfloat (cen_fsrs_get_recall (&card, now_ms), ==, 1);
      g_assert_cmpfloat (cen_fsrs_get_recall (&card, now_ms + 10 * DAY_MS), <, 1);
      text = cen_fsrs_dup_text (&card);
      g_assert_true (cen_fsrs_from_text (&again, text));
      g_assert_cmpmem (&again, sizeof again, &card, sizeof card);
    }
  }
  g_assert_cmpfloat (cen_fsrs_get_recall (&(CenFsrsCard){ 0 }, START_MS), ==, 0);
}

static void
test_text_refused (void)
{
  static const char *const rows[] = {
    "",
    "1",
    "1 0 0 1 0 2.5 5 1",
    "1 0 0 1 0 2.5 5 1 2 3",
    "2 0 0 1 0 2.5 5 1 2",
    "1 3 0 1 0 2.5 5 1 2",
    "1 0 2 1 0 2.5 5 1 2",
    "1 0 0 0 0 2.5 5 1 2",
    "1 0 0 1 0 nan 5 1 2",
    "1 0 0 1 0 0 5 1 2",
    "1 0 0 1 0 2.5 11 1 2",
    "1 0 0 1 0 2.5 5 -1 2",
    "1 0 0 1 0 2.5x 5 1 2",
  };
  CenFsrsCard card;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_false (cen_fsrs_from_text (&card, rows[i]));
  g_assert_true (cen_fsrs_from_text (&card, "1 0 0 1 0 2.5 5 1 2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fsrs/intervals", test_intervals);
  g_test_add_func ("/fsrs/memory", test_memory);
  g_test_add_func ("/fsrs/steps", test_steps);
  g_test_add_func ("/fsrs/bounds", test_bounds);
  g_test_add_func ("/fsrs/text-refused", test_text_refused);
  return g_test_run ();
}
