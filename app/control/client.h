/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleClient: a window's link to the engine of its home, and to the replica. */

#pragma once

#include "app/control/engine1.h"
#include "core/store.h"
#include "query-worker.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CENACLE_CLIENT_CONNECTING, /* the first time */
  CENACLE_CLIENT_CONNECTED,
  CENACLE_CLIENT_RECONNECTING, /* lost; tried again by itself */
  CENACLE_CLIENT_FAILED,       /* several tries in vain; still tried, at long intervals */
} CenacleClientState;

#define CENACLE_TYPE_CLIENT_STATE (cenacle_client_state_get_type ())
GType cenacle_client_state_get_type (void);

#define CENACLE_TYPE_CLIENT (cenacle_client_get_type ())
G_DECLARE_FINAL_TYPE (CenacleClient, cenacle_client, CENACLE, CLIENT, GObject)

/* Signals, on the main thread:
 *   "changed" (const char *circle, GStrv what)    as the engine's Changed
 *   "typing" (const char *circle, const char *channel, const char *member)
 *   "live" (const char *circle, guint kind, const char *object, const char *member,
 *           const char *device, GVariant *body)    as the engine's Live
 *   "session-changed" (const char *circle, const char *session)    as the engine's SessionChanged
 * Property "state" notifies; with CONNECTED the replica can be read. */
CenacleClient *cenacle_client_new (const char *home);

/* Connects, and starts the engine when none runs. Once. */
void cenacle_client_start (CenacleClient *self);

CenacleClientState cenacle_client_get_state (CenacleClient *self);
/* Why it is not connected, as a sentence; "" when there is nothing to say. */
const char *cenacle_client_get_sentence (CenacleClient *self);

const char *cenacle_client_get_home (CenacleClient *self);
/* Lent; NULL while not connected. Calls on it time out by themselves. */
CenacleEngine1 *cenacle_client_get_engine (CenacleClient *self);

/**
 * cenacle_client_get_store: lends the replica, read-only, for queries under 5 ms on the main
 * thread. Errors: those of cen_store_open(); CEN_ERROR_NOT_FOUND before the engine made it.
 */
CenStore *cenacle_client_get_store (CenacleClient *self, GError **error);

/**
 * cenacle_client_query_async: runs @query on the worker's thread; the callback comes on the main
 * loop. Takes the query's data.
 */
void cenacle_client_query_async (CenacleClient *self, const CenacleQuery *query,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gpointer cenacle_client_query_finish (GAsyncResult *result, GError **error);

G_END_DECLS
