/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenReview: one sitting with the cards of a deck. A card that is to come again within
 * CEN_REVIEW_AHEAD_MS comes again in the same sitting, when it is time or, once nothing else is
 * left, at once. */

#pragma once

#include "decks.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_REVIEW_AHEAD_MS (20 * 60 * 1000)

typedef struct {
  CenId id;
  char *front;
  char *back;
  CenFsrsCard state;
} CenReviewCard;

typedef struct {
  GPtrArray *cards; /* CenReviewCard: those that were not seen yet, in their order */
  GPtrArray *again; /* those that come again */
  guint n_answers;
  guint n_settled; /* cards that do not come again in this sitting */
} CenReview;

/* The cards of @deck as cen_decks_list_now() gives them. */
CenReview *
cen_review_new (const CenDecks *decks, const CenDeck *deck, gint64 now_ms, CenDeckAmount amount);
void cen_review_free (CenReview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenReview, cen_review_free)

/* The card to see now, lent until it is answered; NULL: the sitting is over. */
const CenReviewCard *cen_review_get_card (const CenReview *self, gint64 now_ms);
guint cen_review_count_left (const CenReview *self);

/* In how many milliseconds the card to see now would come again. */
gint64 cen_review_peek (const CenReview *self, CenFsrsRating rating, gint64 now_ms);

/* What is to be kept after an answer. */
typedef struct {
  CenId card;
  char *text; /* cen_fsrs_dup_text() */
  gboolean was_new;
} CenReviewed;

void cen_reviewed_clear (CenReviewed *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenReviewed, cen_reviewed_clear)

/* Answers the card to see now, of which there is one. */
CenReviewed cen_review_answer (CenReview *self, CenFsrsRating rating, gint64 now_ms);

G_END_DECLS
