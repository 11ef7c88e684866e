/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenNoteAnchor: a character of a note by its name, op id ‖ offset (PROTOCOL.md, Text), so that
 * what is said about it stays with it as the text around it changes. */

#pragma once

#include "kinds-note.h"
#include "note-text.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint8 bytes[CEN_COMMENT_ANCHOR_LEN];
} CenNoteAnchor;

/* Names the visible character at @position, which is below the length. FALSE when its op has no id
 * yet: it was typed here and is not in the replica. */
gboolean cen_note_anchor_make (CenNoteText *note, guint32 position, CenNoteAnchor *ret_anchor);
/* The same for the nearest character at or before @position that has a name; FALSE when there is
 * none. */
gboolean
cen_note_anchor_make_before (CenNoteText *note, guint32 position, CenNoteAnchor *ret_anchor);

/**
 * cen_note_anchor_find: where that character is, or where it was when it is deleted.
 * @bytes: of any length, as somebody sent them
 * FALSE when @note has no such character, now or yet.
 */
gboolean cen_note_anchor_find (CenNoteText *note, const guint8 *bytes, gsize len,
                               guint32 *ret_position, gboolean *ret_is_visible);

G_END_DECLS
