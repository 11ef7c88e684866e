/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What removals made void, so that a facilitator can see what to endorse; as queries.h. */

#pragma once

#include "kinds.h"
#include "queries.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenId op;       /* what an ENDORSE lists */
  gint64 time_ms; /* the author's wall clock */
  guint op_kind;
  const CenKind *kind; /* of a CREATE whose kind is known; else NULL */
  CenId object;        /* what it is about; zero for what makes an object itself */
  char *text;          /* of a CREATE or SET: its words, cut; "" for none */
} CenVoidedRow;

/* CenVoidedRow: what @member wrote that is void for no other reason than a removal and that nobody
 * endorsed, the newest @limit (0: CEN_QUERY_LIMIT), in order of (lamport, id). What is about an
 * object in the list is left out, since it is endorsed with that. Cost: reads the frame, and each
 * op of @member. Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE. */
GPtrArray *cen_query_voided (CenStore *store, const CenId *circle, const CenId *member, guint limit,
                             GError **error);

G_END_DECLS
