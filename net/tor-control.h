/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetTorControl: a conversation with a Tor daemon on its control port, without the socket: it
 * proves by the daemon's cookie that it may, asks where its SOCKS port is, and has onion services
 * made, which live as long as the conversation. */

#pragma once

#include "core/crypto.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_TOR_PORT         47747 /* of every onion service; its name tells nothing more by one */
#define NET_TOR_SERVICES_MAX 64
#define NET_TOR_ANSWER_MS    20000

typedef enum {
  NET_TOR_TALKING, /* not let in yet */
  NET_TOR_READY,
  NET_TOR_REFUSED, /* it does not let us in, or has no SOCKS port for us */
} NetTorState;

typedef struct {
  /* The file @path, which the daemon named; NULL when it cannot be read. */
  GBytes *(*read_cookie) (const char *path, gpointer user_data);
  /* The onion service of @owner is known by @name (56 characters); NULL: it could not be had. */
  void (*on_service) (const CenId *owner, const char *name, gpointer user_data);
} NetTorEvents;

typedef struct _NetTorControl NetTorControl;

NetTorControl *net_tor_control_new (const CenWorld *world, const NetTorEvents *events,
                                    gpointer user_data, gint64 now_ms);
void net_tor_control_free (NetTorControl *self);

/* Errors: CEN_ERROR_INVALID when it is no Tor daemon, CEN_ERROR_REFUSED when it does not let us in:
 * hang up then. */
gboolean net_tor_control_receive (NetTorControl *self, const char *bytes, gsize len, gint64 now_ms,
                                  GError **error);
/* Errors: CEN_ERROR_UNREACHABLE when it does not answer. */
gboolean net_tor_control_tick (NetTorControl *self, gint64 now_ms, GError **error);
gint64 net_tor_control_get_deadline (const NetTorControl *self);
/* (transfer full): what is to be written; NULL. */
char *net_tor_control_pop (NetTorControl *self);

NetTorState net_tor_control_get_state (const NetTorControl *self);
/* "127.0.0.1:9050" once it is ready. Lent. */
const char *net_tor_control_get_socks (const NetTorControl *self);

/* An onion service for @owner whose name follows from @seed, and which leads to @port of this
 * machine; one a name. What is wished before it is ready is asked for then. */
void net_tor_control_want (NetTorControl *self, const CenId *owner,
                           const guint8 seed[static CEN_KEY_LEN], guint port);
void net_tor_control_forget (NetTorControl *self, const CenId *owner);

G_END_DECLS
