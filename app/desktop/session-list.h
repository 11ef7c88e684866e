/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSessionList: what the page of sessions shows, read on the query worker: each session with
 * the occurrence that is meant, and its minutes. */

#pragma once

#include "core/meeting.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CENACLE_SESSION_IS_ON,
  CENACLE_SESSION_COMES,
  CENACLE_SESSION_WAS,
} CenacleSessionPhase;

typedef struct {
  CenObjectRow *row;
  CenMeeting *meeting;
  CenacleSessionPhase phase;
  gint64 start_ms;    /* of the occurrence meant: on, coming, or the last */
  gint64 held_ms;     /* of the one that is on or was last; 0: none was yet */
  GPtrArray *minutes; /* CenObjectRow, of the session, oldest first */
} CenacleSession;

/* CenacleSession: those that are on, those that come by their start, those that were, newest first.
 */
GPtrArray *
cenacle_session_list_read (CenStore *store, const CenId *circle, gint64 now_ms, GError **error);
/* NULL when it is none. */
const CenacleSession *cenacle_session_list_find (GPtrArray *sessions, const CenId *id);
/* What this person answered for the occurrence; @fallback when nothing. */
int cenacle_session_get_answer (const CenacleSession *self, const CenId *member, int fallback);

G_END_DECLS
