/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleDecksPage: decks of flashcards: what is to be seen now, all decks, and notes out of which
 * cards can be made. */

#pragma once

#include "core/decks.h"
#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_DECKS_PAGE (cenacle_decks_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleDecksPage, cenacle_decks_page, CENACLE, DECKS_PAGE, CenacleObjectPage)

/* How many cards are to be seen now in @circle, for the sidebar; on a query worker. */
gboolean
cenacle_decks_count_now (CenStore *store, const CenId *circle, guint *ret_n, GError **error);

G_END_DECLS
