/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSpelling: underlines words that no dictionary has while one writes, and offers others,
 * where the system has Enchant 2 and a dictionary for the person's language. The library is looked
 * for when it is first needed; where it is not there, nothing happens. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_SPELLING_WORDS_MAX 6  /* that are offered */
#define CENACLE_SPELLING_WORD_MAX  64 /* characters of a word that is looked up */

#define CENACLE_TYPE_SPELLING (cenacle_spelling_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSpelling, cenacle_spelling, CENACLE, SPELLING, GObject)

/* The dictionary that is used, such as "fr"; NULL where there is none. */
char *cenacle_spelling_dup_language (void);

/* For as long as @view lives; it keeps what is returned, lent. @settings (nullable): checks while
 * its key "checks-spelling" says so. */
CenacleSpelling *cenacle_spelling_attach (GtkTextView *view, GSettings *settings);

G_END_DECLS
