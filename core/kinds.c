/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds.h"

#include "id.h"

#include <string.h>

#define CHARTER_MAX  16384
#define LINE_MAX_LEN 1024

static const CenKind kinds[] = {
  {
      CEN_KIND_CIRCLE,
      "circle",
      CEN_WRITER_FACILITATOR,
      0,
      0,
      {
          { CEN_CIRCLE_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_FACILITATOR,
            CEN_FIELD_REQUIRED },
          { CEN_CIRCLE_INTENTION, "intention", CEN_FIELD_TEXT, 4096, CEN_WRITER_FACILITATOR, 0 },
          { CEN_CIRCLE_CHARTER, "charter", CEN_FIELD_TEXT, CHARTER_MAX, CEN_WRITER_FACILITATOR, 0 },
          { CEN_CIRCLE_COLOUR, "colour", CEN_FIELD_TEXT, 7, CEN_WRITER_FACILITATOR, 0 },
          { CEN_CIRCLE_CONTINUES, "continues", CEN_FIELD_TEXT, CEN_ID_TEXT_LEN,
            CEN_WRITER_FACILITATOR, 0 },
      },
      { { 0 } },
      FALSE,
  },
  {
      CEN_KIND_PROFILE,
      "profile",
      CEN_WRITER_MEMBER,
      CEN_PROFILE_NAME,
      CEN_PROFILE_ABOUT,
      {
          { CEN_PROFILE_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_AUTHOR, CEN_FIELD_REQUIRED },
          { CEN_PROFILE_ABOUT, "about", CEN_FIELD_TEXT, 4096, CEN_WRITER_AUTHOR, 0 },
          { CEN_PROFILE_LANGUAGES, "languages", CEN_FIELD_TEXT, 256, CEN_WRITER_AUTHOR, 0 },
      },
      { { 0 } },
      FALSE,
  },
  {
      CEN_KIND_CHANNEL,
      "channel",
      CEN_WRITER_MEMBER,
      CEN_CHANNEL_NAME,
      CEN_CHANNEL_TOPIC,
      {
          { CEN_CHANNEL_NAME, "name", CEN_FIELD_NAME, 0, CEN_WRITER_FACILITATOR,
            CEN_FIELD_REQUIRED },
          { CEN_CHANNEL_TOPIC, "topic", CEN_FIELD_TEXT, LINE_MAX_LEN, CEN_WRITER_FACILITATOR, 0 },
          { CEN_CHANNEL_CONTINUES, "continues", CEN_FIELD_TEXT, CEN_ID_TEXT_LEN,
            CEN_WRITER_FACILITATOR, 0 },
      },
      { { 0 } },
      FALSE,
  },
  {
      CEN_KIND_MESSAGE,
      "message",
      CEN_WRITER_MEMBER,
      0,
      CEN_MESSAGE_TEXT,
      {
          { CEN_MESSAGE_CHANNEL, "channel", CEN_FIELD_REF, 0, CEN_WRITER_AUTHOR, CEN_FIELD_PARENT },
          { CEN_MESSAGE_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED },
          { CEN_MESSAGE_REPLY_TO, "reply_to", CEN_FIELD_REF, 0, CEN_WRITER_AUTHOR, 0 },
          { CEN_MESSAGE_THREAD, "thread", CEN_FIELD_REF, 0, CEN_WRITER_AUTHOR, CEN_FIELD_ROOT },
          { CEN_MESSAGE_PINNED, "pinned", CEN_FIELD_BOOL, 0, CEN_WRITER_MEMBER, 0 },
      },
      {
          { CEN_MESSAGE_REACTION, "reaction", 64 },
      },
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
            CEN_FIELD_REQUIRED },
          { CEN_LETTER_REPLY_TO, "reply_to", CEN_FIELD_REF, 0, CEN_WRITER_AUTHOR, 0 },
      },
      {
          { CEN_LETTER_REACTION, "reaction", 64 },
      },
      TRUE,
  },
};

const CenKind *
cen_kind_get (guint64 id)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].id == id)
      return &kinds[i];
  }
  return NULL;
}

const CenKind *
cen_kind_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strcmp (kinds[i].name, name) == 0)
      return &kinds[i];
  }
  return NULL;
}

const CenField *
cen_kind_get_field (const CenKind *self, guint64 id)
{
  for (const CenField *f = self->fields; f < self->fields + CEN_KIND_FIELDS_MAX && f->id > 0; f++) {
    if (f->id == id)
      return f;
  }
  return NULL;
}

const CenField *
cen_kind_field_from_name (const CenKind *self, const char *name)
{
  for (const CenField *f = self->fields; f < self->fields + CEN_KIND_FIELDS_MAX && f->id > 0; f++) {
    if (strcmp (f->name, name) == 0)
      return f;
  }
  return NULL;
}

const CenField *
cen_kind_field_by_use (const CenKind *self, CenFieldUse use)
{
  for (const CenField *f = self->fields; f < self->fields + CEN_KIND_FIELDS_MAX && f->id > 0; f++) {
    if (f->use == use)
      return f;
  }
  return NULL;
}

const CenMark *
cen_kind_get_mark (const CenKind *self, guint64 id)
{
  for (const CenMark *m = self->marks; m < self->marks + CEN_KIND_MARKS_MAX && m->id > 0; m++) {
    if (m->id == id)
      return m;
  }
  return NULL;
}

const CenMark *
cen_kind_mark_from_name (const CenKind *self, const char *name)
{
  for (const CenMark *m = self->marks; m < self->marks + CEN_KIND_MARKS_MAX && m->id > 0; m++) {
    if (strcmp (m->name, name) == 0)
      return m;
  }
  return NULL;
}
