/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenDigest: what mattered while one was away, what concerns this person first, each with its
 * reason. It is this replica's own view: what counts as new is what reached it since. */

#pragma once

#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_DIGEST_ROWS_MAX     200
#define CEN_DIGEST_MESSAGES_MAX 1000 /* the newest that are looked at */
#define CEN_DIGEST_DAYS         7    /* looked back, where nothing was ever marked as read */

/* In the order of how much each concerns one; the order of two of a kind is newest first. */
typedef enum {
  CEN_WHY_MENTION,     /* a message names me */
  CEN_WHY_PAIR,        /* somebody proposes to be a pair, or accepted */
  CEN_WHY_ANSWER,      /* my question was answered */
  CEN_WHY_TAKEN,       /* my answer was taken */
  CEN_WHY_KUDOS,       /* somebody thanks me */
  CEN_WHY_BADGE,       /* somebody awarded me a badge */
  CEN_WHY_REPLY,       /* a message answers mine */
  CEN_WHY_POLL,        /* closes soon, and I have not voted */
  CEN_WHY_SESSION,     /* begins soon */
  CEN_WHY_CHARTER,     /* a new version of the charter */
  CEN_WHY_SKILL,       /* asks about what I offer */
  CEN_WHY_DECIDED,     /* a topic became a session */
  CEN_WHY_CHOSEN,      /* a poll was closed */
  CEN_WHY_REACTED,     /* many reacted */
  CEN_WHY_NEW_POLL,    /* a new poll */
  CEN_WHY_NEW_SESSION, /* a new session */
  CEN_WHY_RESOURCE,    /* something new in the library */
  CEN_WHY_QUESTION,    /* nobody answered yet */
} CenWhy;

typedef struct {
  CenId id;
  char *kind; /* of the object */
  CenWhy why;
  char *title; /* its first words */
  CenId author;
  char *author_name;
  gint64 time_ms; /* when it was made; of a session or a poll, when it begins or closes */
} CenDigestRow;

void cen_digest_row_free (CenDigestRow *self);

/* "mention", "answer"… */
const char *cen_why_to_text (CenWhy why);

/* When the next occurrence of a session after @now_ms begins; 0 for none. */
typedef gint64 (*CenDigestNext) (const CenObjectRow *session, gint64 now_ms);

/* Since when things are new: when all was last marked as read, or for some days when it never was,
 * which @ret_is_marked (nullable) tells. Errors: those of queries.h. */
gboolean cen_digest_find_since (CenStore *store, const CenId *circle, gint64 now_ms,
                                gint64 *ret_since_ms, gboolean *ret_is_marked, GError **error);

/**
 * cen_digest_read: CenDigestRow of what reached this replica since @since_ms, what concerns one
 * most first, each object once. What one did oneself is not in it, nor what people did whom one
 * ignores. @next: NULL: sessions do not
 * repeat. Errors: those of queries.h.
 */
GPtrArray *cen_digest_read (CenStore *store, const CenId *circle, gint64 since_ms, gint64 now_ms,
                            CenDigestNext next, GError **error);

G_END_DECLS
