/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleInnerEngine: an engine inside this program, on a thread and a main context of its own, for
 * homes that no other engine serves. It is reached as any engine is, by its control socket. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CenacleInnerEngine CenacleInnerEngine;

/**
 * cenacle_inner_engine_new: starts it and waits until it serves.
 * Errors: those of cenacle_engine_new(); CEN_ERROR_BUSY when another engine holds the home.
 */
CenacleInnerEngine *cenacle_inner_engine_new (const char *home, GError **error);
/* Ends the engine, and waits for that. */
void cenacle_inner_engine_free (CenacleInnerEngine *self);

G_END_DECLS
