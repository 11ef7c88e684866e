/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMessageList: the messages of one scope, scrolled. Opens at an anchor, the first unread or
 * the end; follows the end while its reader is there; never moves otherwise. */

#pragma once

#include "message-model.h"
#include "message-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_MESSAGE_LIST (cenacle_message_list_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMessageList, cenacle_message_list, CENACLE, MESSAGE_LIST, GtkWidget)

/* Signals: "command" (CenacleMessage *, guint CenacleMessageCommand, const char *argument);
 * "seen" (CenacleMessage *) when a message that was unread came into view, the newest of them. */

/**
 * cenacle_message_list_open: shows @scope of @circle at @anchor (NULL: at @first_unread, which gets
 * the "new" line; NULL too: at the end).
 */
void cenacle_message_list_open (CenacleMessageList *self, CenacleCircle *circle,
                                const CenacleMessageScope *scope, const CenId *anchor,
                                const CenId *first_unread);
void cenacle_message_list_close (CenacleMessageList *self);
void cenacle_message_list_jump_to (CenacleMessageList *self, const CenId *message);
void cenacle_message_list_jump_to_end (CenacleMessageList *self);
/* Shows where @words stand; "": nowhere. */
void cenacle_message_list_highlight (CenacleMessageList *self, const char *words);

/* Lent: the caller's own newest message that is held; NULL when there is none. */
CenacleMessage *cenacle_message_list_find_last_own (CenacleMessageList *self);

G_END_DECLS
