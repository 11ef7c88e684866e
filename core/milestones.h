/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenMilestones: what is worth a quiet celebration: the first answer of somebody that was accepted,
 * the tenth session of a circle. Of others only firsts are told: no ranking of people is made of
 * it. */

#pragma once

#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_MILESTONE_ACCEPTED, /* answers of a member that were accepted */
  CEN_MILESTONE_ATTENDED, /* sessions at which a member was */
  CEN_MILESTONE_HOSTED,   /* sessions that a member hosted and somebody else came to */
  CEN_MILESTONE_THANKED,  /* kudos that a member received */
  CEN_MILESTONE_HELD,     /* sessions of the circle to which two or more came */
  CEN_MILESTONE_SOLVED,   /* questions of the circle with an accepted answer */
} CenMilestoneKind;

typedef struct {
  CenMilestoneKind kind;
  guint n;          /* the how manieth: 1, 10, 50, 100 or 500 */
  CenId member;     /* zero: the circle's */
  CenId object;     /* by which it was reached */
  gint64 time_ms;   /* of that: a label */
  gboolean is_self; /* this person's */
} CenMilestone;

/* "accepted", "attended"… */
const char *cen_milestone_kind_to_text (CenMilestoneKind kind);

/**
 * cen_milestones_read: CenMilestone, oldest first. Reads every question, session and kudos once.
 * Errors: those of queries.h.
 */
GArray *cen_milestones_read (CenStore *store, const CenId *circle, GError **error);

G_END_DECLS
