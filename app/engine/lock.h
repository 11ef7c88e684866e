/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLock: one engine per home. The file holds the process id of the engine that serves. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes @home (0700) when it is not there and locks it. Returns the lock's descriptor, or -1 with
 * CEN_ERROR_BUSY (another engine serves it) or CEN_ERROR_STORAGE. */
int cenacle_lock_take (const char *home, GError **error);
void cenacle_lock_release (int fd);

G_END_DECLS
