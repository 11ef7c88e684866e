/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenError over the control socket: org.cenacle.Error.Invalid, Refused, NotFound, Unreachable,
 * Storage, Newer, Busy and Locked, the same on both sides. */

#pragma once

#include "core/error.h"

#include <glib.h>

G_BEGIN_DECLS

/* Once per process, before the first connection; more often does no harm. */
void cenacle_errors_register (void);

/**
 * cenacle_errors_settle: makes of @error, as a D-Bus call gave it, a CEN_ERROR whose message is one
 * sentence for a person, in their language: the remote prefix is gone, and a lost or silent engine
 * reads as CEN_ERROR_UNREACHABLE. G_IO_ERROR_CANCELLED stays what it is. NULL and empty are
 * accepted.
 */
void cenacle_errors_settle (GError **error);

G_END_DECLS
