/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Buttons that stand at the end of a field and open what its words are chosen with: a calendar for
 * a day (2026-09-14), hours and minutes for a time (18:30). What is chosen is written into the
 * field at once; Enter and Escape lead back to it. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *cenacle_when_button_new_day (GtkEditable *field);
GtkWidget *cenacle_when_button_new_clock (GtkEditable *field);

G_END_DECLS
