/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What queries.h is for the circle, this is for letters: sealed words between two members. Only
 * what this home can open is here. */

#pragma once

#include "queries.h"

#include <glib.h>

G_BEGIN_DECLS

/* A member with whom letters, or a draft of one, lie here. */
typedef struct {
  CenId member;
  char *name;
  CenMemberState state;
  guint n_letters; /* deleted ones too */
  guint n_unread;
  CenId first_unread; /* zero when all is read */
  CenId last;         /* the newest letter that is not deleted; zero when there is none */
  char *last_text;    /* its first characters on one line; "" when there is none or it is hidden */
  gint64 last_ms;     /* the author's wall clock; 0 when there is none */
  gboolean last_is_own;
  char *draft; /* "" when none */
} CenCorrespondentRow;

/**
 * cen_query_letters: one page of the letters between @member and this person, as CenMessageRow in
 * order of (lamport, id). @page: channel, thread and only_pinned play no part.
 * Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE.
 */
GPtrArray *cen_query_letters (CenStore *store, const CenId *circle, const CenId *member,
                              const CenPage *page, GError **error);

/* CenCorrespondentRow, those with the newest letter first, then those with a draft alone. A draft's
 * place is the member's id. Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE. */
GPtrArray *cen_query_correspondents (CenStore *store, const CenId *circle, GError **error);

G_END_DECLS
