/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs of ours that do one thing for another, which alone speaks with them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cenacle_helper_spawn: starts @program, detached, with a socket of whole messages as its standard
 * input; it ends when that is closed.
 * @program: (nullable): its path
 * Returns: the other end, or -1.
 */
int cenacle_helper_spawn (char *program);

G_END_DECLS
