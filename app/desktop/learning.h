/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the page of skills and pairs reads: who offers and wants what, pairs agreed on, whom skills
 * suggest, and who has coffee this week. */

#pragma once

#include "core/pairs.h"
#include "core/skills.h"
#include "object-page.h"

G_BEGIN_DECLS

typedef struct {
  GPtrArray *skills;   /* CenSkillRow */
  GPtrArray *pairs;    /* CenPairRow */
  GArray *matches;     /* CenMentorMatch */
  GArray *cafe;        /* CenCafePair */
  GPtrArray *checkins; /* CenObjectRow */
  gint64 now_ms;
} CenacleLearning;

CenacleLearning *cenacle_learning_read (CenStore *store, const CenId *circle, GError **error);
void cenacle_learning_free (CenacleLearning *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleLearning, cenacle_learning_free)

/* Lent; NULL when there is none with the id @key. */
const CenPairRow *cenacle_learning_find_pair (const CenacleLearning *self, const char *key);
/* When the next check-in of @member is due; 0: none is asked for. */
gint64
cenacle_learning_get_due (const CenacleLearning *self, const CenPairRow *pair, const CenId *member);

/* Names of the skills that @helper offers and @learner wants, with commas between. */
char *cenacle_learning_dup_reasons (const CenacleLearning *self, const CenId *learner,
                                    const CenId *helper);

/* Of a page whose answer this is. */
const char *cenacle_learning_get_name (CenacleObjectPage *page, const CenId *member);
gboolean cenacle_learning_is_self (CenacleObjectPage *page, const CenId *member);

/* Says on one's own profile that one offers or wants ("offer", "want") @skill, or not any more. */
void cenacle_learning_put_skill (CenacleObjectPage *page, const char *mark, const char *skill,
                                 gboolean is_there);

G_END_DECLS
