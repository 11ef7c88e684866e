/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenHoldings: what other devices hold of a circle, as they last told: local, for ticks and
 * sentences alone. Of each device one row, whatever the history: up to which row of the own log it
 * has everything, and its clock. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_HOLDING_CLOCK_MAX 65536

typedef struct {
  CenId device;
  gint64 op_no;  /* it has every op that is here up to this row; 0: none that is known */
  GBytes *clock; /* as net writes it; NULL while unknown */
} CenHolding;

/* CenHolding, of all devices that ever told. Errors: CEN_ERROR_STORAGE. */
GPtrArray *cen_holdings_list (CenCircle *circle, GError **error);

/**
 * cen_holdings_note: keeps what @device holds by now in the place of what was known of it.
 * @clock: NULL, or at most CEN_HOLDING_CLOCK_MAX bytes, which this file does not read
 * Errors: CEN_ERROR_STORAGE. Cost: one row.
 */
gboolean cen_holdings_note (CenCircle *circle, const CenDevice *device, gint64 op_no, GBytes *clock,
                            GError **error);

G_END_DECLS
