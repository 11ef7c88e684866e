/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetPool: a few threads for what hashes, reads and writes files, so that the node's never waits
 * for a disk. Work is a value that goes to one of them and comes back; nothing else is shared.
 * Without threads it is done when it is collected, so that a simulation stays one history. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _NetPool NetPool;

/* On one of the threads. */
typedef void (*NetPoolRun) (gpointer work);
/* On the thread that collects, which takes @work back. */
typedef void (*NetPoolDone) (gpointer work);

/**
 * net_pool_new: @n_threads: 0 for none
 * @wake: (nullable): called from a thread when work can be collected
 */
NetPool *net_pool_new (guint n_threads, void (*wake) (gpointer), gpointer wake_data);
/* Finishes everything; what is done is collected first. */
void net_pool_free (NetPool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetPool, net_pool_free)

void net_pool_push (NetPool *self, NetPoolRun run, NetPoolDone done, gpointer work);
/* Hands back what is done. Returns how much that was. */
guint net_pool_collect (NetPool *self);
/* The same, but waits for at least one when any is under way. */
guint net_pool_wait (NetPool *self);

G_END_DECLS
