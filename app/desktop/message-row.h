/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"
#include "message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a person can ask of a message. */
typedef enum {
  CENACLE_MESSAGE_REPLY,
  CENACLE_MESSAGE_REACT, /* argument: the emoji */
  CENACLE_MESSAGE_EDIT,
  CENACLE_MESSAGE_COPY,
  CENACLE_MESSAGE_PIN,
  CENACLE_MESSAGE_DELETE,
  CENACLE_MESSAGE_THREAD,
  CENACLE_MESSAGE_JUMP, /* to what it answers */
  CENACLE_MESSAGE_THANK,
  CENACLE_MESSAGE_PROFILE,
  CENACLE_MESSAGE_HIDE, /* from all */
  CENACLE_MESSAGE_SHOW, /* to all again */
} CenacleMessageCommand;

#define CENACLE_TYPE_MESSAGE_ROW (cenacle_message_row_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMessageRow, cenacle_message_row, CENACLE, MESSAGE_ROW, GtkWidget)

/* Signal "command" (guint CenacleMessageCommand, const char *argument). */
GtkWidget *cenacle_message_row_new (void);
/* NULL lets go of the one it had. */
void cenacle_message_row_set_message (CenacleMessageRow *self, CenacleCircle *circle,
                                      CenacleMessage *message);
CenacleMessage *cenacle_message_row_get_message (CenacleMessageRow *self);

/* The context menu, at a point of the row or (NULL) below its head. */
void cenacle_message_row_popup_menu (CenacleMessageRow *self, const GdkRectangle *at);

/* Shows where @words (NULL: none) stand in the text. */
void cenacle_message_row_highlight (CenacleMessageRow *self, const char *words);

G_END_DECLS
