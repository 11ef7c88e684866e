/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCell: what a process gives up, for good, before it looks at a file: every call but those
 * that read what it has, take memory and answer. Where the kernel has Landlock the fonts of the
 * system can be read, since documents need them; elsewhere nothing is opened at all. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_CELL_MEMORY_MAX (512u << 20) /* bytes of what it takes itself */

/**
 * cenacle_cell_enter: @answer: the only descriptor that can be written to
 * @limit_ms: of processor time, rounded up to a second
 * Returns: FALSE when that did not work: then nothing may be looked at
 */
gboolean cenacle_cell_enter (int answer, guint limit_ms);
/* FALSE in a build for sanitizers, whose runtimes need what is refused. */
gboolean cenacle_cell_is_built (void);

G_END_DECLS
