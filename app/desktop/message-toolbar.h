/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMessageToolbar: the few buttons over a message under the pointer, by its "message."
 * actions. Made when first needed: a list keeps some 200 rows, of which one has it. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_MESSAGE_TOOLBAR (cenacle_message_toolbar_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMessageToolbar, cenacle_message_toolbar, CENACLE, MESSAGE_TOOLBAR,
                      GtkWidget)

GtkWidget *cenacle_message_toolbar_new (void);
/* While its menu or reactions are open it must stay. */
gboolean cenacle_message_toolbar_is_busy (CenacleMessageToolbar *self);

G_END_DECLS
