/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenBackup: named parts in one file under a passphrase (PROTOCOL.md, Files): a head that says what
 * a guess costs, then one stream of sealed chunks. A file that was cut, altered or put together
 * from two is told; nothing of it is given out before its end was seen. */

#pragma once

#include "error.h"
#include "file-head.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_BACKUP_CHUNK_MAX 65536
#define CEN_BACKUP_NAME_MAX  255
#define CEN_BACKUP_PARTS_MAX 65536

/* Names are those of the home: "secrets", "replica.db". */
typedef struct {
  const char *name;
  const guint8 *bytes;
  gsize len;
} CenBackupPart;

/**
 * cen_backup_write: puts @parts into a new file @path, in place of what may have been there, whole
 * or not at all. What is on disk meanwhile is sealed too.
 * @cost: (nullable): NULL for about a second a guess
 * Errors: CEN_ERROR_REFUSED (the passphrase is too short), CEN_ERROR_STORAGE.
 */
gboolean cen_backup_write (const char *path, const char *passphrase, const CenStretchCost *cost,
                           const CenBackupPart *parts, guint n_parts, const CenWorld *world,
                           GError **error);

typedef struct _CenBackup CenBackup;

/**
 * cen_backup_read: reads and checks the whole file into memory.
 * Errors: CEN_ERROR_NOT_FOUND (no such file), CEN_ERROR_STORAGE (cannot be read, too little
 * memory), CEN_ERROR_NEWER, CEN_ERROR_REFUSED (wrong passphrase), CEN_ERROR_INVALID (no backup, cut
 * short, damaged).
 */
CenBackup *cen_backup_read (const char *path, const char *passphrase, GError **error);
/* The same out of memory, with the key itself. */
CenBackup *cen_backup_parse (const guint8 *bytes, gsize len, const guint8 key[static CEN_KEY_LEN],
                             GError **error);
void cen_backup_free (CenBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenBackup, cen_backup_free)

/* The part called @name, lent; FALSE when there is none. */
gboolean cen_backup_get (const CenBackup *self, const char *name, CenBackupPart *ret_part);

G_END_DECLS
