/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reader of Markdown with all its extensions makes of words that were written to be tame. */

#pragma once

#include "app/control/export-words.h"

G_BEGIN_DECLS

/* Asserts that @tame has nothing that export-words.h rules out. */
void tame_check (const char *tame, CenacleWords words);
/* Its words, without marks, with every run of blanks as one. */
char *tame_dup_words (const char *markdown);

G_END_DECLS
