/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds-base.h"

#include "id.h"

#define CHARTER_MAX  16384
#define LINE_MAX_LEN 1024

const CenKind cen_kinds_base[] = {
  {
      CEN_KIND_CIRCLE,
      "circle",
      CEN_WRITER_FACILITATOR,
      0,
      0,
      {
          { CEN_CIRCLE_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_FACILITATOR, CEN_FIELD_REQUIRED,
            0, 0 },
          { CEN_CIRCLE_INTENTION, "intention", CEN_FIELD_TEXT, 4096, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_CIRCLE_CHARTER, "charter", CEN_FIELD_TEXT, CHARTER_MAX, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_CIRCLE_COLOUR, "colour", CEN_FIELD_TEXT, 7, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_CIRCLE_CONTINUES, "continues", CEN_FIELD_TEXT, CEN_ID_TEXT_LEN,
            CEN_WRITER_FACILITATOR, CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_CIRCLE_ONLY_TOR, "only_tor", CEN_FIELD_BOOL, 0, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_CIRCLE_AGREE, "agree", 0),
      },
      FALSE,
      TRUE,
  },
  {
      CEN_KIND_PROFILE,
      "profile",
      CEN_WRITER_MEMBER,
      CEN_PROFILE_NAME,
      CEN_PROFILE_ABOUT,
      {
          { CEN_PROFILE_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_AUTHOR, CEN_FIELD_REQUIRED, 0,
            0 },
          { CEN_PROFILE_ABOUT, "about", CEN_FIELD_TEXT, 4096, CEN_WRITER_AUTHOR, CEN_FIELD_OPTIONAL,
            0, 0 },
          { CEN_PROFILE_LANGUAGES, "languages", CEN_FIELD_TEXT, 256, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_PROFILE_OFFER, "offer", CEN_SKILL_MAX),
          CEN_MARK_PLAIN (CEN_PROFILE_WANT, "want", CEN_SKILL_MAX),
      },
      FALSE,
      TRUE,
  },
  {
      CEN_KIND_CHANNEL,
      "channel",
      CEN_WRITER_MEMBER,
      CEN_CHANNEL_NAME,
      CEN_CHANNEL_TOPIC,
      {
          { CEN_CHANNEL_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_FACILITATOR, CEN_FIELD_REQUIRED,
            0, 0 },
          { CEN_CHANNEL_TOPIC, "topic", CEN_FIELD_TEXT, LINE_MAX_LEN, CEN_WRITER_FACILITATOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_CHANNEL_CONTINUES, "continues", CEN_FIELD_TEXT, CEN_ID_TEXT_LEN,
            CEN_WRITER_FACILITATOR, CEN_FIELD_OPTIONAL, 0, 0 },
      },
      { { 0 } },
      FALSE,
      TRUE,
  },
  {
      CEN_KIND_MESSAGE,
      "message",
      CEN_WRITER_MEMBER,
      0,
      CEN_MESSAGE_TEXT,
      {
          { CEN_MESSAGE_CHANNEL, "channel", CEN_FIELD_REF, 0, CEN_WRITER_AUTHOR, CEN_FIELD_PARENT,
            0, 0 },
          { CEN_MESSAGE_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 0, 0 },
          { CEN_MESSAGE_REPLY_TO, "reply_to", CEN_FIELD_REF, 0, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_MESSAGE_THREAD, "thread", CEN_FIELD_REF, 0, CEN_WRITER_AUTHOR, CEN_FIELD_ROOT, 0,
            0 },
          { CEN_MESSAGE_PINNED, "pinned", CEN_FIELD_BOOL, 0, CEN_WRITER_MEMBER, CEN_FIELD_OPTIONAL,
            0, 0 },
          { CEN_MESSAGE_ATTACHMENTS, "attachments", CEN_FIELD_REFS, 0, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 1, CEN_ATTACHMENTS_MAX },
      },
      {
          CEN_MARK_PLAIN (CEN_MESSAGE_REACTION, "reaction", 64),
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_LETTER,
      "letter",
      CEN_WRITER_MEMBER,
      0,
      CEN_LETTER_TEXT,
      {
          { CEN_LETTER_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 0, 0 },
          { CEN_LETTER_REPLY_TO, "reply_to", CEN_FIELD_REF, 0, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_LETTER_ATTACHMENTS, "attachments", CEN_FIELD_REFS, 0, CEN_WRITER_AUTHOR,
            CEN_FIELD_OPTIONAL, 1, CEN_ATTACHMENTS_MAX },
      },
      {
          CEN_MARK_PLAIN (CEN_LETTER_REACTION, "reaction", 64),
      },
      TRUE,
      FALSE,
  },
  { 0 },
};
