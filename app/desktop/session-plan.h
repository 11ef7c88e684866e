/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSessionPlan: the dialog in which a session is planned, and changed. */

#pragma once

#include "circle.h"
#include "core/meeting.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is known of it already; empty, NULL or 0 where nothing is. */
typedef struct {
  const char *title;
  const char *text;
  const char *place;
  const char *zone;
  const char *repeat; /* a rule */
  gint64 start_ms;
  guint minutes;
  const CenId *proposal; /* which becomes it */
  GArray *presenters;    /* CenId */
} CenacleSessionWish;

/* @wish: (nullable) */
void cenacle_session_plan (GtkWidget *from, CenacleCircle *circle, const CenacleSessionWish *wish);
void cenacle_session_change (GtkWidget *from, CenacleCircle *circle, const CenId *session,
                             const CenMeeting *meeting);

G_END_DECLS
