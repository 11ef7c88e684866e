/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCardLines: the flashcards that a note has in it: a line "term :: definition", or "Q: …" and
 * below it "A: …", of which the answer may go on until an empty line or the next card. What stands
 * between ``` is code and left alone. */

#pragma once

#include "anki.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_CARD_LINES_MAX CEN_ANKI_CARDS_MAX /* of one text; what follows is left out */

/* CenAnkiCard, in the order of @text, which is UTF-8. Of two with the same front the first stays;
 * what is too long for a card is left out. */
GPtrArray *cen_card_lines_find (const char *text);

/* Drops those of @cards (CenAnkiCard) whose front is in @fronts (keys: char *). */
void cen_card_lines_drop_known (GPtrArray *cards, GHashTable *fronts);

G_END_DECLS
