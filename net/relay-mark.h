/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetRelayMark as devices leave it in a drawer: what they have, signed and closed for the circle,
 * so that others learn that they fetched it (PROTOCOL.md, Relays). */

#pragma once

#include "clock.h"
#include "core/epoch.h"
#include "relay-wire.h"

#include <glib.h>

G_BEGIN_DECLS

/* The mark of this device under @epoch, and the slot it goes into; NULL when it is too long. */
GBytes *net_relay_mark_seal (CenCircle *circle, const CenEpochKey *epoch,
                             guint8 ret_slot[static CEN_MAIL_SLOT_LEN]);
/**
 * net_relay_mark_open: reads one.
 * Returns: (transfer none): the effective device that left it; NULL for anything else.
 * @ret_clock: NetClockEntry
 */
const CenDevice *net_relay_mark_open (CenCircle *circle, const CenEpochKey *epoch, GBytes *mark,
                                      GArray **ret_clock, gint64 *ret_wall_ms);

G_END_DECLS
