/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"
#include "message-row.h"

G_BEGIN_DECLS

/**
 * cenacle_message_commands_perform: does what is the same wherever a message shows: reactions,
 * copy, pin, delete, its thread and its author. @place is the list it shows in. Returns: FALSE for
 * what is the place's own affair (reply, edit, jump).
 */
gboolean cenacle_message_commands_perform (GtkWidget *place, CenacleCircle *circle,
                                           CenacleMessage *message, CenacleMessageCommand command,
                                           const char *argument);

G_END_DECLS
