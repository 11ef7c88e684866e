/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds-note.h"

const CenKind cen_kinds_note[] = {
  {
      CEN_KIND_NOTE,
      "note",
      CEN_WRITER_MEMBER,
      CEN_NOTE_TITLE,
      CEN_NOTE_TEXT,
      {
          { CEN_NOTE_TITLE, "title", CEN_FIELD_TEXT, CEN_NOTE_TITLE_MAX, CEN_WRITER_MEMBER,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_NOTE_TEMPLATE, "template", CEN_FIELD_TEXT, 64, CEN_WRITER_NOBODY,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_NOTE_ABOUT, "about", CEN_FIELD_REF, 0, CEN_WRITER_MEMBER, CEN_FIELD_OPTIONAL, 0,
            0 },
      },
      { { 0 } },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_COMMENT,
      "comment",
      CEN_WRITER_MEMBER,
      0,
      CEN_COMMENT_TEXT,
      {
          { CEN_COMMENT_NOTE, "note", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_PARENT, 0, 0 },
          { CEN_COMMENT_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_COMMENT_FROM, "from", CEN_FIELD_BYTES, CEN_COMMENT_ANCHOR_LEN, CEN_WRITER_NOBODY,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_COMMENT_TO, "to", CEN_FIELD_BYTES, CEN_COMMENT_ANCHOR_LEN, CEN_WRITER_NOBODY,
            CEN_FIELD_OPTIONAL, 0, 0 },
          { CEN_COMMENT_DONE, "done", CEN_FIELD_BOOL, 0, CEN_WRITER_MEMBER, CEN_FIELD_OPTIONAL, 0,
            0 },
          { CEN_COMMENT_THREAD, "thread", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_ROOT, 0,
            0 },
      },
      { { 0 } },
      FALSE,
      FALSE,
  },
  { 0 },
};
