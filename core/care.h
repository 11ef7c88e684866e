/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCare: what a facilitator may want to look after: newcomers who have not spoken, questions that
 * nobody answers, sessions without a host, members who have become quiet. */

#pragma once

#include "digest.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_CARE_DAY_MS        (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define CEN_CARE_NEW_MS        (30 * CEN_CARE_DAY_MS) /* so long one is a newcomer */
#define CEN_CARE_UNANSWERED_MS (2 * CEN_CARE_DAY_MS)
#define CEN_CARE_SOON_MS       (14 * CEN_CARE_DAY_MS)
#define CEN_CARE_QUIET_MS      (30 * CEN_CARE_DAY_MS)

/* In the order in which it is told. */
typedef enum {
  CEN_CARE_SESSION,  /* comes soon, and its host is no member any more or cannot come */
  CEN_CARE_QUESTION, /* nobody answered for a while */
  CEN_CARE_NEWCOMER, /* has not written anything yet */
  CEN_CARE_QUIET,    /* has not written anything for long */
} CenCareKind;

typedef struct {
  CenCareKind kind;
  CenId id;        /* of the object, or of the member */
  char *title;     /* the title, or the name */
  gint64 since_ms; /* when it was asked, they came, or last wrote; of a session, when it begins */
} CenCareRow;

void cen_care_row_free (CenCareRow *self);

/* "session", "question", "newcomer", "quiet" */
const char *cen_care_kind_to_text (CenCareKind kind);

/**
 * cen_care_read: CenCareRow by kind, the longest first; a session by its start. @next: NULL:
 * sessions do not repeat. Reads every object row once. Errors: those of queries.h.
 */
GPtrArray *cen_care_read (CenStore *store, const CenId *circle, gint64 now_ms, CenDigestNext next,
                          GError **error);

G_END_DECLS
