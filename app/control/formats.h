/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleFormats: the ways a session can go, each with an agenda to begin from. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *id;   /* as the session says it */
  const char *name; /* for people, to be translated */
  guint minutes;
  const char *agenda[8]; /* "minutes title", to be translated; NULL at the end */
} CenacleFormatRow;

/* NULL after the last. */
const CenacleFormatRow *cenacle_formats_get_nth (guint n);
/* NULL for another word. */
const CenacleFormatRow *cenacle_formats_find (const char *id);
/* Its agenda in the reader's language. */
GStrv cenacle_formats_dup_agenda (const CenacleFormatRow *format);

G_END_DECLS
