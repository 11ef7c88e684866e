/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenMentions: all that names this person by "@name" in a circle: messages, letters, questions,
 * answers, comments. Own words and those of people whom one ignores are not among them. */

#pragma once

#include "queries.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_MENTIONS_MAX 200

typedef struct {
  CenId id;
  char *kind; /* of the object */
  CenId author;
  char *author_name;
  char *channel_name; /* of a message; else "" */
  char *text;         /* its first characters, on one line; "…" ends it where it is cut */
  gint64 time_ms;
  gboolean is_unread; /* of messages and letters */
} CenMentionRow;

void cen_mention_row_free (CenMentionRow *self);

/**
 * cen_mentions_read: CenMentionRow, what came last first, at most @limit (0: CEN_MENTIONS_MAX),
 * found among the newest 1,000 in which the name stands at all. Works on a read-only store.
 * Errors: those of queries.h.
 */
GPtrArray *cen_mentions_read (CenStore *store, const CenId *circle, guint limit, GError **error);

G_END_DECLS
