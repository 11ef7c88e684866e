/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleReactionPopover: a few emoji at hand and the way to all others. Each activates
 * "message.react" with itself. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_REACTION_POPOVER (cenacle_reaction_popover_get_type ())
G_DECLARE_FINAL_TYPE (CenacleReactionPopover, cenacle_reaction_popover, CENACLE, REACTION_POPOVER,
                      GtkPopover)

GtkWidget *cenacle_reaction_popover_new (void);

G_END_DECLS
