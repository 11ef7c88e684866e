/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAnki: flashcards as the text files that Anki reads and writes: one card a line, fields
 * separated by a tab, a comma or a semicolon, quoted with "" where they hold one, and lines at the
 * head that begin with # (separator, html, tags column). */

#pragma once

#include "error.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_ANKI_FILE_MAX  (4 << 20)
#define CEN_ANKI_CARDS_MAX 10000
#define CEN_CARD_SIDE_MAX  4096 /* bytes of each side of a card */
#define CEN_CARD_TAGS_MAX  256

typedef struct {
  char *front;
  char *back;
  char *tags; /* separated by spaces; "" for none */
} CenAnkiCard;

void cen_anki_card_free (CenAnkiCard *self);

/**
 * cen_anki_parse: CenAnkiCard, in the order of the file. Where the file says that it is HTML, tags
 * are dropped, <br> and <div> become line ends and entities characters.
 * Errors: CEN_ERROR_INVALID: not UTF-8, too large, a side too long, nothing in it.
 */
GPtrArray *cen_anki_parse (const char *text, gsize len, GError **error);

/* Such a file, separated by tabs. */
char *cen_anki_build (GPtrArray *cards);

G_END_DECLS
