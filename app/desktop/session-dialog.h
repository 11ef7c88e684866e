/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialogs about sessions: planning one, saying what one thought of it, writing its minutes. */

#pragma once

#include "session-list.h"

#include "circle.h"

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
void cenacle_session_dialog_plan (GtkWidget *from, CenacleCircle *circle,
                                  const CenacleSessionWish *wish);
/* How long before @session this person is reminded. */
void cenacle_session_dialog_remind (GtkWidget *from, CenacleCircle *circle, const CenId *session);
void cenacle_session_dialog_judge (GtkWidget *from, CenacleCircle *circle, const CenId *session,
                                   gint64 held_ms);
void cenacle_session_dialog_write (GtkWidget *from, CenacleCircle *circle,
                                   const CenacleSession *session);

G_END_DECLS
