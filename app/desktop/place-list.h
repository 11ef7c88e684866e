/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sidebar's lists of places share: rows (CenacleSidebarRow) that are kept and updated as
 * long as the places are the same ones in the same order, so that neither selection nor focus moves
 * under a person. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes the rows of @list those of @places (char *), in their order. */
void cenacle_place_list_set_places (GtkListBox *list, GPtrArray *places, const char *icon_name);
/* NULL when there is none. */
GtkListBoxRow *cenacle_place_list_find (GtkListBox *list, const char *place);
/* Selects the row of @place, or none. */
void cenacle_place_list_select (GtkListBox *list, const char *place);

G_END_DECLS
