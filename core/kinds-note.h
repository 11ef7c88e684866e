/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKindsNote: what several people write together. */

#pragma once

#include "kind.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_NOTE_TITLE_MAX      256
#define CEN_NOTE_TEXT_BYTES_MAX (4 * CEN_NOTE_CHARS_MAX)

typedef enum {
  CEN_KIND_NOTE = 30,
  CEN_KIND_COMMENT = 31,
} CenNoteKind;

typedef enum {
  CEN_NOTE_TITLE = 1,
  CEN_NOTE_TEMPLATE = 2,
  CEN_NOTE_ABOUT = 3, /* the session, path or channel that it belongs to */
  /* The text: made of the TEXT ops, in no CREATE or SET. */
  CEN_NOTE_TEXT = CEN_FIELD_ID_MAX,
  CEN_COMMENT_NOTE = 1,
  CEN_COMMENT_TEXT = 2,
  CEN_COMMENT_FROM = 3, /* a character: id of its op and offset (CEN_COMMENT_ANCHOR_LEN bytes) */
  CEN_COMMENT_TO = 4,   /* the last one that it is about */
  CEN_COMMENT_DONE = 5,
  CEN_COMMENT_THREAD = 6, /* the comment that it answers */
} CenNoteField;

#define CEN_COMMENT_ANCHOR_LEN (CEN_ID_LEN + 4)

extern const CenKind cen_kinds_note[];

G_END_DECLS
