/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCompletion: offers what a word that one types in a text view may become: a member behind
 * @, a channel behind #, and behind [[ a note, session, path or resource, which then is a link.
 * Arrows choose, Enter and Tab take, Esc puts it away; the screen reader is told what is chosen. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_COMPLETION (cenacle_completion_get_type ())
G_DECLARE_FINAL_TYPE (CenacleCompletion, cenacle_completion, CENACLE, COMPLETION, GObject)

/* @parent: a widget around @view with a layout manager, on which the list hangs. Belongs to @view,
 * and is to be told to forget it before that goes. */
CenacleCompletion *cenacle_completion_new (GtkWidget *parent, GtkTextView *view);
/* NULL: offers nothing. */
void cenacle_completion_set_circle (CenacleCompletion *self, CenacleCircle *circle);
void cenacle_completion_forget (CenacleCompletion *self);

G_END_DECLS
