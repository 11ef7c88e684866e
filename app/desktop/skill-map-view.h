/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSkillMapView: who knows what, drawn as a grid: a line for each skill, a column for each
 * member. The screen reader finds a table with a sentence for each skill. */

#pragma once

#include "core/skill-map.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_SKILL_MAP_VIEW (cenacle_skill_map_view_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSkillMapView, cenacle_skill_map_view, CENACLE, SKILL_MAP_VIEW,
                      GtkWidget)

/* Signals: "skill" (const char *key), "member" (const char *id) when one is chosen. */
GtkWidget *cenacle_skill_map_view_new (void);
/* @map (taken) with what it lends from; @members: CenMemberRow, lent for the call. @self_member is
 * the column that stands out. */
void cenacle_skill_map_view_show (CenacleSkillMapView *self, GPtrArray *skills, GPtrArray *members,
                                  const CenId *self_member);

G_END_DECLS
