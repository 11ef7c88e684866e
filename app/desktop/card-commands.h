/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Adding many flashcards at once. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Adds @cards (CenAnkiCard), which it takes, to @deck, and says on @from how many there are, or
 * what went wrong. */
void
cenacle_cards_add (CenacleCircle *circle, const CenId *deck, GPtrArray *cards, GtkWidget *from);
/* The same for a deck that is made first. */
void cenacle_cards_add_to_new (CenacleCircle *circle, const char *title, GPtrArray *cards,
                               GtkWidget *from);

G_END_DECLS
