/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenBoosts: the page of the month: who and what helped whom. */

#pragma once

#include "kinds-life.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const CenObjectRow *row; /* lent by the CenBoosts */
  guint month;             /* year × 100 + month */
  char *title;
  char *text;
  CenId ref; /* the member or object, when it is one of the circle's; else zero */
} CenBoost;

typedef struct {
  GPtrArray *all; /* CenBoost, oldest first; without those that name their author */
  GPtrArray *rows;
} CenBoosts;

CenBoosts *cen_boosts_compute (GPtrArray *rows); /* takes @rows, oldest first */
CenBoosts *cen_boosts_read (CenStore *store, const CenId *circle, GError **error);
void cen_boosts_free (CenBoosts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenBoosts, cen_boosts_free)

/* Of the month, in UTC, in which @time_ms lies. */
guint cen_boost_get_month (gint64 time_ms);

G_END_DECLS
