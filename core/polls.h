/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPolls: what polls say, computed alike everywhere (PROTOCOL.md, Computations). */

#pragma once

#include "kinds-life.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenId member;
  GArray *choices; /* guint64: numbers of options, each once; ranked ones best first */
  gboolean is_late;
  gint64 time_ms;
} CenBallot;

typedef struct {
  const CenObjectRow *row; /* lent by the CenPolls */
  char *question;
  GStrv options;
  guint n_options;
  CenPollMode mode;
  gint64 closes_ms;   /* 0: when somebody closes it */
  gboolean is_closed; /* by somebody, or by the time it is */
  GPtrArray *ballots; /* CenBallot, by member, those in time before late ones */
  guint n_voters;     /* who is heard from, in time */
  guint n_members;    /* who may be: active members and whoever voted */
  GArray *votes;      /* guint, by option; ranked: how many have it first */
  GPtrArray *rounds;  /* GArray of guint, of the instant run-off; one round else. An option that is
                         out has 0 */
  int winner;         /* -1: none, or several are equal */
} CenPoll;

typedef struct {
  GPtrArray *all; /* CenPoll, oldest first */
  GPtrArray *rows;
} CenPolls;

/**
 * cen_polls_compute: takes @rows of polls. @members: CenMemberRow. @now_ms: when a closing time has
 * passed; late votes do not depend on it.
 */
CenPolls *cen_polls_compute (GPtrArray *rows, const GPtrArray *members, gint64 now_ms);
CenPolls *cen_polls_read (CenStore *store, const CenId *circle, gint64 now_ms, GError **error);
void cen_polls_free (CenPolls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenPolls, cen_polls_free)

const CenPoll *cen_polls_find (const CenPolls *self, const CenId *id);
/* The ballot of @member that counts; NULL when there is none. */
const CenBallot *cen_poll_get_ballot (const CenPoll *self, const CenId *member);
const char *cen_poll_mode_to_name (CenPollMode mode); /* "single", "multi", "ranked" */

G_END_DECLS
