/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenNews: what came that this person wishes to be told of, by what they chose for each channel and
 * whom they ignore. What is new is what this replica has since a row of its log: its own view. */

#pragma once

#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_NEWS_MAX 200 /* the newest that are looked at */

typedef enum {
  CEN_TELL_MENTIONS, /* what is meant for me: where nothing was chosen */
  CEN_TELL_ALL,
  CEN_TELL_NONE,
} CenTell;

/* "mentions", "all", "none": the text of a private note with the key CEN_PRIVATE_TELL, about a
 * channel or, by its own id, about the circle for all that has no choice of its own. Anything else
 * reads as CEN_TELL_MENTIONS. */
const char *cen_tell_to_text (CenTell tell);
CenTell cen_tell_from_text (const char *text);

/* What was chosen for @channel; with NULL, for the circle. Errors: those of queries.h. */
gboolean cen_tell_find (CenStore *store, const CenId *circle, const CenId *channel,
                        CenTell *ret_tell, GError **error);

typedef enum {
  CEN_NEWS_LETTER,
  CEN_NEWS_MENTION,
  CEN_NEWS_REPLY,    /* to a message of mine, or in a thread that I began */
  CEN_NEWS_QUESTION, /* asked of me alone, or about what I offer */
  CEN_NEWS_ANSWER,   /* to my question */
  CEN_NEWS_KUDOS,
  CEN_NEWS_BADGE,
  CEN_NEWS_PAIR,
  CEN_NEWS_MESSAGE, /* any, where all was asked for */
} CenNewsWhy;

typedef struct {
  CenId id;
  CenId circle;
  char *kind; /* of the object */
  CenNewsWhy why;
  CenId channel; /* of a message; else zero */
  char *channel_name;
  CenId author;
  char *author_name;
  char *text; /* its first words, on one line */
  gint64 time_ms;
} CenNewsRow;

void cen_news_row_free (CenNewsRow *self);

/* The last row of the log, from which on things are new. Errors: CEN_ERROR_STORAGE. */
gboolean cen_news_find_end (CenStore *store, gint64 *ret_end, GError **error);

/**
 * cen_news_read: CenNewsRow of all circles, oldest first: what came after @after, by others, since
 * this person is a member, and was not read, deleted or hidden meanwhile.
 * Errors: those of queries.h.
 */
GPtrArray *cen_news_read (CenStore *store, gint64 after, GError **error);

/**
 * cen_news_is_open: whether what one was told of is still worth telling: a message while it is
 * unread, anything until all was marked as read, nothing that is deleted or hidden.
 */
gboolean cen_news_is_open (CenStore *store, const CenId *circle, const CenId *object);

G_END_DECLS
