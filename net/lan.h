/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetLan: the sockets of beacons: UDP multicast on every local network of this machine, IPv4 and
 * IPv6, which several engines on one machine share. What it carries is beacon.c's business. */

#pragma once

#include "interfaces.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_LAN_PORT     47741
#define NET_LAN_GROUP    "239.255.77.41"
#define NET_LAN_GROUP_V6 "ff02::4d29"
#define NET_LAN_FDS      2
/* "tcp://[fe80::1%enp0s31f6]" fits. */
#define NET_LAN_HOST_LEN 80

typedef struct _NetLan NetLan;

/* @only: names of interfaces (char *), to which it is restricted; empty or NULL for all. What the
 * kernel refuses is done without, as on a machine that has no IPv6. */
NetLan *net_lan_new (const GPtrArray *only);
void net_lan_free (NetLan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetLan, net_lan_free)

/* To be waited for, for reading; -1 where there is none. */
const int *net_lan_get_fds (const NetLan *self);
/* Looks at the interfaces again, after they changed. */
void net_lan_refresh (NetLan *self);
/* NetInterface, lent until the next refresh. */
const GArray *net_lan_get_interfaces (const NetLan *self);

/* Sends one datagram from the address of @from to everybody there; what fails is lost. */
void net_lan_send (NetLan *self, const NetInterface *from, const guint8 *bytes, gsize len);

typedef struct {
  NetIp ip;
  char host[NET_LAN_HOST_LEN]; /* as it stands in an address: "[fe80::1%eth0]" */
  gsize len;
} NetLanHeard;

/**
 * net_lan_receive: takes the next datagram that was sent to the group on one of the interfaces.
 * @bytes: of @max bytes; what is longer is passed over
 * Returns: FALSE when there is none.
 */
gboolean net_lan_receive (NetLan *self, guint8 *bytes, gsize max, NetLanHeard *ret_heard);

G_END_DECLS
