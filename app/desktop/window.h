/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "app/control/client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_WINDOW (cenacle_window_get_type ())
G_DECLARE_FINAL_TYPE (CenacleWindow, cenacle_window, CENACLE, WINDOW, AdwApplicationWindow)

/* Signal "moved" when another place shows, or the window comes to the front or goes from it.
 * @settings may be NULL. */
CenacleWindow *
cenacle_window_new (GtkApplication *application, CenacleClient *client, GSettings *settings);

/* Opens the join dialog on @link, the "cenacle:" address somebody followed. */
void cenacle_window_follow_link (CenacleWindow *self, const char *link);

/* Of this home, for a page; NULL: nothing is remembered. */
GSettings *cenacle_window_get_settings (GtkWidget *page);
/* Shows @object of @circle (ids). */
void cenacle_window_open (CenacleWindow *self, const char *circle, const char *object);

/* Whether the person has the place before their eyes where an object of @kind shows. @place: the
 * channel of a message, the author of a letter; else of no concern. */
gboolean cenacle_window_is_looked_at (CenacleWindow *self, const CenId *circle, const char *kind,
                                      const CenId *place);

/* For a page: shows @detail in the pane beside it, in the place of what was there, and lends what
 * shows there, or showed last; NULL when nothing did. */
void cenacle_window_show_detail (GtkWidget *page, GtkWidget *detail, const char *title);
GtkWidget *cenacle_window_get_detail (GtkWidget *page);

/* TRUE once a circle and one of its pages are there. */
gboolean cenacle_window_shows_circle (CenacleWindow *self);

G_END_DECLS
