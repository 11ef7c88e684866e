/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAddress: where somebody can be reached, as text in links, in objects and in records of peers
 * (PROTOCOL.md, Invites). What stands before the host tells its kind. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_ADDRESS_NONE,   /* no address, or of a kind that a later version knows */
  CEN_ADDRESS_DIRECT, /* "tcp://HOST:PORT": a device of the circle listens there */
  CEN_ADDRESS_ONION,  /* "tor://HOST.onion:PORT": the same, as an onion service */
  CEN_ADDRESS_RELAY,  /* "relay://HOST:PORT": a relay, which knows nothing of the circle */
} CenAddressKind;

/* The host has at most 200 characters, the port is 1 to 65,535. */
CenAddressKind cen_address_get_kind (const char *address);
/* Whether it is a direct one. */
gboolean cen_address_is_valid (const char *address);
/* Whether a device of the circle is there: a direct one or an onion service. */
gboolean cen_address_is_device (const char *address);
/* Whether it can be reached over Tor alone, whatever its kind is. */
gboolean cen_address_is_onion (const char *address);

/* "tcp://HOST:PORT", which the transport dials, out of an address of any kind. */
char *cen_address_dup_endpoint (const char *address);
/* The address of kind @kind at the place of @endpoint, an address of any kind. */
char *cen_address_dup_from_endpoint (CenAddressKind kind, const char *endpoint);

G_END_DECLS
