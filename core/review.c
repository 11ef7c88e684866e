/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "review.h"

static void
review_card_free (gpointer data)
{
  CenReviewCard *card = data;

  g_free (card->front);
  g_free (card->back);
  g_free (card);
}

void
cen_reviewed_clear (CenReviewed *self)
{
  g_clear_pointer (&self->text, g_free);
}

CenReview *
cen_review_new (const CenDecks *decks, const CenDeck *deck, gint64 now_ms, CenDeckAmount amount)
{
  g_autoptr (GPtrArray) rows = cen_decks_list_now (decks, deck, now_ms, amount);
  CenReview *self = g_new0 (CenReview, 1);

  self->cards = g_ptr_array_new_with_free_func (review_card_free);
  self->again = g_ptr_array_new_with_free_func (review_card_free);
  for (guint i = 0; i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    CenReviewCard *card = g_new0 (CenReviewCard, 1);

    card->id = row->id;
    card->front = cen_object_row_dup_text (row, CEN_CARD_FRONT);
    card->back = cen_object_row_dup_text (row, CEN_CARD_BACK);
    card->state = cen_decks_get_state (decks, row);
    g_ptr_array_add (self->cards, card);
  }
  return self;
}

void
cen_review_free (CenReview *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->cards);
  g_ptr_array_unref (self->again);
  g_free (self);
}

/* Of those that come again the one that is due first. */
static CenReviewCard *
find_again (const CenReview *self)
{
  CenReviewCard *first = NULL;

  for (guint i = 0; i < self->again->len; i++) {
    CenReviewCard *card = self->again->pdata[i];

    if (first == NULL || card->state.due_ms < first->state.due_ms)
      first = card;
  }
  return first;
}

static CenReviewCard *
get_card (const CenReview *self, gint64 now_ms)
{
  CenReviewCard *again = find_again (self);

  if (again != NULL && (again->state.due_ms <= now_ms || self->cards->len == 0))
    return again;
  return self->cards->len > 0 ? self->cards->pdata[0] : NULL;
}

const CenReviewCard *
cen_review_get_card (const CenReview *self, gint64 now_ms)
{
  return get_card (self, now_ms);
}

guint
cen_review_count_left (const CenReview *self)
{
  return self->cards->len + self->again->len;
}

gint64
cen_review_peek (const CenReview *self, CenFsrsRating rating, gint64 now_ms)
{
  CenFsrsCard state = get_card (self, now_ms)->state;

  cen_fsrs_review (&state, rating, now_ms);
  return state.due_ms - now_ms;
}

CenReviewed
cen_review_answer (CenReview *self, CenFsrsRating rating, gint64 now_ms)
{
  CenReviewCard *card = get_card (self, now_ms);
  CenReviewed reviewed = { .card = card->id, .was_new = card->state.n_reviews == 0 };
  gboolean comes_again;

  cen_fsrs_review (&card->state, rating, now_ms);
  reviewed.text = cen_fsrs_dup_text (&card->state);
  comes_again = card->state.due_ms - now_ms <= CEN_REVIEW_AHEAD_MS;
  self->n_answers++;
  self->n_settled += !comes_again;
  if (comes_again && g_ptr_array_find (self->again, card, NULL))
    return reviewed;
  if (comes_again)
    g_ptr_array_add (self->again, g_ptr_array_steal_index (self->cards, 0));
  else if (!g_ptr_array_remove (self->again, card))
    g_ptr_array_remove_index (self->cards, 0);
  return reviewed;
}
