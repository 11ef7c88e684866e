/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetInterfaces: the addresses of this machine, for those who are to find it, and its ports. */

#pragma once

#include "ip.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_INTERFACES_MAX        16
#define NET_INTERFACE_NAME_LEN    16
#define NET_INTERFACE_SOURCES_MAX 4 /* IPv4 addresses of one interface */

/* An address of an interface from which beacons can go out: of IPv6 the link-local one alone. */
typedef struct {
  char name[NET_INTERFACE_NAME_LEN];
  guint index;
  gboolean is_ipv6;
  NetIp ip;
} NetInterface;

/**
 * net_interfaces_append_endpoints: adds to @endpoints (char *) where a listener bound to @host and
 * @port can be reached: @host itself, or for a wildcard every global and private address of an
 * interface that is up, IPv4 first; the loopback ones only when there is no other.
 */
void net_interfaces_append_endpoints (GPtrArray *endpoints, const char *host, guint port);

/* Whether another program holds @port at @host, a numeric address or a wildcard. FALSE also when
 * there is no telling. */
gboolean net_interfaces_port_is_taken (const char *host, guint port);

/**
 * net_interfaces_list_local: where a local network is: interfaces that are up, speak multicast and
 * are no loopback, at most NET_INTERFACES_MAX, in the kernel's order.
 * @only: names (char *); NULL or empty for all
 * Returns: (transfer full): NetInterface; free with g_array_unref.
 */
GArray *net_interfaces_list_local (const GPtrArray *only);

/* All interfaces with their state and addresses, as a text that is the same when they are. */
char *net_interfaces_dup_summary (void);

G_END_DECLS
