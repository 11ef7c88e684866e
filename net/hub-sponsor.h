/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetHubSponsor: the listener's side towards a new device of this very member, who came with a
 * device link's key (PROTOCOL.md, Linking a device). The connection serves nothing else. */

#pragma once

#include "hub-roster.h"

G_BEGIN_DECLS

#define NET_SPONSOR_REQUESTS_MAX 8

void net_hub_receive_sponsored (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len);

G_END_DECLS
