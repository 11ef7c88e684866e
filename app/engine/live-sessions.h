/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLiveSessions: the sessions that this home has entered while they run. The engine keeps its
 * place there, so that a person stays in the queue, and hosting is taken over, whichever client
 * they look through. On the node thread alone, but where it says otherwise. */

#pragma once

#include "core/live-room.h"
#include "core/replica.h"
#include "net/node.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_LIVE_SESSIONS_MAX 8
#define CENACLE_LIVE_LINGER_MS    (30 * 60 * 1000) /* after its end, that one may stay */

typedef struct _CenacleLiveSessions CenacleLiveSessions;

/* Something is different in @session. */
typedef void (*CenacleLiveSessionsFunc) (const CenId *circle, const CenId *session,
                                         gpointer user_data);

CenacleLiveSessions *cenacle_live_sessions_new (CenacleLiveSessionsFunc func, gpointer user_data);
void cenacle_live_sessions_free (CenacleLiveSessions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleLiveSessions, cenacle_live_sessions_free)

/* Which one, and for whom. */
typedef struct {
  CenReplica *replica;
  NetNode *node;
  CenCircle *circle;
  CenId session;
  gint64 occurrence_ms;
  gconstpointer caller; /* who stays for as long as it is there; NULL: until the session is over */
} CenacleSitting;

/**
 * cenacle_live_sessions_act: does @act there, having entered; @member as in cen_live_room_act.
 * Errors: those of cen_live_room_act, CEN_ERROR_NOT_FOUND (no session), CEN_ERROR_REFUSED (in
 * too many).
 */
gboolean cenacle_live_sessions_act (CenacleLiveSessions *self, const CenacleSitting *sitting,
                                    CenLiveAct act, const CenId *member, GError **error);
/* Also of one that was not entered. Errors: CEN_ERROR_NOT_FOUND. */
gboolean cenacle_live_sessions_get_view (CenacleLiveSessions *self, const CenacleSitting *sitting,
                                         CenLiveView *ret_view, GError **error);

/* A device of @member said @state. */
void cenacle_live_sessions_note (CenacleLiveSessions *self, const CenId *circle,
                                 const NetLiveState *state, const CenId *member);
void cenacle_live_sessions_tick (CenacleLiveSessions *self, CenReplica *replica, NetNode *node);
/* @caller has gone. */
void cenacle_live_sessions_drop (CenacleLiveSessions *self, gconstpointer caller, NetNode *node);

/* From any thread. */
gboolean cenacle_live_sessions_is_empty (CenacleLiveSessions *self);

G_END_DECLS
