/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleFileView: a file of the library in a window of its own: a picture, the pages of a document
 * or text, as cenacle-look tells it. */

#pragma once

#include "circle.h"

#include "core/held-file.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_FILE_VIEW (cenacle_file_view_get_type ())
G_DECLARE_FINAL_TYPE (CenacleFileView, cenacle_file_view, CENACLE, FILE_VIEW, AdwWindow)

/* Shows @resource's file, which is here, if it is of a kind that is shown; else hands it to the
 * program for its kind (cenacle_files_open()). */
void cenacle_file_view_open (CenacleCircle *circle, const CenResource *resource, GtkWidget *from);

G_END_DECLS
