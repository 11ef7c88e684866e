/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSessionLive: being in a session while it runs: this person is there from when it is made
 * until it goes, also when the engine is started again meanwhile. */

#pragma once

#include "app/control/live-view.h"
#include "circle.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_SESSION_LIVE (cenacle_session_live_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSessionLive, cenacle_session_live, CENACLE, SESSION_LIVE, GObject)

/* Signals: "changed", when the view is another; "failed" (const char *sentence). */
CenacleSessionLive *
cenacle_session_live_new (CenacleCircle *circle, const CenId *session, gint64 occurrence_ms);
/* Lent until the next "changed"; NULL before the engine has answered. */
const CenacleLiveView *cenacle_session_live_get_view (CenacleSessionLive *self);
/* @member: NULL where none is asked for. */
void cenacle_session_live_act (CenacleSessionLive *self, CenLiveAct act, const CenId *member);

G_END_DECLS
