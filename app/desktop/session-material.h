/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be at hand in a session: things of the library that members put there. */

#pragma once

#include "circle.h"

#include "core/meeting.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One row for each in @list, to open it or, one's own, to take it away. */
void cenacle_session_material_show (GtkListBox *list, CenacleCircle *circle,
                                    const CenObjectRow *session);
/* Lets a person choose what to put there. */
void cenacle_session_material_pick (GtkWidget *from, CenacleCircle *circle, const CenId *session);

G_END_DECLS
