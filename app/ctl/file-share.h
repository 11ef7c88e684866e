/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Giving a file to the engine to be shared. */

#pragma once

#include "command.h"

G_BEGIN_DECLS

/* How long a call that shares may take: the engine reads up to 8 GiB twice. */
#define CENACLE_SHARE_MS (30 * 60000)

typedef struct {
  char *id;
  char *blob;
  guint64 size;
} CenacleShared;

void cenacle_shared_clear (CenacleShared *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenacleShared, cenacle_shared_clear)

/**
 * cenacle_file_share: shares the file at @path. @target was opened with CENACLE_SHARE_MS.
 * @options: a{sv} of ShareFile, taken; its media type is added
 */
gboolean cenacle_file_share (const CenacleTarget *target, const char *path, GVariant *options,
                             CenacleShared *ret_shared, GError **error);
/* Into @fields the ids of what goes with a message: each of @files, shared for it, or the resource
 * of that id. @to: (nullable): the member for whose eyes alone it is */
gboolean cenacle_file_share_attachments (CenacleCommand *command, const CenacleTarget *target,
                                         char **files, const char *to, GVariantDict *fields,
                                         GError **error);

G_END_DECLS
