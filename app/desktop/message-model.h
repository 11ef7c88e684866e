/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMessageModel: a bounded window over the messages of a channel, a thread or the pins, or
 * the letters exchanged with one member, as a GListModel of CenacleMessage, moved along by pages
 * read on the query worker. */

#pragma once

#include "circle.h"
#include "message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_MESSAGE_PAGE     60  /* rows read at an edge */
#define CENACLE_MESSAGE_ROWS_MAX 400 /* rows held; the far end is let go beyond */

/* Which messages. */
typedef struct {
  CenId channel; /* zero: every channel */
  CenId thread;  /* zero: no thread in particular */
  CenId peer;    /* zero: messages; else the letters between this member and oneself */
  gboolean only_pinned;
} CenacleMessageScope;

#define CENACLE_TYPE_MESSAGE_MODEL (cenacle_message_model_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMessageModel, cenacle_message_model, CENACLE, MESSAGE_MODEL, GObject)

/* Signal "loaded" when a page that was asked for is there (or there was none). */
CenacleMessageModel *
cenacle_message_model_new (CenacleCircle *circle, const CenacleMessageScope *scope);

/* The first page: around @anchor, or the newest when it is NULL. Before it "loaded" comes once.
 * @first_unread (NULL: none) gets the "new" line. */
void cenacle_message_model_open (CenacleMessageModel *self, const CenId *anchor,
                                 const CenId *first_unread);
/* One more page at an edge; nothing when there is none or one is under way. */
void cenacle_message_model_load_older (CenacleMessageModel *self);
void cenacle_message_model_load_newer (CenacleMessageModel *self);
/* Reads what is held again, and what came after it when the end is held. */
void cenacle_message_model_refresh (CenacleMessageModel *self);

/* TRUE until the first page is there. */
CenacleCircle *cenacle_message_model_get_circle (CenacleMessageModel *self);
gboolean cenacle_message_model_is_opening (CenacleMessageModel *self);
gboolean cenacle_message_model_has_newer (CenacleMessageModel *self);
gboolean
cenacle_message_model_find (CenacleMessageModel *self, const CenId *id, guint *ret_position);
/* Lent; NULL beyond the end. */
CenacleMessage *cenacle_message_model_peek (CenacleMessageModel *self, guint position);

/* Which row the reader is at: a full window gives up rows at the end that is farther from it. */
void cenacle_message_model_set_reader (CenacleMessageModel *self, guint position);

G_END_DECLS
