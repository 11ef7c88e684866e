/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleExport: a whole circle as a folder of Markdown and files that need no program of ours:
 * README.md leads to all of it. What others wrote passes export-words.h, so that it cannot change
 * the page it stands in. */

#pragma once

#include "core/store.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CENACLE_EXPORT_OPEN,         /* what the circle shares */
  CENACLE_EXPORT_WITH_LETTERS, /* and the sealed words of this person with others */
} CenacleExportScope;

typedef struct {
  guint n_messages;
  guint n_pages;  /* Markdown files */
  guint n_files;  /* of the library, copied */
  guint n_absent; /* of the library, not whole on this machine */
} CenacleExportCounts;

/* Tells how far it is, between 0 and 1; FALSE ends it with CEN_ERROR_REFUSED. */
typedef gboolean (*CenacleExportFunc) (double done, gpointer user_data);

/**
 * cenacle_export_run: writes all that @store holds of @circle to the folder @path, which is there
 * whole or not at all. Memory: a page of messages, and the names of what is not a message. Any
 * thread that @store belongs to.
 * @path: does not exist, or is an empty folder
 * @progress: (nullable)
 * Errors: CEN_ERROR_REFUSED for another @path, CEN_ERROR_NOT_FOUND for another circle,
 * CEN_ERROR_STORAGE.
 */
gboolean cenacle_export_run (CenStore *store, const CenId *circle, const char *path,
                             CenacleExportScope scope, CenacleExportFunc progress,
                             gpointer user_data, CenacleExportCounts *ret_counts, GError **error);

G_END_DECLS
