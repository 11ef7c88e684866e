/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The two ways to ask a router. Each works on the whole request and fills in what was granted. */

#pragma once

#include "net/port-map.h"

#include <glib.h>
#include <netinet/in.h>

G_BEGIN_DECLS

#define CENACLE_MAP_LIMIT_MS 8000 /* after which whoever asks is ended */

/* The router that everything goes to which is not local; FALSE when there is none. */
gboolean cenacle_map_find_gateway (in_addr_t *ret_gateway);
gboolean
cenacle_map_ask_natpmp (const NetMapRequest *request, in_addr_t gateway, NetMapAnswer *ret_answer);
gboolean cenacle_map_ask_upnp (const NetMapRequest *request, NetMapAnswer *ret_answer);

/* Gives up, for good, what asking needs not. */
gboolean cenacle_map_enter_cell (void);

G_END_DECLS
