/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions and the calendars of other programs, by files. */

#pragma once

#include "circle.h"
#include "session-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks where, and writes @sessions (CenacleSession) as one calendar; @only: this one alone; NULL.
 */
void cenacle_session_calendar_save (GtkWidget *from, CenacleCircle *circle, GPtrArray *sessions,
                                    const CenacleSession *only);
/* Asks for a calendar, and plans a session as its first event says, after the person has seen it.
 */
void cenacle_session_calendar_import (GtkWidget *from, CenacleCircle *circle);

G_END_DECLS
