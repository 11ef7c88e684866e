/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSkillMap: who knows what as a grid: a line for each skill, a column for each member who says
 * something. The same on every replica. */

#pragma once

#include "skills.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_SKILL_MAP_SKILLS_MAX  60
#define CEN_SKILL_MAP_MEMBERS_MAX 80

typedef enum {
  CEN_SKILL_NOTHING = 0,
  CEN_SKILL_OFFERS = 1 << 0,
  CEN_SKILL_WANTS = 1 << 1,
} CenSkillSays;

typedef struct {
  GPtrArray *skills; /* CenSkillRow, lent; what most say something of stands first */
  GArray *members;   /* CenId; who says most stands first */
  guint8 *says;      /* CenSkillSays, a line of n members for each skill */
  guint n_left_out;  /* skills for which there is no room */
} CenSkillMap;

/* @skills: CenSkillRow of cen_skills_list(), lent as long as the map is there */
CenSkillMap *cen_skill_map_new (GPtrArray *skills);
void cen_skill_map_free (CenSkillMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenSkillMap, cen_skill_map_free)

CenSkillSays cen_skill_map_get (const CenSkillMap *self, guint skill, guint member);

G_END_DECLS
