/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMessage: one message in a list, with what its place there adds: a date above it, the "new"
 * line, or nothing but its text when it goes on from the one before. */

#pragma once

#include "core/queries.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_MESSAGE (cenacle_message_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMessage, cenacle_message, CENACLE, MESSAGE, GObject)

typedef enum {
  CENACLE_MESSAGE_SHOWS_DAY = 1 << 0,
  CENACLE_MESSAGE_SHOWS_NEW = 1 << 1, /* the first that was unread when the list opened */
  CENACLE_MESSAGE_SHOWS_AUTHOR = 1 << 2,
  CENACLE_MESSAGE_IS_HIDDEN = 1 << 3,   /* deleted here, and can still be undone */
  CENACLE_MESSAGE_IS_ROOT = 1 << 4,     /* of the thread that the list shows */
  CENACLE_MESSAGE_HIDES_QUOTE = 1 << 5, /* it answers the root, which is in view already */
  CENACLE_MESSAGE_IS_LETTER = 1 << 6,   /* no threads, no pins */
  CENACLE_MESSAGE_CAN_HIDE = 1 << 7,    /* the person may hide it from all, or show it again */
  CENACLE_MESSAGE_IS_IGNORED = 1 << 8,  /* by somebody whom the person ignores */
} CenacleMessageFlags;

/* Signal "changed" when the row or the flags did. */
CenacleMessage *cenacle_message_new_take (CenMessageRow *row);
const CenMessageRow *cenacle_message_get_row (CenacleMessage *self);
/* Takes @row; emits only when it differs. */
void cenacle_message_update_take (CenacleMessage *self, CenMessageRow *row);

CenacleMessageFlags cenacle_message_get_flags (CenacleMessage *self);
void cenacle_message_set_flags (CenacleMessage *self, CenacleMessageFlags flags);
/* The content is gone, for good or for now. */
gboolean cenacle_message_is_gone (CenacleMessage *self);

/* A facilitator hid it, or the person ignores its author, and has not asked to see it. */
gboolean cenacle_message_is_folded (CenacleMessage *self);
void cenacle_message_unfold (CenacleMessage *self);
/* "Hidden by a facilitator: reason", and what else folds it. */
char *cenacle_message_dup_fold (CenacleMessage *self);

#define CENACLE_MESSAGE_LINES_MAX 24   /* of a text; what is longer is cut until one asks for it */
#define CENACLE_MESSAGE_SHOWN_MAX 2400 /* characters */

gboolean cenacle_message_is_cut (CenacleMessage *self);
/* The text, as long as it is to be shown. */
char *cenacle_message_dup_shown_text (CenacleMessage *self);

/* "Stored here; on 3 devices of Bo, Cy"; NULL unless it is one's own. */
char *cenacle_message_dup_copies (CenacleMessage *self);

/* What a message's text reads as, on one line and without its Markdown. */
char *cenacle_message_dup_plain (const char *text);

/* The whole message as one sentence, for those who hear the screen. */
char *cenacle_message_dup_sentence (CenacleMessage *self);

G_END_DECLS
