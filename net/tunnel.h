/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetTunnel: a connection through a SOCKS5 proxy for ZeroMQ, which has a client for these of its
 * own: but that of 4.3.4 takes the whole process down when the proxy says that nobody is there. */

#pragma once

#include "core/world.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_TUNNELS_MAX    128
#define NET_TUNNEL_WAIT_MS 90000 /* for Tor to find a way */

/**
 * net_tunnel_open: a way to @target ("HOST:PORT", where a name is looked up by the proxy alone)
 * through the proxy at @socks ("127.0.0.1:9050"), which is told @login as name and password.
 * Returns: the endpoint by which this process alone can dial it, once and within ten seconds; what
 * becomes of it shows there. NULL with CEN_ERROR_STORAGE when there are too many.
 */
char *net_tunnel_open (const CenWorld *world, const char *socks, const char *target,
                       const char *login, GError **error);

G_END_DECLS
