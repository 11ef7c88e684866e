/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSidebarRow: an icon, a name and a count. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_SIDEBAR_ROW (cenacle_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSidebarRow, cenacle_sidebar_row, CENACLE, SIDEBAR_ROW, GtkListBoxRow)

/* @place is the row's own name for where it leads: "search", "members" or a channel's id. */
GtkWidget *cenacle_sidebar_row_new (const char *place, const char *icon_name);
const char *cenacle_sidebar_row_get_place (CenacleSidebarRow *self);
void cenacle_sidebar_row_show (CenacleSidebarRow *self, const char *title, guint n_unread,
                               const char *tooltip);
/* The same for a place where something else waits: @told says how many, as words. */
void cenacle_sidebar_row_show_waiting (CenacleSidebarRow *self, const char *title, guint n,
                                       const char *told);

G_END_DECLS
