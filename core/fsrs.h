/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFsrs: when to see a flashcard again: FSRS-6 with its published default weights (21 of them),
 * a desired retention of 0.9, learning steps of 1 and 10 minutes and one relearning step of 10
 * minutes, without fuzz. Stability is in days, difficulty between 1 and 10. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CEN_FSRS_INTERVAL_MAX 36500 /* days */

typedef enum {
  CEN_FSRS_AGAIN = 1,
  CEN_FSRS_HARD = 2,
  CEN_FSRS_GOOD = 3,
  CEN_FSRS_EASY = 4,
} CenFsrsRating;

typedef enum {
  CEN_FSRS_LEARNING, /* also a card that was never seen */
  CEN_FSRS_REVIEW,
  CEN_FSRS_RELEARNING,
} CenFsrsState;

/* All zero: a card that was never seen, due at once. */
typedef struct {
  CenFsrsState state;
  guint step; /* which of the learning steps comes next */
  guint n_reviews;
  guint n_lapses;
  double stability;
  double difficulty;
  gint64 last_ms; /* when it was last seen */
  gint64 due_ms;
} CenFsrsCard;

/* What becomes of @card when it is answered with @rating at @now_ms. */
void cen_fsrs_review (CenFsrsCard *card, CenFsrsRating rating, gint64 now_ms);

/* How probable it is that the card is recalled at @now_ms: 0 for one never seen. */
double cen_fsrs_get_recall (const CenFsrsCard *card, gint64 now_ms);

/* One line of text that is the same in every locale, and back; FALSE when it is no such line. */
char *cen_fsrs_dup_text (const CenFsrsCard *card);
gboolean cen_fsrs_from_text (CenFsrsCard *ret_card, const char *text);

G_END_DECLS
