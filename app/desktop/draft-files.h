/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The files that stand with drafts, so that they are there when a window opens again: a small file
 * in the home, for the paths of this computer are no business of anybody else. A place is any text
 * that stays the same; an entry is what staged-files.h makes of a file. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stood in @place; NULL when nothing did. */
GStrv cenacle_draft_files_get (const char *home, const char *place);
/* No @entries: nothing stands there any more. */
void cenacle_draft_files_set (const char *home, const char *place, const char *const *entries);

G_END_DECLS
