/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds-life.h"

#include "limits.h"

#define QUESTION_SKILLS_MAX 8
#define POLL_OPTION_MAX     512
#define KUDOS_TO_MAX        16
#define REASON_MAX          4096
#define MONTH_MAX           999912 /* year × 100 + month */

const CenKind cen_kinds_life[] = {
  {
      CEN_KIND_QUESTION,
      "question",
      CEN_WRITER_MEMBER,
      CEN_QUESTION_TITLE,
      CEN_QUESTION_TEXT,
      {
          { CEN_QUESTION_TITLE, "title", CEN_FIELD_TEXT, CEN_TITLE_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_QUESTION_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_QUESTION_ACCEPTED, "accepted", CEN_FIELD_REF, 0, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_QUESTION_SKILLS, "skills", CEN_FIELD_TEXTS, CEN_SKILL_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, QUESTION_SKILLS_MAX },
      },
      {
          CEN_MARK_PLAIN (CEN_QUESTION_ME_TOO, "me_too", 0),
      },
      FALSE,
      TRUE,
  },
  {
      CEN_KIND_ANSWER,
      "answer",
      CEN_WRITER_MEMBER,
      0,
      CEN_ANSWER_TEXT,
      {
          { CEN_ANSWER_QUESTION, "question", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_PARENT,
            0, 0 },
          { CEN_ANSWER_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_ANSWER_REACTION, "reaction", 64),
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_PROPOSAL,
      "proposal",
      CEN_WRITER_MEMBER,
      CEN_PROPOSAL_TITLE,
      CEN_PROPOSAL_TEXT,
      {
          { CEN_PROPOSAL_TITLE, "title", CEN_FIELD_TEXT, CEN_TITLE_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_PROPOSAL_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_PROPOSAL_SESSION, "session", CEN_FIELD_REF, 0, CEN_WRITER_MEMBER,
            CEN_FIELD_OPTIONAL, 0, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_PROPOSAL_VOTE, "vote", 0),
          CEN_MARK_PLAIN (CEN_PROPOSAL_PRESENT, "present", 0),
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_POLL,
      "poll",
      CEN_WRITER_MEMBER,
      CEN_POLL_QUESTION,
      0,
      {
          { CEN_POLL_QUESTION, "question", CEN_FIELD_TEXT, CEN_TITLE_MAX, CEN_WRITER_NOBODY,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_POLL_OPTIONS, "options", CEN_FIELD_TEXTS, POLL_OPTION_MAX, CEN_WRITER_NOBODY,
            CEN_FIELD_REQUIRED, 2, CEN_POLL_OPTIONS_MAX },
          { CEN_POLL_MODE, "mode", CEN_FIELD_UINT, CEN_POLL_RANKED, CEN_WRITER_NOBODY,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_POLL_CLOSES, "closes", CEN_FIELD_TIME, 0, CEN_WRITER_NOBODY, CEN_FIELD_OPTIONAL, 0,
            0 },
          { CEN_POLL_CLOSED, "closed", CEN_FIELD_BOOL, 0, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
      },
      {
          { CEN_POLL_VOTE, "vote", 0, CEN_FIELD_UINTS, CEN_POLL_OPTIONS_MAX - 1, 1,
            CEN_POLL_OPTIONS_MAX },
      },
      FALSE,
      TRUE,
  },
  {
      CEN_KIND_KUDOS,
      "kudos",
      CEN_WRITER_MEMBER,
      CEN_KUDOS_SKILL,
      CEN_KUDOS_REASON,
      {
          { CEN_KUDOS_TO, "to", CEN_FIELD_REFS, 0, CEN_WRITER_NOBODY, CEN_FIELD_OTHERS, 1,
            KUDOS_TO_MAX },
          { CEN_KUDOS_REASON, "reason", CEN_FIELD_TEXT, REASON_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_KUDOS_SKILL, "skill", CEN_FIELD_TEXT, CEN_SKILL_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_KUDOS_ABOUT, "about", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_OPTIONAL, 0,
            0 },
      },
      {
          CEN_MARK_PLAIN (CEN_KUDOS_REACTION, "reaction", 64),
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_BADGE,
      "badge",
      CEN_WRITER_FACILITATOR,
      CEN_BADGE_NAME,
      CEN_BADGE_TEXT,
      {
          { CEN_BADGE_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_FACILITATOR, CEN_FIELD_REQUIRED,
            0, 0 },
          { CEN_BADGE_EMOJI, "emoji", CEN_FIELD_TEXT, 64, CEN_WRITER_FACILITATOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_BADGE_TEXT, "text", CEN_FIELD_TEXT, REASON_MAX, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
      },
      {
          { 0 },
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_AWARD,
      "award",
      CEN_WRITER_MEMBER,
      0,
      CEN_AWARD_REASON,
      {
          { CEN_AWARD_BADGE, "badge", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_PARENT, 0, 0 },
          { CEN_AWARD_TO, "to", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_OTHERS, 0, 0 },
          { CEN_AWARD_REASON, "reason", CEN_FIELD_TEXT, REASON_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
      },
      {
          { 0 },
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_CHARTER,
      "charter",
      CEN_WRITER_FACILITATOR,
      0,
      CEN_CHARTER_TEXT,
      {
          { CEN_CHARTER_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_NOBODY,
            CEN_FIELD_REQUIRED, 1, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_CHARTER_AGREE, "agree", 0),
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_BOOST,
      "boost",
      CEN_WRITER_MEMBER,
      CEN_BOOST_TITLE,
      CEN_BOOST_TEXT,
      {
          { CEN_BOOST_MONTH, "month", CEN_FIELD_UINT, MONTH_MAX, CEN_WRITER_NOBODY,
            CEN_FIELD_REQUIRED, 0, 0 },
          { CEN_BOOST_TITLE, "title", CEN_FIELD_TEXT, CEN_TITLE_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_BOOST_TEXT, "text", CEN_FIELD_TEXT, REASON_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_BOOST_REF, "ref", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_OPTIONAL, 0, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_BOOST_REACTION, "reaction", 64),
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_PRIVATE_QUESTION,
      "private-question",
      CEN_WRITER_MEMBER,
      CEN_QUESTION_TITLE,
      CEN_QUESTION_TEXT,
      {
          { CEN_QUESTION_TITLE, "title", CEN_FIELD_TEXT, CEN_TITLE_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_QUESTION_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_QUESTION_ACCEPTED, "accepted", CEN_FIELD_REF, 0, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_QUESTION_SKILLS, "skills", CEN_FIELD_TEXTS, CEN_SKILL_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, QUESTION_SKILLS_MAX },
      },
      {
          CEN_MARK_PLAIN (CEN_QUESTION_ME_TOO, "me_too", 0),
      },
      TRUE,
      FALSE,
  },
  {
      CEN_KIND_PRIVATE_ANSWER,
      "private-answer",
      CEN_WRITER_MEMBER,
      0,
      CEN_ANSWER_TEXT,
      {
          { CEN_ANSWER_QUESTION, "question", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_PARENT,
            0, 0 },
          { CEN_ANSWER_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_ANSWER_REACTION, "reaction", 64),
      },
      TRUE,
      FALSE,
  },
  { 0 },
};
