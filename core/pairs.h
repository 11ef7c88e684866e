/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPairs: who learns with whom: pairs that two members agreed on, those that their skills
 * suggest, and the café pairs of the week. All are functions of the rows given. */

#pragma once

#include "cafe.h"
#include "kinds-meet.h"
#include "mentors.h"
#include "queries-modlog.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_PAIR_PROPOSED,
  CEN_PAIR_ACTIVE,
  CEN_PAIR_DONE, /* the goal is reached, says one of them */
  CEN_PAIR_OVER, /* ended or declined by one of them, or one is a member no more */
} CenPairState;

typedef struct {
  CenId id;
  CenId by;
  CenId with;
  char *goal;
  gint64 until_ms; /* 0: no end */
  gint64 time_ms;
  gint64 agreed_ms; /* when it was accepted; 0: not yet */
  guint every_days; /* between two check-ins; 0: none are asked for */
  CenPairState state;
} CenPairRow;

void cen_pair_row_free (CenPairRow *self);

/* "proposed", "active", "reached", "over" */
const char *cen_pair_state_to_text (CenPairState state);

/* The row of the object; marks of others than the two do not count. */
CenPairRow *cen_pair_row_new (const CenObjectRow *object, GPtrArray *members);
/* CenPairRow of all @objects (CenObjectRow). @members: CenMemberRow */
GPtrArray *cen_pairs_list (GPtrArray *objects, GPtrArray *members);

/* When the next check-in of @self is due: so many days after their last one, or after the pair was
 * agreed on; 0 when none is asked of them. @checkins: CenObjectRow, of any pair */
gint64 cen_pair_get_due (const CenPairRow *pair, GPtrArray *checkins, const CenId *self);

/* A pair in which oneself is asked for a check-in. */
typedef struct {
  CenId pair;
  CenId other;
  char *goal;
  gint64 due_ms;
} CenPairDue;

void cen_pair_due_free (CenPairDue *self);
/* CenPairDue of this home's member, those that were due by @now_ms, in the order of the pairs.
 * Errors: those of queries.h. */
GPtrArray *cen_pairs_list_due (CenStore *store, const CenId *circle, gint64 now_ms, GError **error);

/* Whether @a and @b are in one that is proposed or active. */
gboolean cen_pairs_has (GPtrArray *pairs, const CenId *a, const CenId *b);

/* CenMentorMatch among active members, of whom those who are a pair already are left out. */
GArray *
cen_pairs_suggest (const CenId *circle, GPtrArray *profiles, GPtrArray *members, GPtrArray *pairs);

/* Since when each was a member and until when, for cen_cafe_draw(). @modlog: CenModlogRow, all */
GArray *cen_pairs_list_stays (GPtrArray *members, GPtrArray *modlog);

/* CenCafePair of the week in which @time_ms lies, out of the replica. NULL on error. */
GArray *cen_pairs_draw_cafe (CenStore *store, const CenId *circle, gint64 time_ms, GError **error);

G_END_DECLS
