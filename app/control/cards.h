/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Flashcards as the engine's CreateAll takes them. */

#pragma once

#include "core/anki.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_CARDS_PACK_MAX 500 /* in one call, so that others get their turn in between */

/* Those of @cards (CenAnkiCard) from @from on, at most CENACLE_CARDS_PACK_MAX, as fields for the
 * deck with the id @deck; floating, aa{sv}. */
GVariant *cenacle_cards_pack (const char *deck, GPtrArray *cards, guint from);

G_END_DECLS
