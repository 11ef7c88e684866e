/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A whole replica as bytes, and back, for backups. Both go through memory: nothing of it is
 * written anywhere on the way. */

#pragma once

#include "store.h"

G_BEGIN_DECLS

/**
 * cen_store_pack: the replica as it is now, consistent while others read. Not within a transaction.
 * Errors: CEN_ERROR_STORAGE. Cost: its size in memory.
 */
GBytes *cen_store_pack (CenStore *self, GError **error);

/**
 * cen_store_check_packed: whether @len bytes are a whole replica that this version can read.
 * Errors: CEN_ERROR_INVALID (damaged), CEN_ERROR_NEWER.
 */
gboolean cen_store_check_packed (const guint8 *bytes, gsize len, GError **error);

/**
 * cen_store_unpack: puts what cen_store_pack() gave in place of all that @self holds, in one
 * transaction; who reads sees the one or the other. Not within a transaction.
 * Errors: those of cen_store_check_packed(), and CEN_ERROR_STORAGE; then nothing has changed.
 */
gboolean cen_store_unpack (CenStore *self, const guint8 *bytes, gsize len, GError **error);

G_END_DECLS
