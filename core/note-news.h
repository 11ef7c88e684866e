/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenNoteNews: what others changed in a note since somebody last looked, as this replica saw it
 * come. */

#pragma once

#include "note-anchor.h"
#include "note-history.h"

#include <glib.h>

G_BEGIN_DECLS

/* A passage that is new, or one that is gone, in the order of the document. */
typedef struct {
  CenNoteAnchor from;
  CenNoteAnchor to; /* the last character */
  guint32 n_chars;
  gboolean is_gone;
} CenNoteNews;

/**
 * cen_note_news_list: CenNoteNews: what came here after @since_ms and is not of @reader, nor was
 * undone since. What stands side by side is one.
 */
GArray *cen_note_news_list (const CenNoteHistory *history, gint64 since_ms, const CenId *reader);

G_END_DECLS
