/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody has of a circle, as a file that goes to who shall write the rest for them: what
 * "cenaclectl --json state" prints, or as much of it as says so. */

#pragma once

#include "core/store.h"

#include <glib.h>

G_BEGIN_DECLS

/* The heads that the file at @path lists. @circle: id of the one it must be of. Errors:
 * CEN_ERROR_INVALID, G_FILE_ERROR. */
GStrv cenacle_heads_file_read (const char *path, const char *circle, GError **error);
/* Errors: CEN_ERROR_STORAGE. */
gboolean
cenacle_heads_file_write (const char *path, CenStore *store, const CenId *circle, GError **error);

G_END_DECLS
