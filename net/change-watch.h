/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetChangeWatch: notices that this machine's network is not what it was: an interface or an
 * address came or went, or the machine was suspended. Of the kernel's many messages it makes one
 * change, and none when all is as before. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NET_CHANGE_WATCH_FDS 2

typedef struct _NetChangeWatch NetChangeWatch;

/* How long this machine was suspended in all, in milliseconds: CLOCK_BOOTTIME counts that time, and
 * CLOCK_MONOTONIC does not. */
gint64 net_change_watch_get_suspended_ms (void);

/* What the kernel refuses is done without. @get_suspended_ms: NULL for the one above. */
NetChangeWatch *net_change_watch_new (gint64 (*get_suspended_ms) (void));
void net_change_watch_free (NetChangeWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetChangeWatch, net_change_watch_free)

/* To be waited for, for reading; -1 where there is none. */
const int *net_change_watch_get_fds (const NetChangeWatch *self);

/**
 * net_change_watch_step: takes in what came, at @now_ms of a clock that never goes back.
 * @next_ms: lowered to when it wants to be called again
 * Returns: whether there was a change.
 */
gboolean net_change_watch_step (NetChangeWatch *self, gint64 now_ms, gint64 *next_ms);
/* Somebody else knows of a change: the next step tells it. */
void net_change_watch_note (NetChangeWatch *self);

G_END_DECLS
