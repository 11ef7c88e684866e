/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving a circle as files: asks where, shows how far it is, and tells where it is. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @from: a widget of the window that asks. */
void cenacle_save_files_ask (GtkWidget *from, CenacleCircle *circle);

G_END_DECLS
