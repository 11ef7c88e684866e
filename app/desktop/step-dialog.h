/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A step of a path: what it says, where it leads, and what comes first. */

#pragma once

#include "circle.h"
#include "core/path-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Changes @step of @path. Both are lent for the call. */
void cenacle_step_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenPathRow *path,
                                  const CenObjectRow *step);

G_END_DECLS
