/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSkills: what the members of a circle offer and want to learn, out of the marks that they put
 * on their own profiles. */

#pragma once

#include "mentors.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *key;      /* what its spellings have in common */
  char *name;     /* one of them: the first in the order of bytes */
  GArray *offers; /* CenId: members, in order */
  GArray *wants;
} CenSkillRow;

void cen_skill_row_free (CenSkillRow *self);

/**
 * cen_skills_list: CenSkillRow in the order of the keys. What one wrote on another's profile does
 * not count, nor what people say who are no members any more.
 * @profiles: CenObjectRow, in any order
 * @members: CenMemberRow
 */
GPtrArray *cen_skills_list (GPtrArray *profiles, GPtrArray *members);

/* The keys of marks by which @member says so of a skill that is @skill but for its spelling. */
GStrv
cen_skills_find_spellings (GPtrArray *profiles, const CenId *member, guint mark, const char *skill);

/* Those who said so of skills like @skill; for "who might know". Lent; NULL for nobody. */
const CenSkillRow *cen_skills_find (GPtrArray *skills, const char *skill);

#define CEN_KNOWERS_MAX 8

/**
 * cen_skills_find_knowers: CenId of members who offer what a question is about: who offers most of
 * it comes first, then by their ids; at most CEN_KNOWERS_MAX.
 * @skills: as cen_skills_list() gives them
 * @about: what it says to be about; NULL at the end
 * @words: a text; each word of it that is the name of a skill counts too
 * @asker: who asks, and is not among them
 */
GArray *cen_skills_find_knowers (GPtrArray *skills, const char *const *about, const char *words,
                                 const CenId *asker);

G_END_DECLS
