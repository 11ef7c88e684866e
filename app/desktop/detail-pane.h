/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleDetailPane: one object whole, in the pane beside its page: its words, buttons, lists of
 * what belongs to it, and a field below to add to it. */

#pragma once

#include "button-strip.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_DETAIL_PANE (cenacle_detail_pane_get_type ())
G_DECLARE_FINAL_TYPE (CenacleDetailPane, cenacle_detail_pane, CENACLE, DETAIL_PANE, GtkWidget)

/* Signals: "pressed" (const char *name) of its buttons, "entered" (const char *text). */
CenacleDetailPane *cenacle_detail_pane_new (const char *key);
const char *cenacle_detail_pane_get_key (CenacleDetailPane *self);
void cenacle_detail_pane_show (CenacleDetailPane *self, const char *title, const char *caption,
                               const char *text);
/* Above the words; takes @widget when it floats. */
void cenacle_detail_pane_set_picture (CenacleDetailPane *self, GtkWidget *widget);
CenacleButtonStrip *cenacle_detail_pane_get_strip (CenacleDetailPane *self);
/* A list under a heading, hidden until cenacle_detail_pane_settle() finds rows in it; lent. */
GtkListBox *cenacle_detail_pane_add_list (CenacleDetailPane *self, const char *title);
/* Anything else, below what is there. */
void cenacle_detail_pane_add (CenacleDetailPane *self, GtkWidget *widget);
void cenacle_detail_pane_settle (CenacleDetailPane *self);
/* Shows the field; NULL hides it. */
void cenacle_detail_pane_set_field (CenacleDetailPane *self, const char *label);
void cenacle_detail_pane_clear_field (CenacleDetailPane *self);
void cenacle_detail_pane_focus_field (CenacleDetailPane *self);

G_END_DECLS
