/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleWaiters: calls that wait until a circle is in sync with somebody, or for their time to
 * run out. All on the node thread, but for the count. */

#pragma once

#include "net/node.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CenacleWaiters CenacleWaiters;

CenacleWaiters *cenacle_waiters_new (const CenWorld *world);
/* Answers all that still wait with "not in sync". */
void cenacle_waiters_free (CenacleWaiters *self);

/* Takes @invocation. */
void cenacle_waiters_add (CenacleWaiters *self, const CenId *circle, guint wait_ms,
                          GDBusMethodInvocation *invocation);
/* Answers those whose moment has come. */
void cenacle_waiters_check (CenacleWaiters *self, NetNode *node);
/* From any thread. */
gboolean cenacle_waiters_is_empty (CenacleWaiters *self);

G_END_DECLS
