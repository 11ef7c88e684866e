/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleConversation: what every page with messages is made of: their list, a line that tells what
 * goes on, and the composer, with what the one asks of the other. */

#pragma once

#include "circle.h"
#include "composer.h"
#include "message-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_CONVERSATION (cenacle_conversation_get_type ())
G_DECLARE_FINAL_TYPE (CenacleConversation, cenacle_conversation, CENACLE, CONVERSATION, GtkWidget)

/* Signal "seen" (CenacleMessage *) when a message that was unread came into view. */

/**
 * cenacle_conversation_open: shows @scope of @circle at @anchor (NULL: at @first_unread; NULL too:
 * at the end), and writes to @place. Where @place is NULL nothing is written: who answers or edits
 * a message is led to the place it stands in.
 */
void cenacle_conversation_open (CenacleConversation *self, CenacleCircle *circle,
                                const CenacleMessageScope *scope, const CenacleComposerPlace *place,
                                const CenId *anchor, const CenId *first_unread);
void cenacle_conversation_close (CenacleConversation *self);
void cenacle_conversation_focus (CenacleConversation *self);
void cenacle_conversation_jump_to (CenacleConversation *self, const CenId *message);
/* Shows where @words stand; "": nowhere. */
void cenacle_conversation_highlight (CenacleConversation *self, const char *words);
/* For a window that closes: what waits goes to the engine. */
void cenacle_conversation_flush (CenacleConversation *self);

/* Between the messages and the composer; "" for nothing. */
void cenacle_conversation_show_activity (CenacleConversation *self, const char *sentence);

/* Lent: the circle that shows; NULL when none does. */
CenacleCircle *cenacle_conversation_get_circle (CenacleConversation *self);

G_END_DECLS
