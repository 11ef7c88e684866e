/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMemberColour: the colour that stands for a member wherever who wrote what is told by it:
 * the same in every window, one of a few that can be read on the background. Names stand beside. */

#pragma once

#include "core/id.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* As @widget's theme has it now, light or dark. */
void cenacle_member_colour_get (GtkWidget *widget, const CenId *member, GdkRGBA *ret_colour);

G_END_DECLS
