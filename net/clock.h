/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetClock: the tips of all chains of a circle, by which two members see at once most of what one
 * lacks. It knows nothing of forks; reconciliation does. */

#pragma once

#include "wire.h"

#include "core/circle.h"

#include <glib.h>

G_BEGIN_DECLS

/* The tips of the chains of @circle, by device: NetClockEntry, at most NET_CLOCK_ENTRIES_MAX. */
GArray *net_clock_list (CenCircle *circle);
/* Puts entries made by hand in the order of a CLOCK. */
void net_clock_sort (GArray *entries);
/* Equal when the clocks are. */
void net_clock_digest (CenCircle *circle, guint8 ret_digest[static CEN_ID_LEN]);
/* How many ops of the chains of @own lie beyond @theirs. */
guint64 net_clock_count_behind (GArray *own, GArray *theirs);
/* What @theirs shows and @own lacks: NetRange. */
GArray *net_clock_list_missing (GArray *own, GArray *theirs, guint64 *ret_n_ops);

G_END_DECLS
