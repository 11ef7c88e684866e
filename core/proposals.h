/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenProposals: topics that somebody would like, who votes for them and who offers to present
 * (PROTOCOL.md, Computations). */

#pragma once

#include "kinds-life.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_PROPOSAL_IS_OPEN,
  CEN_PROPOSAL_IS_PLANNED, /* a session came of it */
} CenProposalState;

typedef struct {
  const CenObjectRow *row; /* lent by the CenProposals */
  char *title;
  char *text;
  guint n_votes;
  gboolean is_voted;     /* by this person */
  GArray *presenters;    /* CenId, who offered first first */
  gboolean is_presented; /* this person offered */
  CenProposalState state;
  CenId session; /* zero while it is open */
  guint rank;    /* from 1: most votes first, then most presenters, then the older; all states */
} CenProposal;

typedef struct {
  GPtrArray *all; /* CenProposal, oldest first */
  GPtrArray *rows;
} CenProposals;

/* Takes @rows of proposals, oldest first. @sessions: live ones, of which cancelled ones count as
 * none. */
CenProposals *
cen_proposals_compute (GPtrArray *rows, const GPtrArray *sessions, const CenId *self_member);
CenProposals *cen_proposals_read (CenStore *store, const CenId *circle, GError **error);
void cen_proposals_free (CenProposals *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenProposals, cen_proposals_free)

const CenProposal *cen_proposals_find (const CenProposals *self, const CenId *id);
/* CenProposal, lent, by rank. */
GPtrArray *cen_proposals_list_ranked (const CenProposals *self);
const char *cen_proposal_state_to_name (CenProposalState state); /* "open", "planned" */

G_END_DECLS
