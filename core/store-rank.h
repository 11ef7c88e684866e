/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How well what was found fits, for full-text tables with a title and a body, or a body alone.
 *
 * FTS5's own bm25() first counts in how many rows each word stands, and so reads every row that has
 * it: a third of a second for a common word in a million messages. This looks at the one row only.
 */

#pragma once

#include <glib.h>

typedef struct sqlite3 sqlite3;

G_BEGIN_DECLS

/**
 * cen_store_rank_register: gives a connection the function cen_rank (TABLE), usable where bm25
 * (TABLE) is: a number from 0, the more the better the row fits. BM25 (Robertson and Zaragoza,
 * 2009, with k1 1.2 and b 0.75) without how rare a word is, since every row found has every word; a
 * word in the title counts four times.
 *
 * Returns: whether it worked; FTS5 may be missing.
 */
gboolean cen_store_rank_register (sqlite3 *db);

G_END_DECLS
