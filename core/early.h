/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenEarly: ops that came before their past, so that a newcomer reads the newest while the rest is
 * on its way (PROTOCOL.md, Early). They are orphans that are kept on disk and shown; nothing is
 * accepted sooner by it, and no digest, clock or comparison knows of them. Whoever is in the log at
 * last leaves no trace here, and what never gets there is dropped by cen_early_clear(). */

#pragma once

#include "dag.h"
#include "early-views.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_early_take: keeps those of @incoming that are new here, signed or vouched for by a later one,
 * and find room, and shows them. One transaction.
 * @ret_n_junk: how many were not what they say
 * Errors: CEN_ERROR_STORAGE, and then nothing of it was taken.
 */
gboolean cen_early_take (CenCircle *circle, const CenIncoming *incoming, guint n_incoming,
                         guint64 source, guint *ret_n_junk, GError **error);

/* The first eight bytes (guint64, as they stand) of the ids of all that are early. */
GArray *cen_early_list_prefixes (CenCircle *circle);

G_END_DECLS
