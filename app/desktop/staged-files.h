/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleStagedFiles: the files that are about to go with a message: shown side by side, each with
 * a button that leaves it out. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_STAGED_FILES (cenacle_staged_files_get_type ())
G_DECLARE_FINAL_TYPE (CenacleStagedFiles, cenacle_staged_files, CENACLE, STAGED_FILES, GtkWidget)

/* Signal "changed" when one came or went. */

/* A file of this computer, or a resource that is in the library already. FALSE when there are as
 * many as a message takes. */
gboolean cenacle_staged_files_add (CenacleStagedFiles *self, GFile *file);
gboolean
cenacle_staged_files_add_resource (CenacleStagedFiles *self, const char *id, const char *title);
/* A picture from the clipboard. */
gboolean cenacle_staged_files_add_texture (CenacleStagedFiles *self, GdkTexture *texture);
guint cenacle_staged_files_get_n (CenacleStagedFiles *self);

/* What is staged, taken away: nothing is after it. Put back when it could not go. */
GPtrArray *cenacle_staged_files_take (CenacleStagedFiles *self);
void cenacle_staged_files_put_back (CenacleStagedFiles *self, GPtrArray *items);

/* What stands there, lent. */
GPtrArray *cenacle_staged_files_get_items (CenacleStagedFiles *self);
/* @items as texts for draft-files.h, and back; what was pasted outlives the window then. */
GStrv cenacle_staged_files_keep (GPtrArray *items);
GPtrArray *cenacle_staged_files_take_up (const char *const *entries);

/* Shares those of @items that are not in the circle yet, one after the other, for all or for the
 * eyes of @member alone. Finishes with the ids of all, for CenaclePost. */
void cenacle_staged_files_share_async (CenacleCircle *circle, const CenId *member, GPtrArray *items,
                                       GAsyncReadyCallback callback, gpointer user_data);
GStrv cenacle_staged_files_share_finish (GAsyncResult *result, GError **error);

G_END_DECLS
