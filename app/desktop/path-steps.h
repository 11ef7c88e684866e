/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of the path that shows in a pane (path-pane.h): done, changed, moved and followed. */

#pragma once

#include "path-pane.h"

G_BEGIN_DECLS

/* A row of @list for each step of @path. */
void cenacle_path_steps_show (CenacleDetailPane *pane, GtkListBox *list, const CenPathRow *path);

G_END_DECLS
