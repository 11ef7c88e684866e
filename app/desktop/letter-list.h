/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLetterList: in the sidebar, the people one writes with in private, and a way to begin. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_LETTER_LIST (cenacle_letter_list_get_type ())
G_DECLARE_FINAL_TYPE (CenacleLetterList, cenacle_letter_list, CENACLE, LETTER_LIST, GtkWidget)

/* Signal "go" (const char *place) when a row was chosen. */
void cenacle_letter_list_set_circle (CenacleLetterList *self, CenacleCircle *circle);
void cenacle_letter_list_select (CenacleLetterList *self, const char *place);

/* A place of the window, as cenacle_window_go() takes it: the letters exchanged with @member. */
char *cenacle_letter_list_dup_place (const CenId *member);
/* FALSE when @place is another one. */
gboolean cenacle_letter_list_parse_place (const char *place, CenId *ret_member);

G_END_DECLS
