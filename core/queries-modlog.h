/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The moderation log: who did what to whom, when and why, for all members to read (PROTOCOL.md,
 * Moderation log). */

#pragma once

#include "moderation.h"
#include "queries.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenId op;
  gint64 time_ms; /* the author's wall clock */
  CenId by;       /* member */
  char *by_name;
  CenModAction action;
  CenId target; /* member: whom it is about; zero for nobody */
  char *target_name;
  CenId object; /* what it is about (CenModAction says what); zero for nothing */
  gboolean has_role;
  CenRole role; /* of ADMITTED, INVITED, ROLE and VOUCHED: the one given */
  char *reason; /* "" when none was given */
} CenModlogRow;

/* CenModlogRow: the newest @limit (0: CEN_QUERY_LIMIT), in order of (lamport, id), oldest first.
 * Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE. */
GPtrArray *cen_query_modlog (CenStore *store, const CenId *circle, guint limit, GError **error);

G_END_DECLS
