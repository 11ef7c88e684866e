/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenMentors: who could help whom, out of the skills that members offer and want: a stable matching
 * (Gale and Shapley's deferred acceptance, learners propose), the same on every replica. Stable: no
 * learner and helper would both rather have each other than what they were given. Each member
 * learns from at most one and helps at most one. */

#pragma once

#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenId member;
  const char *const *offers; /* skills as cen_skill_dup_key() gives them */
  const char *const *wants;
  guint n_pairs; /* pairs they are in already: who has fewer is preferred */
} CenMentorPerson;

typedef struct {
  CenId learner;
  CenId helper;
  guint n_skills;     /* wanted by one and offered by the other */
  gboolean is_mutual; /* the helper wants something that the learner offers */
} CenMentorMatch;

/* What two spellings of a skill have in common: case and surrounding space are dropped. */
char *cen_skill_dup_key (const char *skill);

/* Whether two members are not to be matched (in a pair already). */
typedef gboolean (*CenMentorBar) (const CenId *a, const CenId *b, gpointer user_data);

/**
 * cen_mentors_match: CenMentorMatch in the order of the learners' ids. A learner prefers who offers
 * most of what they want, then who wants something back, then who is in fewer pairs; a helper
 * prefers who wants most of what they offer, and then alike. What is still equal is decided by a
 * hash of the circle and the two ids, so that nobody is always first.
 * @persons: in any order
 * @bar: or NULL
 */
GArray *cen_mentors_match (const CenId *circle, const CenMentorPerson *persons, guint n_persons,
                           CenMentorBar bar, gpointer user_data);

/* How much @chooser likes @other in the given part; larger is better; 0: not at all. For tests. */
typedef enum {
  CEN_MENTOR_LEARNS,
  CEN_MENTOR_HELPS,
} CenMentorPart;
guint64 cen_mentors_weigh (const CenId *circle, const CenMentorPerson *chooser,
                           const CenMentorPerson *other, CenMentorPart part);

G_END_DECLS
