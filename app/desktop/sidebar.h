/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSidebar: the circle, its places and channels, and whether we are up to date. */

#pragma once

#include "circle.h"
#include "places.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_SIDEBAR (cenacle_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSidebar, cenacle_sidebar, CENACLE, SIDEBAR, GtkWidget)

/* Signal "go" (const char *place) when a row was chosen. */
void cenacle_sidebar_set_circle (CenacleSidebar *self, CenacleCircle *circle);
/* CenCircleRow of every circle, for the menu. */
void cenacle_sidebar_set_circles (CenacleSidebar *self, GPtrArray *circles);
void cenacle_sidebar_select (CenacleSidebar *self, const char *place);
/* The channel before (-1) or after (1) the selected one; NULL when there is none. */
const char *cenacle_sidebar_get_neighbour (CenacleSidebar *self, int step);

/* CenChannelRow, lent, as last read. */
GPtrArray *cenacle_sidebar_get_channels (CenacleSidebar *self);

/* Lent: it carries the window's buttons where it is alone. */
AdwHeaderBar *cenacle_sidebar_get_header_bar (CenacleSidebar *self);

G_END_DECLS
