/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCafe: who has coffee with whom this week, drawn alike everywhere with no coordinator. Weeks
 * are ISO weeks in UTC. The draw of a week is found by replaying all weeks since the circle began:
 * each takes the round of a round-robin (circle method, seeded by the circle's id) whose pairs have
 * met least often, so that while people stay the same nobody meets anybody again before all have
 * met. */

#pragma once

#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_WEEK_MS        (G_GINT64_CONSTANT (7) * 24 * 3600 * 1000)
#define CEN_CAFE_WEEKS_MAX 520 /* older ones are forgotten */

typedef struct {
  CenId member;
  gint64 from_ms;  /* admitted */
  gint64 until_ms; /* left or removed; 0: is a member still */
} CenCafeMember;

typedef struct {
  CenId a; /* a < b */
  CenId b; /* zero: @a rests this week, as one does in turn when they are odd in number */
} CenCafePair;

/* Whether @self is of the week that begins at @monday_ms: a member in the millisecond before. */
gboolean cen_cafe_member_is_of (const CenCafeMember *self, gint64 monday_ms);
/* Monday 00:00 UTC of the ISO week in which @time_ms lies. */
gint64 cen_week_get_start (gint64 time_ms);
/* "2026-W47" */
char *cen_week_dup_name (gint64 time_ms);

/**
 * cen_cafe_draw: the pairs of the week in which @time_ms lies, among those of it. In the order of
 * their ids; the one who rests comes last.
 * @members: in any order
 * Costs weeks × members², some milliseconds for fifty members over two years.
 */
GArray *
cen_cafe_draw (const CenId *circle, const CenCafeMember *members, guint n_members, gint64 time_ms);

G_END_DECLS
