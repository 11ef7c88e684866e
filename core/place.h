/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPlace: where a step stands in its path: a word over 0-9 A-Z a-z, compared byte by byte, that
 * never ends in 0. Between any two words there is another (fractional indexing), so that putting or
 * moving one step is one register and two people who do so at once both get what they did. Equal
 * words stand in the order of the objects' ids. */

#pragma once

#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_PLACE_MAX  200 /* bytes of a place */
#define CEN_PLACE_SALT 2   /* digits added so that two people seldom choose the same place */

gboolean cen_place_is_valid (const char *place);

/**
 * cen_place_between: a place after @before and before @after; NULL or no place: at the start, at
 * the end.
 * @salt: random bytes. Where there is no room any more, which takes some ten thousand moves to the
 * same spot, it is @before itself.
 */
char *
cen_place_between (const char *before, const char *after, const guint8 salt[static CEN_PLACE_SALT]);

/* The order of (place, id); an invalid place stands last. */
int cen_place_compare (const char *a_place, const CenId *a, const char *b_place, const CenId *b);

G_END_DECLS
