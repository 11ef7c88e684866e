/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetClockCheck: whether the clock of this machine, or that of a member, is plainly wrong, by what
 * members who are here write as the time. Only people are told; nothing else depends on it. */

#pragma once

#include "core/crypto.h"
#include "core/id.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_CLOCK_WRONG_MS (10 * 60 * 1000)
#define NET_CLOCK_VOICES   2 /* members who must agree before it is this clock that is wrong */

typedef struct {
  GHashTable *members; /* CenId → gint64 *: their clock ahead of our monotonic one */
} NetClockCheck;

void net_clock_check_init (NetClockCheck *self);
void net_clock_check_clear (NetClockCheck *self);

/* @member wrote @wall_ms just now. TRUE when somebody's verdict may be another. */
gboolean net_clock_check_note (NetClockCheck *self, const CenId *member, gint64 wall_ms,
                               const CenWorld *world);

/* How far this clock is ahead of the others' (behind: negative) when it is plainly wrong: more than
 * half of those heard, and NET_CLOCK_VOICES at least, say so, all to the same side. Else 0. */
gint64 net_clock_check_get_own (const NetClockCheck *self, const CenWorld *world);
/* How far the clock of @member is ahead of this one, when that is plainly much and it is not this
 * one that is wrong. Else 0. */
gint64
net_clock_check_get_member (const NetClockCheck *self, const CenId *member, const CenWorld *world);

G_END_DECLS
