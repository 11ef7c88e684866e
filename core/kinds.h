/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKinds: the table of what a circle can hold. A feature is rows here and views, never a new op:
 * five content ops carry every kind. Numbers stand in ops and never change their meaning. */

#pragma once

#include "limits.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_KIND_FIELDS_MAX 16
#define CEN_KIND_MARKS_MAX  4
#define CEN_FIELD_ID_MAX    63

typedef enum {
  CEN_FIELD_NONE, /* ends a table */
  CEN_FIELD_TEXT, /* max: bytes of UTF-8 */
  CEN_FIELD_NAME, /* a line of at most CEN_NAME_POINTS_MAX code points, not empty */
  CEN_FIELD_BOOL,
  CEN_FIELD_UINT, /* max: largest value */
  CEN_FIELD_REF,  /* the id of another object */
} CenFieldType;

/* Who may write a field or make an object. Each includes those below it. */
typedef enum {
  CEN_WRITER_AUTHOR,      /* whoever made the object */
  CEN_WRITER_FACILITATOR, /* the author, owner and facilitators */
  CEN_WRITER_MEMBER,      /* anybody but guests */
} CenWriter;

typedef enum {
  CEN_FIELD_OPTIONAL,
  CEN_FIELD_REQUIRED, /* CREATE is void without it */
  CEN_FIELD_PARENT,   /* required: the object this one lives in */
  CEN_FIELD_ROOT,     /* optional: the first of the thread this one belongs to */
} CenFieldUse;

typedef struct {
  guint id;
  const char *name;
  CenFieldType type;
  guint64 max;
  CenWriter writer;
  CenFieldUse use;
} CenField;

/* One register per (object, mark, key, member). */
typedef struct {
  guint id;
  const char *name;
  guint key_max; /* bytes of the key; 0: the key is empty */
} CenMark;

typedef struct {
  guint id;
  const char *name;
  CenWriter creator;  /* CEN_WRITER_FACILITATOR: only they; else any member */
  guint search_title; /* field ids that the full-text index reads; 0 for none */
  guint search_body;
  CenField fields[CEN_KIND_FIELDS_MAX];
  CenMark marks[CEN_KIND_MARKS_MAX];
  gboolean is_sealed; /* made by SEALED alone; the other kinds never are */
} CenKind;

typedef enum {
  CEN_KIND_CIRCLE = 1,
  CEN_KIND_PROFILE = 2,
  CEN_KIND_CHANNEL = 3,
  CEN_KIND_MESSAGE = 4,
  CEN_KIND_LETTER = 5,
} CenKindId;

/* Field ids that views and engine name. */
typedef enum {
  CEN_CIRCLE_NAME = 1,
  CEN_CIRCLE_INTENTION = 2,
  CEN_CIRCLE_CHARTER = 3,
  CEN_CIRCLE_COLOUR = 4,
  CEN_CIRCLE_CONTINUES = 5, /* id as text of the circle that this one goes on from */
  CEN_PROFILE_NAME = 1,
  CEN_PROFILE_ABOUT = 2,
  CEN_PROFILE_LANGUAGES = 3,
  CEN_CHANNEL_NAME = 1,
  CEN_CHANNEL_TOPIC = 2,
  CEN_CHANNEL_CONTINUES = 3, /* the same of the channel there */
  CEN_MESSAGE_CHANNEL = 1,
  CEN_MESSAGE_TEXT = 2,
  CEN_MESSAGE_REPLY_TO = 3,
  CEN_MESSAGE_THREAD = 4,
  CEN_MESSAGE_PINNED = 5,
  CEN_MESSAGE_REACTION = 1,
  CEN_LETTER_TEXT = 1,
  CEN_LETTER_REPLY_TO = 2,
  CEN_LETTER_REACTION = CEN_MESSAGE_REACTION, /* the same, so that both are read alike */
} CenFieldId;

/* NULL for a kind, field or mark this version does not know. */
const CenKind *cen_kind_get (guint64 id);
const CenKind *cen_kind_from_name (const char *name);
const CenField *cen_kind_get_field (const CenKind *self, guint64 id);
const CenField *cen_kind_field_from_name (const CenKind *self, const char *name);
const CenField *cen_kind_field_by_use (const CenKind *self, CenFieldUse use);
const CenMark *cen_kind_get_mark (const CenKind *self, guint64 id);
const CenMark *cen_kind_mark_from_name (const CenKind *self, const char *name);

G_END_DECLS
