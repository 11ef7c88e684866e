/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenWords: what two members read aloud to each other to be sure that nobody stands between them
 * (PROTOCOL.md, Safety words). */

#pragma once

#include "crypto.h"
#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_WORDS_LEN 8

/**
 * cen_words_for_pair: the CEN_WORDS_LEN safety words of two members, separated by spaces: the same
 * whoever of the two asks.
 * @circle: the circle in which they meet.
 * @a, @b: the member keys, in any order.
 * @language: "en" or "fr", or a locale that starts so; English for any other and for NULL.
 *
 * Takes some 20 ms, on purpose: see CEN_WORDS_ROUNDS. Any thread.
 */
char *
cen_words_for_pair (const CenId *circle, const CenId *a, const CenId *b, const char *language);

/* "en" or "fr": the list that @language gets. */
const char *cen_words_get_language (const char *language);

G_END_DECLS
