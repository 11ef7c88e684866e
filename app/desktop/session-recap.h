/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is kept and told of a session that was held. */

#pragma once

#include "circle.h"
#include "core/queries-objects.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks what was decided and where to tell it. */
void cenacle_session_recap_post (GtkWidget *from, CenacleCircle *circle, const CenObjectRow *row,
                                 gint64 occurrence_ms);
/* The notes as they are now become the minutes, which name them. */
void cenacle_session_recap_keep (GtkWidget *from, CenacleCircle *circle, const CenId *session,
                                 const CenId *note, gint64 occurrence_ms);

G_END_DECLS
