/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetIp: a numeric IP address as a value, of either family, so that one address has one form. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NET_IP_LEN 16

/* IPv4 stands as ::ffff:a.b.c.d. */
typedef struct {
  guint8 bytes[NET_IP_LEN];
} NetIp;

/**
 * net_ip_parse: reads "10.0.0.7", "fe80::1%eth0", "::ffff:10.0.0.7", each also with a port
 * ("10.0.0.7:4000", "[::1]:4000"). A zone and a port are left out.
 * Returns: FALSE when @text is no numeric address.
 */
gboolean net_ip_parse (NetIp *ret_ip, const char *text);
/* The shortest text; IPv4 dotted. Free with g_free. */
char *net_ip_dup_text (const NetIp *self);
/* Whether it is this machine. */
gboolean net_ip_is_loopback (const NetIp *self);
/* Whether many customers of a provider share it (RFC 6598). */
gboolean net_ip_is_shared (const NetIp *self);
/* Whether it is this machine or a network that the Internet cannot reach (RFC 1918, RFC 4193,
 * link-local). */
gboolean net_ip_is_local (const NetIp *self);

G_END_DECLS
