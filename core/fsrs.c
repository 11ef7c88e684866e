/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The names of the weights and the order of the formulas are those of the algorithm's own
 * description (FSRS-6); only the defaults are used, so a review is a function of the card. */

#include "fsrs.h"

#include <math.h>
#include <string.h>

#define DAY_MS        (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define MINUTE_MS     (G_GINT64_CONSTANT (60) * 1000)
#define RETENTION     0.9
#define STABILITY_MIN 0.001
#define TEXT_VERSION  "1"
#define TEXT_FIELDS   9

static const double w[] = {
  0.212,  1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001,  1.8722, 0.1666, 0.796,
  1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
};

static const gint64 learning_steps[] = { MINUTE_MS, 10 * MINUTE_MS };
static const gint64 relearning_steps[] = { 10 * MINUTE_MS };

static gint64
get_days (const CenFsrsCard *card, gint64 now_ms)
{
  return MAX (0, now_ms - card->last_ms) / DAY_MS;
}

static double
get_factor (void)
{
  return pow (RETENTION, 1 / -w[20]) - 1;
}

double
cen_fsrs_get_recall (const CenFsrsCard *card, gint64 now_ms)
{
  if (card->n_reviews == 0)
    return 0;
  return pow (1 + get_factor () * (double) get_days (card, now_ms) / card->stability, -w[20]);
}

/* --- Difficulty --- */

static double
get_first_difficulty (CenFsrsRating rating)
{
  return w[4] - exp (w[5] * (rating - 1)) + 1;
}

static double
get_next_difficulty (double difficulty, CenFsrsRating rating)
{
  double delta = -w[6] * ((double) rating - 3);
  double damped = difficulty + (10 - difficulty) * delta / 9;
  double reverted = w[7] * get_first_difficulty (CEN_FSRS_EASY) + (1 - w[7]) * damped;

  return CLAMP (reverted, 1, 10);
}

/* --- Stability --- */

static double
get_stability_after_recall (const CenFsrsCard *card, double recall, CenFsrsRating rating)
{
  double penalty = rating == CEN_FSRS_HARD ? w[15] : 1;
  double bonus = rating == CEN_FSRS_EASY ? w[16] : 1;

  return card->stability *
         (1 + exp (w[8]) * (11 - card->difficulty) * pow (card->stability, -w[9]) *
                  (exp ((1 - recall) * w[10]) - 1) * penalty * bonus);
}

static double
get_stability_after_lapse (const CenFsrsCard *card, double recall)
{
  double long_term = w[11] * pow (card->difficulty, -w[12]) *
                     (pow (card->stability + 1, w[13]) - 1) * exp ((1 - recall) * w[14]);

  return MIN (long_term, card->stability / exp (w[17] * w[18]));
}

static double
get_stability_same_day (double stability, CenFsrsRating rating)
{
  double increase = exp (w[17] * ((double) rating - 3 + w[18])) * pow (stability, -w[19]);

  return stability * (rating >= CEN_FSRS_GOOD ? MAX (increase, 1) : increase);
}

static void
remember (CenFsrsCard *card, CenFsrsRating rating, gint64 now_ms)
{
  double recall = cen_fsrs_get_recall (card, now_ms);

  if (card->n_reviews == 0) {
    card->stability = w[rating - 1];
    card->difficulty = CLAMP (get_first_difficulty (rating), 1, 10);
    return;
  }
  if (get_days (card, now_ms) < 1)
    card->stability = get_stability_same_day (card->stability, rating);
  else if (rating == CEN_FSRS_AGAIN)
    card->stability = get_stability_after_lapse (card, recall);
  else
    card->stability = get_stability_after_recall (card, recall, rating);
  card->stability = MAX (card->stability, STABILITY_MIN);
  card->difficulty = get_next_difficulty (card->difficulty, rating);
}

/* --- When next --- */

static gint64
get_interval (double stability)
{
  double days = stability / get_factor () * (pow (RETENTION, 1 / -w[20]) - 1);

  return (gint64) CLAMP (nearbyint (days), 1, CEN_FSRS_INTERVAL_MAX) * DAY_MS;
}

static gint64
graduate (CenFsrsCard *card)
{
  card->state = CEN_FSRS_REVIEW;
  card->step = 0;
  return get_interval (card->stability);
}

static gint64
take_step (CenFsrsCard *card, CenFsrsRating rating, const gint64 *steps, guint n_steps)
{
  switch (rating) {
  case CEN_FSRS_AGAIN:
    card->step = 0;
    return steps[0];
  case CEN_FSRS_HARD:
    if (card->step == 0)
      return n_steps > 1 ? (steps[0] + steps[1]) / 2 : steps[0] + steps[0] / 2;
    return steps[MIN (card->step, n_steps - 1)];
  case CEN_FSRS_GOOD:
    if (card->step + 1 < n_steps)
      return steps[++card->step];
    return graduate (card);
  case CEN_FSRS_EASY:
  default:
    return graduate (card);
  }
}

void
cen_fsrs_review (CenFsrsCard *card, CenFsrsRating rating, gint64 now_ms)
{
  gint64 wait_ms;

  remember (card, rating, now_ms);
  if (card->state == CEN_FSRS_LEARNING) {
    wait_ms = take_step (card, rating, learning_steps, G_N_ELEMENTS (learning_steps));
  } else if (card->state == CEN_FSRS_RELEARNING) {
    wait_ms = take_step (card, rating, relearning_steps, G_N_ELEMENTS (relearning_steps));
  } else if (rating == CEN_FSRS_AGAIN) {
    card->state = CEN_FSRS_RELEARNING;
    card->step = 0;
    card->n_lapses++;
    wait_ms = relearning_steps[0];
  } else {
    wait_ms = get_interval (card->stability);
  }
  card->n_reviews++;
  card->last_ms = now_ms;
  card->due_ms = now_ms + wait_ms;
}

/* --- As text --- */

char *
cen_fsrs_dup_text (const CenFsrsCard *card)
{
  char stability[G_ASCII_DTOSTR_BUF_SIZE];
  char difficulty[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (stability, sizeof stability, card->stability);
  g_ascii_dtostr (difficulty, sizeof difficulty, card->difficulty);
  return g_strdup_printf (TEXT_VERSION " %d %u %u %u %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                          card->state, card->step, card->n_reviews, card->n_lapses, stability,
                          difficulty, card->last_ms, card->due_ms);
}

static gboolean
parse_count (const char *text, guint64 max, guint *ret_count)
{
  guint64 count;

  if (!g_ascii_string_to_unsigned (text, 10, 0, max, &count, NULL))
    return FALSE;
  *ret_count = (guint) count;
  return TRUE;
}

static gboolean
parse_real (const char *text, double min, double max, double *ret_real)
{
  char *end;

  *ret_real = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && *ret_real >= min && *ret_real <= max;
}

gboolean
cen_fsrs_from_text (CenFsrsCard *ret_card, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", TEXT_FIELDS + 1);
  CenFsrsCard card = { 0 };
  guint state;

  if (g_strv_length (parts) != TEXT_FIELDS || strcmp (parts[0], TEXT_VERSION) != 0 ||
      !parse_count (parts[1], CEN_FSRS_RELEARNING, &state) ||
      !parse_count (parts[2], G_N_ELEMENTS (learning_steps) - 1, &card.step) ||
      !parse_count (parts[3], G_MAXUINT, &card.n_reviews) ||
      !parse_count (parts[4], G_MAXUINT, &card.n_lapses) ||
      !parse_real (parts[5], STABILITY_MIN, 1e9, &card.stability) ||
      !parse_real (parts[6], 1, 10, &card.difficulty) ||
      !g_ascii_string_to_signed (parts[7], 10, 0, G_MAXINT64 / 2, &card.last_ms, NULL) ||
      !g_ascii_string_to_signed (parts[8], 10, 0, G_MAXINT64 / 2, &card.due_ms, NULL) ||
      card.n_reviews == 0)
    return FALSE;
  card.state = (CenFsrsState) state;
  *ret_card = card;
  return TRUE;
}
