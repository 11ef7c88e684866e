/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKindsLife: questions, polls, proposals, thanks and the charter. */

#pragma once

#include "kind.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_POLL_OPTIONS_MAX 32
#define CEN_TITLE_MAX        512

typedef enum {
  CEN_KIND_QUESTION = 6,
  CEN_KIND_ANSWER = 7,
  CEN_KIND_PROPOSAL = 8,
  CEN_KIND_POLL = 10,
  CEN_KIND_KUDOS = 11,
  CEN_KIND_BADGE = 12,
  CEN_KIND_AWARD = 13,
  CEN_KIND_CHARTER = 14,
  CEN_KIND_BOOST = 15,
  CEN_KIND_PRIVATE_QUESTION = 25, /* sealed */
  CEN_KIND_PRIVATE_ANSWER = 26,   /* sealed */
} CenLifeKind;

/* How a poll is answered. */
typedef enum {
  CEN_POLL_SINGLE,
  CEN_POLL_MULTIPLE,
  CEN_POLL_RANKED,
} CenPollMode;

typedef enum {
  /* A private question has the same fields, so that both are read alike. */
  CEN_QUESTION_TITLE = 1,
  CEN_QUESTION_TEXT = 2,
  CEN_QUESTION_ACCEPTED = 3, /* the answer that its asker, or a facilitator, took */
  CEN_QUESTION_SKILLS = 4,   /* what it is about */
  CEN_QUESTION_ME_TOO = 1,
  CEN_ANSWER_QUESTION = 1, /* and a private answer */
  CEN_ANSWER_TEXT = 2,
  CEN_ANSWER_REACTION = 1,
  CEN_PROPOSAL_TITLE = 1,
  CEN_PROPOSAL_TEXT = 2,
  CEN_PROPOSAL_SESSION = 3, /* what became of it */
  CEN_PROPOSAL_VOTE = 1,
  CEN_PROPOSAL_PRESENT = 2,
  CEN_POLL_QUESTION = 1,
  CEN_POLL_OPTIONS = 2,
  CEN_POLL_MODE = 3,
  CEN_POLL_CLOSES = 4,
  CEN_POLL_CLOSED = 5,
  CEN_POLL_VOTE = 1, /* the numbers of the options; ranked ones best first */
  CEN_KUDOS_TO = 1,
  CEN_KUDOS_REASON = 2,
  CEN_KUDOS_SKILL = 3,
  CEN_KUDOS_ABOUT = 4, /* the message, session or resource it is for */
  CEN_KUDOS_REACTION = 1,
  CEN_BADGE_NAME = 1,
  CEN_BADGE_EMOJI = 2,
  CEN_BADGE_TEXT = 3,
  CEN_AWARD_BADGE = 1,
  CEN_AWARD_TO = 2,
  CEN_AWARD_REASON = 3,
  CEN_CHARTER_TEXT = 1,
  CEN_CHARTER_AGREE = 1,
  CEN_BOOST_MONTH = 1, /* year × 100 + month */
  CEN_BOOST_TITLE = 2, /* who or what helped */
  CEN_BOOST_TEXT = 3,  /* how */
  CEN_BOOST_REF = 4,   /* the member or object, when it is one of the circle's */
  CEN_BOOST_REACTION = 1,
} CenLifeField;

extern const CenKind cen_kinds_life[];

G_END_DECLS
