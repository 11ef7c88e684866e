/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetServe: ops on their way to one peer, as frames of bounded size, read from the log only as far
 * as the peer's credit reaches. */

#pragma once

#include "wire.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_SERVE_EARLY_MIN 4096 /* ops asked for */

typedef struct _NetServe NetServe;

NetServe *net_serve_new (CenCircle *circle);
void net_serve_free (NetServe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetServe, net_serve_free)

/* An answer to a NEED: what the ranges name, in order of acceptance, the last frame marked. Ranges
 * of unknown devices are empty. */
gboolean net_serve_add_ranges (NetServe *self, GArray *ranges, GError **error);
/* The same for a peer that may lack much: what can be read before its past goes first when that is
 * more than NET_SERVE_EARLY_MIN, in frames marked so, and nothing goes twice. @early: first eight
 * bytes (guint64) of the ids of what it has so already. */
gboolean net_serve_add_early (NetServe *self, GArray *ranges, const GArray *early, GError **error);
/* Ops by row; takes @nos (gint64). @flag stands in the last frame. */
void net_serve_take_rows (NetServe *self, GArray *nos, NetOpsFlag flag);
gboolean net_serve_is_idle (const NetServe *self);

/**
 * net_serve_next: the next frame of at most CEN_OPS_FRAME_MAX bytes (one op may exceed it).
 * @ret_n_ops: how many ops are in it
 * Returns: NULL without error when there is nothing to serve. Errors: CEN_ERROR_STORAGE.
 */
GBytes *net_serve_next (NetServe *self, guint *ret_n_ops, GError **error);

/* Adds the op in row @no to @ops (CenIncoming), and when its content was erased the REDACT that
 * explains it, so that one never travels without the other. */
gboolean net_serve_read (CenCircle *circle, gint64 no, GArray *ops, gsize *size, GError **error);

G_END_DECLS
