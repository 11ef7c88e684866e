/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRotation: when a device that sees that a new epoch key is due writes it (PROTOCOL.md, Epochs).
 * All who see it wait a random time, those who do not look after the circle longer, so that as a
 * rule one writes and the others find that nothing is due any more. No clock and no socket. */

#pragma once

#include "core/epochs.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_ROTATION_WAIT_MS 60000

typedef struct {
  gint64 wait_ms;
  gint64 due_ms; /* monotonic; G_MAXINT64: nothing is due */
} NetRotation;

/* @wait_ms: the most that one who looks after the circle waits; others wait as long before that. */
void net_rotation_init (NetRotation *self, gint64 wait_ms);

/**
 * net_rotation_step: looks at how things stand at @now_ms, monotonic.
 * @role: of this home's member; a guest never writes
 * Returns: whether to write now. Then it is not said again before another wait.
 */
gboolean net_rotation_step (NetRotation *self, CenRotationNeed need, CenRole role, gint64 now_ms,
                            const CenWorld *world);

/* When to call step at the latest; G_MAXINT64 while nothing is due. */
gint64 net_rotation_get_deadline (const NetRotation *self);

G_END_DECLS
