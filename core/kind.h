/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKind: what a row of the tables of kinds says. The tables stand in kinds-*.c, one for each
 * field of work; kinds.h finds a row in all of them. */

#pragma once

#include "limits.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_KIND_FIELDS_MAX 24
#define CEN_KIND_MARKS_MAX  8
#define CEN_FIELD_ID_MAX    63

typedef enum {
  CEN_FIELD_NONE, /* ends a table */
  CEN_FIELD_TEXT, /* n_min to max bytes of UTF-8 */
  CEN_FIELD_NAME, /* a line of at most CEN_NAME_POINTS_MAX code points, not empty */
  CEN_FIELD_BOOL,
  CEN_FIELD_UINT,  /* max: largest value */
  CEN_FIELD_REF,   /* the id of another object, or of a member */
  CEN_FIELD_TIME,  /* milliseconds since 1970 UTC, at most CEN_TIME_MAX */
  CEN_FIELD_BYTES, /* max: how many */
  CEN_FIELD_TEXTS, /* n_min to n_max texts, none empty; max: bytes of UTF-8 of each */
  CEN_FIELD_REFS,  /* n_min to n_max ids */
  CEN_FIELD_UINTS, /* n_min to n_max numbers; max: largest value */
} CenFieldType;

#define CEN_TIME_MAX (G_GUINT64_CONSTANT (1) << 53)

/* Who may write a field or make an object. Each includes those below it. */
typedef enum {
  CEN_WRITER_AUTHOR,      /* whoever made the object */
  CEN_WRITER_FACILITATOR, /* the author, owner and facilitators */
  CEN_WRITER_MEMBER,      /* anybody but guests */
  CEN_WRITER_NOBODY,      /* of a field: it stays as it was at creation */
} CenWriter;

typedef enum {
  CEN_FIELD_OPTIONAL,
  CEN_FIELD_REQUIRED, /* CREATE is void without it */
  CEN_FIELD_PARENT,   /* required: the object this one lives in */
  CEN_FIELD_ROOT,     /* optional: the first of the thread this one belongs to */
  CEN_FIELD_OTHERS,   /* required: members, of whom the author is none */
} CenFieldUse;

typedef struct {
  guint id;
  const char *name;
  CenFieldType type;
  guint64 max;
  CenWriter writer;
  CenFieldUse use;
  guint n_min; /* of lists, and the least bytes of a text */
  guint n_max;
} CenField;

/* One register per (object, mark, key, member), written by anybody but guests. */
typedef struct {
  guint id;
  const char *name;
  guint key_max;     /* bytes of the key; 0: the key is empty */
  CenFieldType type; /* of its value, with the bounds that a field has; BOOL is always true */
  guint64 max;
  guint n_min;
  guint n_max;
} CenMark;

/* A mark that is there or not. */
#define CEN_MARK_PLAIN(id, name, key_max)                                                          \
  {                                                                                                \
    id, name, key_max, CEN_FIELD_BOOL, 0, 0, 0                                                     \
  }

/* Of an object, as its row has it. */
typedef enum {
  CEN_OBJECT_LIVE,
  CEN_OBJECT_REDACTED,
  CEN_OBJECT_HIDDEN,
} CenObjectState;

typedef struct {
  guint id;
  const char *name;
  CenWriter creator;  /* CEN_WRITER_FACILITATOR: only they; else any member */
  guint search_title; /* field ids that the full-text index reads; 0 for none */
  guint search_body;
  CenField fields[CEN_KIND_FIELDS_MAX];
  CenMark marks[CEN_KIND_MARKS_MAX];
  gboolean is_sealed; /* made by SEALED alone; the other kinds never are */
  gboolean is_first;  /* who lacks much is sent these before anything else */
} CenKind;

G_END_DECLS
