/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions as events of calendars. */

#pragma once

#include "calendar.h"
#include "core/meeting.h"

G_BEGIN_DECLS

/* @host: who hosts, by name; may be "". */
CenacleEvent *cenacle_session_event_new (const CenMeeting *meeting, const char *host);

G_END_DECLS
