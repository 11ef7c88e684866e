/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A circle on a stick: writing what others may lack to one file, and taking such a file in. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @from: a widget of the window that asks. */
void cenacle_stick_ask_export (GtkWidget *from, CenacleCircle *circle);
/* What this person has, as a list for who writes the stick. */
void cenacle_stick_ask_heads (GtkWidget *from, CenacleCircle *circle);
/* Whether the file at @path begins as a bundle does. */
gboolean cenacle_stick_is_bundle (const char *path);
/* Takes it in, whichever of the home's circles it is of. */
void cenacle_stick_import (GtkWidget *from, CenacleClient *client, const char *path);
/* Asks for the file first. */
void cenacle_stick_ask_import (GtkWidget *from, CenacleClient *client);

G_END_DECLS
