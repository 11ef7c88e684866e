/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRoutes: which way a connection may take. This is the one place that every dial and every
 * listener passes, so what is hidden here cannot be met in any other way, whoever asks. */

#pragma once

#include "core/crypto.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NET_ROUTE_NONE, /* there is no way that may be taken */
  NET_ROUTE_PLAIN,
  NET_ROUTE_TOR,
} NetRoute;

typedef struct {
  char *socks;                /* "127.0.0.1:9050"; NULL: there is no Tor */
  GHashTable *hidden;         /* CenId: circles that are met over Tor alone */
  GHashTable *shunning;       /* CenId: those that are never met over it */
  guint8 secret[CEN_KEY_LEN]; /* new at each start */
} NetRoutes;

void net_routes_init (NetRoutes *self, const CenWorld *world);
void net_routes_clear (NetRoutes *self);
void net_routes_set_socks (NetRoutes *self, const char *socks);

typedef enum {
  NET_ROUTES_ANY,
  NET_ROUTES_HIDDEN,
  NET_ROUTES_SHUNNING,
} NetRoutesWish;
void net_routes_set_wish (NetRoutes *self, const CenId *circle, NetRoutesWish wish);
gboolean net_routes_is_hidden (const NetRoutes *self, const CenId *circle);

/* The way to @address, of any kind. */
NetRoute net_routes_find (const NetRoutes *self, const CenId *circle, const char *address);
/* Whether one may listen for @circle at @endpoint: what is hidden, on loopback alone. */
gboolean net_routes_may_listen (const NetRoutes *self, const CenId *circle, const char *endpoint);
/* Name and password under which @circle comes to the device with T key @key: Tor takes another way
 * for each, so that nobody on one of them sees that two belong together. */
void net_routes_make_login (const NetRoutes *self, const CenId *circle,
                            const guint8 key[static CEN_KEY_LEN],
                            char ret_login[static 2 * CEN_KEY_LEN + 1]);

G_END_DECLS
