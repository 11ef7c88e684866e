/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What windows and terminals ask about faults. */

#pragma once

#include "faults.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenId device;
  CenId member; /* zero when the device is not known here */
  char *name;   /* of the member; "" when there is none */
  CenFault what;
  gint64 first_ms;
  gint64 last_ms;
  guint64 n;
} CenFaultRow;

/* CenFaultRow, what happened last first. Works on a read-only store. Errors: CEN_ERROR_STORAGE,
 * CEN_ERROR_NOT_FOUND. */
GPtrArray *cen_query_faults (CenStore *store, const CenId *circle, GError **error);

G_END_DECLS
