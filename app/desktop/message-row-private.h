/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What message-row.c (the parts and their places), message-row-text.c (the words, their links, what
 * is selected) and message-row-pointer.c (what comes up under the pointer, the menu) share. */

#pragma once

#include "attachments.h"
#include "message-row.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _CenacleMessageRow {
  GtkWidget parent;
  CenacleMessage *message;
  CenacleCircle *circle; /* whose files are shown */
  GtkLabel *day_label;
  GtkWidget *new_line;
  AdwAvatar *avatar;
  GtkWidget *body;
  GtkWidget *head;
  GtkLabel *author_label;
  GtkLabel *time_label;
  GtkWidget *pin_icon;
  GtkWidget *quote_button;
  GtkLabel *quote_label;
  GtkLabel *text_label;
  CenacleAttachments *attachments;
  GtkEventController *text_focus;
  GtkGesture *text_click;
  GtkWidget *extras;
  GtkWidget *join_button;
  GtkButton *thread_button;
  GtkWidget *edited_label;
  GtkWidget *fold_button;
  GtkWidget *hidden_label;
  GtkLabel *tick_label;
  GtkEventController *motion;
  GtkEventController *focus;
  GtkGesture *click;
  GtkGesture *long_press;
  GtkWidget *toolbar;
  guint hover_tick;
  gboolean has_links;
  char *words;        /* that are highlighted; NULL for none */
  GtkWidget *popover; /* the menu or the reactions, while open */
};

/* message-row-text.c */
void cenacle_message_row_show_text (CenacleMessageRow *self);
/* FALSE when nothing is selected. */
gboolean cenacle_message_row_copy_selection (CenacleMessageRow *self);
void cenacle_message_row_watch_text (CenacleMessageRow *self);

/* message-row-pointer.c */
void cenacle_message_row_choose_reaction (CenacleMessageRow *self);
void cenacle_message_row_watch_pointer (CenacleMessageRow *self);

G_END_DECLS
