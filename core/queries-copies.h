/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who has a copy, as far as this replica knows. What queries.h says holds here too. */

#pragma once

#include "queries.h"

#include <glib.h>

G_BEGIN_DECLS

/* An active device of an active member, other than this one. */
typedef struct {
  CenId device;
  CenId member;
  char *member_name;
  gboolean is_holder; /* it is known to have the op */
  gint64 seen_ms;     /* when it last told what it has; 0 never */
} CenCopyRow;

/* CenCopyRow, of the op @id of @circle: holders first, then by name. Errors: CEN_ERROR_NOT_FOUND
 * when there is no such op here. */
GPtrArray *cen_query_copies (CenStore *store, const CenId *circle, const CenId *id, GError **error);

G_END_DECLS
