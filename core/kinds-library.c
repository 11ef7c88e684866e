/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kinds-library.h"

#include "blob.h"
#include "file-name.h"

#define TITLE_MAX    256
#define TEXT_MAX     4096
#define MIME_MAX     128
#define LANGUAGE_MAX 16
#define LEVEL_MAX    3

/* What a file is does not change: another one is a version. */
#define FILE_FIELDS                                                                                 \
  { CEN_RESOURCE_FILE, "file", CEN_FIELD_BYTES, CEN_BLOB_REF_MAX, CEN_WRITER_NOBODY, 0, 0, 0 },     \
      { CEN_RESOURCE_NAME, "name", CEN_FIELD_TEXT, CEN_FILE_NAME_MAX, CEN_WRITER_NOBODY, 0, 0, 0 }, \
      { CEN_RESOURCE_MIME, "mime", CEN_FIELD_TEXT, MIME_MAX, CEN_WRITER_NOBODY, 0, 0, 0 },          \
      { CEN_RESOURCE_PREVIEW,                                                                       \
        "preview",                                                                                  \
        CEN_FIELD_BYTES,                                                                            \
        CEN_BLOB_PREVIEW_MAX,                                                                       \
        CEN_WRITER_NOBODY,                                                                          \
        0,                                                                                          \
        0,                                                                                          \
        0 },                                                                                        \
      { CEN_RESOURCE_WIDTH, "width", CEN_FIELD_UINT, CEN_SIDE_MAX, CEN_WRITER_NOBODY, 0, 0, 0 },    \
  {                                                                                                 \
    CEN_RESOURCE_HEIGHT, "height", CEN_FIELD_UINT, CEN_SIDE_MAX, CEN_WRITER_NOBODY, 0, 0, 0         \
  }

const CenKind cen_kinds_library[] = {
  {
      CEN_KIND_RESOURCE,
      "resource",
      CEN_WRITER_MEMBER,
      CEN_RESOURCE_TITLE,
      CEN_RESOURCE_TEXT,
      {
          { CEN_RESOURCE_TITLE, "title", CEN_FIELD_TEXT, TITLE_MAX, CEN_WRITER_FACILITATOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_RESOURCE_TEXT, "text", CEN_FIELD_TEXT, TEXT_MAX, CEN_WRITER_FACILITATOR, 0, 0, 0 },
          { CEN_RESOURCE_URL, "url", CEN_FIELD_TEXT, CEN_URL_MAX, CEN_WRITER_FACILITATOR, 0, 0, 0 },
          { CEN_RESOURCE_TAGS, "tags", CEN_FIELD_TEXTS, CEN_TAG_MAX, CEN_WRITER_MEMBER, 0, 0,
            CEN_TAGS_MAX },
          { CEN_RESOURCE_LANGUAGE, "language", CEN_FIELD_TEXT, LANGUAGE_MAX, CEN_WRITER_FACILITATOR,
            0, 0, 0 },
          { CEN_RESOURCE_LEVEL, "level", CEN_FIELD_UINT, LEVEL_MAX, CEN_WRITER_FACILITATOR, 0, 0,
            0 },
          FILE_FIELDS,
          { CEN_RESOURCE_FROM_MESSAGE, "from_message", CEN_FIELD_BOOL, 0, CEN_WRITER_FACILITATOR, 0,
            0, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_RESOURCE_REACTION, "reaction", 64),
          CEN_MARK_PLAIN (CEN_RESOURCE_RECOMMENDED, "recommended", 0),
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_VERSION,
      "version",
      CEN_WRITER_MEMBER,
      0,
      CEN_VERSION_TEXT,
      {
          { CEN_VERSION_RESOURCE, "resource", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_PARENT,
            0, 0 },
          { CEN_VERSION_TEXT, "text", CEN_FIELD_TEXT, 1024, CEN_WRITER_AUTHOR, 0, 0, 0 },
          FILE_FIELDS,
      },
      { { 0 } },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_REMARK,
      "remark",
      CEN_WRITER_MEMBER,
      0,
      CEN_REMARK_TEXT,
      {
          { CEN_REMARK_RESOURCE, "resource", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, CEN_FIELD_PARENT,
            0, 0 },
          { CEN_REMARK_TEXT, "text", CEN_FIELD_TEXT, CEN_TEXT_MAX, CEN_WRITER_AUTHOR,
            CEN_FIELD_REQUIRED, 1, 0 },
          { CEN_REMARK_REPLY_TO, "reply_to", CEN_FIELD_REF, 0, CEN_WRITER_NOBODY, 0, 0, 0 },
      },
      {
          CEN_MARK_PLAIN (CEN_REMARK_REACTION, "reaction", 64),
      },
      FALSE,
      FALSE,
  },
  {
      CEN_KIND_ENCLOSURE,
      "enclosure",
      CEN_WRITER_MEMBER,
      0,
      0,
      {
          { CEN_RESOURCE_TITLE, "title", CEN_FIELD_TEXT, TITLE_MAX, CEN_WRITER_NOBODY,
            CEN_FIELD_REQUIRED, 1, 0 },
          FILE_FIELDS,
      },
      { { 0 } },
      TRUE,
      FALSE,
  },
  { 0 },
};
