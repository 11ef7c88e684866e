/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleReviewDialog: a sitting with the cards of a deck: the question, the answer, and how well
 * one knew it, each with the time after which the card comes again. */

#pragma once

#include "circle.h"
#include "core/review.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_REVIEW_DIALOG (cenacle_review_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleReviewDialog, cenacle_review_dialog, CENACLE, REVIEW_DIALOG, AdwWindow)

/* @from: a widget of the window that asks */
void cenacle_review_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenDecks *decks,
                                    const CenDeck *deck);

G_END_DECLS
