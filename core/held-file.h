/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenHeldFile: one resource, or one version of one, with what is here of its file: as messages and
 * lists show it. */

#pragma once

#include "library.h"
#include "queries.h"
#include "shelf.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenResource *resource; /* its file is that of the newest version, or of the one asked for */
  CenBlobHeld held;
  CenWish wish;
  gboolean is_kept;
  guint64 done; /* bytes of the file that are here */
} CenHeldFile;

void cen_held_file_free (CenHeldFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenHeldFile, cen_held_file_free)

/* Errors: CEN_ERROR_NOT_FOUND for what is no live resource or version, CEN_ERROR_STORAGE. */
CenHeldFile *
cen_held_file_get (CenStore *store, const CenId *circle, const CenId *object, GError **error);
/* CenHeldFile of those of @objects (CenId) that are there. Errors: CEN_ERROR_STORAGE. */
GPtrArray *
cen_held_file_list (CenStore *store, const CenId *circle, GArray *objects, GError **error);
/* Sets the files of those @messages (CenMessageRow) that have attachments. Errors:
 * CEN_ERROR_STORAGE. */
gboolean
cen_held_file_fill (CenStore *store, const CenId *circle, GPtrArray *messages, GError **error);
/* Whether people see the same in both. */
gboolean cen_held_file_equal (const CenHeldFile *a, const CenHeldFile *b);

/* Bytes that are here of @resource's file, of which a part is; the manifest counts as nothing. */
guint64
cen_held_file_count_done (CenStore *store, const CenId *circle, const CenResource *resource);

G_END_DECLS
