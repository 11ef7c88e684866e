/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One pair beside the page of pairs: its goal, and what the two told each other on the way. */

#pragma once

#include "detail-pane.h"
#include "learning.h"

G_BEGIN_DECLS

/* @key: the id of a pair; @page's answer is a CenacleLearning. */
CenacleDetailPane *cenacle_pair_pane_new (CenacleObjectPage *page, const char *key);
/* After the page read again. */
void cenacle_pair_pane_show (CenacleDetailPane *pane);

/* "Ana and Bo" */
char *cenacle_pair_dup_title (CenacleObjectPage *page, const CenPairRow *pair);
/* "under way, to tell each other by Monday" and the like. */
char *cenacle_pair_dup_state (CenacleObjectPage *page, const CenPairRow *pair);
/* Whether a check-in of one's own is due. */
gboolean cenacle_pair_is_due (CenacleObjectPage *page, const CenPairRow *pair);
/* What one can do with it; for its row too. */
void cenacle_pair_show_buttons (CenacleObjectPage *page, CenacleButtonStrip *strip,
                                const CenPairRow *pair);
void cenacle_pair_press (CenacleObjectPage *page, const char *key, const char *mark);

G_END_DECLS
