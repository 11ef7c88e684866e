/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetPeerRecord: where a device says it can be reached, signed by it, so that members can pass it
 * on (PROTOCOL.md, Peers):
 *   record = CBOR [bytes(body), sig[64]]   body = CBOR [device, [address…], wall_ms]
 */

#pragma once

#include "core/circle.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_PEER_ADDRESSES_MAX 8

/* Signs @addresses (at most NET_PEER_ADDRESSES_MAX are taken) for this device. */
GBytes *net_peer_record_sign (CenCircle *circle, GPtrArray *addresses);

/**
 * net_peer_record_check: reads a record of an effective device of @circle.
 * Returns: (transfer none): the device, or NULL for anything malformed, unsigned or foreign.
 * @ret_addresses: char *, valid ones only
 */
const CenDevice *net_peer_record_check (CenCircle *circle, GBytes *record,
                                        GPtrArray **ret_addresses, gint64 *ret_wall_ms);

G_END_DECLS
