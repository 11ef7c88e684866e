/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleWarningBar: above a circle's pages, what asks for the person's attention there, one thing
 * at a time, the gravest first, and what to do about it. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_WARNING_BAR (cenacle_warning_bar_get_type ())
G_DECLARE_FINAL_TYPE (CenacleWarningBar, cenacle_warning_bar, CENACLE, WARNING_BAR, GtkWidget)

/* Where it is kept which warnings were seen; NULL: nowhere. */
void cenacle_warning_bar_set_settings (CenacleWarningBar *self, GSettings *settings);
void cenacle_warning_bar_set_circle (CenacleWarningBar *self, CenacleCircle *circle);

/* The person agreed to the words @charter before they joined @circle (by its id): it is written
 * down once these are seen to be in force. */
void cenacle_warning_bar_agree (CenacleWarningBar *self, const char *circle, const char *charter);

G_END_DECLS
