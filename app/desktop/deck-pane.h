/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One deck beside the page of decks: its cards, to be looked for, changed and added to. */

#pragma once

#include "core/decks.h"
#include "detail-pane.h"
#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_DECK_PANE_CARDS_MAX 100 /* shown at once; the others are found by searching */

/* Looks up the deck with the id @key again, which @all holds; lent; NULL when it is gone. */
typedef const CenDeck *(*CenacleDeckFind) (CenacleObjectPage *page, const char *key,
                                           const CenDecks **ret_all);

/* The pane of the deck with the id @key. */
CenacleDetailPane *
cenacle_deck_pane_new (CenacleObjectPage *page, const char *key, CenacleDeckFind find);
/* After the page read again. */
void cenacle_deck_pane_show (CenacleDetailPane *pane);

G_END_DECLS
