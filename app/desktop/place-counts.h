/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePlaceCounts: what waits for the person in the places of the sidebar: cards to see, and
 * pairs that ask how it goes. Read on the query worker. */

#pragma once

#include "circle.h"

G_BEGIN_DECLS

typedef struct {
  guint n_cards;
  guint n_checkins;
} CenaclePlaceCounts;

/* The callback finishes with cenacle_client_query_finish(): a CenaclePlaceCounts, for g_free(). */
void cenacle_place_counts_read_async (CenacleCircle *circle, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);

/* How many wait at @place ("decks", "pairs"), and in words; 0 and NULL elsewhere. */
guint
cenacle_place_counts_get (const CenaclePlaceCounts *self, const char *place, char **ret_words);

G_END_DECLS
