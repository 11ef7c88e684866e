/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFileName: names of files that others gave, made fit to be shown and to be a file's name. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CEN_FILE_NAME_MAX 200 /* bytes */

/**
 * cen_file_name_clean: what is left of @name once it names no folder, has no control characters and
 * none that turn the direction of reading, is no device's name anywhere and no hidden file, and is
 * at most CEN_FILE_NAME_MAX bytes long with its ending kept. Cleaning twice changes nothing more.
 * @name: any bytes; NULL as well
 * Returns: never empty: "file" when nothing is left
 */
char *cen_file_name_clean (const char *name);

typedef enum {
  CEN_FILE_PLAIN,
  CEN_FILE_PROGRAM,  /* for this system or another */
  CEN_FILE_SCRIPT,   /* words that a program runs */
  CEN_FILE_SHORTCUT, /* starts something that stands elsewhere */
  CEN_FILE_PACKAGE,  /* installs programs */
  CEN_FILE_MACROS,   /* a document with programs in it */
  CEN_FILE_PAGE,     /* what a browser shows, and runs what stands in it */
} CenFileRisk;

/* What opening a file of that name (and media type, NULL when unknown) may do. */
CenFileRisk cen_file_name_get_risk (const char *name, const char *mime);

G_END_DECLS
