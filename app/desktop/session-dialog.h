/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialogs about a session that is there: being reminded of it, saying what one thought of it,
 * writing its minutes. */

#pragma once

#include "session-list.h"

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How long before @session this person is reminded. */
void cenacle_session_dialog_remind (GtkWidget *from, CenacleCircle *circle, const CenId *session);
void cenacle_session_dialog_judge (GtkWidget *from, CenacleCircle *circle, const CenId *session,
                                   gint64 held_ms);
void cenacle_session_dialog_write (GtkWidget *from, CenacleCircle *circle,
                                   const CenacleSession *session);

G_END_DECLS
