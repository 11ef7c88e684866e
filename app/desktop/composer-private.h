/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What composer.c (the words and where they go) and composer-files.c (what goes with them) share.
 */

#pragma once

#include "completion.h"
#include "composer.h"
#include "spelling.h"
#include "staged-files.h"

G_BEGIN_DECLS

struct _CenacleComposer {
  GtkWidget parent;
  GtkWidget *box;
  GtkRevealer *context_revealer;
  GtkLabel *context_label;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkLabel *placeholder;
  GtkMenuButton *emoji_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkEventController *keys;
  CenacleStagedFiles *staged;
  GHashTable *waiting_files;     /* those of other places: char * to GPtrArray; NULL: none yet */
  GtkFileChooserNative *chooser; /* while it is open */
  CenacleCompletion *completion;
  CenacleSpelling *spelling; /* the text view has it */
  CenacleCircle *circle;
  CenId place; /* a channel or, for letters, a member */
  gboolean is_letter;
  CenId thread;
  CenacleComposerDraft keeps;
  CenId reply_to; /* zero: nothing */
  CenId editing;  /* zero: a new message */
  char *saved_text;
  guint draft_source;
  gint64 typing_told_us;
  gboolean is_setting; /* the text changes by our doing */
  gboolean is_moving;  /* so do the files: they wait where they were */
};

/* composer-files.c */
void cenacle_composer_install_files (GtkWidgetClass *widget_class);
void cenacle_composer_watch_files (CenacleComposer *self);
/* What is staged stays with the place that one leaves, and is there when one comes back. */
void cenacle_composer_leave_files (CenacleComposer *self);
void cenacle_composer_return_files (CenacleComposer *self);
/* @items could not go; they are staged where they were. */
void cenacle_composer_give_back_files (CenacleComposer *self, CenacleCircle *circle,
                                       const CenId *place, const CenId *thread, GPtrArray *items);

G_END_DECLS
