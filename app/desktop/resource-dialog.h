/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialogs that add a link or a reference to the library and that change what is said of
 * something in it. */

#pragma once

#include "circle.h"

#include "core/library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @from: a widget of the window that asks. */
void cenacle_resource_dialog_add (GtkWidget *from, CenacleCircle *circle);
void
cenacle_resource_dialog_edit (GtkWidget *from, CenacleCircle *circle, const CenResource *resource);

G_END_DECLS
