/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A home in one file under a passphrase, and a home out of it. */

#pragma once

#include "backup.h"
#include "replica.h"

G_BEGIN_DECLS

/**
 * cen_replica_backup: writes all circles of @self with their keys to @path.
 * @cost: (nullable): as for cen_backup_write()
 * Errors: those of cen_backup_write() and cen_store_pack(). Cost: about a second for the passphrase
 * and the replica's size in memory.
 */
gboolean cen_replica_backup (CenReplica *self, const char *path, const char *passphrase,
                             const CenStretchCost *cost, GError **error);

/**
 * cen_replica_restore: fills @self, which is in no circle, from the backup at @path. Each circle
 * then needs a renewal before this home may write or meet anybody (replica-renew.h). The file of
 * keys keeps the protection it has.
 * Errors: CEN_ERROR_REFUSED when @self is in a circle; those of cen_backup_read(),
 * cen_store_unpack() and cen_secrets_unpack(). Then nothing has changed.
 */
gboolean
cen_replica_restore (CenReplica *self, const char *path, const char *passphrase, GError **error);

G_END_DECLS
