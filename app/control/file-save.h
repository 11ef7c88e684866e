/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of the library as others can open them: opened, and written out of it. */

#pragma once

#include "core/blob-file.h"
#include "core/library.h"

#include <glib.h>

G_BEGIN_DECLS

/* Where @resource's file is; NULL with CEN_ERROR_NOT_FOUND when it is not whole here. */
CenBlobReader *cenacle_file_open (CenStore *store, const CenId *circle, const CenResource *resource,
                                  GError **error);
/* Writes it to @path, or under its own name into the folder @path: whole or not at all, and never
 * over something else that is there in a folder. Returns where it is. */
char *cenacle_file_save (CenBlobReader *reader, const CenResource *resource, const char *path,
                         GError **error);

G_END_DECLS
