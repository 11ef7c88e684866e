/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetInterfaces: the addresses of this machine, for those who are to find it, and its ports. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * net_interfaces_append_endpoints: adds to @endpoints (char *) where a listener bound to @host and
 * @port can be reached: @host itself, or for a wildcard every global and private address of an
 * interface that is up, IPv4 first; the loopback ones only when there is no other.
 */
void net_interfaces_append_endpoints (GPtrArray *endpoints, const char *host, guint port);

/* Whether another program holds @port at @host, a numeric address or a wildcard. FALSE also when
 * there is no telling. */
gboolean net_interfaces_port_is_taken (const char *host, guint port);

G_END_DECLS
