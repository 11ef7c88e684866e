/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One skill beside the page of skills: who can help with it and who wants to learn it. */

#pragma once

#include "detail-pane.h"
#include "learning.h"

G_BEGIN_DECLS

/* @key: of a CenSkillRow; @page's answer is a CenacleLearning. */
CenacleDetailPane *cenacle_skill_pane_new (CenacleObjectPage *page, const char *key);
/* After the page read again. */
void cenacle_skill_pane_show (CenacleDetailPane *pane);

/* "offer" and "want", on or off as one said; for every row of a skill too. */
void cenacle_skill_show_buttons (CenacleObjectPage *page, CenacleButtonStrip *strip,
                                 const CenSkillRow *skill);
/* One of them was pressed. */
void cenacle_skill_press (CenacleObjectPage *page, const char *key, const char *mark);

G_END_DECLS
