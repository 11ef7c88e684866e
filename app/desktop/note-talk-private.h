/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of a note's comments share: note-talk.c reads them and marks what they are about,
 * note-talk-pane.c shows them beside the note and takes new ones. */

#pragma once

#include "detail-pane.h"
#include "note-talk.h"

#include "core/note-comments.h"

G_BEGIN_DECLS

struct _CenacleNoteTalk {
  GObject parent;
  GtkTextView *view;
  CenacleCircle *circle;
  CenacleNoteCopy *copy;
  CenId note;
  CenNoteComments *comments; /* NULL: not read yet */
  guint n_open;              /* threads, as they were told of last */
  GCancellable *reading;
  gboolean wants_reading;
  guint read_source;
  guint source;
  CenacleDetailPane *pane; /* weak */
  char *title;             /* of the note */
  CenId answering;         /* the thread; zero: none */
};

/* Lent. */
GtkTextBuffer *cenacle_note_talk_get_buffer (CenacleNoteTalk *self);

/* Where the pane is open, what is known is shown in it. */
void cenacle_note_talk_show_pane (CenacleNoteTalk *self);
/* What the next comment will be about. */
void cenacle_note_talk_show_field (CenacleNoteTalk *self);

G_END_DECLS
