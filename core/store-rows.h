/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files behind queries.h share. */

#pragma once

#include "content.h"
#include "store-sql.h"

#include <glib.h>

G_BEGIN_DECLS

gboolean
cen_store_find_circle (CenStore *store, const CenId *circle, gint64 *ret_no, GError **error);
CenSpan cen_rows_get_span (CenRows *rows, int column);

G_END_DECLS
