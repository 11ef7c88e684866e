/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where letters are large and the screen is small: what lets buttons become narrower than their
 * words. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The words of @button, which has been given them, go on in a next line. */
void cenacle_narrow_wrap (GtkWidget *button);
/* The same of all buttons with words that stand in the tree below @widget by now. */
void cenacle_narrow_wrap_all (GtkWidget *widget);
/* From now on the title and the buttons of a dialog's header are cut short where there is no room
 * for them. Of what is cut short there, and of the titles of fields, a tip has all. */
void cenacle_narrow_begin (void);

G_END_DECLS
