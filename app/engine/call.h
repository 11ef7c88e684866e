/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCall: one method call on its way through the node thread. */

#pragma once

#include "app/control/looker.h"
#include "core/replica.h"
#include "live-callers.h"
#include "live-sessions.h"
#include "net/node.h"
#include "waiters.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  CenReplica *replica;
  NetNode *node;
  CenacleWaiters *waiters;
  CenacleLiveCallers *live_callers;
  CenacleLiveSessions *live_sessions;
  GVariant *parameters;
  GDBusMethodInvocation *invocation;
  CenacleLooker *looker;
} CenacleCall;

/* Returns the answer (floating), or NULL with an error, or NULL without one when it took
 * @call->invocation to answer later. Runs on the node thread. */
typedef GVariant *(*CenacleMethodFunc) (CenacleCall *call, GError **error);

typedef struct {
  const char *name;
  CenacleMethodFunc func;
} CenacleMethod;

/* The circle named by the string child @index. Errors: CEN_ERROR_INVALID, CEN_ERROR_NOT_FOUND. */
CenCircle *cenacle_call_get_circle (CenacleCall *call, gsize index, GError **error);
/* The id in the string child @index. */
gboolean cenacle_call_get_id (CenacleCall *call, gsize index, CenId *ret_id, GError **error);
const char *cenacle_call_get_text (CenacleCall *call, gsize index);
/* What "addresses" lists in the options of a link, char *; empty without. Errors:
 * CEN_ERROR_INVALID. */
GPtrArray *cenacle_call_take_addresses (GVariant *wishes, GError **error);
/* {circle, member, device} of this home there. */
GVariant *cenacle_call_pack_identity (const CenCircle *circle);

/* Methods that meet others (methods-net.c), that write or read at home (methods-home.c), and that
 * are about the home as a whole (methods-home-keys.c); NULL when @name is not among them. */
CenacleMethodFunc cenacle_methods_home_find (const char *name);
CenacleMethodFunc cenacle_methods_home_keys_find (const char *name);
CenacleMethodFunc cenacle_methods_net_find (const char *name);
/* What is said to those who are here (methods-live.c). */
CenacleMethodFunc cenacle_methods_live_find (const char *name);
/* Sessions that run (methods-session.c). */
CenacleMethodFunc cenacle_methods_session_find (const char *name);
/* Files (methods-files.c). */
CenacleMethodFunc cenacle_methods_files_find (const char *name);
/* Relays (methods-relay.c). */
CenacleMethodFunc cenacle_methods_relay_find (const char *name);
/* Tor (methods-tor.c); and what its ways are called. */
CenacleMethodFunc cenacle_methods_tor_find (const char *name);
const char *cenacle_call_name_tor_way (CenTorWay way);
/* Bundles (methods-bundle.c). */
CenacleMethodFunc cenacle_methods_bundle_find (const char *name);
/* Letters, hiding and endorsing (methods-moderation.c). */
CenacleMethodFunc cenacle_methods_moderation_find (const char *name);
/* Changing the text of a note (methods-note.c). */
CenacleMethodFunc cenacle_methods_note_find (const char *name);
/* Those about members and devices (methods-membership.c). */
CenacleMethodFunc cenacle_methods_membership_find (const char *name);

/* Answers what was put off. */
void cenacle_call_answer (GDBusMethodInvocation *invocation, GVariant *answer, const GError *error);

G_END_DECLS
