/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenWaiting: what waits for this person: not what is new (digest.h), but what stays until they do
 * something, such as a poll in which they have not voted. */

#pragma once

#include "digest.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_WAITING_QUESTIONS_MAX 5 /* of those that nobody answered */
#define CEN_WAITING_ROWS_MAX      50

/* In the order in which it is told; of two of a kind the older comes first. */
typedef enum {
  CEN_WAITS_CHARTER,  /* a version to agree to */
  CEN_WAITS_PAIR,     /* somebody would like to be a pair */
  CEN_WAITS_PRIVATE,  /* a question asked of this person alone */
  CEN_WAITS_POLL,     /* no vote yet */
  CEN_WAITS_SESSION,  /* comes, and there is no answer to it yet */
  CEN_WAITS_ANSWER,   /* own question has answers, none was accepted */
  CEN_WAITS_QUESTION, /* nobody answered; those about what one offers come first */
} CenWaitKind;

typedef struct {
  CenWaitKind kind;
  CenId id;
  char *title;
  char *author_name;
  gint64 time_ms;    /* when it was made; of a session, when it begins; of a poll, when it closes */
  gboolean is_skill; /* a question about what one offers */
} CenWaitRow;

void cen_wait_row_free (CenWaitRow *self);

/* "charter", "pair"… */
const char *cen_wait_kind_to_text (CenWaitKind kind);

/**
 * cen_waiting_read: CenWaitRow, at most CEN_WAITING_ROWS_MAX; none for who is no member any more.
 * @next: NULL: sessions do not repeat. Errors: those of queries.h.
 */
GPtrArray *cen_waiting_read (CenStore *store, const CenId *circle, gint64 now_ms,
                             CenDigestNext next, GError **error);

G_END_DECLS
