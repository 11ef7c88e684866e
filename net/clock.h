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
/* A sorted copy of @clock, as net_clock_list() has its own. */
GArray *net_clock_copy (GArray *clock);
/* Ops that @theirs lacks of @own, and the other way round; both sorted. What @device (the first
 * NET_CLOCK_KEY_LEN bytes of its key), whose clock @theirs is, wrote itself it never lacks. */
void net_clock_compare (GArray *own, GArray *theirs, const guint8 device[static NET_CLOCK_KEY_LEN],
                        guint64 *ret_behind, guint64 *ret_ahead);
/* What @theirs shows and @own lacks: NetRange. */
GArray *net_clock_list_missing (GArray *own, GArray *theirs, guint64 *ret_n_ops);

G_END_DECLS
