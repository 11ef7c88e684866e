/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleFileRow: a row that shows which file was chosen, and the button that chooses one. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_FILE_ROW (cenacle_file_row_get_type ())
G_DECLARE_FINAL_TYPE (CenacleFileRow, cenacle_file_row, CENACLE, FILE_ROW, AdwActionRow)

/* Signal "changed" when another file was chosen. */

/* What the chooser asks for. @name is offered for a file to be written; it is not used to open. */
void cenacle_file_row_set_chooser (CenacleFileRow *self, GtkFileChooserAction action,
                                   const char *title, const char *name);
/* As if it had been chosen. */
void cenacle_file_row_set_path (CenacleFileRow *self, const char *path);
/* Lent; NULL while none was chosen. */
const char *cenacle_file_row_get_path (CenacleFileRow *self);

G_END_DECLS
