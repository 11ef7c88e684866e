/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenNoteCursor: where somebody's caret stands in a note and how far their selection reaches, by
 * the characters behind which these are: the body of a live state of kind 3 (PROTOCOL.md). */

#pragma once

#include "note-anchor.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_LIVE_NOTE_CURSOR 3
#define CEN_NOTE_CURSOR_MAX  80 /* bytes of a body */

typedef struct {
  CenNoteAnchor behind; /* where has_anchor is FALSE: at the beginning */
  gboolean has_anchor;
} CenNoteSpot;

typedef struct {
  CenNoteSpot caret;
  CenNoteSpot bound; /* the other end of the selection; as the caret where nothing is selected */
} CenNoteCursor;

/* Of the place before the visible character @position; where what stands before it has no name yet,
 * of the nearest place before that has. */
CenNoteSpot cen_note_spot_make (CenNoteText *note, guint32 position);
/* Where it is now; FALSE when its character is not here yet. */
gboolean cen_note_spot_find (const CenNoteSpot *self, CenNoteText *note, guint32 *ret_position);

GBytes *cen_note_cursor_encode (const CenNoteCursor *self);
/* FALSE for a body of another form. */
gboolean cen_note_cursor_decode (CenNoteCursor *ret_cursor, const guint8 *bytes, gsize len);

G_END_DECLS
