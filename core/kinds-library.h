/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKindsLibrary: what a circle keeps: files, links and references, newer versions of files, what
 * is said about them, and files for some eyes alone. */

#pragma once

#include "kind.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_KIND_RESOURCE = 40,
  CEN_KIND_VERSION = 41,   /* of a resource's file */
  CEN_KIND_REMARK = 42,    /* about a resource */
  CEN_KIND_ENCLOSURE = 43, /* sealed: a file that goes with a letter */
} CenKindLibrary;

typedef enum {
  CEN_RESOURCE_TITLE = 1,
  CEN_RESOURCE_TEXT = 2,
  CEN_RESOURCE_URL = 3,
  CEN_RESOURCE_TAGS = 4,
  CEN_RESOURCE_LANGUAGE = 5,
  CEN_RESOURCE_LEVEL = 6,
  CEN_RESOURCE_FILE = 7, /* CenBlobRef */
  CEN_RESOURCE_NAME = 8,
  CEN_RESOURCE_MIME = 9,
  CEN_RESOURCE_PREVIEW = 10, /* a small picture */
  CEN_RESOURCE_FROM_MESSAGE = 11,
  CEN_RESOURCE_WIDTH = 12, /* of the picture, or of a document's first page, as its author said */
  CEN_RESOURCE_HEIGHT = 13,
  CEN_RESOURCE_REACTION = 1,
  CEN_RESOURCE_RECOMMENDED = 2,

  /* Of a version and of an enclosure, the same numbers for the same things. */
  CEN_VERSION_RESOURCE = 1,
  CEN_VERSION_TEXT = CEN_RESOURCE_TEXT,

  CEN_REMARK_RESOURCE = 1,
  CEN_REMARK_TEXT = 2,
  CEN_REMARK_REPLY_TO = 3,
  CEN_REMARK_REACTION = 1,
} CenFieldLibrary;

#define CEN_TAGS_MAX 16
#define CEN_TAG_MAX  64   /* bytes */
#define CEN_URL_MAX  2048 /* bytes */
#define CEN_SIDE_MAX 65535

extern const CenKind cen_kinds_library[];

G_END_DECLS
