/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleExportFolder: a folder of files that is there whole or not at all. It is written beside
 * its place, under a name that tells what it is, and renamed into it. What a killed program left
 * there is removed by the next that writes to the same place; two at once cannot. */

#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef struct _CenacleExportFolder CenacleExportFolder;

/**
 * cenacle_export_folder_new: begins the folder that shall be @path.
 * Errors: CEN_ERROR_REFUSED when something is there that is no empty folder, or another program
 * writes it; CEN_ERROR_STORAGE.
 */
CenacleExportFolder *cenacle_export_folder_new (const char *path, GError **error);
/* Removes what was written unless it was finished. */
void cenacle_export_folder_free (CenacleExportFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleExportFolder, cenacle_export_folder_free)

/* Presses all to disk and puts it in its place. Errors: those of new. */
gboolean cenacle_export_folder_finish (CenacleExportFolder *self, GError **error);

/* The place of @path, which is relative to the folder, while it is written; its parents are made.
 * NULL with CEN_ERROR_STORAGE. */
char *cenacle_export_folder_dup_path (CenacleExportFolder *self, const char *path, GError **error);

/**
 * cenacle_export_folder_take_name: a name that nothing else in @parent has, nor would have where
 * capitals do not count: @wish made fit for a file, with a number where it is taken. Memory: the
 * names given.
 * @parent: relative, "" for the folder itself
 * @ending: (nullable): ".md", which the result ends with; NULL for that of @wish
 */
char *cenacle_export_folder_take_name (CenacleExportFolder *self, const char *parent,
                                       const char *wish, const char *ending);

/* A file of it that is written to; one at a time of many may be open. Text is kept in the buffer of
 * the system's files and every failure is told at the latest on closing. */
typedef struct {
  FILE *file;
  gboolean is_new; /* nothing stood in it */
} CenacleSheet;

/* Goes on at the end of @path, or begins it. Errors: CEN_ERROR_STORAGE. */
gboolean cenacle_sheet_open (CenacleSheet *self, CenacleExportFolder *folder, const char *path,
                             GError **error);
void cenacle_sheet_add (CenacleSheet *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean cenacle_sheet_close (CenacleSheet *self, GError **error);
void cenacle_sheet_clear (CenacleSheet *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenacleSheet, cenacle_sheet_clear)

G_END_DECLS
