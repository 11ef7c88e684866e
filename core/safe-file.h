/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSafeFile: a file that is there whole or not at all: written beside its place, pressed to
 * disk, and only then renamed into it. Mode 0600 from the first byte on. */

#pragma once

#include "error.h"

#include <glib.h>

G_BEGIN_DECLS

/* Embedded; zero it, and clear it whatever happens: what was not put in place is removed. */
typedef struct {
  char *path;
  char *fresh; /* NULL once nothing is left behind */
  int fd;      /* while @fresh is not NULL */
} CenSafeFile;

/**
 * cen_safe_file_begin: starts the file that shall be @path. @what names it in sentences that begin
 * so: "Your keys could not be written".
 * Errors, here and below: CEN_ERROR_STORAGE, with the system's reason.
 */
gboolean
cen_safe_file_begin (CenSafeFile *self, const char *path, const char *what, GError **error);
gboolean cen_safe_file_add (CenSafeFile *self, const void *bytes, gsize len, const char *what,
                            GError **error);
/* Puts it in place of what may have been there. */
gboolean cen_safe_file_finish (CenSafeFile *self, const char *what, GError **error);
void cen_safe_file_clear (CenSafeFile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenSafeFile, cen_safe_file_clear)

G_END_DECLS
