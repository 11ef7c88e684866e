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
  CEN_FILE_CAN_RUN, /* a program, a script, or something that starts one when it is opened */
} CenFileRisk;

/* What opening a file of that name (and media type, NULL when unknown) may do. */
CenFileRisk cen_file_name_get_risk (const char *name, const char *mime);

G_END_DECLS
