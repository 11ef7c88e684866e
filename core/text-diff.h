/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextDiff: what is to be changed in one text to make another of it (Myers, "An O(ND) Difference
 * Algorithm", 1986), so that what several people write around it stays. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At code point position, n_deleted go and inserted comes. */
typedef struct {
  guint32 position;
  guint32 n_deleted;
  const char *inserted; /* UTF-8 */
} CenTextChange;

/**
 * cen_text_diff: CenTextChange, each in the text that those before it leave; they own what they
 * insert. Least, as long as not much differs; then by lines; and where all differs the whole.
 * @from, @to: valid UTF-8
 * Cost: proportional to the length and to the square of what differs, which is bounded.
 */
GArray *cen_text_diff (const char *from, const char *to);

G_END_DECLS
