/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMessageFind: the bar that finds words in the messages of one channel, however long ago
 * they were written, and goes from one to the next. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_MESSAGE_FIND_MAX 500 /* messages, the newest; that there are more is said */

#define CENACLE_TYPE_MESSAGE_FIND (cenacle_message_find_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMessageFind, cenacle_message_find, CENACLE, MESSAGE_FIND, GtkWidget)

/* Signals: "words" (const char *words), "" when it closes: what is looked for;
 * "found" (const char *message): where to go. */

/* Once for each place; what was looked for elsewhere is forgotten. */
void cenacle_message_find_set_place (CenacleMessageFind *self, CenacleCircle *circle,
                                     const CenId *channel);
void cenacle_message_find_open (CenacleMessageFind *self);
void cenacle_message_find_close (CenacleMessageFind *self);

G_END_DECLS
