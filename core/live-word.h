/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenLiveWord: what one device says of itself in a session that runs: that somebody is there, wants
 * to speak, hosts. All times are durations, as of when it was said, so that no clock counts
 * (PROTOCOL.md, A session that runs). Members are named by the first 8 bytes of M. */

#pragma once

#include "id.h"
#include "kinds-meet.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_LIVE_WORD_MAX  1024 /* bytes */
#define CEN_LIVE_TURNS_MAX 36   /* members of whom a host keeps how long they spoke */
#define CEN_LIVE_MS_MAX    (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define CEN_LIVE_STAMP_MAX G_MAXUINT32

/* How long one member has spoken. */
typedef struct {
  guint64 who;
  gint64 ms;     /* turns that are over */
  guint64 stamp; /* of the wish to speak that was met last */
} CenLiveTurn;

/* What who hosts says: all that the others must know to go on without. */
typedef struct {
  guint64 term; /* grows with each who takes over */
  guint step;   /* of the agenda: 0 before the first, n + 1 after the last */
  gboolean is_running;
  guint n_spent;
  gint64 spent_ms[CEN_AGENDA_ITEMS_MAX]; /* on each step so far, the one that runs too */
  gboolean has_speaker;
  CenLiveTurn turn; /* of who speaks: ms of this turn alone */
  gboolean has_heir;
  guint64 heir; /* who is to take over */
  guint n_turns;
  CenLiveTurn turns[CEN_LIVE_TURNS_MAX]; /* in order of who */
} CenLiveClaim;

typedef struct {
  gint64 occurrence_ms; /* its start */
  gint64 here_ms;       /* for how long */
  guint64 asked;        /* stamp of the wish to speak; 0: none */
  guint64 done;         /* stamp of the turn that is over by their own word; 0 */
  gboolean claims;      /* hosts, as far as it knows */
  CenLiveClaim claim;
} CenLiveWord;

/* How a member is named in these. */
guint64 cen_live_who (const CenId *member);

GBytes *cen_live_word_encode (const CenLiveWord *self);
/* FALSE for anything malformed; @ret_word is untouched then. */
gboolean cen_live_word_decode (CenLiveWord *ret_word, const guint8 *bytes, gsize len);

/* Lets @ms pass: what runs goes on. */
void cen_live_claim_pass (CenLiveClaim *self, gint64 ms);
/* NULL when nothing is kept of them. */
const CenLiveTurn *cen_live_claim_find_turn (const CenLiveClaim *self, guint64 who);
/* Adds @ms to what @who has spoken, by the wish of @stamp. When there is no room, who spoke least
 * is forgotten. */
void cen_live_claim_add_turn (CenLiveClaim *self, const CenLiveTurn *turn);

G_END_DECLS
