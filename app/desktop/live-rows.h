/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the page of a session that runs says of it: words, rows and buttons out of its view. */

#pragma once

#include "app/control/live-view.h"
#include "card-row.h"
#include "circle.h"
#include "core/meeting.h"

G_BEGIN_DECLS

/* One look at a session. */
typedef struct {
  CenacleCircle *circle;
  const CenMeeting *meeting;
  gint64 occurrence_ms;
  const CenacleLiveView *view;
} CenacleLiveLook;

/* "12:05" */
char *cenacle_live_dup_clock (gint64 ms);
/* The name of the step at hand, "" for none; what was planned for it. */
char *cenacle_live_dup_step (const CenacleLiveLook *look);
char *cenacle_live_dup_planned (const CenacleLiveLook *look);
char *cenacle_live_dup_host (const CenacleLiveLook *look);
char *cenacle_live_dup_speaker (const CenacleLiveLook *look);

/* @pressed (row, name, object): the signals of new rows, whose key is the member's id. */
void cenacle_live_show_agenda (const CenacleLiveLook *look, GtkListBox *list);
void cenacle_live_show_queue (const CenacleLiveLook *look, GtkListBox *list, GCallback pressed,
                              gpointer object);
void cenacle_live_show_people (const CenacleLiveLook *look, GtkListBox *list, GCallback pressed,
                               gpointer object);
/* Named as the acts of cen_live_act_names. */
void cenacle_live_show_steps (const CenacleLiveLook *look, CenacleButtonStrip *strip);
void cenacle_live_show_speaking (const CenacleLiveLook *look, CenacleButtonStrip *strip);

G_END_DECLS
