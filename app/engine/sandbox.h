/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSandbox: what the engine's process gives up before it speaks with anybody: core dumps,
 * being read by other processes, and every system call that an engine has no use for. What a fault
 * in a parser or a library below could do with the process ends here. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FALSE in builds for sanitizers, which need calls that the filter refuses. */
gboolean cenacle_sandbox_is_built (void);

/**
 * cenacle_sandbox_enter: for the whole process, all its threads and for good: no core dumps, not
 * dumpable (no other process of the same user may trace it or read its memory), no new privileges,
 * and a filter of system calls. Programs cannot be started any more, nor processes; memory cannot
 * be made executable; sockets are those of Unix and IP and, to ask for addresses, of netlink. A
 * call that the filter refuses fails with EPERM, and one that it does not know with ENOSYS. Call it
 * before threads that serve begin. An engine inside another program (cenaclectl) does without.
 * Errors: CEN_ERROR_REFUSED when the system refuses the filter.
 */
gboolean cenacle_sandbox_enter (GError **error);

G_END_DECLS
