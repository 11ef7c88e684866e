/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKinds: the table of what a circle can hold. A feature is rows here and views, never a new op:
 * five content ops carry every kind. Numbers stand in ops and never change their meaning. */

#pragma once

#include "kind.h"
#include "kinds-base.h"

#include <glib.h>

G_BEGIN_DECLS

/* NULL after the last. The tables stand in kinds-*.c, one for each field of work. */
const CenKind *cen_kind_get_nth (guint n);
/* NULL for a kind, field or mark this version does not know. */
const CenKind *cen_kind_get (guint64 id);
const CenKind *cen_kind_from_name (const char *name);
const CenField *cen_kind_get_field (const CenKind *self, guint64 id);
const CenField *cen_kind_field_from_name (const CenKind *self, const char *name);
const CenField *cen_kind_field_by_use (const CenKind *self, CenFieldUse use);
/* Whether CREATE is void without it. */
gboolean cen_field_is_required (const CenField *self);
const CenMark *cen_kind_get_mark (const CenKind *self, guint64 id);
const CenMark *cen_kind_mark_from_name (const CenKind *self, const char *name);

G_END_DECLS
