/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleNoteView: a text view that also draws where others are: their carets with their names, and
 * what they have selected. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_NOTE_VIEW (cenacle_note_view_get_type ())
G_DECLARE_FINAL_TYPE (CenacleNoteView, cenacle_note_view, CENACLE, NOTE_VIEW, GtkTextView)

/* Offsets count characters of the buffer. */
typedef struct {
  char *name;
  GdkRGBA colour;
  guint caret;
  guint bound;        /* the other end of the selection */
  gboolean says_name; /* FALSE once it has stood still for a while: then only its caret shows */
} CenacleNoteCaret;

void cenacle_note_caret_free (CenacleNoteCaret *self);

/* Takes @carets, of CenacleNoteCaret, in place of those of before. */
void cenacle_note_view_take_carets (CenacleNoteView *self, GPtrArray *carets);

G_END_DECLS
