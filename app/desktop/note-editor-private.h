/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the editor share: note-editor.c keeps buffer and copy the same, note-around.c
 * shows what stands around the text, note-actions.c has what buttons, menus and keys do. */

#pragma once

#include "completion.h"
#include "note-changes.h"
#include "note-copy.h"
#include "note-cursors.h"
#include "note-editor.h"
#include "note-find.h"
#include "note-talk.h"
#include "note-view.h"

G_BEGIN_DECLS

struct _CenacleNoteEditor {
  GtkWidget parent;
  GtkLabel *title;
  GtkWidget *about;
  GtkLabel *about_label;
  GtkLabel *comments_count;
  GtkWidget *comments_button;
  GtkMenuButton *outline_button;
  GtkWidget *news_bar;
  GtkLabel *news_label;
  CenacleNoteFind *find;
  CenacleNoteView *view;
  GtkWidget *tools;
  GtkLabel *status;
  GtkLabel *here;
  CenacleCompletion *completion;
  CenacleCircle *circle;
  CenId note;
  CenId about_id;        /* zero: nothing */
  CenacleNoteCopy *copy; /* NULL: none is open, and then none of these is */
  CenacleNoteCursors *cursors;
  CenacleNoteTalk *talk;
  CenacleNoteChanges *changes;
  gboolean is_taking;
  gboolean is_composing; /* with an input method */
  guint n_words;
  guint later_source;
  GCancellable *reading; /* the title */
};

GtkTextBuffer *cenacle_note_editor_get_buffer (CenacleNoteEditor *self);
void cenacle_note_editor_say (CenacleNoteEditor *self, const char *sentence);

/* Around characters @from to @to of the buffer something goes, or has come. */
void cenacle_note_around_lose (CenacleNoteEditor *self, guint from, guint to);
void cenacle_note_around_gain (CenacleNoteEditor *self, guint from, guint to);
/* At once; or a moment later, once for all that happens meanwhile. */
void cenacle_note_around_show (CenacleNoteEditor *self);
void cenacle_note_around_refresh (CenacleNoteEditor *self);
void cenacle_note_around_enter (CenacleNoteEditor *self);
void cenacle_note_around_leave (CenacleNoteEditor *self);

void cenacle_note_actions_install (GtkWidgetClass *klass);
/* Keys and clicks in the text. */
void cenacle_note_actions_watch (CenacleNoteEditor *self);

G_END_DECLS
