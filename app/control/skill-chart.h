/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSkillChart: the map of skills as a picture that can be kept, and its measures, which the
 * window draws by too. */

#pragma once

#include "core/skill-map.h"

G_BEGIN_DECLS

#define CENACLE_SKILL_CHART_LINE  24  /* height of a skill, in pixels */
#define CENACLE_SKILL_CHART_STEP  22  /* width of a member */
#define CENACLE_SKILL_CHART_HEAD  112 /* height of the names above */
#define CENACLE_SKILL_CHART_SIDE  160 /* width of the skills' names */
#define CENACLE_SKILL_CHART_DOT   12
#define CENACLE_SKILL_CHART_SLANT 60 /* degrees by which the names above rise */

/* SVG, titles in the reader's language. @members: CenMemberRow, for their names */
char *cenacle_skill_chart_build_svg (const CenSkillMap *map, GPtrArray *members);

/* What @skill is in words: "Rust: offered by Ana, wanted by Bo and Cleo". */
char *cenacle_skill_chart_dup_sentence (const CenSkillRow *skill, GPtrArray *members);
/* The names of @ids (CenId) with commas between. */
char *cenacle_skill_chart_dup_names (GArray *ids, GPtrArray *members);
const char *cenacle_skill_chart_get_name (const CenId *id, GPtrArray *members);

G_END_DECLS
